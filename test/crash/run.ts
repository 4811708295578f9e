import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { createBeginnings } from './beginnings.ts';
import { allCases, type Case, type CaseResult, runCase } from './run-case.ts';
import { sampleOf } from './sample.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    hit: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string' },
    side: { type: 'string', default: '2' },
  },
});

const longestText = 3_000;
const cases = chosen();
const beginnings = createBeginnings();
const results: CaseResult[] = [];
const waiting = [...cases];
const began = performance.now();
await Promise.all(Array.from({ length: Number(values.side) }, worker));
await beginnings.close();
report();

/** `--only` names points or how they begin, with commas, each with `:<hit>` where wanted. */
function chosen(): readonly Case[] {
  if (values.sample !== undefined) {
    const seed = values.seed ?? execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    console.log(`seed ${seed}`);
    return sampleOf(seed, Number(values.sample));
  }
  const wanted = values.only?.split(',').map((text) => text.split(':'));
  const found = allCases().filter(
    ({ point, hit }) =>
      (values.hit === undefined || hit === Number(values.hit)) &&
      (wanted === undefined ||
        wanted.some(([name = '', n]) => point.startsWith(name) && (n === undefined || hit === Number(n)))),
  );
  if (found.length === 0) throw new Error('no case is called so');
  return found;
}

async function worker(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const result = await runCase(next, beginnings);
    results.push(result);
    console.log(lineOf(result));
  }
}

function lineOf({ point, hit, violations, recoveryMs, tookMs }: CaseResult): string {
  const recovery = recoveryMs === null ? '-' : String(Math.round(recoveryMs));
  const outcome = violations.length === 0 ? 'held' : 'BROKEN';
  const head = `${point.padEnd(34)} ${hit} ${outcome.padEnd(6)} ${recovery.padStart(6)} ms  ${(tookMs / 1_000).toFixed(1).padStart(5)} s`;
  return [head, ...violations.map((text) => `    ${text.slice(0, longestText)}`)].join('\n');
}

function report(): void {
  const recoveries = results.flatMap(({ recoveryMs }) => recoveryMs ?? []).sort((a, b) => a - b);
  const at = (share: number) => Math.round(recoveries[Math.floor((recoveries.length - 1) * share)] ?? 0);
  const violations = results.reduce((sum, result) => sum + result.violations.length, 0);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`cases: ${results.length} in ${minutes} min`);
  console.log(`recovery ms: p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}`);
  console.log(`violations: ${violations}`);
  process.exitCode = violations === 0 ? 0 : 1;
}
