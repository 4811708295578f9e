import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceView } from '../../src/contracts/board.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Store } from '../../src/store/store.port.ts';
import { TreeViews } from '../../src/write-back/tree-views.ts';
import { ticket, view } from './view.ts';

let root: string;
let services: ServiceView[];
let views: TreeViews;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'andon-views-'));
  await mkdir(join(root, 'shop'));
  services = [view()];
  views = viewsOver(createMemoryStore());
});

const viewsOver = (store: Store): TreeViews =>
  new TreeViews({
    root,
    views: {
      service: (id) => services.find((one) => one.id === id),
      services: () => services,
      tickets: () => [ticket()],
    },
    store,
    clock: realClock,
    log: silentLog,
    recordOf: async (_service, commit) => `{"commit":"${commit}"}`,
    quietMs: 5,
  });
afterEach(async () => {
  await views.close();
  await rm(root, { recursive: true, force: true });
});

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const release = { commit: 'c1', url: 'http://127.0.0.1:8901/shop/', version: '1' };

describe('the views in the tree', () => {
  it('writes README and lists soon after a change', async () => {
    views.changed(['s1']);
    await expect.poll(() => existsSync(join(root, 'work_queue.json')), { timeout: 20_000 }).toBe(true);
    expect(read('shop/README.md')).toContain('READY_FOR_BUILD');
    expect(JSON.parse(read('SERVICE_REGISTRY.json'))).toMatchObject({ total_services: 1 });
    expect(existsSync(join(root, 'shop/PRODUCTION'))).toBe(false);
  });

  it('writes only what differs', async () => {
    views.changed(['s1']);
    await views.flush();
    const before = ['shop/README.md', 'SERVICE_REGISTRY.json', 'work_queue.json'].map(
      (path) => statSync(join(root, path)).ino,
    );
    views.changed(['s1']);
    await views.flush();
    const after = ['shop/README.md', 'SERVICE_REGISTRY.json', 'work_queue.json'].map(
      (path) => statSync(join(root, path)).ino,
    );
    expect(after).toEqual(before);
  });

  it('logs a deployment once, also when it was killed before it had noted so', async () => {
    services = [view({ release })];
    for (const _ of ['killed', 'next']) {
      const next = viewsOver(createMemoryStore());
      next.changed(['s1']);
      await next.close();
    }
    expect(read('shop/PRODUCTION/deployment_log.md').match(/commit c1/g)).toHaveLength(1);
    services = [view({ release: { ...release, commit: 'c2' } })];
    const last = viewsOver(createMemoryStore());
    last.changed(['s1']);
    await last.close();
    services = [view({ release })];
    const rolledBack = viewsOver(createMemoryStore());
    rolledBack.changed(['s1']);
    await rolledBack.close();
    expect(read('shop/PRODUCTION/deployment_log.md').match(/commit c1/g)).toHaveLength(2);
  });

  it('shows a release and logs each deployment once', async () => {
    services = [view({ release })];
    for (let n = 0; n < 3; n += 1) {
      views.changed(['s1']);
      await views.flush();
    }
    services = [view({ release: { ...release, commit: 'c2', version: '2' } })];
    views.changed(['s1']);
    await views.flush();
    expect(JSON.parse(read('shop/PRODUCTION/release.json'))).toMatchObject({
      commit: 'c2',
      version: '2',
      service: 'shop',
    });
    expect(JSON.parse(read('shop/PRODUCTION/verification.json'))).toEqual({ commit: 'c2' });
    expect(read('shop/PRODUCTION/deployment_log.md').match(/^- /gm)).toHaveLength(2);
  });

  it('leaves a broken registry alone, says so, writes the rest, and goes on once it is mended', async () => {
    await writeFile(join(root, 'SERVICE_REGISTRY.json'), '{ broken');
    views.changed(['s1']);
    await views.flush();
    expect(read('SERVICE_REGISTRY.json')).toBe('{ broken');
    expect(views.problems().get('')).toContain('not valid JSON');
    expect(read('shop/README.md')).toContain('andon:begin');
    await writeFile(join(root, 'SERVICE_REGISTRY.json'), '{ "mine": 1 }');
    await views.flush();
    expect(views.problems().size).toBe(0);
    expect(JSON.parse(read('SERVICE_REGISTRY.json'))).toMatchObject({ mine: 1, total_services: 1 });
  });

  it('does not write through links', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'andon-outside-'));
    try {
      await writeFile(join(outside, 'README.md'), 'outside');
      await symlink(join(outside, 'README.md'), join(root, 'shop/README.md'));
      await symlink(outside, join(root, 'shop/PRODUCTION'));
      services = [view({ release })];
      views.changed(['s1']);
      await views.flush();
      expect(readFileSync(join(outside, 'README.md'), 'utf8')).toBe('outside');
      expect(existsSync(join(outside, 'release.json'))).toBe(false);
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('takes the record of 0.1.0 away from where it stood, and nothing else of that name', async () => {
    await mkdir(join(root, 'shop/PRODUCTION'), { recursive: true });
    const old = join(root, 'shop/PRODUCTION/record.json');
    services = [view({ release })];
    for (const [text, stays] of [
      ['{ "commit": "c1", "verifierVersion": "0.1.0" }', false],
      ['{ "mine": true }', true],
    ] as const) {
      await writeFile(old, text);
      views.changed(['s1']);
      await views.flush();
      expect(existsSync(old)).toBe(stays);
    }
  });

  it('writes what is due before it closes', async () => {
    views.changed(['s1']);
    await views.close();
    expect(existsSync(join(root, 'shop/README.md'))).toBe(true);
  });
});
