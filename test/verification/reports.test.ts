import { describe, expect, it } from 'vitest';
import { executableLines } from '../../src/verification/evidence/executable-lines.ts';
import { readJunit } from '../../src/verification/evidence/junit.ts';
import { mergeHits, readLcov } from '../../src/verification/evidence/lcov.ts';

describe('a JUnit report', () => {
  it('gives each test its file, groups and title', () => {
    const xml = `<?xml version="1.0"?><testsuites><testcase name="one" classname="test"/>
      <testsuite name="group"><testsuite name="inner"><testcase name="two" classname="test"><skipped type="todo" message="true"/></testcase></testsuite>
      <testcase name="3" classname="test"><failure message="1 == 2">stack</failure></testcase></testsuite></testsuites>`;
    expect(readJunit(xml, '/b')?.results).toEqual([
      { id: 'one', status: 'passed', message: '' },
      { id: 'group > 3', status: 'failed', message: '1 == 2' },
      { id: 'group > inner > two', status: 'skipped', message: 'true' },
    ]);
  });

  it('counts an error as a failure, and knows pytest’s class names', () => {
    const xml =
      '<testsuites><testsuite name="pytest"><testcase classname="tests.test_a" name="test_x[1]"><error message="boom"/></testcase></testsuite></testsuites>';
    expect(readJunit(xml, '/b')?.results).toEqual([
      { id: 'tests.test_a > test_x[1]', status: 'failed', message: 'boom' },
    ]);
  });

  it('is nothing while it is not whole', () => {
    for (const xml of [
      '',
      '<testsuites>',
      '<testsuites><testcase name="a"/>',
      'ok </testsuites',
      '<a></testsuites>',
    ]) {
      expect(readJunit(xml, '/b')).toBeUndefined();
    }
    expect(readJunit('<testsuites>\n', '/b')).toBeUndefined();
    expect(readJunit('<testsuites></testsuites>', '/b')?.results).toEqual([]);
  });
});

describe('lcov', () => {
  it('is read by line, relative to BUILD, without what lies outside', async () => {
    const text =
      'SF:src/a.js\nDA:1,2\nDA:2,0\nend_of_record\nSF:/b/src/c.js\nDA:1,1\nend_of_record\nSF:../x.js\nDA:1,1\nend_of_record\n';
    const hits = await readLcov(text, '/b');
    expect([...hits.keys()]).toEqual(['src/a.js', 'src/c.js']);
    expect([...(hits.get('src/a.js') ?? [])]).toEqual([
      [1, 2],
      [2, 0],
    ]);
    expect(mergeHits([hits, hits]).get('src/a.js')?.get(1)).toBe(4);
    expect((await readLcov('', '/b')).size).toBe(0);
    expect((await readLcov('junk', '/b')).size).toBe(0);
  });
});

describe('lines that count', () => {
  it('hold code: no blanks, comments or brackets alone', () => {
    const text =
      '#!/usr/bin/env node\n// a\n/* b\n c */\n\nconst x = 1; // d\nif (x) {\n  y();\n}\n});\n/** e */\n  * f';
    expect(executableLines(text, false)).toEqual([6, 7, 8, 12]);
    expect(executableLines('# a\n\nx = 1\n  # b\ny()\n)\n', true)).toEqual([3, 5]);
  });
});
