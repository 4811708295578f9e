import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';

/** Closes what was opened, in reverse; each within its own deadline, one failure never stopping the rest. */
export class Disposer {
  readonly #closers: { name: string; deadlineMs: number; close: () => unknown }[] = [];

  add(name: string, close: () => unknown, deadlineMs = 5_000): void {
    this.#closers.push({ name, deadlineMs, close });
  }

  async close(log: Log): Promise<void> {
    for (const { name, deadlineMs, close } of this.#closers.splice(0).reverse()) {
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), deadlineMs);
      });
      try {
        if ((await Promise.race([close(), deadline])) === 'late')
          log.warn({ name, deadlineMs }, 'closing took too long');
      } catch (error) {
        log.warn({ name, error: messageOf(error) }, 'closing failed');
      } finally {
        clearTimeout(timer);
      }
    }
  }
}
