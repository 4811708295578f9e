import { describe, expect, it } from 'vitest';
import { nothingYet } from '../../machines/line/line.initial.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { EventRow } from '../../src/store/store.port.ts';
import { walk } from '../machines/service/walk.ts';
import { Checker } from './checker.ts';
import { legalEdges } from './promises/legal-edges.ts';
import { RealLine, smallLimits } from './real-line.ts';
import { seenAs } from './seen-as.ts';
import type { Step } from './step.ts';
import { exact } from './watch.ts';

const opening = { type: 'Opened', input: {} };
const opened: EventRow = { seq: 1, at: 1, stream: 'line/main', version: 1, event: opening, after: null };
const paused: EventRow = { ...opened, seq: 2, event: { type: 'LinePaused' } };

function told(...rows: readonly EventRow[]): Checker {
  const checker = new Checker({ limits: defaultLimits });
  checker.observe({ what: 'committed', rows }, 0);
  return checker;
}

describe('a journal', () => {
  it('is whole when its numbers rise by one and each row does something', () => {
    const checker = told(opened, paused);
    expect(() => checker.verify()).not.toThrow();
    expect(checker.events.get('LinePaused')).toBe(1);
  });

  it.each([
    ['a number is left out', [opened, { ...paused, seq: 3 }], 'row 3 follows row 1'],
    ['a number comes twice', [opened, opened], 'row 1 follows row 1'],
    [
      'a row does nothing',
      [opened, { ...paused, event: { type: 'LineResumed' } }],
      'has no use for the LineResumed',
    ],
    ['a stream is used before it is opened', [{ ...paused, seq: 1 }], 'before it is opened'],
    ['a stream is opened twice', [opened, { ...opened, seq: 2 }], 'is opened twice'],
    [
      'a row says another state than it leads to',
      [opened, { ...paused, after: 'running' }],
      'row 2 leaves line/main in paused, and the journal says running',
    ],
  ])('is not whole when %s', (_how, rows, text) => {
    const checker = told(...rows);
    expect(checker.violations).toMatchObject([{ promise: 'the journal is whole' }]);
    expect(() => checker.verify()).toThrow(text);
  });

  it('says at any moment what is not its replay', () => {
    const { fold } = told(opened);
    const running = { value: 'running', context: { ...nothingYet, since: 1 }, status: 'active' };
    expect(fold.disagreements([{ stream: 'line/main', snapshot: running }])).toEqual([]);
    const other = { ...running, context: { ...nothingYet, since: 2 } };
    expect(fold.disagreements([{ stream: 'line/main', snapshot: other }])).toEqual([
      'line/main differs from the replay of the journal in context.since',
    ]);
  });
});

describe('the real line', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
  const events = new Map<string, number>();

  it.each(seeds)('keeps every promise with seed %i', async (seed) => {
    const store = createMemoryStore();
    const checker = new Checker({ limits: smallLimits });
    const line = new RealLine(seed, store, checker);
    const disagreements: string[] = [];
    await line.run(400, () => disagreements.push(...checker.fold.disagreements(store.activeSnapshots())));
    const snapshots = [...checker.fold.streams()].flatMap((stream) => store.snapshot(stream) ?? []);
    const rest = { waiting: [], boards: [], leaks: [], settled: false };
    checker.end(
      { ...rest, snapshots, journal: store.events({}), owed: store.owedEffects() },
      line.clock.now(),
    );
    expect(disagreements).toEqual([]);
    expect(() => checker.verify()).not.toThrow();
    for (const [type, count] of checker.events) events.set(type, (events.get(type) ?? 0) + count);
  });

  it('really shipped, rolled back, lost leases, built twice and was retired in these runs', () => {
    const names = [
      'ReleaseSwitched',
      'RolledBack',
      'LeaseExpired',
      'ServiceRetired',
      'TicketExhausted',
      'TicketBarred',
      'ReleaseApproved',
      'WorkSentBack',
      'RollbackAsked',
      'TicketPrioritised',
    ];
    const never = names.filter((name) => !events.has(name));
    expect(never).toEqual([]);
  });
});

describe('the table of legal edges', () => {
  // A ticket that is being judged ends in no other way than by the verdict: the machines together never tell this.
  const impossible = /verifying to [a-z.]+ by Ticket(Exhausted|Contradicted)$/;

  it('has every edge that a service can walk', () => {
    const found = new Set<string>();
    const { edges } = walk(1_000);
    for (const { from, to, case: tried } of edges) {
      const watch = legalEdges.watch((holds, text) => void (holds || found.add(text())), {
        limits: defaultLimits,
        tolerances: exact,
      });
      const event = tried.event(from, false);
      const row = { ...opened, stream: 'service/s1', event } as const;
      const [before, after] = [seenAs('service', from.snapshot), seenAs('service', to.snapshot)];
      // The cast holds: both are services.
      const step = {
        kind: 'service',
        id: 's1',
        row,
        event,
        before,
        after,
        effects: to.effects,
      } as unknown as Step;
      watch.step?.(step, 0, told().fold);
    }
    expect(edges.length).toBeGreaterThan(1_000);
    expect([...found].filter((text) => !impossible.test(text))).toEqual([]);
  });
});
