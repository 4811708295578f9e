import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laidOver, shownBaseFiles } from '../../src/mcp/base-files.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';

describe('the files a ticket starts from', () => {
  let directory: string;
  let repositories: GitRepositories;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'andon-mcp-'));
    mkdirSync(join(directory, 'temp'));
    repositories = new GitRepositories({
      directory: join(directory, 'git'),
      path: '/usr/local/bin:/usr/bin:/bin',
    });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const baseOf = async (files: Record<string, string | Buffer>): Promise<string> => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(directory, 'service', path, '..'), { recursive: true });
      writeFileSync(join(directory, 'service', path), content);
    }
    return repositories.intake('s1', join(directory, 'service'), null, 1_700_000_000_000);
  };
  const deps = () => ({ repositories, tempDir: join(directory, 'temp') });

  it('are shown as text, and what is none is named', async () => {
    const base = await baseOf({
      'BUILD/src/main.py': 'print(1)\n',
      'BUILD/logo.png': Buffer.from([0x89, 0x50, 0, 1]),
      'SPEC.md': '# s\n',
    });
    expect(await shownBaseFiles(deps(), { service: 's1', base })).toEqual({
      files: { 'BUILD/src/main.py': 'print(1)\n' },
      leftOut: ['BUILD/logo.png'],
    });
  });

  it('stay as they were beneath what is changed, and go where they are removed', async () => {
    const base = await baseOf({ 'BUILD/a.txt': 'a', 'BUILD/b.txt': 'b', 'BUILD/c.txt': 'c' });
    const whole = await laidOver(
      deps(),
      { service: 's1', base },
      { 'BUILD/a.txt': 'A', 'BUILD/d.txt': 'd' },
      ['BUILD/b.txt'],
    );
    expect(whole).toEqual({ 'BUILD/a.txt': 'A', 'BUILD/c.txt': 'c', 'BUILD/d.txt': 'd' });
  });

  it('are not laid over where they cannot be handed in as text', async () => {
    const base = await baseOf({ 'BUILD/run.sh': '#!/bin/sh\n' });
    expect(Object.keys((await shownBaseFiles(deps(), { service: 's1', base })).files)).toEqual([
      'BUILD/run.sh',
    ]);
    chmodSync(join(directory, 'service', 'BUILD', 'run.sh'), 0o755);
    const executable = await repositories.intake('s1', join(directory, 'service'), null, 1_700_000_000_000);
    const from = { service: 's1', base: executable };
    await expect(laidOver(deps(), from, { 'BUILD/x': 'x' }, [])).rejects.toThrow(/BUILD\/run\.sh.*tarball/);
    expect(await laidOver(deps(), from, { 'BUILD/x': 'x' }, ['BUILD/run.sh'])).toEqual({ 'BUILD/x': 'x' });
  });
});
