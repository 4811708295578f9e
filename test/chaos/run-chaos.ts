import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readKeyFile } from '../../src/cli/run-file.ts';
import type { ServiceView } from '../../src/contracts/board.ts';
import { messageOf } from '../../src/errors.ts';
import { checkHome, type Told } from '../checker/home-history.ts';
import type { Observation, Violation } from '../checker/observation.ts';
import { until } from '../e2e/support/until.ts';
import { createRandom } from '../simulation/random.ts';
import { boardOf, inOrder, isAtAnEnd, keepEvidence, leftovers, sum } from './aftermath.ts';
import { BoardFollower } from './board-follower.ts';
import { Builds } from './builds.ts';
import { findFaketime } from './faked-clock.ts';
import { endingKinds, type Fault, faultKinds, plan, type Tempo } from './faults.ts';
import { inject } from './inject.ts';
import { Load } from './load.ts';
import { Prober, type Recovery } from './probe.ts';
import { RecordedSession } from './recorded-session.ts';
import type { ChaosReport, Struck } from './report.ts';
import { Rig } from './rig.ts';
import { type Sample, takeSample } from './sample.ts';
import { trends } from './trend.ts';
import { wronglyBlamed } from './wrongly-blamed.ts';

export type ChaosOptions = {
  readonly seed: number;
  readonly redis: 'own' | 'embedded';
  readonly workers: number;
  readonly homeMegabytes: number;
  readonly tempo: Tempo;
  /** Ends after so many faults. */
  readonly faults?: number;
  /** Or after so long; the last 60 % of it spare coordinators and workers, which can be watched for leaks then. */
  readonly ms?: number;
  readonly sampleEveryMs: number;
  /** A plan kept from before, instead of one drawn from the seed. */
  readonly kept?: readonly Fault[];
  /** Of the drawn faults, these kinds alone. */
  readonly only?: RegExp;
  readonly commit: string;
  /** Told each step in one line. */
  readonly say: (line: string) => void;
  /** Where database and log of a run with violations are kept. */
  readonly evidence?: string;
};

const leaseMs = 2_500;
const standing = 'standing';
const backWithinMs = 30_000;
const restWithinMs = 90_000;
const builder = resolve(import.meta.dirname, '..', 'e2e', 'fixtures', 'builder.mjs');

/**
 * One run: a line at work, faults one after another, each followed by a look at how soon the line moves again; then rest,
 * an orderly stop and the checker over everything that was written down. Leaves nothing behind, however it ends.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, say } = options;
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1_000);
  const random = createRandom(seed);
  const violations: Violation[] = [];
  const broken = (promise: string, text: string) => {
    violations.push({ promise, seq: 0, text });
    say(`VIOLATION [${promise}] ${text.slice(0, 300)}`);
  };
  const faketime = findFaketime();
  if (!faketime) say('no wrong clocks: the package libfaketime is not installed');
  const rig = await Rig.open({ ...options, faketime });
  const { line } = rig;
  say(`up after ${seconds()} s: ${options.workers} workers, ${options.redis} Redis`);

  const runFrom = Date.now();
  /** A clock that was an hour off wrote times no other moment of this run could have had. */
  const timeOf = ({ at }: { at: number }): number => {
    const hours = Math.round((at - (runFrom + Date.now()) / 2) / 3_600_000);
    return at - hours * 3_600_000;
  };
  const told: Told[] = [];
  const tell = (observation: Observation) => {
    told.push({ at: Date.now(), observation });
  };
  let since = 0;
  const watchWriter = setInterval(() => {
    const now = rig.writing();
    if (!now || now.since === since) return;
    since = now.since;
    told.push({ at: since, observation: { what: 'coordinator-started' } });
  }, 100);
  const samples: Sample[] = [];
  const sampler = setInterval(async () => samples.push(await takeSample(rig, began)), options.sampleEveryMs);

  const api = `http://127.0.0.1:${rig.apiPort}`;
  const sessions = ['http-1', 'http-2'].map(
    (name) =>
      new RecordedSession({
        name,
        url: `http://127.0.0.1:${rig.sessionApi.port}`,
        workerKey: () => readKeyFile(line.home, 'worker') ?? '',
        directory: join(line.directory, 'work', name),
        argv: [process.execPath, builder, line.gates],
        leaseMs,
        random: random.fork(name),
        tell,
      }),
  );
  const boards = [1, 2].map((n) => new BoardFollower(api, random.fork(`board ${n}`)));
  const builds = new Builds(join(line.gates, 'builds.jsonl'));
  const prober = new Prober(line, builds, rig.gatewayPort, standing);
  const load = new Load(line, random.fork('load'), tell);
  const struck: Struck[] = [];
  const calm: Recovery[] = [];
  const blocked: string[] = [];
  const shipped = { changes: 0, services: 0 };
  let settledMs = 0;

  const strike = async (fault: Fault): Promise<void> => {
    const base = { fault, s: seconds() };
    let heal: () => Promise<void>;
    try {
      heal = await inject(
        { rig, leaseMs, service: standing, disturbed: () => tell({ what: 'disturbed' }) },
        fault,
      );
    } catch (error) {
      struck.push({ ...base, missed: messageOf(error) });
      say(`${base.s} s  ${fault.kind}: could not be made to happen: ${messageOf(error).slice(0, 200)}`);
      await rig.revive();
      return;
    }
    await wait(fault.onMs);
    await heal();
    for (const text of rig.surprises()) broken('nobody ends by itself', `after ${fault.kind}: ${text}`);
    await rig.revive();
    const recovery = await prober.recovery(backWithinMs);
    struck.push({ ...base, recovery });
    say(
      `${base.s} s  ${fault.kind}: hands ${recovery.handsMs?.toFixed(0)} ms, serves ${recovery.servesMs?.toFixed(0)} ms`,
    );
    if (recovery.handsMs === undefined || recovery.servesMs === undefined) {
      const what =
        recovery.handsMs === undefined ? 'a fresh spec reached no worker' : `${standing} did not answer`;
      broken('the line is back', `${what} within ${backWithinMs / 1_000} s of ${fault.kind}\n${rig.words()}`);
    }
    await wait(fault.healMs);
  };

  try {
    for (const session of sessions) session.start();
    line.saveSpec(standing);
    await line.shipped(standing);
    load.start();
    for (let n = 0; n < 3; n += 1) calm.push(await prober.recovery(backWithinMs));
    say(`at work after ${seconds()} s`);

    const kinds = faultKinds(options.redis, faketime !== undefined).filter(
      (kind) => options.only?.test(kind) ?? true,
    );
    const sparing = kinds.filter((kind) => !endingKinds.has(kind));
    const endsAt = began + (options.ms ?? Number.POSITIVE_INFINITY);
    const spareFrom = began + (options.ms ?? Number.POSITIVE_INFINITY) * 0.4;
    const wild = plan(kinds, options.tempo, random.fork('wild'));
    const mild = plan(sparing, options.tempo, random.fork('mild'));
    const count = options.kept?.length ?? options.faults ?? Number.POSITIVE_INFINITY;
    for (let n = 0; n < count && performance.now() < endsAt; n += 1) {
      const drawn = (performance.now() < spareFrom ? wild : mild).next().value;
      const fault = options.kept?.[n] ?? drawn;
      if (fault) await strike(fault);
    }

    say(`${struck.length} faults in ${seconds()} s; now rest`);
    const restFrom = performance.now();
    await load.stop();
    await prober.settled();
    for (const session of sessions) await session.stop();
    for (const board of boards) board.heed();
    let services: ServiceView[] = [];
    await until(
      'everything is at an end',
      async () => {
        services = await line.list();
        return services.length > 0 && services.every(isAtAnEnd) && (await line.line()).redis === 'up';
      },
      { withinMs: restWithinMs },
    ).catch(() => {
      const still = services.filter((view) => !isAtAnEnd(view));
      const each = still.map(
        ({ name, state, live, paused }) => `${name} ${state} ${live.state} paused=${paused}`,
      );
      broken('everything comes to an end', `${each.join('; ')}\n${rig.words()}`);
    });
    settledMs = performance.now() - restFrom;
    for (const view of services) {
      shipped.changes += view.state === 'shipped' ? view.change : view.change - 1;
      shipped.services += 1;
      if (view.state !== 'blocked') continue;
      const why = `${view.name} change ${view.change}: ${view.reason?.code}: ${view.reason?.text}`;
      blocked.push(why);
      // What is saved to these is always good; the machine's trouble passes, and so must the block.
      if (!['moody', 'fragile'].includes(view.name)) {
        const failures = (await line.events(view.name).catch(() => [])).filter(
          ({ type }) => type === 'ReleaseFailed' || type === 'TicketReopened' || type === 'HealthFailed',
        );
        broken('nobody is blamed for the machine', `${why}\n${JSON.stringify(failures.slice(-6))}`);
      }
    }
    for (const [n, board] of boards.entries()) {
      await until(
        'the board shows what the API tells',
        async () => (await boardOf(rig)) === inOrder(board.shown()),
        {
          withinMs: 10_000,
        },
      ).catch(() => broken('the board equals the state', `board ${n + 1} shows something else`));
    }
  } catch (error) {
    broken('the run comes to its end', `${messageOf(error)}\n${rig.words()}`);
  } finally {
    clearInterval(sampler);
    clearInterval(watchWriter);
    await load.stop().catch(() => undefined);
    for (const board of boards) board.close();
  }
  for (const text of rig.surprises()) broken('nobody ends by itself', text);
  for (const text of await rig.stop()) broken('an orderly stop', text);
  const left = await leftovers(rig);
  for (const text of wronglyBlamed(join(line.home, 'records')))
    broken('nobody is blamed for the machine', text);
  const settled = violations.length === 0;
  try {
    violations.push(...(await checkHome(line.home, told, { settled, leaks: left, timeOf })));
  } catch (error) {
    broken('the home can be read', messageOf(error));
  }
  if (violations.length > 0 && options.evidence) keepEvidence(rig, options.evidence);
  const proxies = [rig.sessionApi, ...rig.members.flatMap(({ redis, api }) => [redis, api])];
  const passed = sum(proxies.flatMap((one) => (one ? [one.counts] : [])));
  for (const text of await rig.close()) broken('nothing is left', text);
  if (existsSync(line.directory)) broken('nothing is left', line.directory);
  return {
    seed,
    redis: options.redis,
    commit: options.commit,
    seconds: seconds(),
    struck,
    calm,
    work: {
      services: shipped.services,
      'changes shipped': shipped.changes,
      ...load.counts,
      'handed in over HTTP': sessions.reduce((all, { handedIn }) => all + handedIn, 0),
      'refused over HTTP': sessions.reduce((all, { refused }) => all + refused, 0),
      'late over HTTP': sessions.reduce((all, { late }) => all + late, 0),
      told: told.length,
      acknowledged: told.filter(({ observation }) => observation.what === 'acknowledged').length,
      'deltas dropped': boards.reduce((all, { counts }) => all + counts.dropped, 0),
      'boards reconnected': boards.reduce((all, { counts }) => all + counts.reconnects, 0),
    },
    blocked,
    proxies: passed,
    settledMs,
    violations,
    samples,
    trends: options.ms === undefined ? [] : trends(samples),
  };
}
