import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  changesView,
  eventsView,
  machineChart,
  pastBoard,
  pathView,
  serviceTicketsView,
} from '../../src/contracts/history.ts';
import { HandClock } from '../sessions/hand-clock.ts';
import { type ServedLine, servedLine } from './served-line.ts';

describe('what was', () => {
  let line: ServedLine;
  let clock: HandClock;
  beforeEach(async () => {
    clock = new HandClock();
    line = await servedLine({ clock });
  });
  afterEach(() => line.close());

  const get = async (url: string) => (await line.app.inject({ url })).json();
  const about = (what: string) => get(`/api/services/shortener/${what}`);

  /** A build that one session gives back and another hands in, a second apart each; the gate says no. */
  async function triedTwice(): Promise<string> {
    line.coordinator.setFreshSessions(() => true);
    for (const session of ['ada', 'bob']) {
      const about = { slots: 1, agent: 'person', host: 'here', builtIn: false, tokenHash: '' };
      await line.coordinator.receive(`session/${session}`, {
        ...{ type: 'SessionRegistered', capabilities: ['builder'] },
        ...about,
      });
    }
    const ticket = await line.openBuild();
    const tell = async (stream: 'ticket' | 'service', event: { type: string; [field: string]: unknown }) => {
      clock.turn(1_000);
      await line.coordinator.receive(stream === 'ticket' ? `ticket/${ticket}` : 'service/s1', event);
      await line.settled();
    };
    await tell('ticket', { type: 'TicketAssigned', session: 'ada' });
    await tell('ticket', { type: 'WorkReleased', token: 1, session: 'ada', reason: 'went home' });
    await tell('ticket', { type: 'TicketAssigned', session: 'bob' });
    await tell('ticket', { type: 'SubmissionReceived', token: 2, session: 'bob', commit: 'c1' });
    const verification = line.coordinator.service('s1')?.context.verification?.id;
    const verdict = { type: 'VerificationFinished', verification, verdict: 'failed', reasons: ['no main'] };
    await tell('service', verdict);
    return ticket;
  }

  it('is told move by move', async () => {
    await triedTwice();
    const { moves, before } = pathView.parse(await about('path'));
    expect(before).toBeNull();
    expect(moves.map(({ line, event }) => [line, event])).toEqual([
      ['spec.missing', 'Opened'],
      ['build.awaiting', 'SpecSeen'],
      ['build.working', 'TicketHeld'],
      ['build.awaiting', 'TicketReopened'],
      ['build.working', 'TicketHeld'],
      ['build.verifying', 'TicketSubmitted'],
      ['build.awaiting', 'VerificationFinished'],
    ]);
    expect(moves.at(-1)).toMatchObject({ change: 1, cause: 'spec', live: 'none' });
    const part = pathView.parse(await about('path?limit=2'));
    expect(part.moves).toEqual(moves.slice(-2));
    expect(pathView.parse(await about(`path?limit=2&before=${part.before}`)).moves).toEqual(
      moves.slice(-4, -2),
    );
  });

  it('is told span by span, and what is open runs to now', async () => {
    const ticket = await triedTwice();
    clock.turn(500);
    const { now, changes } = changesView.parse(await about('changes'));
    expect(now).toBe(clock.now());
    expect(changes).toHaveLength(1);
    const [change] = changes;
    expect(change).toMatchObject({ n: 1, cause: 'spec', outcome: 'open', ended: null, attempts: 2 });
    const told = change?.spans.map(({ kind, session, from, to }) => [
      kind,
      session,
      to === null ? null : to - from,
    ]);
    expect(told).toEqual([
      ['waiting', undefined, 1_000],
      ['working', 'ada', 1_000],
      ['waiting', undefined, 1_000],
      ['working', 'bob', 1_000],
      ['verifying', undefined, 1_000],
      ['waiting', undefined, null],
    ]);
    expect(change?.spans[1]).toMatchObject({ lane: 'BUILD', label: 'building', ticket, attempt: 1 });
    expect(change?.spans.at(-1)).toMatchObject({ attempt: 2, from: now - 500 });
  });

  it('is told ticket by ticket, with every try', async () => {
    const ticket = await triedTwice();
    const { tickets } = serviceTicketsView.parse(await about('tickets'));
    expect(tickets).toMatchObject([{ id: ticket, kind: 'build', over: false, endedAt: null, state: 'open' }]);
    expect(tickets[0]?.attempts).toMatchObject([
      { token: 1, session: 'ada', outcome: 'released', reason: 'went home', handedIn: null },
      { token: 2, session: 'bob', outcome: 'rejected', reason: 'no main', commit: 'c1' },
    ]);
    const [first, second] = tickets[0]?.attempts ?? [];
    expect((first?.to ?? 0) - (first?.from ?? 0)).toBe(1_000);
    expect((second?.to ?? 0) - (second?.from ?? 0)).toBe(2_000);
    await line.coordinator.receive('service/s1', { type: 'ServiceRetired' });
    await line.settled();
    expect(line.coordinator.ticket(ticket)?.state).toBe('cancelled');
  });

  it('is told event by event, by type and a page at a time', async () => {
    await triedTwice();
    const { events, before } = eventsView.parse(
      await about('events?types=TicketHeld,TicketReopened&limit=2'),
    );
    expect(events.map(({ event }) => event.type)).toEqual(['TicketHeld', 'TicketReopened']);
    const rest = eventsView.parse(await about(`events?types=TicketHeld&before=${before}`));
    expect(rest.events.map(({ event }) => event.token)).toEqual([1]);
    expect(rest.before).toBeNull();
  });

  it('is the board of that moment', async () => {
    await triedTwice();
    const now = clock.now();
    const past = pastBoard.parse(await get(`/api/board?at=${now - 1_500}`));
    expect(past).toMatchObject({
      at: now - 1_500,
      services: [{ name: 'shortener', state: 'build.working' }],
    });
    expect(past.services[0]?.session).toBe('bob');
    expect(past.leftOut.length).toBeGreaterThan(0);
    const present = pastBoard.parse(await get(`/api/board?at=${now}`));
    expect(present.services).toMatchObject([{ state: 'build.awaiting', attempt: 2 }]);
  });

  it('is drawn from the machine itself', async () => {
    const chart = machineChart.parse(await get('/api/machines/service'));
    expect(chart.nodes.map(({ id }) => id)).toContain('line.build.awaiting');
    expect((await line.app.inject({ url: '/api/machines/toaster' })).statusCode).toBe(400);
  });

  it('is nothing for a service nobody knows', async () => {
    for (const what of ['path', 'changes', 'tickets', 'events']) {
      const answer = await line.app.inject({ url: `/api/services/nobody/${what}` });
      expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'NOT_FOUND']);
    }
  });
});
