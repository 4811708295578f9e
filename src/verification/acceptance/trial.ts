import type { GateContext } from '../gate-context.ts';
import { sendFurther } from './load.ts';
import type { Probe } from './probe.ts';
import type { ServiceHost } from './service-host.ts';
import type { SpecView } from './spec-view.ts';
import type { Tally } from './tally.ts';
import { World } from './world.ts';

type Later = { readonly probe: Probe; readonly when: string; readonly run: () => Promise<void> };
type Pass = {
  readonly name: string;
  /** Stands before a reason: how it was asked. */
  readonly when: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly probes: readonly Probe[];
  /** No probe is begun after this. */
  readonly until: number;
};

/** Within this each further pass begins its probes. */
const againMs = 2_500;

/** Tries the probes of one spec on one service. */
export class Trial {
  readonly #context: GateContext;
  readonly #host: ServiceHost;
  readonly #spec: SpecView;
  readonly #tally: Tally;

  constructor(context: GateContext, host: ServiceHost, spec: SpecView, tally: Tally) {
    this.#context = context;
    this.#host = host;
    this.#spec = spec;
    this.#tally = tally;
  }

  /**
   * Every probe and, after a restart, what has to have outlived it. What holds is tried again after further requests,
   * and as the gateway asks, so that nobody is right for the first look only.
   */
  async run(probes: readonly Probe[]): Promise<void> {
    const first = await this.#pass({
      name: '',
      when: '',
      headers: {},
      probes,
      until: Number.POSITIVE_INFINITY,
    });
    if (first === null || !(await this.#restart(first)) || this.#tally.broken.size > 0) return;
    const again = probes.filter((probe) => probe.again === true);
    if (again.length === 0 || !(await this.#sendFurther(again))) return;
    const { further } = this.#tally;
    const passes = [
      { name: 'again/', when: further > 0 ? `after ${further} further requests, ` : '', headers: {} },
      {
        name: 'gateway/',
        when: 'asked as the gateway does, with x-forwarded-for, ',
        headers: this.#forwarded(),
      },
    ];
    const later: Later[] = [];
    for (const one of passes) {
      const own = await this.#pass({ ...one, probes: again, until: performance.now() + againMs });
      if (own === null) return;
      later.push(...own);
    }
    await this.#restart(later);
  }

  /** What is left for after a restart; null where the service does not run any more. */
  async #pass({ name, when, headers, probes, until }: Pass): Promise<Later[] | null> {
    const later: Later[] = [];
    for (const [at, probe] of probes.entries()) {
      if (performance.now() > until) break;
      const { room, progress, random } = this.#context;
      room.signal.throwIfAborted();
      const { tried, broken } = this.#tally;
      progress({ phase: 'acceptance', passed: tried - broken.size, total: Math.max(tried, probes.length) });
      const world = new World(
        this.#spec,
        random.fork(`acceptance/${name}${at}`),
        () => this.#host.service,
        headers,
      );
      const run = await this.#tally.attempt(probe, when, () => probe.run(world));
      if (run) later.push({ probe, when, run });
      // What ended the service is told; the others are tried on a new one, as far as it starts.
      if (this.#host.service.ended() !== null && (await this.#host.start()) !== null) return null;
    }
    return later;
  }

  /** Starts it anew and does what was left for then; false where it does not start. */
  async #restart(later: readonly Later[]): Promise<boolean> {
    if (later.length === 0) return true;
    const problem = await this.#host.start();
    for (const { probe, when, run } of later) {
      if (problem)
        this.#tally.note(probe, `the service does not start again on the data it had left: ${problem.text}`);
      else await this.#tally.attempt(probe, when, run);
    }
    return problem === null;
  }

  /** False where the service ended over it, which is told. */
  async #sendFurther([probe]: readonly Probe[]): Promise<boolean> {
    const random = this.#context.random.fork('acceptance/further');
    const world = new World(this.#spec, random, () => this.#host.service);
    const own = this.#spec.model.endpoints.find(({ behaviour }) => behaviour.kind === 'create') ?? null;
    if (!probe) return false;
    const quote = own ? { line: own.line, text: `${own.method} ${own.path}` } : probe.quote;
    const sent = await this.#tally.attempt({ ...probe, quote }, '', () => sendFurther(this.#spec, world));
    this.#tally.further = sent ?? 0;
    return this.#host.service.ended() === null;
  }

  /** What the gateway of a released service adds to each request. */
  #forwarded(): Record<string, string> {
    return {
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': `127.0.0.1:${this.#host.service.port}`,
      'x-forwarded-proto': 'http',
      'x-forwarded-prefix': `/${this.#context.order.service.name}`,
    };
  }
}
