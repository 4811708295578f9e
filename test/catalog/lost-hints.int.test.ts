import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.port.ts';
import { ChokidarCatalog } from '../../src/catalog/chokidar-catalog.ts';
import { Intake } from '../../src/catalog/intake.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import { recordingCoordinator } from './recording-coordinator.ts';

let base: string;
let root: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'andon-lost-'));
  root = join(base, 'services');
  await mkdir(root);
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** The intake of a tree whose watcher passes on only the hints `passes` lets through. */
function openIntake(passes: () => boolean) {
  const recording = recordingCoordinator();
  const store = createMemoryStore();
  const repositories = new GitRepositories({
    directory: join(base, 'git'),
    path: '/usr/local/bin:/usr/bin:/bin',
  });
  const chokidar = new ChokidarCatalog({ root, clock: realClock, onProblem: () => {}, buildQuietMs: 20 });
  let heard = 0;
  const catalog: Catalog = {
    start: () => chokidar.start(),
    look: (name) => chokidar.look(name),
    buildFiles: (name) => chokidar.buildFiles(name),
    sweep: () => chokidar.sweep(),
    close: () => chokidar.close(),
    onHint: (listener) =>
      chokidar.onHint((names) => {
        heard += 1;
        if (passes()) listener(names);
      }),
  };
  const intake = new Intake({
    ...{ catalog, store, repositories, coordinator: recording.coordinator },
    ...{ known: new StoreKnownFiles(store), clock: realClock, log: silentLog, vanishShare: 1 },
  });
  return {
    ...recording,
    intake,
    heard: () => heard,
    look: (name: string) => chokidar.look(name),
    async close(): Promise<void> {
      await intake.close();
      await catalog.close();
    },
  };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const spec = (name: string, n: number) => `# ${name}\n\n## Purpose\nNumber ${n}.\n`;

/** Everything people do to a tree, on twelve services at once. */
async function live(): Promise<void> {
  const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
  for (const name of names) await put(`${name}/SPEC.md`, spec(name, 1));
  for (const name of names) await put(`${name}/BUILD/src/main.js`, '1');
  for (const name of names) await put(`${name}/SPEC.md`, spec(name, 2));
  await rm(join(root, 's0'), { recursive: true });
  await rm(join(root, 's1/SPEC.md'));
  await rename(join(root, 's2'), join(root, 'renamed'));
  await put('s3/BUILD/src/main.js', '22');
}

const loud = () => true;
describe.each([
  ['tells nothing', () => false],
  [
    'loses every second change',
    (() => {
      let n = 0;
      return () => n++ % 2 === 0;
    })(),
  ],
  ['loses nothing', loud],
])('a watcher that %s', (_, passes) => {
  it('costs no fact: after two sweeps everything that is on the disk was told', async () => {
    await put('s0/SPEC.md', spec('s0', 0));
    await put('s2/SPEC.md', spec('s2', 0));
    const open = openIntake(passes);
    await open.intake.start();
    await live();
    await expect.poll(open.heard, { timeout: 20_000 }).toBeGreaterThan(5);
    await open.intake.sweep();
    await open.intake.sweep();

    const states = [...open.coordinator.services()].map((state) => state.context);
    const names = states.filter(({ present }) => present).map(({ name }) => name);
    expect(names.sort()).toEqual(
      ['renamed', 's1', ...Array.from({ length: 9 }, (_, n) => `s${n + 3}`)].sort(),
    );
    expect(open.told('s0')).toContain('DirectoryVanished');
    const last = (name: string, type: string) =>
      open.events.filter((one) => one.service === name && one.event.type === type).at(-1)?.event;
    // What was told before the rename was told of the old name.
    for (const name of names.filter((each) => each !== 'renamed'))
      expect(last(name, 'TreeEdited')).toBeDefined();
    expect(last('renamed', 'TreeEdited') ?? last('s2', 'TreeEdited')).toBeDefined();
    const withSpec = names.filter((name) => name !== 's1' && name !== 'renamed');
    for (const name of withSpec) {
      const hash = (await open.look(name))?.spec?.hash;
      expect(last(name, 'SpecSeen')).toMatchObject({ spec: { hash } });
    }
    expect(open.intake.status()).toMatchObject({ suspended: null });
    const before = open.events.length;
    await open.intake.sweep();
    expect(open.events).toHaveLength(before);
    await open.close();
  });
});
