import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SpecFilesDeps, writeSpecFile } from '../../src/specs/spec-files.ts';
import { readPresent, replaceFile } from '../../src/write-back/safe-file.ts';

describe('a spec that is saved', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'andon-specs-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const deps = (more: Partial<SpecFilesDeps> = {}): SpecFilesDeps => ({
    root,
    present: readPresent,
    replace: replaceFile,
    sizeLimit: 1_000,
    ...more,
  });
  const textOf = (name: string) => readFileSync(join(root, name, 'SPEC.md'), 'utf8');

  it('stays as it was on a disk that is full, and says so', async () => {
    const { hash } = await writeSpecFile(deps(), 'notes', 'one\n', null);
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const saved = writeSpecFile(deps({ replace: () => Promise.reject(full) }), 'notes', 'two\n', hash);
    await expect(saved).rejects.toMatchObject({
      code: 'NOT_WRITTEN',
      message: expect.stringContaining('no space left'),
    });
    expect(textOf('notes')).toBe('one\n');
  });

  it('is not written when the services root is gone', async () => {
    rmSync(root, { recursive: true });
    await expect(writeSpecFile(deps(), 'notes', 'one\n', null)).rejects.toMatchObject({
      code: 'NOT_WRITTEN',
    });
  });

  it('loses to whoever saves between the look and the write', async () => {
    const { hash } = await writeSpecFile(deps(), 'notes', 'one\n', null);
    const late = deps({
      replace: async (...asked) => {
        await writeSpecFile(deps(), 'notes', 'of another\n', hash);
        return replaceFile(...asked);
      },
    });
    await expect(writeSpecFile(late, 'notes', 'mine\n', hash)).rejects.toMatchObject({
      code: 'SPEC_CHANGED',
    });
    expect(textOf('notes')).toBe('of another\n');
  });

  it('is text', async () => {
    await expect(writeSpecFile(deps(), 'notes', 'a\0b', null)).rejects.toMatchObject({
      code: 'SPEC_REFUSED',
    });
  });
});
