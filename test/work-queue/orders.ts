import type {
  VerificationOrder,
  VerificationResult,
  Verifier,
} from '../../src/verification/verification.port.ts';

export function order(verification: string): VerificationOrder {
  return {
    verification,
    gate: 'test',
    service: { id: 's1', name: 'shortener' },
    change: 1,
    commit: 'c0ffee',
    spec: 'hash',
    ticket: 't1',
    session: 'builder',
    cause: 'spec',
    base: null,
    baseRecord: null,
    parent: null,
  };
}

export function passed({ verification, service }: VerificationOrder): VerificationResult {
  return { verification, service: service.id, verdict: 'passed', reasons: [] };
}

/** A verifier that passes everything and counts what it ran. */
export function passing(ran: string[] = []): Verifier {
  return {
    async run(given) {
      ran.push(given.verification);
      return passed(given);
    },
  };
}

/** A verifier whose runs end when they are let go, or are aborted. */
export function held() {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const aborted: string[] = [];
  const verifier: Verifier = {
    async run(given, signal) {
      started.push(given.verification);
      await new Promise<void>((resolve) => {
        ends.push(resolve);
        signal.addEventListener('abort', () => {
          aborted.push(given.verification);
          resolve();
        });
      });
      return passed(given);
    },
  };
  return {
    verifier,
    started,
    aborted,
    letGo: () => {
      for (const end of ends.splice(0)) end();
    },
  };
}
