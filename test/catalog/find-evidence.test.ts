import { describe, expect, it } from 'vitest';
import { evidenceOf, isTestFile } from '../../src/catalog/find-evidence.ts';

const files = (...paths: string[]) => paths.map((path) => ({ path, size: 1 }));

describe('evidence', () => {
  it('counts content and no empty files', () => {
    expect(evidenceOf([{ path: 'BUILD/src/main.py', size: 0 }], true, false).source).toBe(false);
    expect(evidenceOf(files('BUILD/src/main.py'), true, false)).toEqual({
      source: true,
      tests: false,
      production: false,
    });
    expect(evidenceOf(files('BUILD/README.md'), true, false).source).toBe(false);
  });

  it.each([
    'BUILD/tests/test_api.py',
    'BUILD/src/api_test.go',
    'BUILD/test/api.js',
    'BUILD/src/api.test.ts',
    'BUILD/test_x.py',
  ])('knows %s for a test', (path) => {
    expect(isTestFile(path)).toBe(true);
    expect(evidenceOf(files(path), true, false)).toMatchObject({ tests: true, source: false });
  });

  it.each([
    'BUILD/tests/__init__.py',
    'BUILD/tests/conftest.py',
    'BUILD/tests/README.md',
    'BUILD/src/contest.py',
  ])('does not take %s for a test', (path) => expect(isTestFile(path)).toBe(false));

  it('says why nothing can be made of a directory', () => {
    expect(evidenceOf([], false, true).unknown).toContain('PRODUCTION has content');
    expect(evidenceOf(files('BUILD/notes.txt'), false, false).unknown).toContain(
      'BUILD holds BUILD/notes.txt',
    );
    expect(evidenceOf([], false, false).unknown).toBeUndefined();
    expect(evidenceOf(files('BUILD/notes.txt'), true, true).unknown).toBeUndefined();
  });
});
