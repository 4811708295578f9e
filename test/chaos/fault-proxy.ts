import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Address = { readonly port: number } | { readonly path: string };
export type ProxyMode = 'pass' | 'delay' | 'refuse';
export type ProxyCounts = {
  accepted: number;
  refused: number;
  cut: number;
  blackHoled: number;
  bytes: number;
  swallowed: number;
  delayed: number;
};

/** One connection through the proxy, with its two ends. */
type Pair = { readonly near: Socket; readonly far: Socket; dead: boolean };

/** A peer that hears nothing any more is let go of by its system after a while; this is that while. */
const forgottenMs = 15_000;

/**
 * A TCP proxy on loopback whose faults are switched while it runs: it passes, delays, resets what is open, turns what is
 * open into black holes (half-open: bytes are swallowed, nobody is told), or refuses what is new.
 */
export class FaultProxy {
  readonly counts: ProxyCounts = {
    accepted: 0,
    refused: 0,
    cut: 0,
    blackHoled: 0,
    bytes: 0,
    swallowed: 0,
    delayed: 0,
  };
  readonly #server: Server;
  readonly #target: () => Address;
  readonly #pairs = new Set<Pair>();
  #mode: ProxyMode = 'pass';
  #delayMs = 0;

  private constructor(target: () => Address) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => this.#take(near));
  }

  /** Listens on a free port of 127.0.0.1; `target` is asked anew for each connection. */
  static async open(target: () => Address): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('listening', resolve).once('error', reject);
    });
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Connections open now; black holes count until their own side lets go. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Everything passes again. What was cut stays cut, and what was turned into a black hole stays one. */
  pass(): void {
    this.#mode = 'pass';
    this.#delayMs = 0;
  }

  /** Every chunk of bytes arrives so much later, in order. */
  delay(ms: number): void {
    this.#mode = 'delay';
    this.#delayMs = ms;
  }

  /** New connections are reset at once; open ones go on. */
  refuse(): void {
    this.#mode = 'refuse';
  }

  /** Resets everything that is open. */
  cut(): void {
    for (const pair of [...this.#pairs]) {
      this.counts.cut += 1;
      this.#drop(pair);
    }
  }

  /** From now on the open connections swallow what is sent, either way; new ones are fine. */
  halfOpen(): void {
    for (const pair of this.#pairs) {
      if (pair.dead) continue;
      pair.dead = true;
      this.counts.blackHoled += 1;
    }
  }

  async close(): Promise<void> {
    for (const pair of [...this.#pairs]) this.#drop(pair);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #take(near: Socket): void {
    near.on('error', () => undefined);
    if (this.#mode === 'refuse') {
      this.counts.refused += 1;
      near.resetAndDestroy();
      return;
    }
    this.counts.accepted += 1;
    const far = connect({ ...this.#target(), allowHalfOpen: true });
    far.on('error', () => undefined);
    const pair: Pair = { near, far, dead: false };
    this.#pairs.add(pair);
    this.#pump(pair, near, far);
    this.#pump(pair, far, near);
  }

  #pump(pair: Pair, from: Socket, to: Socket): void {
    let inOrder = Promise.resolve();
    const later = (act: () => void): void => {
      const ms = this.#delayMs;
      inOrder = inOrder.then(async () => {
        if (ms > 0) await wait(ms);
        if (!pair.dead) act();
      });
    };
    from.on('data', (bytes) => {
      if (pair.dead) {
        this.counts.swallowed += bytes.length;
        return;
      }
      this.counts.bytes += bytes.length;
      if (this.#mode === 'delay') this.counts.delayed += 1;
      later(() => void to.write(bytes));
    });
    from.on('end', () => later(() => void to.end()));
    from.on('close', () => {
      if (!pair.dead) {
        later(() => this.#drop(pair));
        return;
      }
      const forget = setTimeout(() => this.#drop(pair), forgottenMs);
      forget.unref();
    });
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair);
    if (!pair.near.destroyed) pair.near.resetAndDestroy();
    // A unix socket knows no reset.
    if (pair.far.destroyed) return;
    if ('path' in this.#target()) pair.far.destroy();
    else pair.far.resetAndDestroy();
  }
}
