import { defaultLimits, type Limits } from '../../machines/policy/limits.ts';
import type { ServiceContext } from '../../machines/service/service.context.ts';
import type { ServiceEffect } from '../../machines/service/service.effects.ts';
import type { ServiceEvent, SpecFact } from '../../machines/service/service.events.ts';
import { serviceEvent } from '../../machines/service/service.events.ts';
import { type Snapshot, start, stateOf, step } from '../../machines/step.ts';

type LooseEvent = { readonly type: ServiceEvent['type'] } & Record<string, unknown>;

/** A service that has lived through some events; each event's ref is its number, so ids can be told beforehand. */
export class Service {
  readonly snapshot: Snapshot<'service'>;
  readonly effects: readonly ServiceEffect[];
  readonly ignored: boolean;
  readonly n: number;

  private constructor(
    snapshot: Snapshot<'service'>,
    effects: readonly ServiceEffect[],
    ignored: boolean,
    n: number,
  ) {
    this.snapshot = snapshot;
    this.effects = effects;
    this.ignored = ignored;
    this.n = n;
  }

  static fresh(limits: Partial<Limits> = {}): Service {
    const input = { id: 's1', name: 'quotes', limits: { ...defaultLimits, ...limits } };
    const { snapshot, effects } = start('service', input, { at: 1_000, ref: '1' });
    return new Service(snapshot, effects as readonly ServiceEffect[], false, 1);
  }

  when(...events: LooseEvent[]): Service {
    return events.reduce<Service>((service, event) => {
      const n = service.n + 1;
      const parsed = serviceEvent.parse(event);
      const next = step('service', service.snapshot, parsed, { at: 1_000 + n, ref: String(n) });
      return new Service(next.snapshot, next.effects as readonly ServiceEffect[], next.ignored, n);
    }, this);
  }

  get line(): string {
    return this.#state.line;
  }

  get live(): string {
    return this.#state.live;
  }

  get context(): ServiceContext {
    return this.snapshot.context;
  }

  /** Types of the effects of the last event, in order. */
  get asks(): string[] {
    return this.effects.map((effect) => effect.type);
  }

  ask<T extends ServiceEffect['type']>(type: T): Extract<ServiceEffect, { type: T }> {
    const found = this.effects.find(
      (effect): effect is Extract<ServiceEffect, { type: T }> => effect.type === type,
    );
    if (!found) throw new Error(`no ${type} among ${this.asks.join(', ')}`);
    return found;
  }

  // the answers to what is asked now
  held(session = 'b1'): Service {
    return this.when({ type: 'TicketHeld', ticket: this.#ticket, token: 1, session });
  }

  submitted(commit: string, session = 'b1'): Service {
    return this.when({ type: 'TicketSubmitted', ticket: this.#ticket, token: 1, session, commit });
  }

  reopened(reason = 'the session fell silent'): Service {
    return this.when({ type: 'TicketReopened', ticket: this.#ticket, token: 1, reason });
  }

  exhausted(...reasons: string[]): Service {
    return this.when({ type: 'TicketExhausted', ticket: this.#ticket, reasons });
  }

  verdict(verdict: 'passed' | 'failed' | 'inconclusive', more: Record<string, unknown> = {}): Service {
    const verification = this.context.verification?.id ?? 'none';
    const record = verdict === 'passed' ? { record: `rec-${verification}` } : {};
    return this.when({
      type: 'VerificationFinished',
      verification,
      verdict,
      reasons: verdict === 'passed' ? [] : ['it broke'],
      ...record,
      ...more,
    });
  }

  release(type: 'ReleaseStarted' | 'ReleaseProved' | 'ReleaseSwitched'): Service {
    return this.when({ type, release: this.context.change?.release ?? 'none', version: '1.0.0' });
  }

  releaseFailed(fault: 'work' | 'environment' | 'secret' | 'record', reason = 'it did not start'): Service {
    const release = this.context.change?.release ?? 'none';
    return this.when({ type: 'ReleaseFailed', release, fault, reason, log: 'a log' });
  }

  health(passed: boolean, cause: 'service' | 'environment' = 'service'): Service {
    const release = this.context.live.release?.id ?? 'none';
    if (passed) return this.when({ type: 'HealthPassed', release });
    return this.when({ type: 'HealthFailed', release, reason: 'no answer', log: 'a stack', cause });
  }

  restarted(): Service {
    return this.when({ type: 'ReleaseRestarted', release: this.context.live.release?.id ?? 'none' });
  }

  timer(timer: string): Service {
    return this.when({ type: 'TimerFired', timer });
  }

  get #ticket(): string {
    return this.context.ticket?.id ?? 'none';
  }

  get #state(): { line: string; live: string } {
    const state = stateOf(this.snapshot);
    if (!('line' in state)) throw new Error('not a service');
    return state;
  }
}

export function spec(hash: string, more: Partial<SpecFact> = {}): SpecFact {
  return { hash, problems: [], secrets: [], services: [], ...more };
}

export const specSeen = (hash: string, more: Partial<SpecFact> = {}) =>
  ({ type: 'SpecSeen', spec: spec(hash, more) }) as const;

export const edited = (commit: string, more: Record<string, unknown> = {}) =>
  ({
    type: 'TreeEdited',
    commit,
    evidence: { source: true, tests: false, production: false, ...more },
    files: ['src/main.py'],
  }) as const;

// Services that stand where many stories begin.
export const awaitingBuild = (hash = 'A') => Service.fresh().when(specSeen(hash));
export const building = () => awaitingBuild().held();
export const verifyingBuild = () => building().submitted('c1');
export const verifyingTests = () => verifyingBuild().verdict('passed', { hasTests: true });
export const deploying = () => verifyingTests().verdict('passed');
export const proving = () => deploying().release('ReleaseStarted');
export const switching = () => proving().release('ReleaseProved');
export const shipped = () => switching().release('ReleaseSwitched');

/** A second spec shipped over the first: there is a release to go back to. */
export const shippedTwice = () => shipAgain(shipped().when(specSeen('B')), 'c2');

/** Takes a service whose build ticket is open to production with this commit. */
export function shipAgain(service: Service, commit: string): Service {
  return service
    .held()
    .submitted(commit)
    .verdict('passed', { hasTests: true })
    .verdict('passed')
    .release('ReleaseStarted')
    .release('ReleaseProved')
    .release('ReleaseSwitched');
}
