import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptanceOf } from '../../src/app/acceptance-of.ts';
import { isUserContent } from '../../src/contracts/tree-rules.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-acceptance-'));
  await mkdir(join(scratch, 'shop', 'acceptance', 'deep'), { recursive: true });
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const into = () => join(scratch, 'copy');
const put = (path: string, text: string | Buffer) =>
  writeFile(join(scratch, 'shop', 'acceptance', path), text);

describe('the folder acceptance/ beside SPEC.md', () => {
  it('is copied as it is, folders too', async () => {
    await put('a.test.js', 'one');
    await put('deep/test_b.py', 'two');
    expect(await acceptanceOf(scratch, 'shop', into())).toBe(true);
    expect(await readFile(join(into(), 'a.test.js'), 'utf8')).toBe('one');
    expect(await readFile(join(into(), 'deep', 'test_b.py'), 'utf8')).toBe('two');
  });

  it('is none where it is empty, not there, or a link', async () => {
    expect(await acceptanceOf(scratch, 'shop', into())).toBe(false);
    expect(await acceptanceOf(scratch, 'other', into())).toBe(false);
    await mkdir(join(scratch, 'linked'));
    await symlink(join(scratch, 'shop', 'acceptance'), join(scratch, 'linked', 'acceptance'));
    await put('a.test.js', 'one');
    expect(await acceptanceOf(scratch, 'linked', into())).toBe(false);
  });

  it('gives no file that a link leads to', async () => {
    await writeFile(join(scratch, 'elsewhere'), 'secret');
    await put('a.test.js', 'one');
    await symlink(join(scratch, 'elsewhere'), join(scratch, 'shop', 'acceptance', 'b.test.js'));
    expect(await acceptanceOf(scratch, 'shop', into())).toBe(true);
    expect(await readdir(into())).toEqual(['a.test.js']);
  });

  it('may not be larger than tests are', async () => {
    await put('large.test.js', Buffer.alloc(1024 * 1024 + 1));
    await expect(acceptanceOf(scratch, 'shop', into())).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is no content of the service: it is not hashed, taken into git or given to a builder', () => {
    expect(isUserContent('acceptance')).toBe(false);
    expect(isUserContent('acceptance/a.test.js')).toBe(false);
    expect(isUserContent('BUILD/acceptance/a.test.js')).toBe(true);
  });
});
