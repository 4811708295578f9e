import type { CheckView, Comparison, RecordView, VerifyResponse } from '../contracts/records.ts';
import { age, oneLine, textTable } from './text-table.ts';

const signatures: Readonly<Record<RecordView['signature'], string>> = {
  valid: 'valid',
  invalid: 'INVALID: it was changed after it was signed',
  'unknown-key': 'NOT CHECKED: signed by a key that is not known here',
  unsigned: 'none: this record is not signed',
};

const short = (commit: string): string => commit.slice(0, 10);

/** The records of a service as a table; `now` is epoch milliseconds. */
export function recordTable(records: readonly RecordView[], now: number): string {
  const rows = records.map(({ record, signature }) => [
    record.id,
    record.gate,
    short(record.commit),
    verdictOf(record.result),
    record.result.tests ? `${record.result.tests.passed}/${record.result.tests.total}` : '-',
    percent(record.result.coverage),
    percent(record.result.mutation),
    record.sandbox.tier,
    signature,
    age(now - record.finishedAt),
  ]);
  const headings = [
    'RECORD',
    'GATE',
    'COMMIT',
    'VERDICT',
    'TESTS',
    'COVERAGE',
    'MUTANTS',
    'SANDBOX',
    'SIGNATURE',
    'AGE',
  ];
  return textTable(headings, rows);
}

/** One record for a person to read: what was run, where, and what came of it. */
export function recordText({ record, signature }: RecordView): string {
  const { result, checks, runs, sandbox } = record;
  const seconds = Math.max(0, (record.finishedAt - record.startedAt) / 1_000).toFixed(1);
  return [
    `${record.id}: the ${record.gate} gate of ${oneLine(record.service.name)}, change ${record.change}: ${verdictOf(result)}`,
    `  commit     ${record.commit}`,
    `  bytes      ${record.tree ?? 'not recorded'}`,
    `  spec       ${record.specHash}`,
    `  made by    ${record.own ? 'Andon’s own reference driver' : oneLine(record.session ?? 'nobody’s session')}`,
    `  sandbox    ${oneLine(sandbox.tier)}`,
    `  verified   ${new Date(record.finishedAt).toISOString()} in ${seconds} s by version ${oneLine(record.verifierVersion)}`,
    ...(record.seed === null ? [] : [`  seed       ${oneLine(record.seed)}`]),
    ...(record.reused === null
      ? []
      : [`  not run    the same bytes by the same rules had ${record.reused}; what follows is that one’s`]),
    `  signature  ${signatures[signature]}`,
    ...figuresOf(result),
    ...(result.reasons.length > 0
      ? ['Reasons:', ...result.reasons.map((reason) => `  - ${oneLine(reason)}`)]
      : []),
    ...(checks.length > 0 ? ['Checks:', ...checks.flatMap(checkLines)] : []),
    ...(runs.length > 0 ? ['Commands:', ...runs.map(runLine)] : []),
  ].join('\n');
}

/** What became of a verification that was asked for. */
export function verifyText({
  service,
  commit,
  record,
  verdict,
  reasons,
  comparison,
}: VerifyResponse): string {
  const head = `${oneLine(service)} ${short(commit)}: ${verdict ?? 'not done'}${verdict === 'inconclusive' ? '' : ` (${record})`}`;
  const why = reasons.map((reason) => `  - ${oneLine(reason)}`);
  return [
    head,
    ...why,
    ...(comparison ? comparisonLines(comparison) : ['There is no earlier record to compare it with.']),
  ].join('\n');
}

function comparisonLines(found: Comparison): string[] {
  const { before, after } = found.verdict;
  const changes = [
    ...(before === after ? [] : [`  verdict: ${before} → ${after}`]),
    ...(found.bytes === 'different' ? ['  the bytes are not the same'] : []),
    ...found.tests.map((one) => `  test ${change(one)}`),
    ...found.checks.map((one) => `  check ${change(one)}`),
  ];
  return [
    found.same
      ? `The same as ${found.with}${changes.length + found.settings.length > 0 ? ', but for this:' : '.'}`
      : `Not the same as ${found.with}:`,
    ...changes,
    ...found.settings.map((one) => `  setting ${change(one)}`),
  ];
}

function change({ name, before, after }: Comparison['tests'][number]): string {
  const shown = (value: string | null) => (value === null ? 'not there' : oneLine(value).slice(0, 200));
  return `${oneLine(name)}: ${shown(before)} → ${shown(after)}`;
}

function verdictOf({ verdict, class: kind }: RecordView['record']['result']): string {
  return kind === 'tampering' ? `${verdict} (tampering)` : verdict;
}

function figuresOf({ tests, coverage, mutation }: RecordView['record']['result']): string[] {
  const figures = [
    ...(tests
      ? [`${tests.passed} of ${tests.total} tests passed, ${tests.failed} failed, ${tests.skipped} skipped`]
      : []),
    ...(coverage === undefined ? [] : [`coverage ${percent(coverage)}`]),
    ...(mutation === undefined ? [] : [`${percent(mutation)} of the mutants noticed`]),
  ];
  return figures.length === 0 ? [] : [`  figures    ${figures.join(' · ')}`];
}

function percent(value: number | undefined): string {
  return value === undefined ? '-' : `${value} %`;
}

function checkLines({ name, status, class: kind, advisory, reasons, facts }: CheckView): string[] {
  const special = kind === 'tampering' || kind === 'flaky' ? ` (${kind})` : '';
  const said = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`);
  const more = [...(advisory ? ['advisory'] : []), ...said].join(', ');
  return [
    `  ${status}${special}  ${oneLine(name)}${more === '' ? '' : ` (${oneLine(more)})`}`,
    ...reasons.map((reason) => `    - ${oneLine(reason)}`),
  ];
}

function runLine({ argv, exit, signal, reason, durationMs }: RecordView['record']['runs'][number]): string {
  const end = reason === 'exited' ? `exit ${exit ?? signal}` : reason;
  return `  ${oneLine(argv.join(' ')).slice(0, 160)}  (${end}, ${(durationMs / 1_000).toFixed(1)} s)`;
}
