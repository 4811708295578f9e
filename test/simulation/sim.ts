import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCommandLine, replayCommand, type SimulationOptions } from './command-line.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { Tally } from './tally.ts';

/** Most failing seeds that are shrunk: each takes a while, and they often fail for one reason. */
const shrunkAtMost = 3;
/** Lines of a trace that are printed, the last ones. */
const traceLines = 60;

const say = (text: string) => void process.stdout.write(`${text}\n`);

const options = readCommandLine(process.argv.slice(2), availableParallelism());
const failed = options.seed === undefined ? await runFresh(options) : await replay(options.seed, options);
process.exitCode = failed ? 1 : 0;

/** One world again, with everything that happened in it. */
async function replay(seed: number, { smaller, trace }: SimulationOptions): Promise<boolean> {
  const print = (atMs: number, line: string) => say(`${(atMs / 1_000).toFixed(3).padStart(10)}s ${line}`);
  const result = await runSeed(seed, smaller, trace ? print : undefined);
  for (const { promise, seq, text } of result.violations) say(`[${seq}] ${promise}: ${text}`);
  say(
    `seed ${seed}: ${result.events} events, ${result.rows} journal rows, ${result.violations.length} violations`,
  );
  return result.violations.length > 0;
}

/** Fresh seeds for the given time, on every core. */
async function runFresh({ from, seconds, count, processes, out }: SimulationOptions): Promise<boolean> {
  const first = from ?? Math.floor(Date.now() % 1_000_000_000);
  say(`simulating from seed ${first} on, for ${seconds} s, in ${processes} processes, at commit ${commit()}`);
  const tally = new Tally();
  const began = performance.now();
  const each = Math.ceil(count / processes);
  await Promise.all(
    Array.from({ length: processes }, (_, at) =>
      seedsOf([first + at, processes, each, seconds], (result) => {
        tally.add(result);
        for (const violation of result.violations.slice(0, 1)) {
          say(`seed ${result.seed}: [${violation.seq}] ${violation.promise}: ${violation.text}`);
        }
      }),
    ),
  );
  const took = (performance.now() - began) / 1_000;
  const figures = tally.figures(took);
  say(`\n${tally.table()}\n`);
  for (const [name, value] of Object.entries(figures))
    say(`${name.padEnd(24)}${value.toLocaleString('en-US')}`);
  if (out)
    writeFileSync(
      out,
      `${JSON.stringify({ commit: commit(), from: first, seconds: took, figures }, null, 2)}\n`,
    );
  for (const result of tally.failing.slice(0, shrunkAtMost)) await explain(result);
  const never = tally.never();
  if (never.length > 0 && seconds >= 30)
    say(`\nnever struck, so nothing is proved about them: ${never.join(', ')}`);
  return tally.failing.length > 0 || tally.shipped === 0 || (never.length > 0 && seconds >= 30);
}

/** Says how a failing seed is run again, as small as it gets, and what happened last in it. */
async function explain({ seed, violations }: SeedResult): Promise<void> {
  const promise = violations[0]?.promise ?? '';
  const smaller = await shrink(seed, promise);
  const lines: string[] = [];
  const again = await runSeed(seed, smaller, (atMs, line) =>
    lines.push(`${(atMs / 1_000).toFixed(3)}s ${line}`),
  );
  say(`\nseed ${seed}, commit ${commit()}: ${promise}`);
  for (const { seq, text } of again.violations.slice(0, 3)) say(`  [${seq}] ${text}`);
  say(`  replay: ${replayCommand(seed, smaller)}`);
  say(lines.slice(-traceLines).join('\n'));
}

/** Runs seeds in a process of their own; tells each result. */
function seedsOf(args: readonly number[], tell: (result: SeedResult) => void): Promise<void> {
  const file = join(import.meta.dirname, 'seeds-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => tell(JSON.parse(line) as SeedResult));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`a process of seeds ended with ${code}`)),
    );
  });
}

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}
