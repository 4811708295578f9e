import { z } from 'zod';
import { messageOf } from '../../../errors.ts';
import type { Sandbox } from '../../../sandbox/sandbox.port.ts';
import { emptyFacts, type FileFacts, fileFacts } from '../suite-facts.ts';
import { chosenScript } from './chosen-script.ts';
import { factsScript } from './facts-script.ts';
import { findingsScript } from './findings-script.ts';
import { walkScript } from './walk-script.ts';
import { watchesScript } from './watches-script.ts';

const script = [factsScript, findingsScript, watchesScript, chosenScript, walkScript].join('\n');
const filesAtOnce = 200;

export type PythonFile = { readonly path: string; readonly isTest: boolean };

export type ReadPython =
  | { readonly ok: true; readonly files: readonly FileFacts[] }
  | { readonly ok: false; readonly reason: string };

/**
 * The tests, assertions and tricks of Python files below `root`, by the toolchain's own `ast` in the sandbox: the files
 * are data there, nothing is imported and nothing of the user's site is loaded.
 */
export async function readPython(
  sandbox: Sandbox,
  root: string,
  files: readonly PythonFile[],
  signal: AbortSignal,
): Promise<ReadPython> {
  const found: FileFacts[] = [];
  for (let at = 0; at < files.length; at += filesAtOnce) {
    const part = files.slice(at, at + filesAtOnce);
    const outcome = await sandbox.run({
      argv: [
        'python3',
        '-I',
        '-S',
        '-c',
        script,
        root,
        ...part.map(({ path, isTest }) => `${isTest ? 't' : 's'}${path}`),
      ],
      cwd: root,
      env: {},
      writable: [],
      readable: [root],
      network: 'none',
      // The script is Andon's, and what it reads is data to it.
      own: true,
      timeoutMs: 60_000,
      outputBytes: 64 * 1024 * 1024,
      memoryBytes: 1024 ** 3,
      signal,
    });
    signal.throwIfAborted();
    if (outcome.reason === 'missing')
      return { ok: false, reason: 'python3 is not on this machine; install it' };
    if (outcome.exit !== 0) {
      // One file that no parser survives takes its whole part with it: they are read one by one then.
      const [only] = part;
      if (part.length === 1 && only) found.push(emptyFacts(only.path, 'python3 could not read it'));
      else if (outcome.reason !== 'exited')
        return { ok: false, reason: `the test files could not be read: ${outcome.reason}` };
      else {
        for (const one of part) {
          const alone = await readPython(sandbox, root, [one], signal);
          if (!alone.ok) return alone;
          found.push(...alone.files);
        }
      }
      continue;
    }
    try {
      found.push(...z.array(fileFacts).parse(JSON.parse(outcome.output)));
    } catch (error) {
      return {
        ok: false,
        reason: `what was read of the test files makes no sense: ${messageOf(error).slice(0, 300)}`,
      };
    }
  }
  return { ok: true, files: found };
}
