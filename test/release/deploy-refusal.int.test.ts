import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobHash, treeHash } from '../../src/contracts/tree-hash.ts';
import { deployRefusal, type RecordFacts } from '../../src/release/deploy-refusal.ts';
import { createHome, type Home, openYard, orderOf, seen, ship, type Yard } from './bench-yard.ts';
import { services } from './services.ts';

const files = Object.entries(services.healthy).map(([path, text]): [string, string] => [
  `BUILD/${path}`,
  blobHash(text),
]);
const facts: RecordFacts = {
  ...{ signature: 'valid', service: 'svc-1', gate: 'test', commit: 'healthy', verdict: 'passed' },
  ...{ tree: treeHash(new Map(files)), tier: 'bubblewrap', own: false },
};

describe('a release', () => {
  let home: Home;
  let yard: Yard;
  let found: RecordFacts;
  let asked: (string | null)[];
  let installed: number;

  const open = () =>
    openYard(home, {
      refusal: async ({ service, commit, record }, tree) => {
        asked.push(tree);
        return deployRefusal({ record, service: service.id, commit, tree }, found, { unsandboxed: false });
      },
      install: async () => {
        installed += 1;
        return { ok: true, from: 'nothing', runs: [], notes: [] };
      },
    });

  beforeEach(async () => {
    [found, asked, installed] = [facts, [], 0];
    home = await createHome();
    yard = await open();
  });
  afterEach(async () => {
    await yard.releases.close();
    await home.remove();
  });

  const releaseFile = (release: string) => join(home.root, 'releases', 'svc-1', release, 'release.json');

  it('of the bytes of its record is made, and its record looked at before the export, after it, and once it is made', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    expect(asked).toEqual([null, facts.tree, facts.tree]);
    expect(installed).toBe(1);
  });

  it.each<[string, Partial<RecordFacts>]>([
    ['was changed after it was signed', { signature: 'invalid' }],
    ['another home signed', { signature: 'unknown-key' }],
    ['nobody signed', { signature: 'unsigned' }],
    ['is of other bytes', { tree: 'others' }],
  ])('whose record %s is not made, nothing of it runs, and nobody is blamed', async (_, more) => {
    found = { ...facts, ...more };
    await yard.releases.deploy(orderOf('healthy', 'r1'));
    const failed = await seen(home, 'ReleaseFailed', 'r1');
    expect(failed).toMatchObject({
      fault: 'record',
      reason: expect.stringMatching(/^not deployed: .*verifies them again$/),
    });
    expect(installed).toBe(0);
    expect(existsSync(releaseFile('r1'))).toBe(false);
  });

  it('that 0.1.0 made serves on after a start, is restarted and rolled back to, and is not deployed anew', async () => {
    await ship(home, yard.releases, orderOf('healthy', 'r1'));
    await ship(home, yard.releases, orderOf('healthy', 'r2'), 'r1');
    await yard.releases.close();
    for (const release of ['r1', 'r2']) {
      const { tree: _, ...old } = JSON.parse(await readFile(releaseFile(release), 'utf8'));
      await writeFile(releaseFile(release), JSON.stringify(old));
    }
    found = { ...facts, signature: 'unsigned', tree: null };
    yard = await open();
    const order = orderOf('healthy', 'r2');
    await yard.releases.adopt([{ service: order.service, release: 'r2', order }]);
    await expect
      .poll(() => yard.releases.route('svc-1'), { timeout: 15_000 })
      .toMatchObject({ host: '127.0.0.1' });
    await yard.releases.restart('svc-1', 'r2');
    await seen(home, 'ReleaseRestarted', 'r2');
    await yard.releases.rollBack('svc-1', 'r2', 'r1');
    await expect
      .poll(() => home.events.some(({ event }) => event.type === 'RolledBack'), { timeout: 15_000 })
      .toBe(true);
    found = facts;
    await yard.releases.deploy(orderOf('healthy', 'r2'));
    expect(await seen(home, 'ReleaseFailed', 'r2')).toMatchObject({ fault: 'record' });
  });
});
