import { isLookedAt, type SpecEvidence, type SpecResponse } from '../../contracts/specs.ts';
import { oneLine } from '../text-table.ts';

const marks: Readonly<Record<SpecEvidence['kind'], string>> = {
  held: 'holds',
  broken: 'DOES NOT HOLD',
  open: 'left open',
  planned: 'not yet',
  'test-passed': 'test passed',
  'test-failed': 'TEST FAILED',
  'test-skipped': 'test skipped',
  same: 'see',
};

/** Each statement with its line, and below it what is known of it. */
export function specEvidenceText({ path, requirements, verified, problems }: SpecResponse): string {
  const checked = requirements.filter(isLookedAt).length;
  return [
    verified
      ? `${path}: ${verified.verdict} at commit ${verified.commit.slice(0, 10)} (${verified.record}).`
      : `${path}: nothing was verified under this text yet.`,
    `${checked} of ${requirements.length} statements were looked at.`,
    ...problems.map(({ line, text }) => `${line}: ${text}`),
    ...requirements.flatMap(({ line, text, evidence }) => [
      '',
      `${line}: ${text}`,
      ...evidence.map(({ kind, text: said }) => `  ${marks[kind]}: ${said}`),
      ...(evidence.length === 0 ? ['  nothing checks this by itself'] : []),
    ]),
  ]
    .map((line) => (line.startsWith('  ') ? '  ' : '') + oneLine(line))
    .join('\n');
}
