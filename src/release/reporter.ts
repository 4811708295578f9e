import { setMaxListeners } from 'node:events';
import type { ServiceEvent } from '../../machines/service/service.events.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { ReportRelease } from './release.port.ts';
import { pause } from './wait.ts';

/** Hands events over, in order per service, until they are accepted. */
export interface Reporter {
  /** Resolves true once accepted; false when it never will be (refused for good, or closed meanwhile). */
  report(service: string, event: ServiceEvent): Promise<boolean>;
  close(): void;
}

const firstRetryMs = 100;
const lastRetryMs = 5_000;

export function createReporter(accept: ReportRelease, clock: Clock, log: Log): Reporter {
  const lines = new Map<string, Promise<unknown>>();
  const closing = new AbortController();
  // Every service may be waiting to be heard at once.
  setMaxListeners(0, closing.signal);

  const deliver = async (service: string, event: ServiceEvent): Promise<boolean> => {
    for (let wait = firstRetryMs; !closing.signal.aborted; wait = Math.min(wait * 2, lastRetryMs)) {
      try {
        faultPoint('release.report.before');
        await accept(service, event);
        return true;
      } catch (error) {
        log.warn({ service, event: event.type, reason: messageOf(error) }, 'release report not accepted');
        if (error instanceof AndonError && !error.retryable) return false;
        await pause(clock, wait, closing.signal);
      }
    }
    return false;
  };

  return {
    report: (service, event) => {
      const delivered = (lines.get(service) ?? Promise.resolve()).then(() => deliver(service, event));
      lines.set(service, delivered);
      return delivered;
    },
    close: () => closing.abort(),
  };
}
