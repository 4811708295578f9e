import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import type { Repositories } from '../../src/workspace/workspace.port.ts';

const at = 1_700_000_000_000;
let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'andon-contract-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

type Made = {
  repositories: Repositories;
  fill(directory: string, files: Record<string, string>): Promise<void>;
};

const adapters: Record<string, () => Made> = {
  git: () => ({
    repositories: new GitRepositories({
      directory: join(scratch, 'git'),
      path: process.env.PATH ?? '/usr/bin',
    }),
    fill: async (directory, files) => {
      await rm(directory, { recursive: true, force: true });
      await mkdir(join(directory, 'BUILD'), { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    },
  }),
  memory: () => {
    const repositories = new MemoryRepositories();
    return { repositories, fill: async (directory, files) => repositories.show(directory, files) };
  },
};

describe.each(Object.entries(adapters))('repositories in %s', (_name, make) => {
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
});
