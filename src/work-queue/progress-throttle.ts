import type { VerificationProgress } from '../verification/verification.port.ts';

const EVERY_MS = 100;

/**
 * Passes figures on at most ten times a second, merged, the newest always in the end. A chatty test run would
 * otherwise push the events that matter out of the stream.
 */
export function createProgressThrottle(send: (progress: VerificationProgress) => Promise<void>): {
  take(progress: VerificationProgress): void;
  stop(): void;
} {
  let pending: VerificationProgress | undefined;
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    timer = undefined;
    const latest = pending;
    pending = undefined;
    if (!latest) return;
    // Losing one costs a moment of the picture.
    send(latest).catch(() => undefined);
    timer = setTimeout(flush, EVERY_MS);
  };
  return {
    take(progress) {
      pending = { ...pending, ...progress };
      if (!timer) flush();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      flush();
      clearTimeout(timer);
    },
  };
}
