import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseSandbox } from '../../../src/sandbox/choose-sandbox.ts';
import { findToolchain } from '../../../src/sandbox/toolchain.ts';
import type { TestPlan } from '../../../src/stack/stack.ts';
import { parseSettings } from '../../../src/stack/verification-settings.ts';
import { CleanRoom } from '../../../src/verification/clean-room.ts';
import type { GateContext } from '../../../src/verification/gate-context.ts';
import { createRandom } from '../../../src/verification/random.ts';
import { spec } from './suites.ts';

export type Tree = Readonly<Record<string, string | { readonly link: string }>>;

type Case = {
  readonly build: Tree;
  readonly baseline?: Tree;
  readonly parent?: Tree;
  readonly spec?: string;
  readonly baseSpec?: string;
  readonly andonYaml?: string;
  readonly plan?: TestPlan;
  readonly cause?: GateContext['order']['cause'];
  readonly baseTests?: GateContext['baseTests'];
};

/** Contexts of the test gate over real directories and this machine's best sandbox; `close` removes them all. */
export async function gateRooms() {
  const scratch = await mkdtemp(join(tmpdir(), 'andon-integrity-'));
  const toolchain = await findToolchain({
    path: process.env.PATH ?? '/usr/bin:/bin',
    home: process.env.HOME,
  });
  const { sandbox } = await chooseSandbox({ toolchain, hidden: [] });
  let count = 0;
  const tree = async (name: string, files: Tree | undefined): Promise<string | null> => {
    if (!files) return null;
    const root = join(scratch, String(count), name);
    await mkdir(root, { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      if (typeof content === 'string') await writeFile(join(root, path), content);
      else await symlink(content.link, join(root, path));
    }
    return root;
  };
  const context = async (one: Case): Promise<GateContext> => {
    count += 1;
    const room = new CleanRoom(join(scratch, String(count)), sandbox, new AbortController().signal);
    await room.open();
    await tree('tree/BUILD', one.build);
    return {
      room,
      stack: {
        name: 'node',
        requiredFiles: [],
        install: null,
        start: ['node', 'src/main.js'],
        env: {},
        test: null,
      },
      plan: one.plan ?? { runner: 'node', files: [] },
      settings: parseSettings(one.andonYaml),
      order: {
        verification: 'v-1',
        gate: 'test',
        service: { id: 'svc', name: 'shop' },
        change: 1,
        commit: 'c',
        spec: 's',
        ticket: null,
        session: null,
        cause: one.cause ?? 'spec',
        base: null,
        baseRecord: null,
        parent: null,
      },
      spec: one.spec ?? spec,
      baseSpec: one.baseSpec ?? (one.baseline ? spec : null),
      baseline: await tree('baseline', one.baseline),
      parent: await tree('parent', one.parent),
      baseTests: one.baseTests ?? null,
      acceptance: null,
      random: createRandom('seed'),
      installEnv: {},
      testsMs: 10_000,
      startMs: 5_000,
      progress: () => {},
    };
  };
  return { context, close: () => rm(scratch, { recursive: true, force: true }) };
}
