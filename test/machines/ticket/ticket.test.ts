import { describe, expect, it } from 'vitest';
import { lineEvent } from '../../../machines/line/line.events.ts';
import { defaultLimits } from '../../../machines/policy/limits.ts';
import { serviceEvent } from '../../../machines/service/service.events.ts';
import { ticketEffect } from '../../../machines/ticket/ticket.effects.ts';
import type { TicketEvent } from '../../../machines/ticket/ticket.events.ts';
import { ticketStillWants, ticketWants } from '../../../machines/ticket/wants.ts';
import { Ticket } from './given-ticket.ts';

const held = () => Ticket.fresh().assigned();
const submitted = () => held().says({ type: 'SubmissionReceived', commit: 'c1' });
const failure = { type: 'WorkFailed', class: 'work', reason: 'it broke' } as const;

describe('a ticket', () => {
  it('is delivered to whom it is assigned, under a new token', () => {
    const ticket = held();
    expect([ticket.state, ticket.context.token, ticket.context.holder]).toEqual(['held', 1, 'b1']);
    expect(ticket.effects.map((effect) => effect.type)).toEqual(['deliver', 'tellOwner', 'tellSession']);
    expect([ticket.told, ticket.outcomes]).toEqual([['TicketHeld'], ['taken']]);
  });

  it('is done when its submission is accepted', () => {
    const done = submitted().when({ type: 'TicketAccepted', token: 1 });
    expect([done.state, done.snapshot.status, done.outcomes]).toEqual(['done', 'done', ['done']]);
  });

  it('tells how long the work took, without the time it was judged', () => {
    const done = submitted().when({ type: 'TicketAccepted', token: 1 });
    expect(done.effects).toContainEqual(expect.objectContaining({ outcome: 'done', durationMs: 60_000 }));
  });

  it('frees the slot of its session when it is submitted', () => {
    expect(submitted().outcomes).toEqual(['submitted']);
  });

  it('is open again with the reasons when its submission is rejected, and counts', () => {
    const ticket = submitted().when({ type: 'TicketRejected', token: 1, feedback: ['no tests'] });
    expect([ticket.state, ticket.context.failures, ticket.context.feedback]).toEqual([
      'open',
      1,
      ['no tests'],
    ]);
    expect(ticket.assigned().context.token).toBe(2);
  });

  it('is exhausted when its counted tries are used up, and says what went wrong in them', () => {
    const worn = held().says(failure).assigned('b2').says(failure).assigned('b3').says(failure);
    expect([worn.state, worn.told]).toEqual([
      'exhausted',
      ['TicketSpent', 'TicketReopened', 'TicketExhausted'],
    ]);
    expect(worn.effects).toContainEqual(
      expect.objectContaining({
        event: expect.objectContaining({
          why: 'attempts',
          reasons: ['b1: it broke', 'b2: it broke', 'b3: it broke'],
        }),
      }),
    );
  });

  it.each(['environment', 'provider'] as const)('counts no try for trouble of the %s', (kind) => {
    const ticket = held().says({ type: 'WorkFailed', class: kind, reason: 'no disk' });
    expect([ticket.state, ticket.context.failures, ticket.outcomes]).toEqual(['open', 0, ['released']]);
  });

  it('is not given again to a session that cannot do it', () => {
    const ticket = held().says({ type: 'WorkDeclined', clauses: ['§3'] });
    expect(ticket.assigned('b1').ignored).toBe(true);
    expect(ticket.assigned('b2').state).toBe('held');
  });

  it('ends when the spec contradicts itself, and quotes the clauses', () => {
    const ticket = held().says({ type: 'ContradictionReported', clauses: ['§1', '§2'] });
    expect([ticket.state, ticket.told]).toEqual(['contradicted', ['TicketSpent', 'TicketContradicted']]);
  });

  it('is recalled from its holder when it is cancelled', () => {
    const ticket = held().when({ type: 'TicketCancelled', reason: 'a newer spec' });
    expect(ticket.state).toBe('cancelled');
    expect(ticket.effects.map((effect) => effect.type)).toEqual([
      'recall',
      'tellSession',
      'tellLine',
      'tellOwner',
      'cancelTimer',
    ]);
  });

  it('takes nothing any more once it is over', () => {
    const done = submitted().when({ type: 'TicketAccepted', token: 1 });
    expect(done.when({ type: 'TicketCancelled', reason: 'late' }).ignored).toBe(true);
  });
});

describe('a lease', () => {
  const expired = () => held().says({ type: 'LeaseExpired' });

  it('that ran out opens the ticket again, recalls it and counts no try', () => {
    const ticket = expired();
    expect([ticket.state, ticket.context.failures, ticket.outcomes]).toEqual(['open', 0, ['expired']]);
    expect(ticket.effects.map((effect) => effect.type)).toContain('recall');
  });

  it('that ran out leaves a late submission welcome while nobody else has the ticket', () => {
    const late = expired().says({ type: 'SubmissionReceived', commit: 'c1' });
    expect([late.state, late.told, late.context.holder]).toEqual(['submitted', ['TicketSubmitted'], 'b1']);
  });

  it('that ran out refuses a late submission once somebody else has the ticket', () => {
    const late = expired()
      .assigned('b2')
      .when({ type: 'SubmissionReceived', token: 1, session: 'b1', commit: 'c1' });
    expect(late.ignored).toBe(true);
  });

  it('given back refuses a submission under its token', () => {
    const ticket = held().says({ type: 'WorkReleased', reason: 'stopping' });
    expect(ticket.says({ type: 'SubmissionReceived', commit: 'c1' }, 'b1').ignored).toBe(true);
  });

  it('lost with everybody who had it makes the ticket itself suspect, and names them', () => {
    let ticket = Ticket.fresh();
    for (let time = 0; time < defaultLimits.poisonDeaths; time += 1) {
      expect(ticket.state).toBe('open');
      ticket = ticket.assigned(`b${time}`).says({ type: 'WorkStarted' }).says({ type: 'LeaseExpired' });
    }
    expect([ticket.state, ticket.context.failures]).toEqual(['exhausted', 0]);
    expect(ticket.effects).toContainEqual(
      expect.objectContaining({
        event: expect.objectContaining({
          type: 'TicketExhausted',
          why: 'poison',
          reasons: ['b0', 'b1', 'b2'].map((name) => `${name}: the session fell silent`),
        }),
      }),
    );
  });

  it('lost now and then, with work handed in between, suspects nobody', () => {
    let ticket = Ticket.fresh();
    for (let time = 0; time < 2; time += 1) {
      ticket = ticket.assigned().says({ type: 'LeaseExpired' }).assigned().says({ type: 'LeaseExpired' });
      ticket = ticket.assigned().says({ type: 'SubmissionReceived', commit: 'c' });
      ticket = ticket.when({ type: 'TicketRejected', token: ticket.context.token, feedback: ['f'] });
    }
    expect(ticket.state).toBe('open');
  });

  it('ends with the deadline of the ticket, which is set anew', () => {
    const ticket = held().when({ type: 'TimerFired', timer: 'deadline' });
    expect([ticket.state, ticket.outcomes]).toEqual(['open', ['expired']]);
    expect(ticket.effects.map((effect) => effect.type)).toContain('startTimer');
  });

  it('is not touched by whoever carries another token or another name', () => {
    const said: TicketEvent[] = [
      { type: 'WorkStarted', token: 0, session: 'b1' },
      { type: 'SubmissionReceived', token: 0, session: 'b1', commit: 'c' },
      { type: 'WorkReleased', token: 1, session: 'b2', reason: '' },
      { type: 'WorkFailed', token: 2, session: 'b1', class: 'work', reason: '' },
      { type: 'WorkDeclined', token: 1, session: 'b2', clauses: [] },
      { type: 'ContradictionReported', token: 0, session: 'b1', clauses: [] },
      { type: 'LeaseExpired', token: 0, session: 'b1' },
    ];
    expect(said.filter((event) => !held().when(event).ignored)).toEqual([]);
  });
});

it('wants its delivery while it is held and was not taken up', () => {
  const ticket = held();
  const [delivery] = ticketWants(ticket.snapshot);
  expect(delivery).toEqual({ type: 'deliver', ticket: 't-1', token: 1, session: 'b1' });
  expect(ticketWants(ticket.says({ type: 'WorkStarted' }).snapshot)).toEqual([]);
  const next = ticket.says({ type: 'WorkReleased', reason: '' }).assigned('b2');
  expect(delivery && ticketStillWants(next.snapshot, delivery)).toBe(false);
});

it('tells its owner and its session only what their contracts know, in every state and for every event', () => {
  const events: TicketEvent[] = [
    { type: 'TicketAssigned', session: 'b1' },
    { type: 'WorkStarted', token: 1, session: 'b1' },
    { type: 'SubmissionReceived', token: 1, session: 'b1', commit: 'c1' },
    { type: 'WorkReleased', token: 1, session: 'b1', reason: 'r' },
    { type: 'WorkFailed', token: 1, session: 'b1', class: 'work', reason: 'r' },
    { type: 'WorkFailed', token: 1, session: 'b1', class: 'provider', reason: 'r' },
    { type: 'WorkDeclined', token: 1, session: 'b1', clauses: ['c'] },
    { type: 'ContradictionReported', token: 1, session: 'b1', clauses: ['c'] },
    { type: 'LeaseExpired', token: 1, session: 'b1' },
    { type: 'UsageReported', token: 1, session: 'b1', usage: { usd: 1, tokens: null, ms: 5 } },
    { type: 'QuestionAsked', token: 1, session: 'b1', question: 'q', text: 'which?', options: [] },
    { type: 'TicketAccepted', token: 1 },
    { type: 'TicketRejected', token: 1, feedback: ['f'] },
    { type: 'TicketCancelled', reason: 'r' },
    { type: 'TimerFired', timer: 'deadline' },
  ];
  const worn = held()
    .says(failure)
    .assigned('b2')
    .says(failure)
    .assigned('b1')
    .when({ ...failure, token: 3, session: 'b1' });
  const states = [Ticket.fresh(), held(), held().says({ type: 'LeaseExpired' }), submitted(), worn];
  const effects = states.flatMap((ticket) => events.flatMap((event) => ticket.when(event).effects));
  const wrong = [...effects, ...worn.effects].filter(
    (effect) =>
      !ticketEffect.safeParse(effect).success ||
      (effect.type === 'tellOwner' && !serviceEvent.safeParse(effect.event).success) ||
      (effect.type === 'tellLine' && !lineEvent.safeParse(effect.event).success),
  );
  expect(wrong).toEqual([]);
  expect(effects.length).toBeGreaterThan(30);
});
