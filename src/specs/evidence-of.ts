import type { SpecEvidence } from '../contracts/specs.ts';
import type { StudiedStatement } from './studied-spec.ts';

/** What is read of a verification record of the test gate. */
export type SpecRecord = {
  readonly checks: readonly {
    readonly name: string;
    readonly reasons: readonly string[];
    readonly facts: Readonly<Record<string, string | number | boolean>>;
  }[];
  readonly tests: readonly { readonly id: string; readonly status: 'passed' | 'failed' | 'skipped' }[];
};

type Lines = {
  readonly held: ReadonlySet<number>;
  readonly broken: ReadonlySet<number>;
  readonly open: ReadonlySet<number>;
};

/** So many tests are named for one statement. */
const namedTests = 4;

/**
 * What is known of each statement, by its line. Only what was looked at counts: a statement nothing was found for has
 * none. `record` is of exactly this text; undefined: nothing was verified yet.
 */
export function evidenceOf(
  statements: readonly StudiedStatement[],
  record: SpecRecord | undefined,
): ReadonlyMap<number, readonly SpecEvidence[]> {
  const check = record?.checks.find(({ name }) => name === 'acceptance');
  const lines: Lines = {
    held: linesIn(check?.facts.linesHeld),
    broken: linesIn(check?.facts.linesBroken),
    open: linesIn(check?.facts.linesOpen),
  };
  const own = new Map<number, SpecEvidence[]>();
  for (const statement of statements) {
    const { line, tried } = statement;
    const found = triedOf(line, lines, check?.reasons ?? []) ?? (tried && !record ? [planned] : []);
    own.set(line, [...found, ...testsOf(statement, record?.tests ?? [])]);
  }
  return new Map(
    statements.map((statement) => {
      const found = own.get(statement.line) ?? [];
      return [statement.line, found.length > 0 ? found : sameOf(statement, statements, own)];
    }),
  );
}

const planned: SpecEvidence = { kind: 'planned', text: 'will be tried on the running service' };

function triedOf(line: number, lines: Lines, reasons: readonly string[]): SpecEvidence[] | undefined {
  if (lines.broken.has(line)) {
    const seen = reasons.find((reason) => reason.startsWith(`SPEC.md:${line} `));
    return [{ kind: 'broken', text: seen ?? 'does not hold on the running service' }];
  }
  if (lines.held.has(line)) return [{ kind: 'held', text: 'tried on the running service' }];
  if (!lines.open.has(line)) return undefined;
  return [{ kind: 'open', text: 'tried on the running service; the spec leaves open what it answers' }];
}

/** Tests whose name holds its id, its words, or its line with its words. */
function testsOf({ id, text }: StudiedStatement, tests: SpecRecord['tests']): SpecEvidence[] {
  const words = bare(text);
  const isOwnId = /^[A-Z]+-?\d+[a-z]?$/.test(id);
  const named = tests.filter((test) => {
    const name = bare(test.id);
    if (words.length >= 12 && name.includes(words)) return true;
    return isOwnId && new RegExp(`(?<![\\w-])${id}(?![\\w-])`, 'i').test(test.id);
  });
  return named.slice(0, namedTests).map((test) => ({ kind: `test-${test.status}` as const, text: test.id }));
}

/** Another statement that says one of the same things, and was looked at. */
function sameOf(
  { line, facts }: StudiedStatement,
  statements: readonly StudiedStatement[],
  own: ReadonlyMap<number, readonly SpecEvidence[]>,
): SpecEvidence[] {
  const other = statements.find(
    (one) =>
      one.line !== line &&
      (own.get(one.line)?.length ?? 0) > 0 &&
      one.facts.some((fact) => facts.includes(fact)),
  );
  return other ? [{ kind: 'same', text: `line ${other.line} says this too: ${other.text}` }] : [];
}

function linesIn(fact: string | number | boolean | undefined): ReadonlySet<number> {
  return new Set(typeof fact === 'string' && fact !== '' ? fact.split(' ').map(Number) : []);
}

function bare(text: string): string {
  return text.replace(/[`*_]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();
}
