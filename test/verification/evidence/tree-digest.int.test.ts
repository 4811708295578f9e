import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedPaths, treeDigest } from '../../../src/verification/tree-digest.ts';

let build: string;
beforeEach(async () => {
  build = await mkdtemp(join(tmpdir(), 'andon-digest-'));
});
afterEach(() => rm(build, { recursive: true, force: true }));

describe('the digest of a tree', () => {
  it('notices every changed, removed or redirected file that is content, wherever it lies', async () => {
    const files = ['app.js', 'packages/a/deep/down.ts', 'vendor/x.js', 'data/seed.json'];
    for (const path of [...files, 'node_modules/x/index.js', '__pycache__/a.pyc', 'coverage/lcov.info']) {
      await mkdir(join(build, path, '..'), { recursive: true });
      await writeFile(join(build, path), 'a');
    }
    await symlink('app.js', join(build, 'link'));
    const before = await treeDigest(build);
    expect([...before.keys()].sort()).toEqual([...files, 'link'].sort());
    await appendFile(join(build, 'packages/a/deep/down.ts'), 'b');
    await rm(join(build, 'data/seed.json'));
    await rm(join(build, 'link'));
    await symlink('vendor/x.js', join(build, 'link'));
    await appendFile(join(build, 'node_modules/x/index.js'), 'b');
    await writeFile(join(build, 'made-by-a-test.txt'), '');
    expect(changedPaths(before, await treeDigest(build)).sort()).toEqual([
      'data/seed.json',
      'link',
      'packages/a/deep/down.ts',
    ]);
  });
});
