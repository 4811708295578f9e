import { describe, expect, it } from 'vitest';
import { hearVerifications } from '../../src/app/hear-verifications.ts';
import { MemorySignals } from '../../src/coordinator/memory-signals.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import type { VerificationProgress } from '../../src/verification/verification.port.ts';

describe('what a gate says on the way', () => {
  it('is in the log: each step once as it begins, and what came of the suite', () => {
    const signals = new MemorySignals(realClock);
    const said: string[] = [];
    signals.on((signal) => {
      if (signal.kind === 'log') said.push(`${signal.service} ${signal.source}: ${signal.line}`);
    });
    let tell: (progress: VerificationProgress) => void = () => {};
    hearVerifications(
      {
        onVerified: () => () => {},
        onVerificationProgress: (listener) => {
          tell = listener;
          return () => {};
        },
      },
      { receive: async () => ({ seq: 1, ignored: false }) },
      signals,
    );
    tell({ service: 's1', phase: 'install' });
    tell({ service: 's1', phase: 'test', passed: 0, total: 2 });
    tell({ service: 's2', phase: 'test' });
    tell({ service: 's1', phase: 'test', passed: 1, total: 2 });
    tell({ service: 's1', phase: 'test', passed: 2, total: 2, line: '✓ adds' });
    tell({ service: 's1', phase: 'install' });
    expect(said).toEqual([
      's1 verify: gate: install',
      's1 verify: gate: test',
      's2 verify: gate: test',
      's1 verify: ✓ adds',
      's1 verify: gate: install',
    ]);
    expect(signals.latest('s1').tests).toEqual({ passed: 2, total: 2 });
  });
});
