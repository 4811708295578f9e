import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseSandbox } from '../../../src/sandbox/choose-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../../src/sandbox/toolchain.ts';
import { stackOf } from '../../../src/stack/stack-of.ts';
import { parseSettings } from '../../../src/stack/verification-settings.ts';
import { runAcceptance } from '../../../src/verification/acceptance/run-acceptance.ts';
import type { Check } from '../../../src/verification/check.ts';
import { CleanRoom } from '../../../src/verification/clean-room.ts';
import type { GateContext } from '../../../src/verification/gate-context.ts';
import { createRandom } from '../../../src/verification/random.ts';

const scratches: string[] = [];

/** Removes every room that was made. */
export async function removeRooms(): Promise<void> {
  for (const directory of scratches.splice(0)) await rm(directory, { recursive: true, force: true });
}

export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'andon-accept-'));
  scratches.push(directory);
  return directory;
}

let best: Promise<Sandbox> | undefined;

/** This machine's best sandbox. */
export function bestSandbox(): Promise<Sandbox> {
  best ??= (async () => {
    const toolchain = await findToolchain({
      path: process.env.PATH ?? '/usr/bin:/bin',
      home: process.env.HOME,
    });
    return (await chooseSandbox({ toolchain, hidden: [] })).sandbox;
  })();
  return best;
}

/** A clean room whose `BUILD/` is a copy of a directory, or of files by path. */
export async function serviceRoom(
  build: string | Readonly<Record<string, string>>,
  sandbox?: Sandbox,
): Promise<CleanRoom> {
  const room = new CleanRoom(await scratch(), sandbox ?? (await bestSandbox()), new AbortController().signal);
  await room.open();
  if (typeof build === 'string') await cp(build, room.build, { recursive: true });
  else
    for (const [path, text] of Object.entries(build)) {
      await mkdir(dirname(join(room.build, path)), { recursive: true });
      await writeFile(join(room.build, path), text);
    }
  return room;
}

/** Acceptance of a build against a spec, with a seed of its own each time. */
export async function accept(
  spec: string,
  build: string | Readonly<Record<string, string>>,
  more: { readonly acceptance?: string; readonly seed?: string; readonly andonYaml?: string } = {},
): Promise<Check[]> {
  const room = await serviceRoom(build);
  const stack = await stackOf(room.build, more.andonYaml);
  if ('missing' in stack) throw new Error(stack.missing.join('; '));
  const context: GateContext = {
    room,
    stack,
    plan: stack.test ?? { runner: 'node', files: [] },
    settings: parseSettings(more.andonYaml),
    order: {
      verification: 'v-1',
      gate: 'test',
      service: { id: 'svc', name: 'shop' },
      change: 1,
      commit: 'c',
      spec: 's',
      ticket: null,
      session: null,
      cause: 'spec',
      base: null,
      baseRecord: null,
      parent: null,
    },
    spec,
    baseSpec: null,
    baseline: null,
    parent: null,
    baseTests: null,
    acceptance: more.acceptance ?? null,
    random: createRandom(more.seed ?? String(process.hrtime.bigint())),
    testsMs: 30_000,
    startMs: 10_000,
    installEnv: {},
    progress: () => {},
  };
  return runAcceptance(context);
}
