import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobHash } from '../../src/contracts/tree-hash.ts';
import { commitWorkspace, createWorkspace } from '../../src/workspace/clone-workspace.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import type { Repositories } from '../../src/workspace/workspace.port.ts';

const at = 1_700_000_000_000;
let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-contract-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** A worker's commit and the bundle it is in. */
type Worked = { readonly commit: string; readonly bundle: string };

type Made = {
  repositories: Repositories;
  /** What a worker makes of this base by writing these files. */
  work(base: string, files: Record<string, string>): Promise<Worked>;
  fill(directory: string, files: Record<string, string>): Promise<void>;
};

const path = process.env.PATH ?? '/usr/bin';

const adapters: Record<string, () => Made> = {
  git: () => {
    const repositories = new GitRepositories({ directory: join(scratch, 'git'), path });
    return {
      repositories,
      fill: async (directory, files) => {
        await rm(directory, { recursive: true, force: true });
        await mkdir(join(directory, 'BUILD'), { recursive: true });
        for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
      },
      work: async (base, files) => {
        const directory = await mkdtemp(join(scratch, 'work-'));
        await repositories.bundle('svc', base, `${directory}.in`);
        await createWorkspace(`${directory}.in`, base, directory, { path });
        for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
        return commitWorkspace(directory, 'Built', { path, at });
      },
    };
  },
  memory: () => {
    const repositories = new MemoryRepositories();
    return {
      repositories,
      fill: async (directory, files) => repositories.show(directory, files),
      work: async (base, files) => {
        const before: Record<string, string> = {};
        for (const entry of await repositories.list('svc', base))
          before[entry.path] = (await repositories.file('svc', base, entry.path)) ?? '';
        return { commit: repositories.add('svc', { ...before, ...files }, base), bundle: '' };
      },
    };
  },
};

describe.each(Object.entries(adapters))('repositories in %s', (_name, make) => {
  it('say what is different in BUILD of two commits, as far as it is asked for', async () => {
    const { repositories, fill } = make();
    const directory = join(scratch, 'tree');
    await fill(directory, {
      'SPEC.md': 'a spec',
      'BUILD/a.js': 'one\n',
      'BUILD/.gitattributes': '* -diff\n',
    });
    const first = await repositories.intake('svc', directory, null, at);
    await fill(directory, { 'SPEC.md': 'other', 'BUILD/a.js': 'two\n', 'BUILD/.gitattributes': '* -diff\n' });
    const second = await repositories.intake('svc', directory, null, at);
    const diff = await repositories.diff('svc', { from: first, to: second, most: 10_000 });
    expect(diff).toMatch(/-one\n.*\+two/s);
    expect(diff).not.toContain('spec');
    const files = await repositories.compare('svc', { from: first, to: second });
    expect(files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'modified BUILD/a.js',
      'modified SPEC.md',
    ]);
    expect(files[0]?.patch).toMatch(/^@@ .*\n-one\n\+two\n$/);
    expect(await repositories.diff('svc', { from: first, to: first, most: 10_000 })).toBe('');
    expect(await repositories.diff('svc', { from: null, to: first, most: 10_000 })).toContain('+one');
    expect(await repositories.diff('svc', { from: null, to: first, most: 5 })).toHaveLength(5);
  });

  it('take a directory in, and the same content again as the same commit', async () => {
    const { repositories, fill } = make();
    const directory = join(scratch, 'tree');
    await fill(directory, { 'SPEC.md': 'one', 'BUILD/a.js': 'two' });
    const commit = await repositories.intake('svc', directory, null, at);
    expect(await repositories.intake('svc', directory, null, at)).toBe(commit);
    expect((await repositories.list('svc', commit)).map((entry) => entry.path)).toEqual([
      'BUILD/a.js',
      'SPEC.md',
    ]);
    expect((await repositories.list('svc', commit, 'BUILD')).map((entry) => entry.path)).toEqual([
      'BUILD/a.js',
    ]);
    await fill(directory, { 'SPEC.md': 'other' });
    expect(await repositories.intake('svc', directory, commit, at)).not.toBe(commit);
    expect(await repositories.file('svc', commit, 'SPEC.md')).toBe('one');
  });

  it('prepare a change from nothing and from a base', async () => {
    const { repositories } = make();
    const first = await repositories.prepare('svc', { change: 1, base: null, spec: 'a', at });
    const second = await repositories.prepare('svc', { change: 2, base: first, spec: 'b', at });
    expect(await repositories.file('svc', first, 'SPEC.md')).toBe('a');
    expect(await repositories.file('svc', second, 'SPEC.md')).toBe('b');
    expect(await repositories.prepare('svc', { change: 2, base: first, spec: 'b', at })).toBe(second);
  });

  it('export a subtree, know their commits, and fail for others', async () => {
    const { repositories, fill } = make();
    const directory = join(scratch, 'tree');
    await fill(directory, { 'SPEC.md': 'one', 'BUILD/a.js': 'two' });
    const commit = await repositories.intake('svc', directory, null, at);
    const out = join(scratch, 'out');
    await repositories.export('svc', commit, out, 'BUILD');
    expect(await readFile(join(out, 'a.js'), 'utf8')).toBe('two');
    expect(await repositories.has('svc', commit)).toBe(true);
    expect(await repositories.has('other', commit)).toBe(false);
    await expect(repositories.list('svc', 'e'.repeat(40))).rejects.toMatchObject({ code: 'GIT_FAILED' });
    await repositories.setMain('svc', commit);
  });

  it('name a file as git does', async () => {
    const { repositories, fill } = make();
    const directory = join(scratch, 'tree');
    await fill(directory, { 'BUILD/a.js': 'zwölf\n' });
    const commit = await repositories.intake('svc', directory, null, at);
    expect(await repositories.list('svc', commit)).toEqual([
      { path: 'BUILD/a.js', blob: blobHash(Buffer.from('zwölf\n')) },
    ]);
    expect(blobHash('hello\n')).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  });

  it('know what Andon’s own driver made from nothing or from its own, and hold nothing else for it', async () => {
    const { repositories, fill, work } = make();
    let token = 0;
    const submit = async (base: string, text: string, own: boolean) => {
      const { commit, bundle } = await work(base, { 'BUILD/a.js': text });
      token += 1;
      const order = { ticket: 't', token, bundle, commit, base, allowed: ['BUILD/'], own };
      await repositories.importSubmission('svc', order);
      await repositories.importSubmission('svc', order);
      return commit;
    };
    const prepare = (change: number, base: string | null) =>
      repositories.prepare('svc', { change, base, spec: `spec ${change}`, at });
    const isOwn = (commit: string) => repositories.isOwn('svc', commit);

    const first = await submit(await prepare(1, null), 'own', true);
    const next = await prepare(2, first);
    const second = await submit(next, 'own again', true);
    expect(await Promise.all([first, next, second].map(isOwn))).toEqual([true, true, true]);

    const others = await submit(await prepare(3, second), 'by somebody', false);
    const onOthers = await submit(await prepare(4, others), 'own on top of it', true);
    await fill(join(scratch, 'tree'), { 'SPEC.md': 'spec 2', 'BUILD/a.js': 'own again' });
    const taken = await repositories.intake('svc', join(scratch, 'tree'), second, at);
    const onTaken = await submit(await prepare(5, taken), 'own on top of an edit', true);
    expect(await Promise.all([others, onOthers, taken, onTaken].map(isOwn))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(await repositories.isOwn('other', first)).toBe(false);
  });
});
