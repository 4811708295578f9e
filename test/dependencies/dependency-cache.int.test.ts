import { mkdir, mkdtemp, readdir, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDependencyCache, usualBounds } from '../../src/dependencies/dependency-cache.ts';
import { createPackageFolder } from '../../src/dependencies/package-folder.ts';
import { silentLog } from '../../src/log.ts';
import { writeFiles } from './registry.ts';
import { textIn } from './workshop.ts';

let scratch: string;
let room: string;
let now: number;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-kept-'));
  room = join(scratch, 'room');
  now = 1_000_000;
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const directory = () => join(scratch, 'cache');
const open = (bounds = usualBounds) =>
  createDependencyCache({ directory: directory(), bounds, now: () => now, log: silentLog });

/** A new empty folder to lay an entry over. */
async function empty(): Promise<string> {
  return mkdtemp(join(scratch, 'other-'));
}

describe('what is kept of an install', () => {
  it('is laid over a folder as it was made: files, links, folders of its own and of others', async () => {
    const cache = open();
    await writeFiles(room, {
      'deps/a.js': 'a',
      'deps/sub/b.js': 'b',
      'src/made.js': 'made',
      'src/own.js': 'own',
    });
    await symlink('a.js', join(room, 'deps/link.js'));
    expect(await cache.take('k', await empty())).toBe(false);
    await cache.put('k', room, ['deps', 'src/made.js']);
    const other = await empty();
    await writeFiles(other, { 'src/own.js': 'mine', 'src/made.js': 'old' });
    expect(await cache.take('k', other)).toBe(true);
    expect(await readlink(join(other, 'deps/link.js'))).toBe('a.js');
    const texts = await Promise.all(
      ['deps/sub/b.js', 'src/made.js', 'src/own.js'].map((path) => textIn(other, path)),
    );
    expect(texts).toEqual(['b', 'made', 'mine']);
  });

  it('is a copy: whoever has it changes nothing for the next', async () => {
    const cache = open();
    await writeFiles(room, { 'deps/a.js': 'a' });
    await cache.put('k', room, ['deps']);
    await writeFile(join(room, 'deps/a.js'), 'evil');
    const other = await empty();
    await cache.take('k', other);
    await writeFile(join(other, 'deps/a.js'), 'evil');
    const next = await empty();
    expect(await cache.take('k', next)).toBe(true);
    expect(await textIn(next, 'deps/a.js')).toBe('a');
  });

  it.each([
    ['a file was changed', (files: string) => writeFile(join(files, 'deps/a.js'), 'x')],
    ['a file was added', (files: string) => writeFile(join(files, 'deps/c.js'), '')],
    ['a file is gone', (files: string) => rm(join(files, 'deps/a.js'))],
    ['everything is gone', (files: string) => rm(files, { recursive: true })],
    ['its note is cut short', (files: string) => writeFile(join(files, '../entry.json'), '{"version":1')],
  ])('is dropped where %s', async (_what, harm) => {
    const cache = open();
    await writeFiles(room, { 'deps/a.js': 'a' });
    await utimes(join(room, 'deps/a.js'), 1, 1);
    await cache.put('k', room, ['deps']);
    await harm(join(directory(), 'k/files'));
    expect(await cache.take('k', await empty())).toBe(false);
    expect(await readdir(directory())).toEqual([]);
  });

  it('is nothing while it is half written, and what a killed Andon left of that is cleared away', async () => {
    await mkdir(join(directory(), 'part-abc/files'), { recursive: true });
    expect(await open().take('k', await empty())).toBe(false);
    expect(await readdir(directory())).toEqual([]);
    await writeFiles(room, { a: '' });
    await expect(open().put('k', room, ['a', 'not-there'])).rejects.toThrow();
    expect(await readdir(directory())).toEqual([]);
  });

  it('is no more than may be: first goes what is too old, then what was unused for longest', async () => {
    const cache = open({ bytes: 100, ageMs: 60_000 });
    const put = async (key: string, bytes: number) => {
      await writeFiles(room, { deps: 'x'.repeat(bytes) });
      await cache.exclusive(key, () => cache.put(key, room, ['deps']));
      now += 10_000;
    };
    await put('a', 40);
    await put('b', 40);
    expect(await cache.take('a', await empty())).toBe(true);
    now += 10_000;
    await put('c', 40);
    expect((await readdir(directory())).sort()).toEqual(['a', 'c']);
    await put('too-large', 101);
    expect((await readdir(directory())).sort()).toEqual(['a', 'c']);
    now += 50_000;
    expect(await cache.take('c', await empty())).toBe(false);
    await put('d', 1);
    expect(await readdir(directory())).toEqual(['d']);
  });

  it('is worked on by one at a time, whatever becomes of the one before', async () => {
    const cache = open();
    const order: string[] = [];
    const first = cache.exclusive('k', async () => {
      await mkdir(room);
      order.push('first');
      throw new Error('no luck');
    });
    const second = cache.exclusive('k', async () => order.push('second'));
    const other = cache.exclusive('other', async () => order.push('other'));
    await expect(first).rejects.toThrow('no luck');
    await Promise.all([second, other]);
    expect(order).toEqual(['other', 'first', 'second']);
  });
});

describe('the folder of packages', () => {
  it('empties the folder of packages once it is too large and nobody has it', async () => {
    const path = join(scratch, 'packages');
    const folder = createPackageFolder(path, 10);
    const write = (text: string) => folder.lend((at) => writeFile(join(at, 'package'), text));
    await write('small');
    expect(await textIn(path, 'package')).toBe('small');
    await folder.lend(async () => write('far too large'));
    expect(await textIn(path, 'package')).toBeNull();
  });
});
