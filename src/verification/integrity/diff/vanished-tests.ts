import { type Check, failedCheck, passedCheck } from '../../check.ts';
import type { PassedSuite } from '../../gate-context.ts';
import { readSuite } from '../read-suite.ts';
import { specSays } from './spec-says.ts';
import { short } from './weakening.ts';

const shown = 5;

/**
 * Tests that a program made while it ran (rows of a file, results of a function) are not in the text to be compared: fewer
 * of them passed than for what serves, their titles are gone, and the spec says nothing less.
 */
export async function vanishedTests(context: PassedSuite): Promise<Check[]> {
  const { baseTests, baseline, report, room } = context;
  if (baseTests === null || baseline === null) return [];
  const passed = report.results.filter((one) => one.status === 'passed');
  const before = baseTests.filter((one) => one.status === 'passed');
  const titles = new Set(passed.map((one) => lastOf(one.id)));
  const vanished = before.filter((one) => !titles.has(lastOf(one.id)));
  if (vanished.length === 0 || passed.length >= before.length) return [passedCheck('kept')];
  const old = await readSuite(room.sandbox, baseline, room.signal);
  if (!old.ok) return [];
  const tests = old.facts.files.flatMap((file) => file.tests);
  const written = new Set(tests.filter((test) => test.cases === 1).map((test) => lastOf(test.title)));
  const made = (id: string) => !written.has(lastOf(id).replace(/\[.*$/, ''));
  const known = new Set(before.map((one) => lastOf(one.id)));
  const fresh = passed.filter((one) => !known.has(lastOf(one.id)));
  const says = specSays(context.baseSpec, context.spec);
  const gone = vanished.filter((one) => made(one.id) && says.dropped(lastOf(one.id).split(/\s+/)) === null);
  const missing = gone.length - fresh.length;
  if (missing <= 0) return [passedCheck('kept')];
  const names = gone.slice(0, shown).map((one) => `"${short(lastOf(one.id), 60)}"`);
  const place = gone[0]?.file === undefined ? '' : `BUILD/${gone[0].file}: `;
  const reason = `${place}${gone.length} tests passed for what serves and are not run any more (${names.join(', ')}${gone.length > shown ? ', …' : ''}), and the spec asks for nothing less; bring them back`;
  return [failedCheck('kept', [reason], { class: 'tampering' })];
}

function lastOf(id: string): string {
  return id.split(' > ').at(-1) ?? id;
}
