import { describe, expect, it } from 'vitest';
import { lintSpec, studySpec } from '../../src/app/study-spec.ts';
import { evidenceOf, type SpecRecord } from '../../src/specs/evidence-of.ts';
import { specTemplates } from '../../src/specs/templates/templates.ts';

const text = specTemplates[0]?.text ?? '';
const { statements } = studySpec(text, lintSpec(text, false));
const lineOf = (words: string) => text.split('\n').findIndex((line) => line.includes(words)) + 1;

function record(facts: Record<string, string>, more: Partial<SpecRecord> = {}): SpecRecord {
  return { checks: [{ name: 'acceptance', reasons: [], facts }], tests: [], ...more };
}

const kindsOf = (words: string, verified?: SpecRecord) =>
  evidenceOf(statements, verified)
    .get(lineOf(words))
    ?.map(({ kind }) => kind);

describe('the evidence for a statement of a spec', () => {
  it('is listed for rules, endpoints and criteria, by line, each under an id that stays when lines are added above it', () => {
    const sections = new Set(statements.map(({ section }) => section));
    expect([...sections].sort()).toEqual(['api', 'requirements', 'success']);
    const later = text.replace('## Requirements', 'More words.\n\n## Requirements');
    const moved = studySpec(later, lintSpec(later, false)).statements;
    expect(moved.map(({ id }) => id)).toEqual(statements.map(({ id }) => id));
    expect(moved[0]?.line).toBe((statements[0]?.line ?? 0) + 2);
  });

  it('is a plan before anything was verified, and only for what will be tried', () => {
    expect(kindsOf('without `title` returns 400')).toEqual(['planned']);
    expect(kindsOf('`createdAt` is set')).toEqual([]);
  });

  it('is what became of it on the running service', () => {
    const [held, broken, open] = [
      lineOf('without `title` returns 400'),
      lineOf('newest note first'),
      lineOf('survive a restart'),
    ];
    const reason = `SPEC.md:${broken} "The list shows the newest note first.": GET /notes answers the oldest first`;
    const verified = record({ linesHeld: `${held}`, linesBroken: `${broken}`, linesOpen: `${open}` });
    const checks = verified.checks.map((check) => ({ ...check, reasons: [reason] }));
    const evidence = evidenceOf(statements, { ...verified, checks });
    expect(evidence.get(held)).toEqual([{ kind: 'held', text: expect.any(String) }]);
    expect(evidence.get(broken)).toEqual([{ kind: 'broken', text: reason }]);
    expect(evidence.get(open)).toEqual([{ kind: 'open', text: expect.any(String) }]);
  });

  it('is the tests that are named after it', () => {
    const tests = [
      { id: 'test/criteria.test.js > line 71: GET /health returns 200.', status: 'passed' as const },
      { id: 'test/other.test.js > adds', status: 'failed' as const },
    ];
    expect(kindsOf('- `GET /health` returns 200', record({}, { tests }))).toEqual(['test-passed']);
  });

  it('is none where nothing was found, and the other line where that says the same', () => {
    const nothing = evidenceOf(statements, record({}));
    expect([...nothing.values()].flat()).toEqual([]);
    const held = text.split('\n').lastIndexOf('- Notes survive a restart.') + 1;
    const evidence = evidenceOf(statements, record({ linesHeld: `${held}` }));
    expect(evidence.get(lineOf('survive a restart'))).toEqual([
      { kind: 'same', text: `line ${held} says this too: Notes survive a restart.` },
    ]);
  });

  it('is found by the id that a statement has of its own', () => {
    const own = {
      id: 'FR-002',
      line: 4,
      text: 'Short.',
      section: 'requirements' as const,
      facts: [],
      tried: false,
    };
    const tests = [
      { id: 'FR-002 titles are refused', status: 'skipped' as const },
      { id: 'FR-0021 is another', status: 'passed' as const },
    ];
    expect(evidenceOf([own], record({}, { tests })).get(4)).toEqual([
      { kind: 'test-skipped', text: 'FR-002 titles are refused' },
    ]);
  });
});
