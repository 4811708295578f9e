import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../src/write-back/safe-file.ts';

const plain = { mode: 0o644, durable: false };

describe('replacing a file', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'andon-safe-file-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('makes the directories it needs below the root', async () => {
    expect(await replaceFile(root, 'PRODUCTION/a/b.json', Buffer.from('{}'), [null], plain)).toBe(true);
    expect(readFileSync(join(root, 'PRODUCTION/a/b.json'), 'utf8')).toBe('{}');
  });

  it('never makes the root itself: a directory its owner removed stays removed', async () => {
    rmSync(root, { recursive: true });
    for (const path of ['README.md', 'PRODUCTION/release.json']) {
      await expect(replaceFile(root, path, Buffer.from('x'), [null], plain)).rejects.toThrow('ENOENT');
    }
    expect(existsSync(root)).toBe(false);
  });
});
