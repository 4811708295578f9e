import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageFile, ReportFile } from '../../../src/stack/stack.ts';
import { readNodeEvents } from '../../../src/verification/evidence/node-events.ts';
import { readPytestSession } from '../../../src/verification/evidence/pytest-session.ts';
import { readCoverageReport, readTestReport } from '../../../src/verification/evidence/read-report-file.ts';

const formats: ReportFile['format'][] = ['junit', 'tap', 'vitest', 'jest', 'mocha', 'go', 'ctrf'];
const coverages: CoverageFile['format'][] = ['lcov', 'cobertura', 'istanbul'];
const recorded = (name: string) => readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');
const whole: Partial<Record<ReportFile['format'], string>> = {
  junit:
    '<testsuites><testsuite name="g" tests="2"><testcase name="a"/><testcase name="b"/></testsuite></testsuites>',
  tap: 'TAP version 13\nok 1 - a\nok 2 - b\n1..2\n',
  jest: recorded('jest.json'),
  mocha: recorded('mocha.json'),
};

describe('reports from a hostile hand', () => {
  it.each(formats)(
    'of %s never break their reader, and hold no passed test unless they are whole',
    (format) => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          readTestReport(format, text, '/b');
        }),
        { numRuns: 200 },
      );
      const text = whole[format] ?? '';
      for (let length = 0; length < text.trimEnd().length; length += 7) {
        const read = readTestReport(format, text.slice(0, length), '/b');
        expect(read === undefined || read.problems.length > 0 || read.results.length === 0).toBe(true);
      }
    },
  );

  it.each(formats)('of %s nest as deep as they like', (format) => {
    const deep = [
      '['.repeat(1_000_000),
      `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`,
      `${'<testsuite name="a">'.repeat(100_000)}${'</testsuite>'.repeat(100_000)}`,
      `${Array.from(
        { length: 2_000 },
        (_, n) => `${' '.repeat(4 * n)}# Subtest: a\n${' '.repeat(4 * n + 4)}ok 1\n`,
      ).join('')}1..1\n`,
    ];
    for (const text of deep) expect(readTestReport(format, text, '/b')).toBeUndefined();
  });

  it.each(coverages)('of coverage as %s never break their reader', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await readCoverageReport(format, text, '/b');
      }),
      { numRuns: 200 },
    );
    for (const text of ['['.repeat(100_000), '<a>'.repeat(100_000), `SF:a\n${'DA:1,1\n'.repeat(10)}`]) {
      expect((await readCoverageReport(format, text, '/b')).size).toBeLessThan(2);
    }
  });

  it('declare no entities', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]><testsuites><testcase name="&b;"/></testsuites>`;
    expect(readTestReport('junit', bomb, '/b')).toBeUndefined();
  });

  it('may be as large as reports get', () => {
    const noise = 'x'.repeat(1_000);
    const xml = `<testsuites>${`<testcase name="a"><system-out>${noise}</system-out></testcase>`.repeat(20_000)}</testsuites>`;
    expect(readTestReport('junit', xml, '/b')?.results).toHaveLength(20_000);
    const tap = `TAP version 13\n${Array.from({ length: 20_000 }, (_, n) => `ok ${n + 1} - ${noise.slice(0, 50)}\n`).join('')}1..20000\n`;
    expect(readTestReport('tap', tap, '/b')?.results).toHaveLength(20_000);
  });

  it('cannot make fields of an object out of names', () => {
    const session =
      '{"found":[["__proto__","a.py",1]],"tests":{"__proto__":{"passed":true,"reruns":0,"ms":1}},"broken":[]}';
    const read = readPytestSession(session, '/b');
    expect(
      read?.results.some((one) => one.status === 'passed') === false || read?.problems.length === 0,
    ).toBe(true);
    const event = JSON.stringify({ kind: 'pass', path: ['constructor'], group: false });
    expect(
      readNodeEvents(`${event}\n{"kind":"end","counts":{"tests":1}}\n`, 't.js', '/b')?.results,
    ).toHaveLength(1);
  });
});
