import type { Signals } from '../coordinator/signals.port.ts';

/** How much of what a service printed is looked at, bytes: what a pull may have missed is still there. */
const window = 64 * 1024;

/**
 * Takes what a released service prints into its log lines when somebody looks at them. Services print to files, so that
 * they outlive Andon; nobody reads the file of a service nobody looks at.
 */
export class ServiceOutput {
  readonly #tail: (service: string, bytes: number) => Promise<string>;
  readonly #signals: Signals;
  readonly #seen = new Map<string, string>();

  constructor(tail: (service: string, bytes: number) => Promise<string>, signals: Signals) {
    this.#tail = tail;
    this.#signals = signals;
  }

  /** Only whole lines are taken; the rest of one comes with the next pull. */
  async pull(service: string): Promise<void> {
    const text = await this.#tail(service, window);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const fresh = newPart(this.#seen.get(service) ?? '', whole);
    this.#seen.set(service, whole);
    for (const line of fresh.split('\n')) {
      if (line !== '') this.#signals.send({ kind: 'log', service, source: 'service', line });
    }
  }
}

/** What of `now` was not in `before`, where both are the ends of one growing text. */
export function newPart(before: string, now: string): string {
  if (now.startsWith(before)) return now.slice(before.length);
  const mark = before.slice(-2_000);
  const at = now.lastIndexOf(mark);
  return at < 0 ? now : now.slice(at + mark.length);
}
