import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseSettings } from '../../../src/stack/verification-settings.ts';
import type { Check } from '../../../src/verification/check.ts';
import { runControls } from '../../../src/verification/controls/run-controls.ts';
import { createRandom } from '../../../src/verification/random.ts';
import { runSuite } from '../../../src/verification/runners/run-suite.ts';
import type { TestReport } from '../../../src/verification/test-report.ts';
import { suiteRooms } from '../evidence/suite-room.ts';

export type Files = Readonly<Record<string, string>>;

export type Given = {
  /** The `verification` section of `andon.yaml`, as JSON. */
  readonly verification?: object;
  /** `BUILD/` of the commit before; makes the order one that repairs an incident. */
  readonly parent?: Files;
  readonly baseline?: Files;
  readonly seed?: string;
  /** Packages of this repository that stand in `node_modules`. */
  readonly linked?: readonly string[];
  readonly andonYaml?: string;
};

export type Outcome = {
  readonly report: TestReport;
  readonly checks: readonly Check[];
  /** The check of this name; one that is not there fails the test. */
  readonly of: (name: string) => Check;
  /** What did not hold, as `name class`. */
  readonly broken: readonly string[];
};

async function put(root: string, files: Files): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** Runs the suite of a `BUILD/` made of these files, and the negative controls when it passed, on a real sandbox. */
export async function controlled(files: Files, given: Given = {}): Promise<Outcome> {
  const rooms = await suiteRooms();
  try {
    const { room, stack, plan } = await rooms.open(files, given);
    const report = await runSuite(room, stack, plan, { timeoutMs: 60_000, tick: () => {} });
    const bad = report.results.filter((result) => result.status !== 'passed');
    if (report.environment !== null || report.problems.length + bad.length > 0 || report.results.length === 0)
      throw new Error(`the suite does not pass: ${JSON.stringify({ ...report, hits: undefined })}`);
    const checks = await runControls({
      room,
      stack,
      plan,
      settings: parseSettings(JSON.stringify({ verification: given.verification ?? {} })),
      order: {
        verification: 'v-1',
        gate: 'test',
        service: { id: 'svc', name: 'shop' },
        change: 1,
        commit: 'a',
        spec: 'b',
        ticket: null,
        session: null,
        cause: given.parent ? 'incident' : 'spec',
        base: null,
        baseRecord: null,
        parent: given.parent ? 'c' : null,
      },
      spec: '',
      baseSpec: null,
      baseline: given.baseline ? await put(join(room.directory, 'baseline'), given.baseline) : null,
      parent: given.parent ? await put(join(room.directory, 'parent'), given.parent) : null,
      baseTests: null,
      acceptance: null,
      random: createRandom(given.seed ?? 'seed'),
      testsMs: 60_000,
      startMs: 10_000,
      installEnv: {},
      progress: () => {},
      report,
    });
    const of = (name: string) => {
      const found = checks.find((check) => check.name === name);
      if (!found) throw new Error(`no check ${name} among ${checks.map((check) => check.name)}`);
      return found;
    };
    const failures = checks.filter((check) => check.status === 'failed');
    return { report, checks, of, broken: failures.map((check) => `${check.name} ${check.class}`) };
  } finally {
    await rooms.close();
  }
}

/** Settings with one control alone. */
export function only(...names: readonly string[]): { verification: object } {
  const all = ['canary', 'stubs', 'parent', 'mutation'];
  return {
    verification: {
      controls: Object.fromEntries(all.map((name) => [name, names.includes(name) ? 'required' : 'off'])),
    },
  };
}
