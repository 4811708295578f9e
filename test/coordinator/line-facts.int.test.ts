import { afterEach, describe, expect, it } from 'vitest';
import { localDay } from '../../src/coordinator/local-day.ts';
import { Desk, type DeskSettings, stores } from './desk.ts';
import { VirtualClock } from './virtual-clock.ts';

let desk: Desk;
afterEach(() => desk.coordinator.close());

describe.each(stores)('the line on the %s store', (_, make) => {
  const opened = async (settings: DeskSettings, open = make()()) => {
    desk = await Desk.open(open, new VirtualClock(), settings);
    return desk;
  };
  const line = () => desk.coordinator.line().context;
  const why = (id: string) => desk.coordinator.why(desk.ticket(id).id).join(' ');
  const isHeld = (id: string) => desk.state(id).line === 'build.working';

  const uses = async (id: string, session: string, usd: number) => {
    const { stream, token } = desk.ticket(id);
    const usage = { usd, tokens: null, ms: 1 };
    await desk.send(stream, { type: 'UsageReported', token, session, usage });
    await desk.coordinator.quiet();
  };

  /** Time goes on until this is so. */
  const until = async (isSo: () => boolean) => {
    for (let turns = 0; turns < 50 && !isSo(); turns += 1) await desk.next();
    expect(isSo()).toBe(true);
  };

  it('lets nobody work for an account whose limit is reached, until its timer has freed it', async () => {
    await opened({});
    await desk.session('bob');
    const id = await desk.service('quotes');
    const { stream, token } = desk.ticket(id);
    const resetsAt = desk.clock.now() + 600_000;
    const failed = {
      type: 'WorkFailed',
      token,
      session: 'bob',
      class: 'provider',
      reason: 'the limit is reached',
    };
    await desk.send(stream, { ...failed, resetsAt });
    await desk.coordinator.quiet();
    const [[account, parked] = []] = Object.entries(line().accounts);
    expect(parked?.until).toBeGreaterThanOrEqual(resetsAt);
    expect(isHeld(id)).toBe(false);
    expect(why(id)).toMatch(/the limit is reached/);
    expect(desk.store.timers().map(({ timer }) => timer)).toContain(`account:${account}`);
    await until(() => isHeld(id));
    expect(desk.clock.now()).toBeGreaterThanOrEqual(resetsAt);
    expect(line().accounts).toEqual({});
  });

  it('assigns nothing while the breaker is open, takes every fact, and goes on by itself', async () => {
    await opened({});
    for (const session of ['a', 'b', 'c']) await desk.send('line/main', { type: 'SessionDied', session });
    await desk.session('bob');
    const id = await desk.service('quotes');
    expect(desk.state(id).line).toBe('build.awaiting');
    expect(why(id)).toMatch(/3 sessions died with work in their hands within 30 s: a, b, c/);
    await until(() => isHeld(id));
    expect(line().breaker).toBeNull();
  });

  it('keeps breaker, accounts and what is set aside over a restart', async () => {
    const open = make();
    const settings = { budgets: { ticket: { usd: 5 } } };
    await opened(settings, open());
    await desk.session('bob');
    await desk.service('quotes');
    const parked = { account: 'claude', until: desk.clock.now() + 50_000, reason: 'full', session: 'x' };
    await desk.send('line/main', { type: 'AccountParked', ...parked });
    for (const session of ['a', 'b', 'c']) await desk.send('line/main', { type: 'SessionDied', session });
    const before = line();
    expect(Object.keys(before.spend.open)).toHaveLength(1);
    await desk.coordinator.close();
    desk = await Desk.open(open(), desk.clock, settings);
    expect(line()).toEqual(before);
    await until(() => line().breaker === null && Object.keys(line().accounts).length === 0);
  });

  it('sets aside what a ticket may take, and gives out no more of the day than there is', async () => {
    await opened({ budgets: { ticket: { usd: 5 }, day: { usd: 12 } } });
    await desk.session('bob');
    const ids = [];
    for (const name of ['one', 'two', 'three']) ids.push(await desk.service(name));
    const [one = '', two = '', three = ''] = ids;
    expect([one, two, three].map(isHeld)).toEqual([true, true, false]);
    expect(why(three)).toMatch(
      /the day's budget does not cover it: it may take 5 USD; 0 of 12 USD are used and 10 USD set aside/,
    );
    await uses(one, 'bob', 1);
    expect(isHeld(three)).toBe(false);
    // The end of a holding frees what it did not use, and what waited goes on in the same commit.
    await desk.submit(one, 'bob', 'c1');
    expect(isHeld(three)).toBe(true);
    expect(line().spend.today).toMatchObject({ usd: 1, holdings: 1 });
  });

  it('ends a holding that takes more than was set aside', async () => {
    await opened({ budgets: { ticket: { usd: 5 } } });
    await desk.session('bob');
    const id = await desk.service('quotes');
    await uses(id, 'bob', 5.5);
    expect(desk.state(id).line).toBe('blocked');
    expect(desk.state(id).context.block?.code).toBe('budget');
    expect(line().spend).toMatchObject({ open: {}, today: { usd: 5.5 } });
  });

  it('lets a change of a service take what is left of its budget, whoever has it next', async () => {
    await opened({ budgets: { service: { usd: 10 } } });
    await desk.session('bob');
    const id = await desk.service('quotes');
    const { stream, token } = desk.ticket(id);
    await uses(id, 'bob', 4);
    await desk.send(stream, { type: 'WorkReleased', token, session: 'bob', reason: 'so' });
    await desk.coordinator.quiet();
    expect(isHeld(id)).toBe(true);
    expect(desk.coordinator.ticket(desk.ticket(id).id)?.context.reserved).toEqual({
      usd: 6,
      tokens: null,
      ms: null,
    });
    // Another change of the service begins with all of it.
    await desk.specSeen(id, 'B');
    await until(() => isHeld(id) && desk.state(id).context.change?.n === 2);
    expect(desk.coordinator.ticket(desk.ticket(id).id)?.context.reserved?.usd).toBe(10);
  });

  it('assigns nothing once the day is used up, until midnight', async () => {
    await opened({ budgets: { day: { usd: 10 } } });
    await desk.session('bob');
    const one = await desk.service('one');
    await uses(one, 'bob', 11);
    expect(isHeld(one)).toBe(true);
    const two = await desk.service('two');
    expect(isHeld(two)).toBe(false);
    expect(why(two)).toMatch(/the day's budget is used up: 11 of 10 USD; it goes on at midnight/);
    const { endsAt } = localDay(desk.clock.now());
    await until(() => isHeld(two));
    expect(desk.clock.now()).toBeGreaterThanOrEqual(endsAt);
    expect(line().spend).toMatchObject({ day: localDay(desk.clock.now()).day, today: { usd: 0 } });
    expect(line().spend.other?.spent.usd).toBe(11);
  });

  it('goes on after a restart with a larger budget', async () => {
    const open = make();
    await opened({ budgets: { day: { usd: 10 } } }, open());
    await desk.session('bob');
    await uses(await desk.service('one'), 'bob', 11);
    const two = await desk.service('two');
    expect(isHeld(two)).toBe(false);
    await desk.coordinator.close();
    desk = await Desk.open(open(), desk.clock, { budgets: { day: { usd: 50 } } });
    expect(isHeld(two)).toBe(true);
  });

  it('leaves nothing set aside without its holding, whichever commit is the last', async () => {
    await opened({ budgets: { ticket: { usd: 5 }, day: { usd: 100 } } });
    const wrong: string[] = [];
    // A crash keeps exactly a number of commits: what holds after each of them holds after every crash.
    desk.coordinator.onCommitted(({ seq }) => {
      const held = [...desk.coordinator.tickets()].filter(({ state }) => state === 'held');
      const tokens = Object.fromEntries(held.map(({ context }) => [context.id, context.token]));
      const { open } = line().spend;
      const aside = Object.fromEntries(Object.entries(open).map(([id, { token }]) => [id, token]));
      if (JSON.stringify(sorted(tokens)) !== JSON.stringify(sorted(aside))) wrong.push(`after ${seq}`);
    });
    await desk.session('ann');
    await desk.session('bob');
    const ids = [];
    for (const name of ['one', 'two', 'three', 'four', 'five']) ids.push(await desk.service(name));
    const ends = ['WorkReleased', 'WorkFailed', 'WorkDeclined', 'LeaseExpired', 'SubmissionReceived'];
    for (const [index, id] of ids.entries()) {
      const { stream, token, session } = desk.ticket(id);
      const said = {
        token,
        session: session ?? '',
        reason: 'so',
        class: 'work',
        clauses: ['so'],
        commit: 'c',
      };
      await desk.send(stream, { ...said, type: ends[index] ?? '' });
      await desk.coordinator.quiet();
    }
    for (const id of ids) await desk.specSeen(id, 'B');
    await desk.coordinator.quiet();
    await desk.next();
    expect(wrong).toEqual([]);
    expect(line().spend.today.holdings).toBeGreaterThanOrEqual(5);
  });
});

function sorted(tokens: Readonly<Record<string, number>>) {
  return Object.entries(tokens).sort(([a], [b]) => (a < b ? -1 : 1));
}
