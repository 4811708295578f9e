import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultKinds } from './faults.ts';
import { keptPlans } from './regressions.ts';
import type { ChaosReport } from './report.ts';

const root = resolve(import.meta.dirname, '..', '..');
const longestMs = 600_000;

/** The same as `npm run chaos`, with a seed of its own each time; what it prints is shown. */
function chaos(out: string, ...args: string[]): Promise<ChaosReport> {
  const argv = ['--import', 'tsx', join(import.meta.dirname, 'chaos.ts'), '--tempo', 'quick', ...args];
  const child = spawn(process.execPath, [...argv, '--out', out], { cwd: root, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => {
      // A run that broke down wrote no report.
      if (!existsSync(out)) fail(new Error(`chaos ended with ${code} and without a report`));
      // The one cast of this test: the file is that very report.
      else done(JSON.parse(readFileSync(out, 'utf8')) as ChaosReport);
    });
  });
}

const fired = ({ struck }: ChaosReport) =>
  new Set(struck.filter(({ missed }) => missed === undefined).map(({ fault }) => fault.kind));

describe('a line under chaos', { timeout: longestMs }, () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'andon-chaos-test-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(keptPlans.map((plan, index) => ({ index, found: plan.found })))(
    'holds under the plan that once showed: $found',
    async ({ index }) => {
      const report = await chaos(join(directory, `kept-${index}.json`), '--kept', String(index));
      expect(report.violations).toEqual([]);
      expect(report.struck.filter(({ missed }) => missed !== undefined)).toEqual([]);
    },
  );

  it('keeps its promises under every kind of fault, with a Redis of its own', async () => {
    const kinds = faultKinds('own', true);
    const report = await chaos(join(directory, 'own.json'), '--faults', String(kinds.length));
    expect(report.violations).toEqual([]);
    expect([...fired(report)].sort()).toEqual([...kinds].sort());
    expect(report.struck.length).toBeGreaterThanOrEqual(30);
    // Work went on meanwhile: nothing of this would mean much on a line that stood.
    expect(report.work['changes shipped']).toBeGreaterThanOrEqual(10);
    expect(report.work.acknowledged).toBeGreaterThan(0);
    expect(report.work['deltas dropped']).toBeGreaterThan(0);
    expect(report.proxies.cut).toBeGreaterThan(0);
    expect(report.proxies.swallowed).toBeGreaterThan(0);
    expect(report.proxies.refused).toBeGreaterThan(0);
    expect(report.proxies.delayed).toBeGreaterThan(0);
  });

  it('keeps them with the embedded Redis, whatever becomes of that', async () => {
    const only = '^(redis|log|coordinators|disk)';
    const kinds = faultKinds('embedded', true).filter((kind) => new RegExp(only).test(kind));
    const args = ['--redis', 'embedded', '--only', only, '--faults', String(kinds.length)];
    const report = await chaos(join(directory, 'embedded.json'), ...args);
    expect(report.violations).toEqual([]);
    expect([...fired(report)].sort()).toEqual([...kinds].sort());
    expect(report.work['changes shipped']).toBeGreaterThanOrEqual(5);
  });
});
