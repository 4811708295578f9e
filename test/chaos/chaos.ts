// `npm run chaos -- --seed 7 --faults 40`, `--minutes 30`, `--redis embedded`, `--only disk`, `--out report.json`, `--evidence directory`.
// Runs itself again in a mount namespace of its own (and a user namespace, where it is not root), so that the small file
// system of the home goes with it; this outer process ends what an inner one that died left behind.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeWhole } from '../e2e/support/line.ts';
import { processesOf } from '../e2e/support/processes.ts';
import type { Tempo } from './faults.ts';
import { keptPlans } from './regressions.ts';
import { chaosText, isClean } from './report.ts';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    faults: { type: 'string' },
    minutes: { type: 'string' },
    redis: { type: 'string', default: 'own' },
    workers: { type: 'string', default: '2' },
    tempo: { type: 'string', default: 'usual' },
    out: { type: 'string' },
    evidence: { type: 'string' },
    only: { type: 'string' },
    kept: { type: 'string' },
    inside: { type: 'boolean', default: false },
  },
});

const tempos: Record<string, Tempo> = {
  usual: { onMs: [1_000, 5_000], healMs: [1_000, 5_000] },
  quick: { onMs: [300, 1_200], healMs: [0, 300] },
};

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`--${name} is "${text}"; a number is needed`);
  return value;
}

/** The commit this tree stands at, or a word that there is none. */
function commit(): string {
  try {
    const head = readFileSync('.git/HEAD', 'utf8').trim();
    const ref = /^ref: (.+)$/.exec(head)?.[1];
    return (ref ? readFileSync(join('.git', ref), 'utf8') : head).trim().slice(0, 12);
  } catch {
    return 'unknown';
  }
}

async function inner(): Promise<number> {
  const minutes = whole('minutes', values.minutes);
  const faults = whole('faults', values.faults) ?? (minutes === undefined ? 40 : undefined);
  const tempo = tempos[values.tempo];
  if (!tempo) throw new RangeError(`--tempo is one of ${Object.keys(tempos).join(', ')}`);
  const seed = whole('seed', values.seed) ?? Date.now() % 1_000_000_000;
  const kept = values.kept === undefined ? undefined : keptPlans[Number(values.kept)];
  const report = await runChaos({
    seed: kept?.seed ?? seed,
    redis: (kept?.redis ?? values.redis) === 'embedded' ? 'embedded' : 'own',
    workers: whole('workers', values.workers) ?? 2,
    homeMegabytes: minutes === undefined ? 192 : 512,
    tempo,
    ...(faults === undefined ? {} : { faults }),
    ...(minutes === undefined ? {} : { ms: minutes * 60_000 }),
    ...(kept ? { kept: kept.faults } : {}),
    ...(values.only ? { only: new RegExp(values.only) } : {}),
    sampleEveryMs: minutes === undefined ? 5_000 : 10_000,
    commit: commit(),
    say: (text) => process.stderr.write(`${text}\n`),
    ...(values.evidence ? { evidence: values.evidence } : {}),
  });
  process.stdout.write(chaosText(report));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);
  return isClean(report) ? 0 : 1;
}

/** What the loader keeps in the temporary directory is its own. */
const isOurs = (name: string): boolean => !name.startsWith('tsx-');

/** Runs the inner one with a temporary directory of its own, and ends and removes whatever it left there. */
async function outer(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'andon-chaos-'));
  const namespaces = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  const child = spawn(
    'unshare',
    [
      ...[...namespaces, '--fork', '--kill-child', process.execPath, ...process.execArgv],
      ...[import.meta.filename, ...process.argv.slice(2), '--inside'],
    ],
    { stdio: 'inherit', env: { ...process.env, TMPDIR: directory } },
  );
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill('SIGKILL'));
  const longestMs = ((whole('minutes', values.minutes) ?? 10) * 1.5 + 5) * 60_000;
  const late = setTimeout(() => {
    process.stderr.write(`it took longer than ${Math.round(longestMs / 60_000)} minutes and is ended\n`);
    child.kill('SIGKILL');
  }, longestMs);
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1)).once('exit', (status) => resolve(status ?? 1));
  });
  clearTimeout(late);
  const left = processesOf(directory);
  for (const { pid, command } of left) {
    process.stderr.write(`left behind and ended: ${pid} ${command}\n`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  const files = existsSync(directory) ? readdirSync(directory).filter(isOurs) : [];
  if (files.length > 0) process.stderr.write(`left behind and removed: ${files.join(', ')}\n`);
  if (existsSync(directory)) removeWhole(directory);
  return left.length > 0 ? 1 : code;
}

process.exitCode = values.inside ? await inner() : await outer();
if (values.inside) process.exit();
