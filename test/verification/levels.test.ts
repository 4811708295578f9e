import { describe, expect, it } from 'vitest';
import {
  readBandit,
  readEslint,
  readNpmAudit,
  readRuff,
} from '../../src/verification/levels/read-reports.ts';

const build = '/room/tree/BUILD';

describe('what linters and scanners print', () => {
  it('becomes a place and a sentence each', () => {
    const ruff = [
      {
        code: 'F401',
        message: '`os` imported but unused',
        filename: `${build}/src/main.py`,
        location: { row: 3 },
      },
    ];
    expect(readRuff(JSON.stringify(ruff), build)).toMatchObject({
      status: 'failed',
      reasons: ['BUILD/src/main.py:3 `os` imported but unused (F401)'],
      facts: { found: 1 },
    });
    const eslint = [
      {
        filePath: `${build}/src/main.js`,
        messages: [
          { ruleId: 'no-undef', severity: 2, message: "'a' is not defined.", line: 7 },
          { ruleId: 'semi', severity: 1, message: 'Missing semicolon.', line: 8 },
        ],
      },
    ];
    expect(readEslint(JSON.stringify(eslint), build)).toMatchObject({
      reasons: ["BUILD/src/main.js:7 'a' is not defined. (no-undef)"],
    });
  });

  it('fails on what bandit calls medium or high, and on nothing below', () => {
    const result = { filename: 'src/main.py', line_number: 9, issue_text: 'Use of eval.', test_id: 'B307' };
    const report = (severity: string) =>
      `[main] a note\n${JSON.stringify({ results: [{ ...result, issue_severity: severity }] })}`;
    expect(readBandit(report('LOW').replace('[main] a note\n', ''), build)).toMatchObject({
      status: 'passed',
    });
    expect(readBandit(report('MEDIUM').replace('[main] a note\n', ''), build)).toMatchObject({
      status: 'failed',
      reasons: ['BUILD/src/main.py:9 Use of eval. (B307)'],
    });
  });

  it('names the package, its hole and what mends it', () => {
    const hole = (severity: string) =>
      JSON.stringify({
        vulnerabilities: {
          old: {
            name: 'old',
            severity,
            range: '<2.0.0',
            via: [{ title: 'Prototype pollution' }],
            fixAvailable: { name: 'old', version: '2.0.1' },
          },
        },
      });
    expect(readNpmAudit(hole('moderate'))).toMatchObject({ status: 'passed' });
    expect(readNpmAudit(hole('critical'))?.reasons).toEqual([
      'BUILD/package-lock.json old <2.0.0: Prototype pollution (critical); old 2.0.1 mends it',
    ]);
  });

  it('says nothing when it is no report', () => {
    for (const text of [
      '',
      'ruff: command not found',
      '{"error": {}}',
      '[{"a": 1}]',
      '{"vulnerabilities":',
    ]) {
      expect(readRuff(text, build)).toBeNull();
      expect(readBandit(text, build)).toBeNull();
      expect(readNpmAudit(text)).toBeNull();
    }
  });
});
