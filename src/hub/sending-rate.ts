import type { Clock } from '../coordinator/clock.port.ts';

/** A session in a loop shall not push out what the others said: so many messages a minute, each. */
const perMinute = 60;
const minuteMs = 60_000;

/** Counts what each sender sent within the last minute. */
export class SendingRate {
  readonly #clock: Clock;
  readonly #sent = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether one more may be sent; if so it is counted. */
  take(sender: string): boolean {
    const now = this.#clock.monotonic();
    const recent = (this.#sent.get(sender) ?? []).filter((at) => now - at < minuteMs);
    if (recent.length >= perMinute) return false;
    this.#sent.set(sender, [...recent, now]);
    if (this.#sent.size > 1_000) this.#forgetIdle(now);
    return true;
  }

  #forgetIdle(now: number): void {
    for (const [sender, sent] of this.#sent) {
      if (sent.every((at) => now - at >= minuteMs)) this.#sent.delete(sender);
    }
  }
}
