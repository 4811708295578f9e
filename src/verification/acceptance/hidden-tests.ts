import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, treeHash } from '../../contracts/tree-hash.ts';
import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { categoryOf, type FileOutcome, runTestFile } from './hidden-file.ts';
import { runTable } from './hidden-tables.ts';
import { ServiceHost } from './service-host.ts';

const name = 'acceptance.hidden';

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
  let unread: string | null = null;
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
      if (outcome.fault === 'work') return failedCheck(name, [outcome.reason], more());
      if (outcome.fault === 'environment')
        return inconclusiveCheck(name, outcome.fault, outcome.reason, more());
      unread ??= outcome.reason;
      continue;
    }
    total += outcome.total;
    failed += outcome.failed;
    if (outcome.failed > 0) categories.add(categoryOf(file));
  }
  // What other files found stands, whatever became of this one.
  if (failed === 0)
    return unread === null ? passedCheck(name, more()) : inconclusiveCheck(name, 'gate', unread, more());
  const where = [...categories].join(', ');
  return failedCheck(
    name,
    [`acceptance: ${failed} of ${total} of the user's own checks fail (category: ${where})`],
    more(),
  );
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
    return await runTestFile(context, host.service, directory, file);
  } finally {
    await host.stop();
  }
}
