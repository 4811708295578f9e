import { describe, expect, it } from 'vitest';
import { suiteLines } from '../../src/verification/gates/suite-lines.ts';

const report = { hits: new Map(), empty: [], problems: [], environment: null };

describe('a suite in the log', () => {
  it('is told test by test, what failed first', () => {
    const text = suiteLines({
      ...report,
      problems: ['the runner crashed'],
      results: [
        { id: 'a.test.js adds', status: 'passed', message: '', durationMs: 1.6 },
        { id: 'a.test.js waits', status: 'skipped', message: 'later' },
        { id: 'a.test.js sums', status: 'failed', message: 'expected 2\n  got 3', durationMs: 4 },
      ],
    });
    expect(text.split('\n')).toEqual([
      '✗ a.test.js sums (4 ms): expected 2 got 3',
      '✓ a.test.js adds (2 ms)',
      '○ skipped: a.test.js waits: later',
      '✗ the runner crashed',
    ]);
  });

  it('is a hundred lines at most, and says how many are left out', () => {
    const results = Array.from({ length: 250 }, (_, i) => ({
      ...{
        id: `t${i}`,
        status: i === 240 ? ('failed' as const) : ('passed' as const),
        message: 'x'.repeat(9_000),
      },
    }));
    const lines = suiteLines({ ...report, results }).split('\n');
    expect(lines).toHaveLength(101);
    expect(lines[0]?.startsWith('✗ t240: xxx')).toBe(true);
    expect(lines.at(-1)).toBe('(150 more tests)');
    expect(lines.join('').length).toBeLessThan(10_000);
  });
});
