import type { Comparison } from '../../contracts/records.ts';
import type { VerificationRecord } from '../record.ts';
import { canonicalJson } from './canonical-json.ts';

type Differences = Comparison['tests'];

/** What is different in `after`, a verification of the same commit as `before`. Pure. */
export function compareRecords(before: VerificationRecord, after: VerificationRecord): Comparison {
  const tests = differences(statuses(before.tests, 'id'), statuses(after.tests, 'id'));
  const checks = differences(statuses(before.checks, 'name'), statuses(after.checks, 'name'));
  const settings = differences(settingsOf(before), settingsOf(after));
  const verdict = { before: before.result.verdict, after: after.result.verdict };
  const bytes = before.tree === null || after.tree === null ? 'unknown' : sameOrNot(before.tree, after.tree);
  const same =
    verdict.before === verdict.after && bytes !== 'different' && tests.length === 0 && !checks.some(isTurned);
  return { with: before.id, same, verdict, bytes, tests, checks, settings };
}

/** What was not looked at in one of them, for want of time or of a tool, contradicts nothing. */
function isTurned({ before, after }: Differences[number]): boolean {
  const answers = [before, after];
  return answers.includes('failed') && (answers.includes('passed') || answers.includes(null));
}

function sameOrNot(one: string, other: string): 'same' | 'different' {
  return one === other ? 'same' : 'different';
}

/** Two of one name are told apart by their order. */
function statuses<K extends string>(
  entries: readonly (Readonly<Record<K, string>> & { readonly status: string })[],
  key: K,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    let name: string = entry[key];
    for (let n = 2; found.has(name); n += 1) name = `${entry[key]} (${n})`;
    found.set(name, entry.status);
  }
  return found;
}

function settingsOf({
  settings,
  sandbox,
  acceptance,
  verifierVersion,
}: VerificationRecord): Map<string, string> {
  const shown = Object.entries(settings.values).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : canonicalJson(value),
  ]);
  return new Map([
    ...shown,
    ['sandbox', sandbox.tier],
    ...(sandbox.profile === '' ? [] : [['sandbox profile', sandbox.profile] as const]),
    ...(acceptance === null ? [] : [['acceptance', acceptance] as const]),
    ['verifier', verifierVersion],
  ]);
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Differences {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter((one) => one.before !== one.after);
}
