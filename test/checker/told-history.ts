import { defaultLimits } from '../../machines/policy/limits.ts';
import type { Effect } from '../../machines/step.ts';
import type { StreamId } from '../../src/store/store.port.ts';
import { JournalFold } from './journal-fold.ts';
import type { Ending, Observation } from './observation.ts';
import type { ServiceNow, StateNow, Step } from './step.ts';
import { exact, type LinePromise, type Tolerances } from './watch.ts';

type Loose = { readonly type: string; readonly [field: string]: unknown };
type Context = Readonly<Record<string, unknown>>;
type ServiceAs = { line?: string; live?: string; context?: Context };

/** Stands in for the fold where a promise asks how things stand: what the history says, whatever led there. */
class ToldFold extends JournalFold {
  readonly standing = new Map<string, unknown>();
  paused = false;

  override service(id: string): ServiceNow | undefined {
    return this.standing.get(`service/${id}`) as ServiceNow | undefined;
  }

  override ticket(id: string): ReturnType<JournalFold['ticket']> {
    return this.standing.get(`ticket/${id}`) as ReturnType<JournalFold['ticket']>;
  }

  override *services(): Iterable<ServiceNow> {
    for (const [stream, now] of this.standing) if (stream.startsWith('service/')) yield now as ServiceNow;
  }

  override get linePaused(): boolean {
    return this.paused;
  }
}

const plainService: Context = {
  changes: 1,
  change: { n: 1, cause: 'spec', release: null },
  pending: { incident: null, handEdit: null, spec: null },
  live: { release: null },
  spec: { hash: 'A', problems: [] },
  ticket: null,
  contest: null,
  block: null,
  paused: false,
  present: true,
};

/**
 * One small history told to one promise alone. Steps are made by hand, also such as no honest machine would make: a
 * promise says what must hold, whatever let it happen.
 */
export class ToldHistory {
  readonly fold = new ToldFold();
  readonly violations: string[] = [];
  readonly #watch;
  #seq = 0;
  at = 1_000_000;

  constructor(promise: LinePromise, tolerances: Partial<Tolerances> = {}) {
    this.#watch = promise.watch(
      (holds, text) => {
        if (!holds) this.violations.push(text());
      },
      { limits: defaultLimits, tolerances: { ...exact, ...tolerances } },
    );
  }

  after(ms: number): this {
    this.at += ms;
    return this;
  }

  /** A step of the service `a`; fields not named stay as they stood. */
  service(event: Loose, now: ServiceAs = {}, effects: readonly Loose[] = []): this {
    const before = this.fold.service('a') ?? null;
    const { line = before?.line ?? 'build.awaiting', live = before?.live ?? 'none' } = now;
    const context = { ...(before?.context ?? { ...plainService, id: 'a' }), ...now.context };
    return this.#step('service', 'a', event, before, { line, live, directory: 'present', context }, effects);
  }

  /** A step of a ticket of the service `a`. */
  ticket(
    event: Loose,
    now: { id?: string; state?: string } & Context = {},
    effects: readonly Loose[] = [],
  ): this {
    const { id = 't', state = 'held', ...fields } = now;
    const before = this.fold.ticket(id) ?? null;
    const known = before?.context ?? { id, owner: 'service/a', token: 0, requires: [['builder']] };
    const token = before ? before.context.token + (event.type === 'TicketAssigned' ? 1 : 0) : 0;
    const given = event.type === 'TicketAssigned' && !before ? 1 : token;
    return this.#step(
      'ticket',
      id,
      event,
      before,
      { state, context: { ...known, token: given, ...fields } },
      effects,
    );
  }

  session(event: Loose, name = 's'): this {
    return this.#step('session', name, event, null, { state: 'active', context: {} }, []);
  }

  line(event: Loose): this {
    this.fold.paused = event.type === 'LinePaused';
    return this.#step('line', 'main', event, null, { state: 'running', context: {} }, []);
  }

  saw(observation: Observation): this {
    this.#watch.observe?.(observation, this.at, this.fold);
    return this;
  }

  /** The transaction with everything stepped so far is told as committed. */
  commit(...streams: StreamId[]): this {
    const rows = streams.map((stream) => ({
      seq: 0,
      at: 0,
      stream,
      version: 1,
      event: { type: 'Any' },
      after: null,
    }));
    return this.saw({ what: 'committed', rows });
  }

  end(ending: Partial<Ending> = {}): this {
    const whole = { snapshots: [], waiting: [], boards: [], leaks: [], settled: true, ...ending };
    this.#watch.end?.(whole, this.at, this.fold);
    return this;
  }

  #step(
    kind: Step['kind'],
    id: string,
    event: Loose,
    before: ServiceNow | StateNow<unknown> | null,
    after: object,
    effects: readonly Loose[],
  ): this {
    this.#seq += 1;
    const stream = `${kind}/${id}` as StreamId;
    const row = { seq: this.#seq, at: this.at, stream, version: 1, event };
    this.fold.standing.set(stream, after);
    // Hand-made on purpose: only what the promise looks at is there.
    const step = {
      kind,
      id,
      row,
      event,
      before,
      after,
      effects: effects as unknown as Effect[],
    } as unknown as Step;
    this.#watch.step?.(step, this.at, this.fold);
    return this;
  }
}
