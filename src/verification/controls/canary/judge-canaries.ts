import type { TestResult } from '../../test-report.ts';
import type { ControlRun } from '../controls-room.ts';
import type { Canary } from './canary.ts';

export type Verdict = {
  /** Where a failing test was told as passed, left out while others were told, or told without failing the command. */
  readonly swallowed: readonly { readonly file: string; readonly words: string }[];
  /** Test files whose run broke off, with what the runner said. */
  readonly broken: readonly { readonly file: string; readonly words: string }[];
};

/** Whether the runner told every canary as failed, by its name, and ended with another exit than 0. */
export function judgeCanaries(
  injected: ReadonlyMap<string, readonly Canary[]>,
  run: ControlRun,
  before: readonly TestResult[],
): Verdict {
  const swallowed: { file: string; words: string }[] = [];
  const broken: { file: string; words: string }[] = [];
  const { results, problems } = run.report;
  for (const [file, canaries] of injected) {
    const told = canaries.map((canary) => ({ canary, seen: resultsOf(results, canary) }));
    const anyTold = told.some(({ seen }) => seen.length > 0);
    const words = problems.find((problem) => problem.includes(file)) ?? problems[0];
    if (!anyTold && words !== undefined && !results.some((result) => isOf(result, file))) {
      broken.push({ file, words });
      continue;
    }
    // What the runner does not take for a test file said nothing before, either.
    if (!anyTold && !before.some((result) => isOf(result, file)) && injected.size > 1) continue;
    for (const { canary, seen } of told) {
      const wrong = seen.find((result) => result.status !== 'failed');
      if (wrong)
        swallowed.push({
          file,
          words: `one that must fail (${canary.does}) was reported as ${wrong.status}`,
        });
      else if (seen.length === 0 && !canary.optional) {
        swallowed.push({ file, words: `one that must fail (${canary.does}) was not reported at all` });
      }
    }
    if (anyTold && exitOf(run, file) === 0) {
      swallowed.push({ file, words: 'failing ones were reported, and yet the command ended with exit 0' });
    }
  }
  return { swallowed, broken };
}

/** The results of a run without those of canaries. */
export function withoutCanaries(
  results: readonly TestResult[],
  injected: ReadonlyMap<string, readonly Canary[]>,
): TestResult[] {
  const canaries = [...injected.values()].flat();
  return results.filter((result) => !canaries.some((canary) => result.id.includes(canary.name)));
}

function resultsOf(results: readonly TestResult[], canary: Canary): TestResult[] {
  return results.filter((result) => result.id.includes(canary.name));
}

function isOf(result: TestResult, file: string): boolean {
  const module = file.replace(/\.\w+$/, '').replaceAll('/', '.');
  return result.file === file || result.id.startsWith(file) || result.id.startsWith(module);
}

/** How the command that ran this file ended: its own where each file has one, else that of the whole suite. */
function exitOf({ commands }: ControlRun, file: string): number | null {
  const own = commands.filter((command) => command.argv.some((word) => word.endsWith(file)));
  return (own.at(-1) ?? commands.at(-1))?.exit ?? null;
}
