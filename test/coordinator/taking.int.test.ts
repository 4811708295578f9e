import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, stores } from './desk.ts';

let desk: Desk;
afterEach(() => desk.coordinator.close());

describe.each(stores)('a ticket that is asked for by name, on the %s store', (_, make) => {
  /** Two tickets that wait for whoever comes. */
  let tickets: string[];
  beforeEach(async () => {
    desk = await Desk.open(make()());
    const services = [await desk.service('one'), await desk.service('two')];
    tickets = services.map((id) => desk.ticket(id).id);
  });

  const ask = (ticket: string, session: string) =>
    desk.send(`ticket/${ticket}`, { type: 'TicketAssigned', session });
  const holders = () => tickets.map((id) => desk.coordinator.ticket(id)?.context.holder);

  it('is given under the rules of matching, with why it was', async () => {
    await desk.session('bob', 1);
    const given = holders().indexOf('bob');
    const card = desk.coordinator.ticket(tickets[given] ?? '')?.context.card;
    expect(card?.parts).toHaveProperty('success');
    expect(desk.coordinator.mayTake(tickets[1 - given] ?? '', 'bob')).toEqual([
      'bob has no free slot (holds 1 of 1)',
    ]);
  });

  it('is refused in the commit itself, when what was free has gone meanwhile', async () => {
    desk.coordinator.setFreshSessions(() => false);
    await desk.session('bob', 1);
    desk.coordinator.setFreshSessions((name) => name === 'bob');
    const answers = await Promise.all(tickets.map((ticket) => ask(ticket, 'bob')));
    expect(answers.map(({ ignored }) => ignored).sort()).toEqual([false, true]);
    expect(holders().filter((holder) => holder === 'bob')).toHaveLength(1);
  });

  it('is journaled as asked for, which what matching chose is not', async () => {
    await desk.session('bob', 1);
    desk.coordinator.setFreshSessions(() => false);
    await desk.session('ann', 1);
    desk.coordinator.setFreshSessions((name) => name === 'ann');
    const [left = ''] = tickets.filter((id) => desk.coordinator.ticket(id)?.state === 'open');
    await ask(left, 'ann');
    const given = tickets.flatMap((id) => desk.store.events({ stream: `ticket/${id}` }));
    expect(
      given.flatMap(({ event }) => (event.type === 'TicketAssigned' ? [{ asked: false, ...event }] : [])),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ session: 'bob', asked: false }),
        expect.objectContaining({ session: 'ann', asked: true }),
      ]),
    );
  });

  it('is not given to a stranger, nor when it is not open', async () => {
    expect(desk.coordinator.mayTake(tickets[0] ?? '', 'nobody')).toEqual(['nobody is not registered']);
    expect((await ask(tickets[0] ?? '', 'nobody')).ignored).toBe(true);
    await desk.session('bob');
    expect(desk.coordinator.mayTake(tickets[0] ?? '', 'bob')).toEqual([`ticket ${tickets[0]} is not open`]);
  });
});
