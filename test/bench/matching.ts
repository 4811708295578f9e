import { type MatchInput, match } from '../../machines/policy/match.ts';
import { atMost, type Figure, percentile, rounded } from './figure.ts';

/** 10,000 tickets of three kinds against 1,000 sessions with 2 slots each: most tickets stay, with their reasons. */
export async function matching(): Promise<Figure[]> {
  const input = inputOf(10_000, 1_000);
  const runs: number[] = [];
  let assigned = 0;
  for (let run = 0; run < 15; run += 1) {
    const started = performance.now();
    assigned = match(input).assignments.length;
    runs.push(performance.now() - started);
  }
  return [
    atMost('matching', percentile(runs, 0.5), 'ms', 50, {
      tickets: 10_000,
      sessions: 1_000,
      assigned,
      first: rounded(runs[0] ?? 0),
      slowest: rounded(Math.max(...runs)),
    }),
  ];
}

function inputOf(tickets: number, sessions: number): MatchInput {
  const kinds = ['build', 'write-tests', 'fix'] as const;
  const requires = {
    build: [['builder']],
    'write-tests': [['tester']],
    fix: [['fixer'], ['tester'], ['builder']],
  };
  const words = [['builder'], ['tester'], ['builder', 'tester'], ['fixer', 'tester']];
  return {
    at: 1_000_000,
    linePaused: false,
    tickets: Array.from({ length: tickets }, (_, index) => {
      const kind = kinds[index % 3] ?? 'build';
      return {
        id: `t${index}`,
        kind,
        service: `s${index}`,
        requires: requires[kind],
        avoid: kind === 'write-tests' ? [`session-${index % sessions}`] : [],
        excluded: index % 50 === 0 ? [`session-${(index * 7) % sessions}`] : [],
        priority: index % 5,
        openedAt: (index * 7919) % 100_003,
        paused: false,
      };
    }),
    sessions: Array.from({ length: sessions }, (_, index) => ({
      name: `session-${index}`,
      capabilities: words[index % 4] ?? [],
      slots: 2,
      freeSlots: 2,
      fresh: true,
      draining: false,
      record:
        index % 3 === 0
          ? {}
          : { build: { done: index % 11, failed: index % 4, durations: [60_000, 90_000, index] } },
      lastTaken: index * 10,
    })),
  };
}
