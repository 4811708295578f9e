import type { FailRequest, RegisterResponse } from '../../src/contracts/sessions.ts';
import { AndonError } from '../../src/errors.ts';
import type { SessionService } from '../../src/sessions/session-service.port.ts';
import type { Delivery } from '../../src/work-queue/work-queue.port.ts';
import { ApiFailure } from '../../src/worker/api-failure.ts';
import type { TicketBrief } from '../../src/worker/driver.port.ts';
import type { MemoryRepositories } from '../../src/workspace/memory-repositories.ts';
import type { Observation } from '../checker/observation.ts';
import { completeSpec, type Quality, work } from './craft.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Faults } from './faults.ts';
import type { Network } from './network.ts';
import { ProcessClock, type WallClock } from './process-clock.ts';
import type { Random } from './random.ts';
import { SimulatedCost } from './simulated-cost.ts';
import type { Timeline } from './timeline.ts';

export type SessionWorld = {
  readonly timeline: Timeline;
  readonly wall: WallClock;
  readonly network: Network;
  readonly faults: Faults;
  readonly repositories: MemoryRepositories;
  /** Listens to this session's queue until `close`. */
  readonly consume: (session: string, take: (delivery: Delivery) => Promise<void>) => { close(): unknown };
  readonly serviceOf: (ticket: string) => string | null;
  /** Tickets that end whoever takes them. */
  readonly poisoned: Set<string>;
  /** Somebody answers the question, sooner or later. */
  readonly asked: (question: string) => void;
  readonly saw: (observation: Observation) => void;
};

type Run = { readonly ticket: string; readonly token: number; over: boolean; cost?: SimulatedCost };

const beatMs = 5_000;

/**
 * A scripted worker process: registers, pulls, claims, beats, submits and asks again as the real one does. Struck by
 * faults it dies, stands still, lies, floods, dawdles, or does bad work.
 */
export class SimulatedSession {
  readonly name: string;
  readonly #world: SessionWorld;
  readonly #capabilities: readonly string[];
  readonly #slots: number;
  readonly #random: Random;
  /** Kept on its disk, over its deaths. */
  #former: string | undefined;
  #registered = false;
  #runs = new Map<string, Run>();
  #clock: ProcessClock;
  #queue: { close(): unknown } | undefined;
  #works = 0;
  readonly #account: string | undefined;
  #agent = 'simulated';
  #unavailable: { capability: string; reason: string }[] = [];

  constructor(world: SessionWorld, name: string, capabilities: readonly string[], random: Random) {
    this.#world = world;
    this.name = name;
    this.#capabilities = capabilities;
    this.#slots = random.pick([1, 1, 2, 3]);
    this.#random = random;
    const account = random.fork('account');
    if (account.chance(0.6)) this.#account = `account-${account.below(3)}`;
    this.#clock = new ProcessClock(world.timeline, world.wall);
  }

  start(): void {
    void this.#begin(this.#clock);
  }

  stop(ms: number): void {
    this.#clock.stop(ms);
  }

  /** Its process is gone, with whatever it had in its hands; it is started again. */
  kill(): void {
    if (this.#registered) this.#die();
  }

  /** One of its capabilities cannot be had for a while: its program is not there. */
  loseAgent(ms: number): void {
    const capability = this.#random.pick(this.#capabilities);
    this.#unavailable = [{ capability, reason: 'its program is not there' }];
    this.#world.timeline.after(ms, () => {
      this.#unavailable = [];
    });
  }

  async #begin(clock: ProcessClock): Promise<void> {
    const registration = await this.#register(clock);
    this.#former = registration.token;
    this.#registered = true;
    this.#queue = this.#world.consume(this.name, async (delivery) => this.#take(delivery));
    this.#beat(clock);
  }

  async #register(clock: ProcessClock): Promise<RegisterResponse> {
    if (this.#world.faults.strikes('agentChanged')) this.#agent = `${this.#agent}+`;
    for (;;) {
      // An earlier attempt may have been heard: what that run was given ends with this one.
      this.#world.saw({ what: 'session-ended', session: this.name });
      const request = {
        name: this.name,
        capabilities: [...this.#capabilities],
        slots: this.#slots,
        agent: this.#agent,
        host: 'here',
        unavailable: this.#unavailable,
        ...(this.#account === undefined ? {} : { account: this.#account }),
        ...(this.#former === undefined ? {} : { former: this.#former }),
      };
      try {
        return await this.#call((api) => api.register(request));
      } catch {
        await pause(clock, 1_000);
      }
    }
  }

  #die(): void {
    this.#world.saw({ what: 'session-ended', session: this.name });
    this.#clock.kill();
    this.#queue?.close();
    this.#runs = new Map();
    this.#registered = false;
    const { timeline, wall } = this.#world;
    this.#clock = new ProcessClock(timeline, wall);
    const clock = this.#clock;
    clock.after(this.#random.between(500, 60_000), () => void this.#begin(clock));
  }

  #beat(clock: ProcessClock): void {
    const leases = [...this.#runs.values()].map(({ ticket, token }) => ({ ticket, token }));
    const unavailable = this.#unavailable;
    const usage = [...this.#runs.values()].flatMap(({ ticket, token, cost }) =>
      cost?.said ? [{ ticket, token, usage: cost.said }] : [],
    );
    const beat = async (api: SessionService) => {
      const answer = await api.heartbeat(this.name, { leases, usage, unavailable });
      const over = new Set(answer.over.map(({ ticket, token }) => `${ticket} ${token}`));
      // It counts from when it was heard; its answer may take long.
      for (const { ticket, token } of leases) {
        if (!over.has(`${ticket} ${token}`))
          this.#world.saw({ what: 'beat', session: this.name, ticket, token });
      }
      return answer;
    };
    this.#call(beat).then(
      ({ over, waiting }) => {
        for (const { ticket, token } of over) this.#drop(ticket, token);
        for (const delivery of waiting) this.#take(delivery);
      },
      () => undefined,
    );
    clock.after(beatMs, () => this.#beat(clock));
  }

  #take({ ticket, token }: Delivery): void {
    const known = this.#runs.get(ticket);
    if (!this.#registered || (known && known.token >= token)) return;
    if (known) known.over = true;
    const run: Run = { ticket, token, over: false };
    this.#runs.set(ticket, run);
    // A worker that cannot do what it took says nothing more: its lease ends.
    void this.#run(run)
      .catch(() => undefined)
      .finally(() => this.#drop(ticket, token));
  }

  async #run(run: Run): Promise<void> {
    const { ticket, token } = run;
    const clock = this.#clock;
    const brief = await this.#insist(run, (api) => api.claim(this.name, ticket, token));
    if (!brief) return;
    const service = this.#world.serviceOf(ticket);
    const strikes = (kind: FaultKind) => this.#world.faults.strikes(kind, service);
    run.cost = new SimulatedCost(this.#random.fork(`cost ${ticket} ${token}`), this.#world.faults, service);
    if (strikes('ticketPoison')) this.#world.poisoned.add(ticket);
    if (this.#world.poisoned.has(ticket)) return this.#die();
    if (strikes('sessionDies')) {
      clock.after(this.#random.between(0, 20_000), () => clock === this.#clock && this.#die());
    }
    if (strikes('sessionStops')) clock.stop(this.#random.between(10_000, 60_000));
    if (strikes('sessionFloods')) this.#flood(run);
    const ms = strikes('sessionDawdles')
      ? this.#random.between(60_000, 400_000)
      : this.#random.between(1_000, 30_000);
    run.cost.work(ms / 2);
    if (strikes('questionAsked')) void this.#ask(run);
    await pause(clock, ms);
    run.cost.work(ms / 2);
    if (strikes('providerLimit')) return this.#hitLimit(run, clock.now());
    if (strikes('machineTrouble')) return this.#fail(run, { class: 'environment', reason: 'no disk' });
    if (strikes('workGivenBack')) return this.#giveBack(run);
    if (strikes('workContradicted')) {
      await this.#insist(run, (api) => api.contradiction(this.name, ticket, token, ['clause 1', 'clause 2']));
      return;
    }
    if (strikes('sessionLies')) await this.#lie(run, brief);
    await this.#submit(run, await this.#made(brief, service));
  }

  async #ask(run: Run): Promise<void> {
    const { ticket, token } = run;
    const asked = await this.#insist(run, (api) =>
      api.ask(this.name, ticket, { token, text: 'Which of them?', options: ['this', 'that'] }),
    );
    if (asked) this.#world.asked(asked.question);
  }

  /** The provider lets nobody of this account work; some say until when, and some say it wrongly. */
  #hitLimit(run: Run, now: number): Promise<void> {
    const random = this.#world.faults.source('providerLimit');
    const resetsAt = random.chance(0.6) ? now + random.between(-60_000, 1_200_000) : undefined;
    const reason = 'usage limit reached';
    return this.#fail(run, { class: 'provider', reason, ...(resetsAt === undefined ? {} : { resetsAt }) });
  }

  async #fail(run: Run, failed: Omit<FailRequest, 'token'>): Promise<void> {
    const { ticket, token } = run;
    await this.#insist(run, (api) => api.fail(this.name, ticket, { token, ...failed }));
  }

  /** Does the work, well or badly; returns its commit. */
  async #made(brief: TicketBrief, service: string | null): Promise<string> {
    const { faults, repositories } = this.#world;
    const id = service ?? '';
    this.#works += 1;
    const before = Object.fromEntries(
      await Promise.all(
        (await repositories.list(id, brief.base)).map(
          async ({ path }) => [path, (await repositories.file(id, brief.base, path)) ?? ''] as const,
        ),
      ),
    );
    const n = `${this.name}-${this.#works}`;
    if (brief.kind === 'write-spec') {
      return repositories.add(id, { ...before, 'SPEC.md': completeSpec(this.#works) }, brief.base);
    }
    // A lazy fixer hands in what was there, under a commit of its own.
    if (brief.kind === 'fix' && faults.strikes('workUnchanged', service)) {
      return repositories.add(id, before, brief.base);
    }
    const bad: Quality[] = ['fails its tests', 'does not start', 'falls ill'];
    const quality = faults.strikes('workBad', service)
      ? this.#random.pick(bad)
      : faults.strikes('workCheats', service)
        ? 'weakens its tests'
        : faults.strikes('workSick', service)
          ? 'falls ill'
          : 'good';
    const withTests = brief.kind !== 'build' || this.#random.chance(0.7);
    return repositories.add(id, work(before, n, quality, withTests), brief.base);
  }

  async #submit(run: Run, commit: string): Promise<void> {
    const { ticket, token, cost } = run;
    const usage = cost?.said;
    // Most say what it came to before they hand in, some only after.
    const first = this.#random.fork(`last word ${ticket} ${token}`).chance(0.8);
    if (usage && first) await this.#insist(run, (api) => api.usage(this.name, ticket, { token, usage }));
    const receipt = await this.#insist(run, (api) =>
      api.submit(this.name, ticket, { token, commit }, async () => commit),
    );
    const { saw } = this.#world;
    saw({ what: 'submission-answered', ticket, token, commit, accepted: receipt !== undefined });
    if (receipt)
      saw({ what: 'acknowledged', stream: `ticket/${ticket}`, seq: receipt.seq, type: 'SubmissionReceived' });
    if (usage && !first) await this.#insist(run, (api) => api.usage(this.name, ticket, { token, usage }));
  }

  async #giveBack(run: Run): Promise<void> {
    const { ticket, token } = run;
    const way = this.#random.below(4);
    await this.#insist(run, (api) => {
      if (way === 0) return api.release(this.name, ticket, token, 'something else came up');
      if (way === 1) return api.cannot(this.name, ticket, token, ['it needs a database']);
      const failure = way === 2 ? ('provider' as const) : ('work' as const);
      return api.fail(this.name, ticket, { token, class: failure, reason: 'the limit is reached' });
    });
  }

  /** Says what is not so: done under an old token, done under one never given, done twice with another commit. */
  async #lie(run: Run, brief: TicketBrief): Promise<void> {
    const { ticket, token } = run;
    const { repositories, saw, serviceOf } = this.#world;
    const commit = repositories.add(
      serviceOf(ticket) ?? '',
      work({ 'SPEC.md': brief.spec }, `lie-${this.name}`, 'good', true),
      brief.base,
    );
    for (const claimed of [token - 1, token + 1]) {
      await this.#call((api) =>
        api.submit(this.name, ticket, { token: claimed, commit }, async () => commit),
      ).then(
        () => saw({ what: 'submission-answered', ticket, token: claimed, commit, accepted: true }),
        () => undefined,
      );
    }
  }

  #flood(run: Run): void {
    const { ticket, token } = run;
    for (let n = 0; n < 20; n += 1) {
      this.#call((api) => {
        api.progress(this.name, ticket, { token, percent: n * 5, text: 'x'.repeat(300) });
        return api.heartbeat(this.name, {
          leases: [
            { ticket, token },
            { ticket: 'nobody’s', token: n },
          ],
        });
      }).catch(() => undefined);
    }
  }

  /** Asks until it is answered; undefined when the work is not wanted any more, or the run is over. */
  async #insist<T>(run: Run, ask: (api: SessionService) => Promise<T>): Promise<T | undefined> {
    const clock = this.#clock;
    while (!run.over) {
      try {
        return await this.#call(ask);
      } catch (error) {
        if (!mayPass(error)) return undefined;
      }
      await pause(clock, this.#random.between(200, 5_000));
    }
    return undefined;
  }

  #call<T>(ask: (api: SessionService) => Promise<T> | T): Promise<T> {
    return this.#world.network.call(this.#clock, ask);
  }

  #drop(ticket: string, token: number): void {
    const run = this.#runs.get(ticket);
    if (run?.token !== token) return;
    run.over = true;
    this.#runs.delete(ticket);
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof ApiFailure) return error.passing;
  return error instanceof AndonError && error.retryable;
}

function pause(clock: ProcessClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
