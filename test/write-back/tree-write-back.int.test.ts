import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryReader } from '../../src/catalog/directory-reader.ts';
import { editedPaths } from '../../src/catalog/edited-paths.ts';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import { TreeWriteBack } from '../../src/write-back/tree-write-back.ts';
import type { Published } from '../../src/write-back/write-back.port.ts';

const service = { id: 's1', name: 'shop' };
let base: string;
let root: string;
let home: Home;

class Home {
  readonly store = createMemoryStore();
  readonly repositories = new MemoryRepositories();
  readonly known = new StoreKnownFiles(this.store);
  readonly writeBack = new TreeWriteBack({
    root,
    temp: join(base, 'temp'),
    repositories: this.repositories,
    known: this.known,
    store: this.store,
  });
  readonly #reader = new DirectoryReader(root);

  publish(
    files: Record<string, string>,
    editPending = false,
    what: 'build' | 'spec' = 'build',
    present = true,
  ): Promise<Published> {
    const commit = this.repositories.add(service.id, files);
    return this.writeBack.publish({ service, commit, what, editPending, present });
  }

  async edits(): Promise<string[]> {
    return editedPaths(this.known.of(service.id), await this.#reader.buildFiles(service.name));
  }

  async takeIn(): Promise<void> {
    this.known.take(service.id, 'c', await this.#reader.buildFiles(service.name));
  }
}

const disk = (path: string): string => readFileSync(join(root, 'shop', path), 'utf8');
const edit = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, 'shop', path)), { recursive: true });
  await writeFile(join(root, 'shop', path), text);
};
const leftovers = (): string[] =>
  readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.andon-tmp'));

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'andon-write-back-'));
  root = join(base, 'services');
  await mkdir(join(root, 'shop'), { recursive: true });
  home = new Home();
});
afterEach(async () => {
  expect(leftovers()).toEqual([]);
  await rm(base, { recursive: true, force: true });
});

describe('publishing a build', () => {
  it('is asked again while the directory is gone and nobody noticed, and leaves it alone once it is known', async () => {
    await rename(join(root, 'shop'), join(base, 'away'));
    const files = { 'BUILD/a.js': '1' };
    await expect(home.publish(files)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await home.publish(files, false, 'build', false)).toMatchObject({
      written: [],
      skipped: [{ path: '' }],
    });
    await rename(join(base, 'away'), join(root, 'shop'));
    expect(await home.publish(files)).toMatchObject({ written: ['BUILD/a.js'] });
  });

  it('writes the files, knows them, and does nothing the second time', async () => {
    const files = { 'BUILD/src/main.js': '1', 'BUILD/package.json': '{}', 'SPEC.md': '# not here' };
    expect((await home.publish(files)).written).toEqual(['BUILD/package.json', 'BUILD/src/main.js']);
    expect(disk('BUILD/src/main.js')).toBe('1');
    expect(existsSync(join(root, 'shop/SPEC.md'))).toBe(false);
    expect(await home.edits()).toEqual([]);
    expect(await home.publish(files)).toEqual({ written: [], removed: [], skipped: [] });
  });

  it('replaces and removes what it wrote, with the directories left empty', async () => {
    await home.publish({ 'BUILD/src/old/a.js': '1', 'BUILD/src/main.js': '1' });
    const report = await home.publish({ 'BUILD/src/main.js': '2' });
    expect(report).toEqual({ written: ['BUILD/src/main.js'], removed: ['BUILD/src/old/a.js'], skipped: [] });
    expect(existsSync(join(root, 'shop/BUILD/src/old'))).toBe(false);
    expect(await home.edits()).toEqual([]);
  });

  it('never replaces or removes an edit, and leaves it to be seen', async () => {
    await home.publish({ 'BUILD/a.js': '1', 'BUILD/b.js': '1' });
    await edit('BUILD/a.js', 'mine');
    await edit('BUILD/b.js', 'mine too');
    await edit('BUILD/new.js', 'mine as well');
    const report = await home.publish({ 'BUILD/a.js': '2', 'BUILD/new.js': '2' });
    expect(report.skipped.map((one) => one.path)).toEqual(['BUILD/a.js', 'BUILD/new.js', 'BUILD/b.js']);
    expect([disk('BUILD/a.js'), disk('BUILD/b.js'), disk('BUILD/new.js')]).toEqual([
      'mine',
      'mine too',
      'mine as well',
    ]);
    expect(await home.edits()).toEqual(['BUILD/a.js', 'BUILD/b.js', 'BUILD/new.js']);
  });

  it('takes a removal by hand for an edit', async () => {
    await home.publish({ 'BUILD/a.js': '1' });
    await unlink(join(root, 'shop/BUILD/a.js'));
    expect((await home.publish({ 'BUILD/a.js': '2' })).skipped).toHaveLength(1);
    expect(await home.edits()).toEqual(['BUILD/a.js']);
    await home.takeIn();
    expect((await home.publish({ 'BUILD/a.js': '2' })).written).toEqual(['BUILD/a.js']);
  });

  it('replaces an edit that was taken in, but not while its change still waits', async () => {
    await home.publish({ 'BUILD/a.js': '1' });
    await edit('BUILD/a.js', 'mine');
    await home.takeIn();
    expect((await home.publish({ 'BUILD/a.js': '2' }, true)).skipped).toHaveLength(1);
    expect(disk('BUILD/a.js')).toBe('mine');
    expect(await home.edits()).toEqual([]);
    expect((await home.publish({ 'BUILD/a.js': '3' }, false)).written).toEqual(['BUILD/a.js']);
  });

  it('never writes secrets, caches, databases, and never through a link', async () => {
    const outside = join(base, 'outside');
    await mkdir(outside);
    await mkdir(join(root, 'shop/BUILD'));
    await symlink(outside, join(root, 'shop/BUILD/src'));
    await writeFile(join(outside, 'kept.js'), 'outside');
    await symlink(join(outside, 'kept.js'), join(root, 'shop/BUILD/kept.js'));
    const report = await home.publish({
      'BUILD/src/main.js': '1',
      'BUILD/kept.js': '1',
      'BUILD/.env': 'S=1',
      'BUILD/app.db': 'x',
      'BUILD/node_modules/x.js': 'x',
    });
    expect(report.written).toEqual([]);
    expect(report.skipped.map((one) => one.path)).toEqual(['BUILD/kept.js', 'BUILD/src/main.js']);
    expect(readdirSync(outside)).toEqual(['kept.js']);
    expect(readFileSync(join(outside, 'kept.js'), 'utf8')).toBe('outside');
    expect(readdirSync(join(root, 'shop/BUILD')).sort()).toEqual(['kept.js', 'src']);
  });

  it('finishes a publication that was cut off between the file and its record', async () => {
    await home.publish({ 'BUILD/a.js': '1' });
    home.known.writing(service.id, 'BUILD/a.js', {
      taken: false,
      contents: [contentHash('2'), contentHash('1'), null],
    });
    expect(await home.edits()).toEqual([]);
    await edit('BUILD/a.js', '2');
    expect(await home.edits()).toEqual([]);
    expect(await home.publish({ 'BUILD/a.js': '2' })).toEqual({ written: [], removed: [], skipped: [] });
    expect(home.known.of(service.id).get('BUILD/a.js')).toEqual([contentHash('2')]);
  });

  it('says so when the directory is gone', async () => {
    await rm(join(root, 'shop'), { recursive: true });
    expect((await home.publish({ 'BUILD/a.js': '1' }, false, 'build', false)).skipped).toHaveLength(1);
    expect(existsSync(join(root, 'shop'))).toBe(false);
  });

  it('never loses a byte of the user’s, whatever the order of things', async () => {
    const path = fc.constantFrom('BUILD/a.js', 'BUILD/src/b.js', 'BUILD/src/deep/c.js');
    const step = fc.oneof(
      fc.record({ do: fc.constant('edit' as const), path, text: fc.integer({ min: 0, max: 99 }) }),
      fc.record({
        do: fc.constant('publish' as const),
        files: fc.dictionary(path, fc.integer({ min: 0, max: 3 }).map(String)),
        pending: fc.boolean(),
      }),
      fc.record({ do: fc.constant('take' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        await rm(root, { recursive: true, force: true });
        await mkdir(join(root, 'shop'), { recursive: true });
        home = new Home();
        const untaken = new Map<string, string>();
        for (const one of steps) {
          if (one.do === 'edit') {
            await edit(one.path, `user ${one.text}`);
            // Bytes that are known to Andon already are safe with it, and saving them again is no edit.
            const known = home.known.of(service.id).get(one.path) ?? [];
            if (known.includes(contentHash(`user ${one.text}`))) untaken.delete(one.path);
            else untaken.set(one.path, `user ${one.text}`);
          } else if (one.do === 'take') {
            await home.takeIn();
            untaken.clear();
          } else {
            await home.publish(one.files, one.pending);
          }
          for (const [edited, text] of untaken) expect(disk(edited)).toBe(text);
          const seen = await home.edits();
          for (const [edited, text] of untaken) {
            const sameAsKnown = home.known.of(service.id).get(edited)?.includes(contentHash(text)) ?? false;
            expect(seen.includes(edited)).toBe(!sameAsKnown);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('publishing a spec', () => {
  it('writes an accepted spec where there is none', async () => {
    expect((await home.publish({ 'SPEC.md': '# new' }, false, 'spec')).written).toEqual(['SPEC.md']);
    expect(disk('SPEC.md')).toBe('# new');
  });

  it('replaces the text that was taken in, under the name it has, and nothing newer', async () => {
    await edit('SPECS.md', '# draft\r\n');
    expect((await home.publish({ 'SPEC.md': '# better' }, false, 'spec')).skipped).toHaveLength(1);
    home.store.put(`spec/${contentHash('# draft\n')}`, '# draft\n');
    expect((await home.publish({ 'SPEC.md': '# better' }, true, 'spec')).skipped).toHaveLength(1);
    expect((await home.publish({ 'SPEC.md': '# better' }, false, 'spec')).written).toEqual(['SPECS.md']);
    expect(disk('SPECS.md')).toBe('# better');
  });
});
