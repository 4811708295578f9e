import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleReplacements } from '../../src/write-back/settle-replacements.ts';

const replaceOnce = fileURLToPath(new URL('./replace-once.ts', import.meta.url));

describe('what a killed Andon left of replacing files', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'andon-settle-'));
    mkdirSync(join(root, 'shop/BUILD'), { recursive: true });
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Replaces the file in a process that is killed at this point. */
  const killedAt = (point: string, path: string, text: string): void => {
    const args = ['--import', 'tsx', replaceOnce, root, path, text, `${point}:1`];
    const { signal } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(signal).toBe('SIGKILL');
  };
  const names = (path: string): string[] => readdirSync(join(root, path)).sort();
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');

  it('is undone where the old file was moved aside and nothing took its place', async () => {
    for (const path of ['shop/README.md', 'shop/BUILD/main.js', 'SERVICE_REGISTRY.json']) {
      writeFileSync(join(root, path), 'words of the user');
      killedAt('write-back.aside.moved', path, 'new');
      expect(existsSync(join(root, path))).toBe(false);
    }
    await settleReplacements(root);
    expect(read('shop/README.md')).toBe('words of the user');
    expect(read('shop/BUILD/main.js')).toBe('words of the user');
    expect(names('shop')).toEqual(['BUILD', 'README.md']);
    expect(names('.')).toEqual(['SERVICE_REGISTRY.json', 'shop']);
  });

  it('is cleared away where the new file is in its place, or the old one never left it', async () => {
    for (const [point, text] of [
      ['write-back.draft.written', 'old'],
      ['write-back.draft.placed', 'new'],
    ] as const) {
      writeFileSync(join(root, 'shop/README.md'), 'old');
      killedAt(point, 'shop/README.md', 'new');
      expect(names('shop').length).toBeGreaterThan(2);
      await settleReplacements(root);
      expect(names('shop')).toEqual(['BUILD', 'README.md']);
      expect(read('shop/README.md')).toBe(text);
    }
  });

  it('never replaces what the user has put there since', async () => {
    writeFileSync(join(root, 'shop/README.md'), 'old');
    killedAt('write-back.aside.moved', 'shop/README.md', 'new');
    writeFileSync(join(root, 'shop/README.md'), 'written since');
    await settleReplacements(root);
    expect(read('shop/README.md')).toBe('written since');
    expect(names('shop')).toEqual(['BUILD', 'README.md']);
  });

  it('touches nothing in caches, dependencies and what is no service', async () => {
    for (const folder of ['shop/BUILD/node_modules', '.hidden']) {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, '.x.andon-tmp'), '');
    }
    await settleReplacements(root);
    expect(names('shop/BUILD/node_modules')).toEqual(['.x.andon-tmp']);
    expect(names('.hidden')).toEqual(['.x.andon-tmp']);
    await settleReplacements(join(root, 'gone'));
  });
});
