import { appendFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChokidarCatalog } from '../../src/catalog/chokidar-catalog.ts';
import { Intake } from '../../src/catalog/intake.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { StoreKnownFiles } from '../../src/write-back/store-known-files.ts';
import { TreeWriteBack } from '../../src/write-back/tree-write-back.ts';
import { recordingCoordinator } from './recording-coordinator.ts';

let base: string;
let root: string;
let open: ReturnType<typeof openHome>;

function openHome(store = createMemoryStore(), recording = recordingCoordinator()) {
  const known = new StoreKnownFiles(store);
  const repositories = new GitRepositories({
    directory: join(base, 'git'),
    path: '/usr/local/bin:/usr/bin:/bin',
  });
  const catalog = new ChokidarCatalog({ root, clock: realClock, onProblem: () => {}, buildQuietMs: 20 });
  const { coordinator } = recording;
  const intake = new Intake({
    catalog,
    coordinator,
    store,
    repositories,
    known,
    clock: realClock,
    log: silentLog,
    vanishShare: 0.2,
  });
  const writeBack = new TreeWriteBack({ root, temp: join(base, 'temp'), repositories, known, store });
  const close = async (): Promise<void> => {
    await intake.close();
    await catalog.close();
  };
  return { ...recording, store, known, repositories, intake, writeBack, close };
}

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'andon-intake-'));
  root = join(base, 'services');
  await mkdir(root);
  open = openHome();
});
afterEach(async () => {
  await open.close();
  await rm(base, { recursive: true, force: true });
});

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const told = (name: string, types: string[]): Promise<void> =>
  expect.poll(() => open.told(name), { timeout: 20_000 }).toEqual(types);

describe('from the tree to the coordinator', () => {
  it('tells of a new spec with all that is missing and keeps its text', async () => {
    await open.intake.start();
    await put('shop/SPEC.md', '# shop\n\n## Purpose\nSells.\n');
    await expect.poll(() => open.told('shop'), { timeout: 20_000 }).toContain('SpecSeen');
    const event = open.events.map((one) => one.event).find((one) => one.type === 'SpecSeen');
    expect(event?.type === 'SpecSeen' && event.spec.problems).toHaveLength(4);
    expect(event?.type === 'SpecSeen' && open.store.get(`spec/${event.spec.hash}`)).toContain('Sells.');
  });

  it('tells how a service is to be built before the spec it holds for, and again when that changes', async () => {
    const settings = () =>
      open.events.flatMap(({ event }) => (event.type === 'SettingsSeen' ? [event.settings] : []));
    await put('shop/andon.yaml', 'stack: {}\nredundancy: 3\napproval: true\nbudget:\n  usd: 5\n');
    await put('shop/SPEC.md', '---\nredundancy: 2\nmerge: true\napproval: false\n---\n# shop');
    await open.intake.start();
    expect(open.told('shop')).toEqual(['SettingsSeen', 'SpecSeen']);
    expect(settings()).toEqual([
      { redundancy: 3, merge: true, budget: { usd: 5, tokens: null, ms: null }, approval: true },
    ]);
    await put('shop/andon.yaml', 'merge: false\n');
    await expect.poll(settings, { timeout: 20_000 }).toHaveLength(2);
    expect(settings().at(-1)).toEqual({ redundancy: 2, merge: false, budget: null, approval: false });
    await rm(join(root, 'shop/andon.yaml'));
    await expect.poll(settings, { timeout: 20_000 }).toHaveLength(3);
    expect(settings().at(-1)).toEqual({ redundancy: 2, merge: true, budget: null, approval: false });
  });

  it('tells settings that cannot be used as what the spec lacks, by file and line', async () => {
    await put('shop/andon.yaml', '# ours\nredundancy: many\n');
    await put('shop/SPEC.md', '---\ntitle: shop\nredundancy: 9\n---\n# shop');
    await open.intake.start();
    const [seen] = open.events.flatMap(({ event }) =>
      event.type === 'SpecSeen' ? [event.spec.problems] : [],
    );
    expect(seen?.slice(0, 2).map((problem) => problem.split(' must')[0])).toEqual([
      'andon.yaml:2 redundancy',
      'SPEC.md:1 the section “Purpose” is missing: add `## Purpose` and say in a few sentences what the service is for',
    ]);
    expect(seen?.some((problem) => problem.startsWith('SPEC.md:3 redundancy must be'))).toBe(true);
    expect(open.told('shop')).toEqual(['SpecSeen']);
  });

  it('adopts content that is there: the spec first, then the tree with its files', async () => {
    await put('shop/SPEC.md', '# shop');
    await put('shop/BUILD/src/main.py', 'print(1)');
    await put('shop/BUILD/tests/test_main.py', 'x');
    await put('shop/PRODUCTION/deployment_log.md', 'live');
    await open.intake.start();
    expect(open.told('shop')).toEqual(['SpecSeen', 'TreeEdited']);
    const event = open.events[1]?.event;
    expect(event).toMatchObject({
      evidence: { source: true, tests: true, production: true },
      files: ['BUILD/src/main.py', 'BUILD/tests/test_main.py'],
    });
    const commit = event?.type === 'TreeEdited' ? event.commit : '';
    expect(await open.repositories.file('id-1', commit, 'BUILD/src/main.py')).toBe('print(1)');
  });

  it('adopts PRODUCTION alone as unknown, once', async () => {
    await put('shop/PRODUCTION/deployment_log.md', 'live');
    await open.intake.start();
    await open.intake.sweep();
    expect(open.told('shop')).toEqual(['TreeEdited']);
    expect(open.events[0]?.event).toMatchObject({
      evidence: { unknown: expect.stringContaining('PRODUCTION') },
    });
  });

  it('tells nothing twice, not after a restart either', async () => {
    await put('shop/SPEC.md', '# shop');
    await put('shop/BUILD/src/main.py', 'print(1)');
    await open.intake.start();
    await open.intake.sweep();
    await open.close();
    open = openHome(open.store, open);
    await open.intake.start();
    expect(open.told('shop')).toEqual(['SpecSeen', 'TreeEdited']);
  });

  it('tells the same commit again when it was cut off before it could remember', async () => {
    await put('shop/BUILD/src/main.py', 'print(1)');
    open.failing.add('shop');
    await open.intake.start();
    expect(open.told('shop')).toEqual([]);
    expect(open.intake.status().problems.get('shop')).toContain('the disk is full');
    const noted = open.store.get('taking/id-1') ?? '';
    open.failing.clear();
    await open.intake.sweep();
    expect(open.told('shop')).toEqual(['TreeEdited']);
    const event = open.events[0]?.event;
    expect(noted).toContain(event?.type === 'TreeEdited' ? event.commit : 'no event');
    expect(open.intake.status().problems.size).toBe(0);
  });

  it('takes a hand edit in and does not take Andon’s own writing for one', async () => {
    await put('shop/SPEC.md', '# shop');
    await open.intake.start();
    await put('shop/BUILD/src/main.js', 'one');
    await chmod(join(root, 'shop/BUILD/src/main.js'), 0o755);
    await told('shop', ['SpecSeen', 'TreeEdited']);
    const event = open.events[1]?.event;
    const commit = event?.type === 'TreeEdited' ? event.commit : '';
    const service = { id: 'id-1', name: 'shop' };
    await open.intake.sweep();
    await put('shop/BUILD/src/main.js', 'two');
    await open.intake.sweep();
    expect(open.told('shop')).toEqual(['SpecSeen', 'TreeEdited', 'TreeEdited']);
    const report = await open.writeBack.publish({
      service,
      commit,
      what: 'build',
      editPending: false,
      present: true,
    });
    expect(report.written).toEqual(['BUILD/src/main.js']);
    expect((await stat(join(root, 'shop/BUILD/src/main.js'))).mode & 0o111).not.toBe(0);
    await open.intake.sweep();
    expect(open.told('shop')).toEqual(['SpecSeen', 'TreeEdited', 'TreeEdited']);
  });

  it('takes a new directory with the same spec for no rename of one whose build it has not seen yet', async () => {
    await put('shop/SPEC.md', '# shop');
    await open.intake.start();
    await told('shop', ['SpecSeen']);
    await open.close();
    // Andon ends between what it writes and its next look.
    await put('../made/BUILD/src/main.js', 'built');
    const commit = await open.repositories.intake('id-1', join(base, 'made'), null, 1);
    const service = { id: 'id-1', name: 'shop' };
    await open.writeBack.publish({ service, commit, what: 'build', editPending: false, present: true });
    await rename(join(root, 'shop'), join(base, 'away'));
    await put('twin/SPEC.md', '# shop');
    open = openHome(open.store, open);
    await open.intake.start();
    await told('shop', ['SpecSeen', 'DirectoryVanished']);
    await told('twin', ['SpecSeen']);
  });

  it('follows a rename, a removal and a return', async () => {
    await put('shop/SPEC.md', '# shop');
    await put('other/SPEC.md', '# other');
    await open.intake.start();
    await rename(join(root, 'shop'), join(root, 'store'));
    await expect
      .poll(() => open.told('shop').concat(open.told('store')), { timeout: 20_000 })
      .toEqual(['SpecSeen', 'ServiceRenamed']);
    await rename(join(root, 'store'), join(base, 'away'));
    await expect.poll(() => open.told('store'), { timeout: 20_000 }).toEqual(['DirectoryVanished']);
    await rename(join(base, 'away'), join(root, 'store'));
    await expect
      .poll(() => open.told('store'), { timeout: 20_000 })
      .toEqual(['DirectoryVanished', 'DirectoryReturned']);
  });

  it('does not believe that everything is gone', async () => {
    for (const name of ['a', 'b', 'c']) await put(`${name}/SPEC.md`, `# ${name}`);
    await open.intake.start();
    await rename(root, join(base, 'unmounted'));
    await open.intake.sweep();
    expect(open.intake.status().suspended).toContain('cannot be read');
    await mkdir(root);
    await open.intake.sweep();
    expect(open.intake.status().suspended).toContain('3 of 3');
    await rm(root, { recursive: true });
    await rename(join(base, 'unmounted'), root);
    await open.intake.sweep();
    expect(open.intake.status().suspended).toBeNull();
    for (const name of ['a', 'b', 'c']) expect(open.told(name)).toEqual(['SpecSeen']);
  });

  it('tells that a spec is gone, and not while an editor replaces it', async () => {
    await put('shop/SPEC.md', '# shop');
    await open.intake.start();
    await rm(join(root, 'shop/SPEC.md'));
    appendFileSync(join(root, 'shop/SPEC.md'), '# shop again');
    await told('shop', ['SpecSeen', 'SpecSeen']);
    await rm(join(root, 'shop/SPEC.md'));
    await told('shop', ['SpecSeen', 'SpecSeen', 'SpecVanished']);
  });

  it('takes in hundreds of specs at once, and one that fails stops no other', async () => {
    await open.intake.start();
    open.failing.add('s7');
    await Promise.all(Array.from({ length: 200 }, (_, n) => put(`s${n}/SPEC.md`, `# s${n}`)));
    await expect
      .poll(() => open.events.filter((one) => one.event.type === 'SpecSeen').length, { timeout: 30_000 })
      .toBe(199);
    open.failing.clear();
    await open.intake.sweep();
    expect(open.told('s7')).toEqual(['SpecSeen']);
  });
});
