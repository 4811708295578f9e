import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';

const at = 1_700_000_000_000;
const path = process.env.PATH ?? '/usr/bin';

describe('two commits of a service, file by file', () => {
  let scratch: string;
  let repositories: GitRepositories;
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'andon-compare-'));
    repositories = new GitRepositories({ directory: join(scratch, 'git'), path });
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  const commit = async (files: Record<string, string | Buffer>) => {
    const directory = await mkdtemp(join(scratch, 'tree-'));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(directory, name, '..'), { recursive: true });
      await writeFile(join(directory, name), content);
    }
    return repositories.intake('svc', directory, null, at);
  };
  const compare = (from: string | null, to: string, file?: number) =>
    repositories.compare('svc', { from, to, file });

  it('name each file with its hunks, whatever its name, its attributes or its lines say', async () => {
    const first = await commit({
      'SPEC.md': 'one\n',
      'acceptance/hidden.test.js': 'hidden\n',
      'BUILD/a b.js': 'one\ntwo\n',
      'BUILD/.gitattributes': '* -diff\n',
      'BUILD/gone.js': 'x\n',
    });
    const second = await commit({
      'SPEC.md': 'two\n',
      'acceptance/hidden.test.js': 'changed\n',
      'BUILD/a b.js': 'one\n\u2028diff --git a/x b/x\n@@ -1 +1 @@\n',
      'BUILD/.gitattributes': '* -diff\n',
      'BUILD/naïve "q".js': 'new\n',
    });
    const files = await compare(first, second);
    expect(files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'modified BUILD/a b.js',
      'deleted BUILD/gone.js',
      'added BUILD/naïve "q".js',
      'modified SPEC.md',
    ]);
    expect(files[0]?.patch).toBe('@@ -1,2 +1,3 @@\n one\n-two\n+\u2028diff --git a/x b/x\n+@@ -1 +1 @@\n');
    expect(files[1]?.patch).toBe('@@ -1 +0,0 @@\n-x\n');
    expect(files[3]?.patch).toContain('+two');
  });

  it('find what was moved, changed or not', async () => {
    const long = Array.from({ length: 30 }, (_, n) => `line ${n}\n`).join('');
    const first = await commit({ 'BUILD/old.js': long, 'BUILD/same.js': `${long}end\n` });
    const second = await commit({ 'BUILD/new.js': `${long}more\n`, 'BUILD/src/same.js': `${long}end\n` });
    const files = await compare(first, second);
    expect(files).toMatchObject([
      {
        status: 'renamed',
        was: 'BUILD/old.js',
        path: 'BUILD/new.js',
        patch: expect.stringContaining('+more'),
      },
      { status: 'renamed', was: 'BUILD/same.js', path: 'BUILD/src/same.js', patch: '' },
    ]);
  });

  it('name what is binary or large and do not show it; what is large is shown when it is asked for', async () => {
    const first = await commit({ 'BUILD/a.js': 'a\n', 'BUILD/large.txt': 'x\n' });
    const second = await commit({
      'BUILD/a.js': 'b\n',
      'BUILD/image.png': Buffer.from([137, 80, 0, 1]),
      'BUILD/large.txt': 'long line\n'.repeat(30_000),
    });
    const files = await compare(first, second);
    expect(files.map(({ path, why }) => [path, why])).toEqual([
      ['BUILD/a.js', null],
      ['BUILD/image.png', 'binary'],
      ['BUILD/large.txt', 'large'],
    ]);
    expect(files[2]?.bytes).toBe(300_000);
    const alone = await compare(first, second, 2);
    expect(alone[2]?.patch).toContain('+long line');
    expect(alone[0]).toMatchObject({ patch: null, why: 'more' });
    expect((await compare(first, second, 1))[1]?.patch).toBeNull();
  });

  it('show what is in BUILD against nothing, and the spec where that is all', async () => {
    const built = await commit({ 'SPEC.md': 'spec\n', 'BUILD/a.js': 'a\n' });
    expect((await compare(null, built)).map((file) => file.path)).toEqual(['BUILD/a.js']);
    const spec = await commit({ 'SPEC.md': 'spec\n' });
    expect((await compare(null, spec)).map((file) => file.path)).toEqual(['SPEC.md']);
    expect(await compare(built, built)).toEqual([]);
  });

  it('show the first files of very many, and name the rest', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 320 }, (_, n) => [`BUILD/f${1000 + n}.js`, `${n}\n`]),
    );
    const to = await commit(many);
    const files = await compare(null, to);
    expect([files.length, files.filter(({ why }) => why === 'more').length]).toEqual([320, 20]);
    expect((await compare(null, to, 319))[319]?.patch).toContain('+319');
  });
});
