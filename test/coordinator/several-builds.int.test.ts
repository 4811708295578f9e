import { describe, expect, it } from 'vitest';
import type { BuildEntry } from '../../machines/service/service.context.ts';
import { Desk, stores } from './desk.ts';
import { VirtualClock } from './virtual-clock.ts';

const entriesOf = (desk: Desk, id: string): readonly BuildEntry[] =>
  desk.state(id).context.contest?.entries ?? [];
const makers = (desk: Desk, id: string) => entriesOf(desk, id).map(({ session }) => session);

/** A service whose spec is to be built so many times. */
async function competing(desk: Desk, redundancy: number, merge = false): Promise<string> {
  const id = await desk.coordinator.addService('quotes');
  await desk.send(`service/${id}`, {
    type: 'SettingsSeen',
    settings: { redundancy, merge, budget: null },
  });
  await desk.specSeen(id, 'A');
  await desk.coordinator.quiet();
  return id;
}

async function submit(desk: Desk, id: string, n: number, commit: string): Promise<void> {
  const { ticket, token, session } = entryAt(desk, id, n);
  await desk.send(`ticket/${ticket}`, { type: 'SubmissionReceived', token, session, commit });
  await desk.coordinator.quiet();
}

async function verdict(desk: Desk, id: string, n: number, more: Record<string, unknown>): Promise<void> {
  const verification = entryAt(desk, id, n).verification?.id ?? 'none';
  const told = { verification, reasons: ['a reason'], record: `rec-${verification}`, ...more };
  await desk.send(`service/${id}`, { type: 'VerificationFinished', ...told });
  await desk.coordinator.quiet();
}

function entryAt(desk: Desk, id: string, n: number): BuildEntry {
  const entry = entriesOf(desk, id)[n - 1];
  if (!entry) throw new Error(`there is no build ${n}`);
  return entry;
}

describe.each(stores)('several builds of one spec, in %s', (_name, openStore) => {
  it('go to different sessions, though each has slots for all; the rest waits and says why', async () => {
    const desk = await Desk.open(openStore()());
    await desk.session('s1');
    await desk.session('s2');
    const id = await competing(desk, 3);
    const [one, two, three] = makers(desk, id);
    expect([[one, two].sort(), three]).toEqual([['s1', 's2'], null]);
    const why = desk.coordinator.why(entryAt(desk, id, 3).ticket);
    expect(why).toEqual([
      's1 has another of the builds that this one is compared with',
      's2 has another of the builds that this one is compared with',
    ]);
    await desk.session('s3');
    expect(makers(desk, id)[2]).toBe('s3');
    await desk.coordinator.close();
  });

  it('are verified side by side, and the best goes on; a second coordinator awaits the same', async () => {
    const open = openStore();
    const desk = await Desk.open(open());
    for (const name of ['s1', 's2']) await desk.session(name);
    const id = await competing(desk, 2);
    for (const n of [1, 2]) await submit(desk, id, n, `c${n}`);
    const asked = () =>
      [...desk.coordinator.awaited()].flatMap(({ effect }) => ('commit' in effect ? [effect.commit] : []));
    expect(asked()).toEqual(['c1', 'c2']);
    await verdict(desk, id, 1, { verdict: 'failed' });
    await desk.coordinator.close();

    const next = await Desk.open(open(), desk.clock);
    const awaited = [...next.coordinator.awaited()].map(({ effect }) => effect.type);
    expect(awaited).toEqual(['verify']);
    await verdict(next, id, 2, { verdict: 'passed', hasTests: true });
    await verdict(next, id, 2, { verdict: 'passed', hasTests: true, coverage: 91 });
    expect(next.state(id).line).toBe('release.deploying');
    expect(next.state(id).context.change).toMatchObject({ commit: 'c2', coverage: 91 });
    expect([...next.coordinator.tickets()]).toEqual([]);
    expect(next.did(`service/${id}`)).toContain('deploy');
    await next.coordinator.close();
  });

  it('wait for those nobody can take as long as is stated, then go on and say so', async () => {
    const desk = await Desk.open(openStore()(), new VirtualClock(), {
      limits: { redundancyPatienceMs: 60_000 },
    });
    await desk.session('s1');
    const id = await competing(desk, 2);
    await submit(desk, id, 1, 'c1');
    await verdict(desk, id, 1, { verdict: 'passed', hasTests: false });
    expect(desk.state(id).line).toBe('build.competing');
    while (desk.state(id).line === 'build.competing') await desk.next();
    expect(desk.state(id).line).toBe('test.writing');
    expect(entryAt(desk, id, 2).reasons).toEqual([
      'no session could take it within 1 minutes of the others being done',
    ]);
    await desk.coordinator.close();
  });

  it('are not given out while the service is paused', async () => {
    const desk = await Desk.open(openStore()());
    const id = await competing(desk, 2);
    await desk.send(`service/${id}`, { type: 'ServicePaused' });
    for (const name of ['s1', 's2']) await desk.session(name);
    expect(makers(desk, id)).toEqual([null, null]);
    await desk.send(`service/${id}`, { type: 'ServiceResumed' });
    await desk.coordinator.quiet();
    expect(new Set(makers(desk, id))).toEqual(new Set(['s1', 's2']));
    await desk.coordinator.close();
  });
});
