import { describe, expect, it } from 'vitest';
import { Desk, stores } from './desk.ts';

const withApproval = {
  type: 'SettingsSeen',
  settings: { redundancy: null, merge: false, budget: null, approval: true },
} as const;

/** Takes a service whose ticket is held through its gates. */
async function handIn(desk: Desk, id: string, commit: string): Promise<void> {
  await desk.submit(id, 'b1', commit);
  await desk.verdict(id, 'passed');
  await desk.verdict(id, 'passed');
}

async function ship(desk: Desk, id: string, commit: string): Promise<string> {
  await handIn(desk, id, commit);
  const release = desk.state(id).context.change?.release ?? 'none';
  for (const type of ['ReleaseStarted', 'ReleaseProved', 'ReleaseSwitched']) {
    await desk.send(`service/${id}`, { type, release, version: commit });
  }
  await desk.coordinator.quiet();
  return release;
}

describe.each(stores)('what people do to services, in %s', (_name, openStore) => {
  it('gives the next free session what people put first, though it was opened later', async () => {
    const desk = await Desk.open(openStore()());
    const ids = [];
    for (const name of ['one', 'two', 'three']) {
      const id = await desk.coordinator.addService(name);
      await desk.specSeen(id, name);
      ids.push(id);
    }
    await desk.send(`service/${ids[2]}`, { type: 'ServicePrioritised', priority: 5 });
    await desk.session('b1', 1);
    await desk.coordinator.quiet();
    expect(ids.map((id) => desk.state(id).line)).toEqual([
      'build.awaiting',
      'build.awaiting',
      'build.working',
    ]);
    await desk.coordinator.close();
  });

  it('deploys what needs somebody’s word with it, also after a restart in between', async () => {
    const open = openStore();
    const desk = await Desk.open(open());
    await desk.session('b1', 1);
    const id = await desk.coordinator.addService('quotes');
    await desk.send(`service/${id}`, withApproval);
    await desk.specSeen(id, 'A');
    await desk.coordinator.quiet();
    await handIn(desk, id, 'c1');
    expect(desk.did(`service/${id}`)).not.toContain('deploy');
    await desk.coordinator.close();

    const next = await Desk.open(open(), desk.clock);
    expect([...next.coordinator.awaited()]).toEqual([]);
    await next.send(`service/${id}`, { type: 'ReleaseApproved', change: 1, by: 'ada' });
    await next.coordinator.quiet();
    expect(next.did(`service/${id}`)).toContain('deploy');
    await next.coordinator.close();
  });

  it('goes back and forward between releases as people say', async () => {
    const desk = await Desk.open(openStore()());
    await desk.session('b1', 1);
    const id = await desk.coordinator.addService('quotes');
    const releases = [];
    for (const [spec, commit] of [
      ['A', 'c1'],
      ['B', 'c2'],
    ] as const) {
      await desk.specSeen(id, spec);
      await desk.coordinator.quiet();
      releases.push(await ship(desk, id, commit));
    }
    const [first = '', second = ''] = releases;
    for (const [from, to] of [
      [second, first],
      [first, second],
    ] as const) {
      await desk.send(`service/${id}`, { type: 'RollbackAsked', from, to, reason: 'r', by: 'ada' });
      await desk.coordinator.quiet();
      const asked = desk.performed.findLast(({ effect }) => effect.type === 'rollBack');
      expect(asked?.effect).toMatchObject({ from, to, keep: true });
      await desk.send(`service/${id}`, { type: 'RolledBack', from, to });
      expect(desk.state(id).context.live.release?.id).toBe(to);
    }
    expect(desk.state(id).line).toBe('shipped');
    await desk.coordinator.close();
  });
});
