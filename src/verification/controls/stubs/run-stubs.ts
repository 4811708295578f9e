import { type Check, failedCheck, inconclusiveCheck, passedCheck, skippedCheck } from '../../check.ts';
import { isJavaScript } from '../../syntax/parse-javascript.ts';
import { askPython } from '../ask-python.ts';
import { type Control, patienceMs } from '../control.ts';
import { suiteNoticed } from '../suite-noticed.ts';
import type { StubMode } from './stub.ts';
import { stubGo } from './stub-go.ts';
import { stubJavascript } from './stub-javascript.ts';

const modes = ['throw', 'nothing'] as const;
const shownTests = 5;
const shownFiles = 5;

/** Whether the suite fails without its implementation: with functions that throw, and once more with ones that answer nothing. */
export async function runStubs(control: Control): Promise<Check[]> {
  const checks: Check[] = [];
  for (const mode of modes) checks.push(await withStubs(control, mode));
  return checks;
}

async function withStubs(control: Control, mode: StubMode): Promise<Check> {
  const { context, room } = control;
  const name = `stubs.${mode}`;
  const stubs = await stubsOf(control, mode);
  if ('environment' in stubs) return inconclusiveCheck(name, 'environment', stubs.environment);
  const paths = [...stubs.keys()];
  if (paths.length === 0) {
    const why =
      mode === 'nothing' && context.plan.runner === 'go'
        ? 'Go functions cannot be made to answer nothing by their text'
        : 'no source file holds a function that can be replaced';
    return skippedCheck(name, why);
  }
  for (const [path, text] of stubs) await room.write(path, text);
  const run = await room.suite(context.plan, { timeoutMs: patienceMs(control), bail: true });
  await room.restore();
  if (run.report.environment !== null) return inconclusiveCheck(name, 'environment', run.report.environment);
  const more = { facts: { replaced: paths.length }, durationMs: run.durationMs };
  if (suiteNoticed(run.report, context.report)) return passedCheck(name, more);
  const does = mode === 'throw' ? 'throws' : 'answers nothing';
  const listed = paths.slice(0, shownFiles).join(', ');
  const others = paths.length > shownFiles ? ` and ${paths.length - shownFiles} more files` : '';
  const tests = run.report.results.slice(0, shownTests).map(({ id }) => id);
  return failedCheck(
    name,
    [
      `the tests pass although every function of ${listed}${others} ${does}: they do not look at what the service does`,
      ...tests.map((id) => `${id} still passed`),
    ],
    more,
  );
}

async function stubsOf(
  { context, room, files }: Control,
  mode: StubMode,
): Promise<Map<string, string> | { readonly environment: string }> {
  const stubs = new Map<string, string>();
  for (const path of files.sources) {
    const text = isJavaScript(path) || path.endsWith('.go') ? (await room.read(path)).toString('utf8') : '';
    const go = path.endsWith('.go') && mode === 'throw' ? stubGo(text) : null;
    const stub = isJavaScript(path) ? stubJavascript(path, text, mode) : go;
    if (stub !== null) stubs.set(path, stub);
  }
  const python = files.sources.filter((path) => path.endsWith('.py'));
  if (python.length === 0) return stubs;
  const stub = Object.fromEntries(python.map((path) => [path, mode]));
  const answer = await askPython(room, context.stack, { stub });
  // A script beside a service in another language is not worth a machine with Python.
  if ('environment' in answer) return stubs.size > 0 ? stubs : answer;
  for (const [path, text] of Object.entries(answer.stubs)) if (text !== null) stubs.set(path, text);
  return stubs;
}
