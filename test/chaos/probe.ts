import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceView } from '../../src/contracts/board.ts';
import type { Line } from '../e2e/support/line.ts';
import type { Builds } from './builds.ts';

/** How long after a fault's end the line took, milliseconds; `shipped` comes later, and may be disturbed by the next fault. */
export type Recovery = {
  /** Until the new spec was in a worker's hands. */
  handsMs: number | undefined;
  /** Until the standing service answered through the gateway. */
  servesMs: number | undefined;
  /** Until the new spec was in production and healthy. */
  shippedMs: number | undefined;
};

const pollMs = 25;
/** Enough that one at rest is found: what is on the line already may have to finish before it takes a new spec. */
const probes = 20;

/**
 * Asks after each fault whether the line moves: a spec saved at that moment has to reach a worker that begins on it, and
 * the standing service has to answer through the gateway.
 */
export class Prober {
  readonly #line: Line;
  readonly #builds: Builds;
  readonly #gatewayPort: number;
  readonly #standing: string;
  readonly #watching = new Set<Promise<void>>();
  /** The newest probe of each service that is not in production yet. */
  readonly #busy = new Map<string, string>();
  #n = 0;

  constructor(line: Line, builds: Builds, gatewayPort: number, standing: string) {
    this.#line = line;
    this.#builds = builds;
    this.#gatewayPort = gatewayPort;
    this.#standing = standing;
  }

  /** Resolves once it moves again, or when `withinMs` are over with what was missing left undefined. */
  async recovery(withinMs: number): Promise<Recovery> {
    const from = performance.now();
    const name = this.#free();
    const before = this.#builds.started(name);
    this.#n += 1;
    const greeting = `probe ${this.#n}`;
    this.#line.saveSpec(name, { greeting });
    const found: Recovery = { handsMs: undefined, servesMs: undefined, shippedMs: undefined };
    const passed = () => performance.now() - from;
    const serving = this.#untilServed(from, withinMs).then((ms) => {
      found.servesMs = ms;
    });
    while (found.handsMs === undefined && passed() < withinMs) {
      if (this.#builds.started(name) > before) found.handsMs = passed();
      else await wait(pollMs);
    }
    await serving;
    this.#busy.set(name, greeting);
    const watch = this.#untilShipped(name, greeting, from).then((ms) => {
      found.shippedMs = ms;
      if (this.#busy.get(name) === greeting) this.#busy.delete(name);
      this.#watching.delete(watch);
    });
    this.#watching.add(watch);
    return found;
  }

  /** Resolves when every probe is in production, or it was not in time. */
  async settled(): Promise<void> {
    await Promise.all(this.#watching);
  }

  #free(): string {
    const names = Array.from({ length: probes }, (_, n) => `probe-${n}`);
    return names.find((name) => !this.#busy.has(name)) ?? `probe-${this.#n % probes}`;
  }

  async #untilServed(from: number, withinMs: number): Promise<number | undefined> {
    while (performance.now() - from < withinMs) {
      const response = await fetch(`http://127.0.0.1:${this.#gatewayPort}/${this.#standing}/`, {
        signal: AbortSignal.timeout(1_000),
      }).catch(() => undefined);
      await response?.arrayBuffer().catch(() => undefined);
      if (response?.ok) return performance.now() - from;
      await wait(pollMs);
    }
    return undefined;
  }

  async #untilShipped(name: string, greeting: string, from: number): Promise<number | undefined> {
    const shipped = (view: ServiceView) => view.state === 'shipped' && view.live.health === 'healthy';
    while (performance.now() - from < 60_000 && this.#busy.get(name) === greeting) {
      await wait(200);
      const view = await this.#line.service(name).catch(() => undefined);
      if (!view || !shipped(view)) continue;
      const answer = await this.#line.call(name).catch(() => undefined);
      if (answer && JSON.stringify(answer.body).includes(`"${greeting}"`)) return performance.now() - from;
    }
    return undefined;
  }
}
