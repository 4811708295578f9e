import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineTrouble } from '../clean-room.ts';
import { readJunit } from '../evidence/junit.ts';
import { freePort } from '../free-port.ts';
import type { GateContext } from '../gate-context.ts';
import { clientForwarder, stubService } from './forwarder.ts';
import type { StartedService } from './start-service.ts';

/** What came of one file: counts, or why it says nothing. */
export type FileOutcome =
  | { readonly total: number; readonly failed: number }
  | { readonly fault: 'environment' | 'gate' | 'work'; readonly reason: string };

/** `ran` is zero where the file could not be loaded or holds no test. */
type Run =
  | { readonly ran: number; readonly failed: number; readonly isOver: boolean }
  | { readonly fault: 'environment'; readonly reason: string };

/**
 * Runs a test file in a second sandbox, where the service's port is a way to its socket: the service sees nothing of it.
 * One that cannot be loaded is tried against a plain stub of a service: where it loads with that, the service is in the
 * way, and every test of it has failed; where it does not, the file itself is.
 */
export async function runTestFile(
  context: GateContext,
  service: StartedService,
  directory: string,
  file: string,
): Promise<FileOutcome> {
  const { target, port } = service;
  const socket = 'socketPath' in target ? target.socketPath : null;
  const before = socket === null ? [] : ['node', '-e', clientForwarder, socket, String(port)];
  const run = await runOnce(context, directory, file, port, before, socket);
  if ('fault' in run) return run;
  if (run.isOver) return { total: Math.max(1, run.ran), failed: 1 };
  if (run.ran > 0) return { total: run.ran, failed: run.failed };
  const own = await freePort();
  const alone = await runOnce(context, directory, file, own, ['node', '-e', stubService, String(own)], null);
  if ('fault' in alone) return alone;
  if (alone.ran > 0) return { total: alone.ran, failed: alone.ran };
  return {
    fault: 'gate',
    reason: `acceptance/: the file about ${categoryOf(file)} holds no test that could be run`,
  };
}

/** The base name without what makes it a test: the user's word for what it is about. */
export function categoryOf(file: string): string {
  const base = file.split('/').at(-1) ?? file;
  return base
    .replace(/\.test\.m?js$|\.py$|\.ya?ml$/, '')
    .replace(/^test_/, '')
    .replace(/[_-]+/g, ' ');
}

async function runOnce(
  context: GateContext,
  directory: string,
  file: string,
  port: number,
  before: readonly string[],
  socket: string | null,
): Promise<Run> {
  const { room } = context;
  const out = join(room.directory, `hidden-${context.random.fork(`${file}/${port}`).word(6)}`);
  await mkdir(out);
  const report = join(out, 'report.xml');
  const isPython = file.endsWith('.py');
  const program = room.sandbox.which(isPython ? 'python3' : 'node');
  if (!program)
    return {
      fault: 'environment',
      reason: `${isPython ? 'python3' : 'node'} is not on this machine; install it`,
    };
  const argv = isPython
    ? [program, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${report}`, '--rootdir=.', file]
    : [program, '--test', '--test-reporter=junit', `--test-reporter-destination=${report}`, file];
  const outcome = await room.sandbox.run({
    argv: [...before, ...argv],
    cwd: directory,
    env: {
      CI: 'true',
      BASE_URL: `http://127.0.0.1:${port}`,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    writable: [out],
    readable: [directory, ...(socket === null ? [] : [join(socket, '..')])],
    network: 'loopback',
    timeoutMs: context.testsMs,
    outputBytes: 100_000,
    signal: room.signal,
  });
  room.runs.push({
    argv: [isPython ? 'pytest' : 'node --test', '<acceptance>'],
    exit: outcome.exit,
    signal: outcome.signal,
    reason: outcome.reason,
    durationMs: outcome.durationMs,
  });
  room.signal.throwIfAborted();
  const trouble = machineTrouble(outcome, isPython ? 'python3' : 'node');
  if (trouble) return { fault: 'environment', reason: trouble };
  if (/No module named '?pytest/.test(outcome.output))
    return { fault: 'environment', reason: 'pytest is missing: `python3 -m pip install pytest`' };
  const results = readJunit(await readFile(report, 'utf8').catch(() => ''), directory)?.results ?? [];
  const ran = results.filter(({ status }) => status !== 'skipped');
  const isOver = outcome.reason === 'timeout';
  const isUnread =
    ran.length === 1 && ran.some(({ id, status }) => status === 'failed' && isWholeFile(id, file));
  if (isUnread) return { ran: 0, failed: 0, isOver };
  const failed = ran.filter(({ status }) => status === 'failed').length;
  return { ran: ran.length, failed: failed === 0 && outcome.exit !== 0 ? 1 : failed, isOver };
}

/** Reported under the file's own name: it could not be read, and none of its tests ran. */
function isWholeFile(id: string, file: string): boolean {
  const base = (file.split('/').at(-1) ?? file).replace(/\.py$/, '');
  return id.endsWith(base) || id.endsWith(`${base}.py`);
}
