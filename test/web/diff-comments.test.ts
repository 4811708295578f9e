import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../src/contracts/submissions.ts';
import { noteOf } from '../../web/src/service/diff/comments.ts';
import { changeAt, parseFile, placeOf } from '../../web/src/service/diff/parse-file.ts';
import { releaseName } from '../../web/src/service/releases/release-name.ts';

const file = (patch: string | null, more: Partial<ChangedFile> = {}): ChangedFile => ({
  ...{ path: 'BUILD/a b.js', was: null, status: 'modified', added: 1, removed: 1, bytes: 9, why: null },
  patch,
  ...more,
});

describe('a changed file', () => {
  it('is drawn from its hunks, whatever stands in them', () => {
    const { hunks, type } = parseFile(
      file('@@ -1,3 +1,3 @@ f()\n one\n-diff --git a/x b/x\n+Binary files\n \n'),
    );
    expect(type).toBe('modify');
    expect(
      hunks.flatMap(({ changes }) => changes.map((change) => `${change.type} ${change.content}`)),
    ).toEqual(['normal one', 'delete diff --git a/x b/x', 'insert Binary files', 'normal ']);
  });

  it('has no hunks where it is only moved, or not shown', () => {
    expect(parseFile(file('', { status: 'renamed' }))).toEqual({ hunks: [], type: 'rename' });
    expect(parseFile(file(null)).hunks).toEqual([]);
  });

  it('is found again at the place of a line', () => {
    const { hunks } = parseFile(file('@@ -8,2 +8,2 @@\n same\n-old\n+new\n'));
    for (const change of hunks.flatMap(({ changes }) => changes)) {
      expect(changeAt(hunks, placeOf('BUILD/a b.js', change))).toBe(change);
    }
    expect(changeAt(hunks, { line: 99, side: 'new' })).toBeUndefined();
  });
});

describe('comments on lines', () => {
  it('are one note: place, what stands there, what is to be said, in the order of the files', () => {
    const at = (path: string, line: number, more: object = {}) => ({
      ...{ path, line, side: 'new' as const, quote: '  return 1;', text: `say ${line}` },
      ...more,
    });
    expect(
      noteOf([
        at('BUILD/b.js', 9),
        at('BUILD/b.js', 2, { side: 'old' }),
        at('BUILD/a.js', 3, { quote: ' ' }),
      ]),
    ).toBe(
      [
        'BUILD/a.js:3\nsay 3',
        'BUILD/b.js:2 (removed)\n> return 1;\nsay 2',
        'BUILD/b.js:9\n> return 1;\nsay 9',
      ].join('\n\n'),
    );
  });
});

describe('a release', () => {
  it.each([
    [{ id: 'r-1', version: '1.0.0', change: 2 }, '1.0.0 of change 2'],
    [{ id: 'r-1', version: '1.0.0', change: null }, '1.0.0 (r-1)'],
    [{ id: 'r-1', version: null, change: 2 }, 'r-1'],
  ])('of %j is called “%s”', (release, name) => {
    expect(releaseName(release)).toBe(name);
  });
});
