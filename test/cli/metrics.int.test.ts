import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figuresText } from '../../src/cli/commands/metrics-command.ts';
import { lineFigures } from '../../src/contracts/metrics.ts';
import { figuresOf } from '../../src/metrics/figures-of.ts';
import { LogFold } from '../../src/metrics/log-fold.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { moment } from '../metrics/told-line.ts';
import { twoWeeks } from '../metrics/two-weeks.ts';
import { findable, runAndon } from './run-andon.ts';

let line: ServedLine;
beforeEach(async () => {
  line = await servedLine();
  await findable(line);
  await line.openBuild();
});
afterEach(() => line.close());

const andon = (...args: string[]) => runAndon(['--home', line.directory, ...args], line.directory);

describe('andon metrics', () => {
  it('shows a line on which nothing has shipped yet as such, and not as zeros', async () => {
    const { code, said } = await andon('metrics');
    expect(code).toBe(0);
    expect(said).toMatch(/^The last 28 days\.\n/);
    expect(said).toMatch(/cycle time, median +not enough yet +of 0 changes/);
    expect(said).toMatch(/deployments a day +not enough yet/);
  });

  it('has the figures of the contract, current with the last commit, as JSON', async () => {
    const { said } = await andon('metrics', '--days', '3', '--json');
    const figures = lineFigures.parse(JSON.parse(said));
    expect(figures.reading).toBeNull();
    expect(figures.perDay).toHaveLength(3);
    expect(figures.perDay.at(-1)?.columns).toEqual({ SPEC: 0, BUILD: 1, TEST: 0, PRODUCTION: 0 });
  });

  it('refuses a window it has no days for', async () => {
    expect((await andon('metrics', '--days', '0')).code).toBe(2);
  });

  it('has the gauges of what is known at /metrics, and leaves out what is not', async () => {
    const { body } = await line.app.inject({ url: '/metrics' });
    expect(body).toMatch(/^andon_assigned_today \d/m);
    expect(body).toMatch(/^andon_changes_shipped_total 0$/m);
    expect(body).not.toMatch(/^andon_cycle_median_seconds /m);
  });
});

describe('the figures as text', () => {
  it('say what they are of, and which way they go', () => {
    const fold = new LogFold();
    for (const row of twoWeeks().rows) fold.take(row);
    const now = moment('2026-11-01 18:00');
    const text = figuresText({ ...figuresOf(fold, { now, days: 14, nameOf: (id) => id }), reading: null });
    expect(text).toMatch(/cycle time, median +5 h 30 min +of 5 changes/);
    expect(text).toMatch(/cycle time, 85 of 100 +\S+.* 7 % shorter than last week's/);
    expect(text).toMatch(/shipped +5 +2 dropped/);
    expect(text).toMatch(/first-pass yield +80 % +4 of 5/);
    expect(text).toMatch(/cost +2\.50 USD +pieces of work that did not say: 1/);
    expect(text).toMatch(/change failure rate +20 % +low \(DORA 2023\)/);
    expect(text).toMatch(/time to restore, median +5 min +1 not well now/);
  });
});
