import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseSandbox } from '../../../src/sandbox/choose-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../../src/sandbox/toolchain.ts';
import type { Stack, TestPlan } from '../../../src/stack/stack.ts';
import { stackOf } from '../../../src/stack/stack-of.ts';
import { CleanRoom } from '../../../src/verification/clean-room.ts';
import { type Coverage, coverageOf } from '../../../src/verification/coverage.ts';
import { runSuite, type SuiteOptions } from '../../../src/verification/runners/run-suite.ts';
import type { TestReport } from '../../../src/verification/test-report.ts';

export type SuiteRun = {
  readonly room: CleanRoom;
  readonly stack: Stack;
  readonly plan: TestPlan;
  readonly report: TestReport;
  readonly coverage: Coverage;
};

const modules = join(import.meta.dirname, '../../../node_modules');
let known: Promise<Sandbox> | undefined;

function machine(): Promise<Sandbox> {
  known ??= (async () => {
    const toolchain = await findToolchain({
      path: process.env.PATH ?? '/usr/bin:/bin',
      home: process.env.HOME,
    });
    const readable = [...toolchain.readable, modules];
    return (await chooseSandbox({ toolchain: { ...toolchain, readable }, hidden: [] })).sandbox;
  })();
  return known;
}

/** Whether this machine can run pytest with its figures of coverage. */
export async function hasPytest(): Promise<boolean> {
  const { exit } = await (await machine()).run({
    argv: ['python3', '-c', 'import pytest, pytest_cov'],
    cwd: tmpdir(),
    env: {},
    writable: [],
    network: 'none',
    timeoutMs: 30_000,
    outputBytes: 10_000,
  });
  return exit === 0;
}

/** Rooms on this machine's best sandbox, made of the files a test hands in. */
export async function suiteRooms() {
  const scratch = await mkdtemp(join(tmpdir(), 'andon-suite-'));
  const sandbox = await machine();
  let count = 0;
  /** `linked`: packages of this repository that stand in `node_modules` as if they were installed. */
  const open = async (
    files: Readonly<Record<string, string>>,
    more: { linked?: readonly string[]; andonYaml?: string } = {},
  ) => {
    count += 1;
    const room = new CleanRoom(join(scratch, String(count)), sandbox, new AbortController().signal);
    await room.open();
    for (const [name, text] of Object.entries({ Dockerfile: '', '.env.example': '', ...files })) {
      await mkdir(dirname(join(room.build, name)), { recursive: true });
      await writeFile(join(room.build, name), text);
    }
    for (const name of more.linked ?? []) {
      const link = join(room.build, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(modules, name), link);
    }
    const stack = await stackOf(room.build, more.andonYaml);
    if ('missing' in stack) throw new Error(stack.missing.join('; '));
    if (!stack.test) throw new Error('no test was found');
    return { room, stack, plan: stack.test };
  };
  const run = async (
    files: Readonly<Record<string, string>>,
    more: Partial<SuiteOptions> & { linked?: readonly string[]; andonYaml?: string } = {},
  ): Promise<SuiteRun> => {
    const { room, stack, plan } = await open(files, more);
    const report = await runSuite(room, stack, plan, { timeoutMs: 60_000, tick: () => {}, ...more });
    return { room, stack, plan, report, coverage: await coverageOf(room.build, stack, report.hits) };
  };
  return { open, run, sandbox, close: () => rm(scratch, { recursive: true, force: true }) };
}
