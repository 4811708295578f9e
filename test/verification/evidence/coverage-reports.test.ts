import { describe, expect, it } from 'vitest';
import { readCobertura } from '../../../src/verification/evidence/cobertura.ts';
import { readCoverProfile } from '../../../src/verification/evidence/cover-profile.ts';
import { executableLines, statementLines } from '../../../src/verification/evidence/executable-lines.ts';
import { readIstanbul } from '../../../src/verification/evidence/istanbul.ts';
import { mergeHits, readLcov } from '../../../src/verification/evidence/lcov.ts';
import { noCoverLines } from '../../../src/verification/evidence/no-cover.ts';
import { lineHits } from '../../../src/verification/evidence/v8-coverage.ts';
import { mappedHits } from '../../../src/verification/evidence/v8-source-maps.ts';
import type { LineHits } from '../../../src/verification/test-report.ts';

const plain = (hits: LineHits) => Object.fromEntries([...hits].map(([path, lines]) => [path, [...lines]]));

describe('figures of coverage', () => {
  it('are read from lcov, relative to BUILD, without what lies outside', async () => {
    const text =
      'SF:src/a.js\nDA:1,2\nDA:2,0\nend_of_record\nSF:/b/src/c.js\nDA:1,1\nend_of_record\nSF:../x.js\nDA:1,1\nend_of_record\n';
    const hits = await readLcov(text, '/b');
    expect(plain(hits)).toEqual({
      'src/a.js': [
        [1, 2],
        [2, 0],
      ],
      'src/c.js': [[1, 1]],
    });
    expect(mergeHits([hits, hits]).get('src/a.js')?.get(1)).toBe(4);
    expect((await readLcov('', '/b')).size).toBe(0);
    expect((await readLcov('junk', '/b')).size).toBe(0);
  });

  it('are read from Cobertura, whichever of its sources a file is in', () => {
    const xml = `<?xml version="1.0" ?><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
      <coverage><sources><source>/b/src</source><source>/elsewhere</source></sources><packages><package name="p"><classes>
      <class filename="a.py"><methods/><lines><line number="1" hits="2"/><line number="2" hits="0"/></lines></class>
      <class filename="empty.py"><lines/></class></classes></package></packages></coverage>`;
    expect(plain(readCobertura(xml, '/b'))['src/a.py']).toEqual([
      [1, 2],
      [2, 0],
    ]);
    expect(
      readCobertura('<!DOCTYPE coverage [<!ENTITY a "b">]><coverage><packages/></coverage>', '/b').size,
    ).toBe(0);
    expect(readCobertura('<coverage><packages/></coverage>', '/b').size).toBe(0);
    expect(readCobertura('junk', '/b').size).toBe(0);
  });

  it('are read from Istanbul by the line on which a statement begins', () => {
    const report = {
      x: {
        path: '/b/src/a.js',
        statementMap: { 0: { start: { line: 3 } }, 1: { start: { line: 5 } } },
        s: { 0: 4, 1: 0 },
      },
    };
    expect(plain(readIstanbul(JSON.stringify(report), '/b'))).toEqual({
      'src/a.js': [
        [3, 4],
        [5, 0],
      ],
    });
    expect(readIstanbul('[]', '/b').size).toBe(0);
  });

  it('are read from a Go profile by every line of a block', () => {
    const text = 'mode: set\nshop/cart/cart.go:3.10,5.2 2 1\nshop/cart/cart.go:7.1,7.9 1 0\njunk\n';
    expect(plain(readCoverProfile(text, 'shop'))).toEqual({
      'cart/cart.go': [
        [3, 1],
        [4, 1],
        [5, 1],
        [7, 0],
      ],
    });
  });

  it('are made of V8’s ranges: a line counts as the innermost range around the whole of it', () => {
    const text = 'function f(a) {\n  if (a) {\n    return 1;\n  }\n\n  return 2;\n}\nf();\n';
    const from = text.indexOf('{\n    return');
    const ranges = [
      { startOffset: 0, endOffset: text.length, count: 1 },
      { startOffset: 0, endOffset: text.indexOf('f();'), count: 3 },
      { startOffset: from, endOffset: text.indexOf('}\n\n') + 1, count: 0 },
    ];
    expect([...lineHits(text, ranges)].sort((a, b) => a[0] - b[0])).toEqual([
      [1, 3],
      [2, 3],
      [3, 0],
      [4, 0],
      [6, 3],
      [7, 3],
      [8, 1],
    ]);
  });

  it('follow a source map to the lines of the original', () => {
    const source = {
      lineLengths: [20],
      data: { sources: ['a.ts'], mappings: 'AAEA,UAEA', sourceRoot: null },
    };
    const ranges = [
      { startOffset: 0, endOffset: 20, count: 1 },
      { startOffset: 10, endOffset: 20, count: 0 },
    ];
    expect(plain(mappedHits(source, ranges, 'file:///b/src/a.ts', '/b'))).toEqual({
      'src/a.ts': [
        [3, 1],
        [5, 0],
      ],
    });
  });
});

describe('lines that count', () => {
  it('hold code: no blanks, comments or brackets alone', () => {
    const text =
      '#!/usr/bin/env node\n// a\n/* b\n c */\n\nconst x = 1; // d\nif (x) {\n  y();\n}\n});\n/** e */\n  * f';
    expect(executableLines(text, false)).toEqual([6, 7, 8, 12]);
    expect(executableLines('# a\n\nx = 1\n  # b\ny()\n)\n', true)).toEqual([3, 5]);
  });

  it('begin a statement: types, imports and declarations of functions are none', () => {
    const text =
      "import x from 'x';\ntype A = {\n  a: number;\n};\nexport function f(a: A): number {\n  const b = a.a;\n  let c;\n  return b;\n}\nconst g = () =>\n  1;\ndeclare const z: number;\n";
    expect([...(statementLines('a.ts', text) ?? [])].sort((a, b) => a - b)).toEqual([6, 8, 10, 11]);
    expect(statementLines('a.ts', 'const (')).toBeUndefined();
  });

  it('are taken out by `pragma: no cover` with the block it opens and the decorators before it', () => {
    const text =
      '@route\ndef f():  # pragma: no cover\n    a = 1\n\n    return a\nb = 2\nc = 3  # pragma: no cover\n';
    expect([...noCoverLines(text)].sort((a, b) => a - b)).toEqual([1, 2, 3, 5, 7]);
  });
});
