import type { SessionService } from '../../src/sessions/session-service.port.ts';
import { ApiFailure } from '../../src/worker/api-failure.ts';
import type { Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { ProcessClock } from './process-clock.ts';

/** A coordinator that can be called, while it lives. */
export type Listening = { readonly life: Life; readonly sessions: SessionService };

/** How long a caller waits for an answer, milliseconds. */
const patienceMs = 10_000;

/** The way from sessions to whoever coordinates now: it loses requests and answers, and keeps some for long. */
export class Network {
  readonly #faults: Faults;
  readonly #listening: () => Listening | null;

  constructor(faults: Faults, listening: () => Listening | null) {
    this.#faults = faults;
    this.#listening = listening;
  }

  /** Rejects with a passing `ApiFailure` where nobody answers in time; refusals come through as they are. */
  call<T>(caller: ProcessClock, ask: (sessions: SessionService) => Promise<T> | T): Promise<T> {
    const faults = this.#faults;
    return new Promise<T>((resolve, reject) => {
      const nobody = (why: string) => reject(new ApiFailure(null, 'NO_ANSWER', why));
      const giveUp = caller.after(patienceMs, () => nobody('no answer in time'));
      const random = faults.source('callDelayed');
      const wayMs = () =>
        faults.strikes('callDelayed') ? random.between(500, 15_000) : random.between(1, 20);
      if (faults.strikes('requestLost')) return;
      const answered = (settle: () => void) => {
        if (faults.strikes('answerLost')) return;
        caller.after(wayMs(), () => {
          giveUp();
          settle();
        });
      };
      const arrive = () => {
        const listening = this.#listening();
        if (!listening) {
          giveUp();
          return nobody('connection refused');
        }
        // A stopped coordinator's socket takes the request; it is read when the process goes on.
        listening.life.clock.after(0, () => {
          Promise.resolve()
            .then(() => ask(listening.sessions))
            .then(
              (answer) => answered(() => resolve(answer)),
              (error: unknown) => answered(() => reject(error)),
            );
        });
      };
      caller.after(wayMs(), arrive);
    });
  }
}
