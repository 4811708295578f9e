import type { ServiceState } from '../../src/coordinator/coordinator.port.ts';
import {
  blockOf,
  openTicket,
  ScriptedLine,
  serviceState,
  servingContext,
  sessionState,
  ticketState,
} from '../board/scripted-line.ts';

/** Its card tells which event it shows: `e<number>e`. It is the first of its column by name. */
export const PROBE = '0-probe';

const words = ['billing', 'url-shortener', 'quotes', 'feature-flags', 'notifications-gateway', 'todo-list'];
/** States in the order a service goes through them; most services of an old line rest in the last one. */
const road = [
  'spec.missing',
  'build.awaiting',
  'build.working',
  'test.verifying',
  'release.proving',
  'shipped',
];

/** A scripted line of many services in all states, on which something happens so often a second. */
export class BusyLine {
  readonly line = new ScriptedLine();
  readonly #names: string[] = [];
  readonly #at = new Map<string, number>();
  #events = 0;
  #probes = 0;

  constructor(services: number) {
    this.line.uptime = 0.9994;
    const states: ServiceState[] = [];
    for (let index = 0; index < services - 1; index += 1) {
      const name = `${words[index % words.length]}-${index}`;
      this.#names.push(name);
      this.#at.set(name, index % 3 === 0 ? index % road.length : road.length - 1);
      states.push(this.#stateOf(name, index));
    }
    this.line.commit(
      ...states,
      this.#probe(),
      sessionState('builder-1', 'present'),
      sessionState('tester-1', 'present'),
    );
  }

  /** One event somewhere on the line: half of them move a service on, half tell of progress. */
  next(): void {
    // Steps of a number without a common factor reach all services in an order that looks like none.
    const index = (this.#events * 7_919) % this.#names.length;
    const name = this.#names[index] ?? '';
    this.#events += 1;
    if (this.#events % 2 === 0) {
      this.#at.set(name, ((this.#at.get(name) ?? 0) + 1) % road.length);
      this.line.commit(this.#stateOf(name, index));
    } else {
      this.#say(name, `writing route ${this.#events % 50}`, this.#events % 100);
    }
  }

  /** An event on the probe's card; gives its number, which the card then shows. */
  probe(): number {
    this.#probes += 1;
    this.#say(PROBE, `e${this.#probes}e`, this.#probes % 100);
    return this.#probes;
  }

  #stateOf(name: string, index: number): ServiceState {
    const since = Date.now();
    const state = road[this.#at.get(name) ?? 0] ?? 'shipped';
    const ticket = `t-${name}`;
    if (state === 'build.awaiting') {
      if (index % 9 === 0) {
        const block = blockOf('Three attempts failed at the tests; the last one leaves two of them red.');
        return serviceState(name, 'blocked', { since, block });
      }
      this.line.whys.set(ticket, ['No session with builder is free; two are busy.']);
      this.line.commit(ticketState(ticket, name));
      return serviceState(name, state, { since, ticket: openTicket(ticket) });
    }
    if (state === 'build.working') {
      return serviceState(name, state, { since, ticket: openTicket(ticket, 'builder-1') });
    }
    if (state === 'shipped') {
      const live = index % 60 === 0 ? 'present.restarting' : 'present.healthy';
      return serviceState(name, state, { since, live: servingContext() }, live);
    }
    return serviceState(name, state, { since });
  }

  #probe(): ServiceState {
    const ticket = openTicket(`t-${PROBE}`, 'builder-1');
    return serviceState(PROBE, 'build.working', { since: Date.now(), ticket });
  }

  #say(name: string, text: string, percent: number): void {
    const service = `id-${name}`;
    const progress = { ticket: `t-${name}`, percent, text, at: Date.now() };
    this.line.signal({ kind: 'progress', service, ticket: progress.ticket, percent, text }, { progress });
  }
}
