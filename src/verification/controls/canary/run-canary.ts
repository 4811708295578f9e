import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../../check.ts';
import type { Control } from '../control.ts';
import type { ControlRun } from '../controls-room.ts';
import { likelyCause } from '../likely-cause.ts';
import type { Canary } from './canary.ts';
import { compareRuns, type Difference } from './compare-runs.ts';
import { canaryFor } from './inject.ts';
import { judgeCanaries, withoutCanaries } from './judge-canaries.ts';
import { withRemark } from './remark.ts';

const shown = 10;
/** Far from the zones people have, and on another day than most for half of it. */
const zones = ['Pacific/Kiritimati', 'Pacific/Marquesas', 'Asia/Kathmandu', 'America/St_Johns'] as const;

/**
 * Whether failing tests are told: canaries go into every test file, and each has to be reported as failed by its name. In
 * the same run the sources have other bytes, the folder and the time zone are others: what ends otherwise then is `flaky`.
 */
export async function runCanary(control: Control): Promise<Check[]> {
  const { context, room, files } = control;
  const random = context.random.fork('canary');
  const injected = new Map<string, readonly Canary[]>();
  const left: string[] = [];
  for (const file of files.tests) {
    const content = await room.read(file);
    const injection = await canaryFor(room.room.build, file, content, context.plan.runner, random);
    if ('impossible' in injection)
      left.push(`no failing test could be put into ${file}: ${injection.impossible}`);
    else {
      await room.write(file, Buffer.concat([content, Buffer.from(injection.text)]));
      injected.set(file, injection.canaries);
    }
  }
  if (injected.size === 0) return [withoutAny(context.plan.runner, left)];
  const zone = context.stack.env.TZ ?? random.pick(zones);
  for (const path of files.sources) {
    const changed = withRemark(path, await room.read(path), random.word(6));
    if (changed) await room.write(path, changed);
  }
  const run = await room.suite(context.plan, { timeoutMs: context.testsMs, env: { TZ: zone } });
  await room.restore();
  if (run.report.environment !== null) {
    return [inconclusiveCheck('canary', 'environment', run.report.environment)];
  }
  const canaries = [...injected.values()].flat().length;
  const facts = { canaries, files: injected.size, zone, seed: random.seed };
  const differences = compareRuns(context.report.results, withoutCanaries(run.report.results, injected));
  const { swallowed, broken } = judgeCanaries(injected, run, context.report.results);
  const checks: Check[] = [
    await told(control, swallowed, broken, left, { facts, durationMs: run.durationMs }),
  ];
  if (differences.length > 0 && broken.length === 0) {
    checks.push(await flaky(control, differences, zone, facts));
  }
  return checks;
}

type Named = readonly { readonly file: string; readonly words: string }[];

async function told(
  { room, files }: Control,
  swallowed: Named,
  broken: Named,
  left: readonly string[],
  more: Pick<Check, 'facts' | 'durationMs'>,
): Promise<Check> {
  if (swallowed.length > 0) {
    const causes = await likelyCause(room.room.build, files.sources, swallowed[0]?.file);
    const why = causes.length > 0 ? [`look at ${causes.join(', ')}`] : [];
    const reasons = swallowed.map(
      ({ file, words }) => `${file}: of failing tests that Andon added, ${words}`,
    );
    return failedCheck('canary', [...reasons.slice(0, shown), ...why], { ...more, class: 'tampering' });
  }
  if (broken.length > 0) {
    const reasons = broken.map(
      ({ file, words }) =>
        `${file} breaks off when one of its tests fails, so that no failure is told: ${words}`,
    );
    return failedCheck('canary', reasons.slice(0, shown), more);
  }
  return { ...passedCheck('canary', more), reasons: [...left] };
}

function withoutAny(runner: string, left: readonly string[]): Check {
  if (left.length === 0 || runner === 'custom') {
    return skippedCheck('canary', left[0] ?? 'which files the tests are in is not known');
  }
  return failedCheck('canary', left.slice(0, shown));
}

/** Says what the tests depend on, by running them again with less changed; what comes of that excuses nothing. */
async function flaky(
  { context, room, files }: Control,
  differences: readonly Difference[],
  zone: string,
  facts: Check['facts'],
): Promise<Check> {
  const again = async (env: Record<string, string>): Promise<ControlRun> =>
    room.suite(context.plan, { timeoutMs: context.testsMs, env });
  const differs = (run: ControlRun) => {
    const ids = new Set(differences.map(({ id }) => id));
    return compareRuns(context.report.results, run.report.results).some(({ id }) => ids.has(id));
  };
  let why = 'it ends otherwise with nothing changed but the folder and the moment, too';
  if (!differs(await again({}))) {
    const causes = await likelyCause(room.room.build, files.sources);
    const look = causes.length > 0 ? `; look at ${causes.join(', ')}` : '';
    why = differs(await again({ TZ: zone }))
      ? `with TZ=${zone} alone it ends so as well: what it looks at must not depend on the time zone of the machine`
      : `in that run source files had a comment more behind their last line: it depends on their bytes, or on chance${look}`;
  }
  const reasons = differences.slice(0, shown).map(({ id, before, after, message }) => {
    const words = message.trim() === '' ? '' : ` (${message.trim().split('\n')[0]?.slice(0, 300)})`;
    return `${id} was ${before}, and ${after} when the suite ran once more${words}`;
  });
  return failedCheck('flaky', [...reasons, why], {
    class: 'flaky',
    facts: { ...facts, tests: differences.length },
  });
}
