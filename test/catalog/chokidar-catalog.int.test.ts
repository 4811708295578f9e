import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChokidarCatalog } from '../../src/catalog/chokidar-catalog.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';

let root: string;
let catalog: ChokidarCatalog;
let hints: string[];
const problems: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'andon-catalog-'));
  hints = [];
  problems.length = 0;
  catalog = new ChokidarCatalog({
    root,
    clock: realClock,
    onProblem: (text) => problems.push(text ?? 'none'),
    buildQuietMs: 20,
  });
  catalog.onHint((names) => hints.push(...(names ?? ['*'])));
});
afterEach(async () => {
  await catalog.close();
  await rm(root, { recursive: true, force: true });
});

const put = async (path: string, text: string | Uint8Array): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};
const hinted = (name: string): Promise<void> => expect.poll(() => hints, { timeout: 20_000 }).toContain(name);

describe('watching', () => {
  it('hints at new services, edited specs, edited BUILD files and removals', async () => {
    await put('old/SPEC.md', '# old');
    await catalog.start();
    await put('fresh/SPEC.md', '# fresh');
    await hinted('fresh');
    hints.length = 0;
    await appendFile(join(root, 'old/SPEC.md'), 'more');
    await hinted('old');
    hints.length = 0;
    await put('old/BUILD/src/main.js', '1');
    await hinted('old');
    hints.length = 0;
    await writeFile(join(root, 'old/BUILD/src/main.js'), '22');
    await hinted('old');
    hints.length = 0;
    await rm(join(root, 'old'), { recursive: true });
    await hinted('old');
  });

  it('sees the last content after a storm of atomic saves', async () => {
    await put('a/SPEC.md', '# 0');
    await catalog.start();
    for (let n = 1; n <= 50; n += 1) {
      await put('a/SPEC.md.tmp', `# ${n}`);
      await rename(join(root, 'a/SPEC.md.tmp'), join(root, 'a/SPEC.md'));
    }
    await hinted('a');
    await expect.poll(async () => (await catalog.look('a'))?.spec?.text).toBe('# 50');
  });

  it('asks for a look at everything after more changes at once than the kernel remembers', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `s${n}`);
    for (const name of names) await put(`${name}/SPEC.md`, '# 0');
    await catalog.start();
    // Nobody reads the kernel's queue meanwhile, as in a process that is busy or stopped.
    for (let round = 0; round < 50; round += 1) {
      for (const name of names) writeFileSync(join(root, name, 'SPEC.md'), `# ${round}`);
    }
    mkdirSync(join(root, 'last'));
    await hinted('*');
    expect((await catalog.sweep()).sightings.map((one) => one.name)).toContain('last');
  });

  it('says that all is well again once the root is back', async () => {
    await catalog.start();
    await rename(root, `${root}.away`);
    await catalog.sweep();
    await rename(`${root}.away`, root);
    await catalog.sweep();
    expect(problems).toEqual([expect.stringContaining('ENOENT'), 'none']);
  });

  it('can be closed while it still looks at the tree for the first time', async () => {
    for (let n = 0; n < 50; n += 1) await put(`s${n}/SPEC.md`, '# a');
    const starting = catalog.start();
    await catalog.close();
    await starting;
  });

  it('starts without a root, says so, and watches it once it is there', async () => {
    await rm(root, { recursive: true });
    await catalog.start();
    expect(await catalog.sweep()).toMatchObject({
      sightings: [],
      suspended: expect.stringContaining('ENOENT'),
    });
    expect(problems).toHaveLength(1);
    await put('a/SPEC.md', '# a');
    expect((await catalog.sweep()).sightings).toHaveLength(1);
    await appendFile(join(root, 'a/SPEC.md'), 'more');
    await hinted('a');
  });
});

describe('sweeping', () => {
  it('sees services and leaves out files, links, hidden and underscored directories', async () => {
    await put('a/SPEC.md', '# a');
    await put('b/SPECS.md', '# b');
    await put('_template/SPEC.md', '# t');
    await put('.git/SPEC.md', '# g');
    await put('file.md', 'x');
    await symlink(join(root, 'a'), join(root, 'link'));
    const { sightings, suspended } = await catalog.sweep();
    expect(suspended).toBeNull();
    expect(sightings.map((one) => [one.name, one.spec?.text, one.problem])).toEqual([
      ['a', '# a', null],
      ['b', '# b', null],
    ]);
  });

  it('prefers SPEC.md and reads CRLF and a byte order mark as plain text', async () => {
    await put('a/SPECS.md', '# second');
    await put('a/SPEC.md', '\uFEFF# first\r\n');
    expect((await catalog.look('a'))?.spec?.text).toBe('# first\n');
  });

  it('refuses odd specs with a sentence each and goes on', async () => {
    await put('good/SPEC.md', '# good');
    await put('secret.txt', 'secret');
    await mkdir(join(root, 'linked'));
    await symlink(join(root, 'secret.txt'), join(root, 'linked/SPEC.md'));
    await mkdir(join(root, 'piped'));
    execFileSync('/usr/bin/mkfifo', [join(root, 'piped/SPEC.md')]);
    await put('huge/SPEC.md', 'x'.repeat(300_000));
    await put('latin/SPEC.md', Uint8Array.of(0x23, 0x20, 0xe9));
    await mkdir(join(root, 'folder/SPEC.md'), { recursive: true });
    const { sightings } = await catalog.sweep();
    const refused = Object.fromEntries(sightings.map((one) => [one.name, one.spec?.refused]));
    expect(refused).toEqual({
      folder: expect.stringContaining('not a regular file'),
      good: undefined,
      huge: expect.stringContaining('256 KB'),
      latin: expect.stringContaining('UTF-8'),
      linked: expect.stringContaining('symbolic link'),
      piped: expect.stringContaining('not a regular file'),
    });
    expect(sightings.find((one) => one.name === 'linked')?.spec?.text).toBe('');
  });

  it('reports names that cannot be a service’s', async () => {
    await put('has space/SPEC.md', '# x');
    await put('fine/SPEC.md', '# x');
    const { sightings } = await catalog.sweep();
    expect(sightings.map((one) => [one.name, one.unreadable])).toEqual([
      ['fine', undefined],
      ['has space', true],
    ]);
  });

  it('hashes BUILD by content and leaves out secrets, caches and databases', async () => {
    await put('a/BUILD/src/main.js', '1');
    const before = (await catalog.look('a'))?.buildHash;
    await put('a/BUILD/.env', 'SECRET=1');
    await put('a/BUILD/node_modules/x/index.js', 'x');
    await put('a/BUILD/app.db', 'x');
    await symlink('/etc/passwd', join(root, 'a/BUILD/passwd'));
    expect((await catalog.look('a'))?.buildHash).toBe(before);
    await put('a/BUILD/src/main.js', '2');
    expect((await catalog.look('a'))?.buildHash).not.toBe(before);
    await put('a/BUILD/src/main.js', '1');
    expect((await catalog.look('a'))?.buildHash).toBe(before);
    expect([...(await catalog.buildFiles('a')).keys()]).toEqual(['BUILD/src/main.js']);
  });

  it('takes an empty BUILD for none', async () => {
    await mkdir(join(root, 'a/BUILD/src'), { recursive: true });
    await mkdir(join(root, 'a/PRODUCTION'), { recursive: true });
    expect(await catalog.look('a')).toMatchObject({
      buildHash: null,
      evidence: { source: false, tests: false, production: false },
    });
  });
});
