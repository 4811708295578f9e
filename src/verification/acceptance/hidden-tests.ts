import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, treeHash } from '../../contracts/tree-hash.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../check.ts';
import { machineTrouble } from '../clean-room.ts';
import { readJunit } from '../evidence/junit.ts';
import type { GateContext } from '../gate-context.ts';
import { clientForwarder } from './forwarder.ts';
import { runTable } from './hidden-tables.ts';
import { ServiceHost } from './service-host.ts';
import type { StartedService } from './start-service.ts';

const name = 'acceptance.hidden';

/** What came of one file: counts, or why it says nothing. */
export type FileOutcome =
  | { readonly total: number; readonly failed: number }
  | { readonly fault: 'environment' | 'gate' | 'work'; readonly reason: string };

/**
 * Runs the user's own tests against the started service: each file on empty data, in a sandbox of its own that reaches
 * the service as `BASE_URL`. Of a failure only the file's base name is told; no name, value or message of a test.
 */
export async function runHiddenTests(context: GateContext, directory: string): Promise<Check> {
  const began = performance.now();
  const files = (await filesIn(directory, '')).sort();
  const digest = treeHash(
    new Map(
      await Promise.all(
        files.map(async (file) => [file, contentHash(await readFile(join(directory, file)))] as const),
      ),
    ),
  );
  const tests = files.filter((file) => /\.test\.m?js$|(?:^|\/)test_[^/]*\.py$|\.ya?ml$/.test(file));
  let [total, failed] = [0, 0];
  const categories = new Set<string>();
  const more = () => ({
    facts: { digest: digest ?? '', files: tests.length, tests: total, failed },
    durationMs: performance.now() - began,
  });
  if (tests.length === 0)
    return skippedCheck(name, 'acceptance/ holds no *.test.js, *.test.mjs, test_*.py or *.yaml', more());
  for (const file of tests) {
    context.progress({ phase: 'acceptance' });
    const outcome = await runFile(context, directory, file);
    if ('fault' in outcome) {
      if (outcome.fault !== 'work') return inconclusiveCheck(name, outcome.fault, outcome.reason, more());
      return failedCheck(name, [outcome.reason], more());
    }
    total += outcome.total;
    failed += outcome.failed;
    if (outcome.failed > 0) categories.add(categoryOf(file));
  }
  if (failed === 0) return passedCheck(name, more());
  const where = [...categories].join(', ');
  return failedCheck(
    name,
    [`acceptance: ${failed} of ${total} of the user's own checks fail (category: ${where})`],
    more(),
  );
}

/** The base name without what makes it a test: the user's word for what it is about. */
function categoryOf(file: string): string {
  const base = file.split('/').at(-1) ?? file;
  return base
    .replace(/\.test\.m?js$|\.py$|\.ya?ml$/, '')
    .replace(/^test_/, '')
    .replace(/[_-]+/g, ' ');
}

async function filesIn(root: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') found.push(...(await filesIn(root, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

async function runFile(context: GateContext, directory: string, file: string): Promise<FileOutcome> {
  const host = new ServiceHost(
    context.room,
    context.stack,
    context.startMs,
    context.random.fork(`hidden/${file}`),
  );
  try {
    const problem = await host.start();
    if (problem) {
      const isWork = problem.kind === 'ended' || problem.kind === 'silent' || problem.kind === 'unhealthy';
      return {
        fault: isWork ? 'work' : 'environment',
        reason: `The service does not start for acceptance: ${problem.text}`,
      };
    }
    if (/\.ya?ml$/.test(file))
      return await runTable(host.service, await readFile(join(directory, file), 'utf8'), file);
    return await runTests(context, host.service, directory, file);
  } finally {
    await host.stop();
  }
}

/** A test file in a second sandbox, where the service's port is a way to its socket: the service sees nothing of it. */
async function runTests(
  context: GateContext,
  service: StartedService,
  directory: string,
  file: string,
): Promise<FileOutcome> {
  const { room } = context;
  const out = join(room.directory, `hidden-${context.random.fork(file).word(6)}`);
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
  const socket = 'socketPath' in service.target ? service.target.socketPath : null;
  const outcome = await room.sandbox.run({
    argv: socket === null ? argv : ['node', '-e', clientForwarder, socket, String(service.port), ...argv],
    cwd: directory,
    env: {
      CI: 'true',
      BASE_URL: `http://127.0.0.1:${service.port}`,
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
  if (outcome.reason === 'timeout') return { total: Math.max(1, ran.length), failed: 1 };
  const isUnread =
    ran.length === 0 ||
    (ran.length === 1 && ran.some(({ id, status }) => status === 'failed' && isWholeFile(id, file)));
  if (isUnread)
    return {
      fault: 'gate',
      reason: `acceptance/: the file about ${categoryOf(file)} holds no test that could be run`,
    };
  const failed = ran.filter(({ status }) => status === 'failed').length;
  return { total: ran.length, failed: failed === 0 && outcome.exit !== 0 ? 1 : failed };
}

/** Reported under the file's own name: it could not be read, and none of its tests ran. */
function isWholeFile(id: string, file: string): boolean {
  const base = (file.split('/').at(-1) ?? file).replace(/\.py$/, '');
  return id.endsWith(base) || id.endsWith(`${base}.py`);
}
