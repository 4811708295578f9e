import { settingsOf } from '../../../src/verification/record/settings-of.ts';
import type { NewRecord } from '../../../src/verification/record.ts';

/** The record of a passed test gate, as a verifier makes it. */
export function someRecord(more: Partial<NewRecord> = {}): NewRecord {
  const id = more.id ?? 'rec-v-7';
  return {
    id,
    service: { id: 'svc', name: 'shop' },
    change: 1,
    gate: 'test',
    commit: 'c'.repeat(40),
    tree: 'tree-of-it',
    specHash: 'spec',
    cause: 'spec',
    base: null,
    baseRecord: null,
    parent: null,
    ticket: 't-1',
    session: 'builder-1',
    own: false,
    sandbox: { tier: 'bubblewrap', profile: 'strict' },
    settings: settingsOf({ coveragePercent: 80, andonYaml: undefined }),
    seed: 'abc',
    acceptance: null,
    reused: null,
    runs: [{ argv: ['node', '--test'], exit: 0, signal: null, reason: 'exited', durationMs: 12.5 }],
    checks: [],
    result: {
      verification: id.replace('rec-', ''),
      service: 'svc',
      verdict: 'passed',
      reasons: [],
      tests: { passed: 1, failed: 0, skipped: 0, total: 1 },
      coverage: 91.5,
      record: id,
    },
    tests: [{ id: 'adds', status: 'passed', message: '' }],
    startedAt: 1_000,
    finishedAt: 2_000,
    verifierVersion: '0.2.0',
    ...more,
  };
}
