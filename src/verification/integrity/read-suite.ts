import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.port.ts';
import { filesUnder } from '../../stack/build-files.ts';
import { isJavaScript } from '../syntax/parse-javascript.ts';
import { chosenValues, dataIn } from './javascript/chosen-values.ts';
import { started } from './javascript/names-of-file.ts';
import { readJavaScript } from './javascript/read-javascript.ts';
import { readPython } from './python/read-python.ts';
import { iniFiles } from './sections.ts';
import { snapshotEntries, snapshotFiles } from './snapshots.ts';
import { emptyFacts, type FileFacts, type Snapshot, type SuiteFacts, type Threshold } from './suite-facts.ts';
import { isRunnerConfig, isTestSide } from './test-side.ts';
import { thresholdsIn } from './thresholds.ts';
import { configTricks } from './tricks/config-tricks.ts';
import { javascriptTricks } from './tricks/javascript-tricks.ts';

/** Larger files are no tests that somebody wrote. */
const mostBytes = 1024 * 1024;
const mostSnapshotBytes = 8 * 1024 * 1024;

export type ReadSuite =
  | { readonly ok: true; readonly facts: SuiteFacts }
  /** This machine's trouble. */
  | { readonly ok: false; readonly reason: string };

/** Everything about the tests below `root`, and the lines there that bend the checks. */
export async function readSuite(sandbox: Sandbox, root: string, signal: AbortSignal): Promise<ReadSuite> {
  const files: FileFacts[] = [];
  const thresholds: Threshold[] = [];
  const snapshots: Snapshot[] = [];
  const python: { path: string; isTest: boolean }[] = [];
  for (const path of await filesUnder(root)) {
    signal.throwIfAborted();
    const isTest = isTestSide(path);
    const { size } = await stat(join(root, path));
    const mayHold = isJavaScript(path) || path.endsWith('.py') || isConfig(path) || snapshotFiles.test(path);
    if (!mayHold) continue;
    if (size > (snapshotFiles.test(path) ? mostSnapshotBytes : mostBytes)) {
      if (isTest && isJavaScript(path)) files.push(emptyFacts(path, 'it is larger than 1 MB'));
      continue;
    }
    if (path.endsWith('.py')) python.push({ path, isTest });
    const text = await readFile(join(root, path), 'utf8');
    if (snapshotFiles.test(path)) snapshots.push({ path, entries: snapshotEntries(path, text) });
    const found = isConfig(path) ? configTricks(path, text) : [];
    if (isConfig(path)) thresholds.push(...thresholdsIn(path, text));
    if (isJavaScript(path)) {
      const facts = isTest
        ? { ...readJavaScript(path, text), data: dataIn(path, text) }
        : sourceFacts(path, text);
      files.push({ ...facts, findings: [...found, ...javascriptTricks(path, text, isTest)] });
    } else if (found.length > 0) files.push({ ...emptyFacts(path), findings: found });
  }
  const read =
    python.length === 0 ? { ok: true as const, files: [] } : await readPython(sandbox, root, python, signal);
  if (!read.ok) return read;
  files.push(
    ...read.files.map((file) => (isTestSide(file.path) ? file : { ...file, tests: [], functions: [] })),
  );
  return { ok: true, facts: { files: withoutPrograms(files), thresholds, snapshots } };
}

/** A program that tests start, and do not load, may end itself. */
function withoutPrograms(files: readonly FileFacts[]): FileFacts[] {
  const loaded = files.flatMap((file) => file.imports.filter((name) => !name.startsWith(started)));
  const names = new Set(loaded.map((name) => stemOf(name)));
  return files.map((file) => {
    const isProgram =
      isJavaScript(file.path) &&
      isTestSide(file.path) &&
      !isConfig(file.path) &&
      file.tests.length === 0 &&
      !names.has(stemOf(file.path));
    return isProgram
      ? { ...file, findings: file.findings.filter((one) => !one.what.startsWith('process.exit()')) }
      : file;
  });
}

function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.[cm]?[jt]sx?$/, '');
}

/** Of a source only what it defines matters here. */
function sourceFacts(path: string, text: string): FileFacts {
  return {
    ...readJavaScript(path, text),
    broken: null,
    tests: [],
    functions: [],
    imports: [],
    ...chosenValues(path, text),
  };
}

function isConfig(path: string): boolean {
  return (
    isRunnerConfig(path) ||
    iniFiles.test(path) ||
    /(?:^|\/)(?:package\.json|\.npmrc|\.env[^/]*|Makefile|\.yarnrc(?:\.yml)?|\.pnpmfile\.c?js)$/.test(path)
  );
}
