import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeys } from '../../src/http/keys.ts';

describe('the keys of a home', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'andon-keys-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('are made once, differ, and only their owner reads them', () => {
    const directory = join(home, 'keys');
    const first = loadKeys(directory);
    const again = loadKeys(directory);
    expect(again.operator).toBe(first.operator);
    expect(new Set([first.operator, first.worker, first.board]).size).toBe(3);
    expect(first.operator.length).toBeGreaterThanOrEqual(43);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'worker')).mode & 0o777).toBe(0o600);
  });

  it('know the scope of a token and nothing of any other', () => {
    const keys = loadKeys(join(home, 'keys'));
    expect(keys.scopeOf(keys.worker)).toBe('worker');
    expect(keys.scopeOf(`${keys.worker}x`)).toBeUndefined();
    expect(keys.scopeOf('')).toBeUndefined();
  });

  it('are made anew where a file was left empty', () => {
    const directory = join(home, 'keys');
    loadKeys(directory);
    writeFileSync(join(directory, 'board'), '');
    expect(loadKeys(directory).board).not.toBe('');
  });
});
