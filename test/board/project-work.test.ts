import { describe, expect, it } from 'vitest';
import { nothingYet } from '../../machines/line/line.initial.ts';
import { openTicket, ScriptedLine, serviceState, sessionState, ticketState } from './scripted-line.ts';

const card = { score: 1.2, parts: { success: 1, free: 0.2 }, runnersUp: [], leftOut: ['b2 is silent'] };
const asked = (n: number, answered = false) => ({
  ...{ id: `q-${n}`, token: 1, session: 'b1', text: `Which ${n}?\u001b[31m`, options: ['EUR'], at: n },
  answer: answered ? { text: 'EUR', by: 'ann', at: 9 } : null,
});

function lineWith(more: object) {
  const line = new ScriptedLine();
  const ticket = ticketState('t1', 'a', 'b1');
  line.commit({ ...ticket, context: { ...ticket.context, ...more } });
  line.commit(serviceState('a', 'build.working', { ticket: openTicket('t1', 'b1') }));
  return line;
}

describe('the view of a ticket', () => {
  it('says why its holder was chosen, what it cost, and the same of those before', () => {
    const before = {
      ...{ token: 1, session: 'b0', outcome: 'released', reason: 'r', class: null, at: 5 },
      ...{ card, usage: { usd: null, tokens: 7, ms: 8 } },
    };
    const view = lineWith({
      card,
      spent: { usd: 0.5, tokens: 9, ms: 10, unknown: 1 },
      history: [before],
    })
      .views()
      .ticket('t1');
    expect(view).toMatchObject({
      card,
      cost: { usd: 0.5, tokens: 9, ms: 10, unknown: 1 },
      history: [{ session: 'b0', card, cost: { usd: null, tokens: 7, ms: 8, unknown: 1 } }],
    });
  });

  it('shows the questions nobody answered, as text', () => {
    const view = lineWith({ questions: [asked(1, true), asked(2)] })
      .views()
      .ticket('t1');
    expect(view?.questions).toMatchObject([{ id: 'q-2', ticket: 't1', session: 'b1', options: ['EUR'] }]);
    expect(view?.questions?.[0]?.text).not.toContain('\u001b');
  });
});

it('says on the card of a service what its session asks, and how it is answered', () => {
  const view = lineWith({ questions: [asked(1), asked(2)] })
    .views()
    .service('id-a');
  expect(view?.questions?.map(({ id }) => id)).toEqual(['q-1', 'q-2']);
  expect(view?.reason).toMatchObject({
    code: 'question',
    text: expect.stringContaining('b1 asks: Which 1?'),
    ways: ['Answer it: andon answer q-1 <text>'],
    details: ['it offers: EUR', expect.stringContaining('b1 asks as well (q-2): Which 2?')],
  });
});

describe('the view of a session', () => {
  const viewOf = (more: object, accounts: object = {}) => {
    const line = new ScriptedLine();
    line.lineContext = { ...nothingYet, since: 0, accounts: { ...accounts } };
    const session = sessionState('b1', 'active');
    line.commit({ ...session, context: { ...session.context, ...more } });
    return line.views().session('b1');
  };
  const rest = { until: 9, reason: 'usage limit', session: 'b2' };

  it('says that its account rests, or it alone', () => {
    const parked = { until: 9, reason: 'usage limit' };
    expect(viewOf({ account: 'me' }, { me: rest })).toMatchObject({ account: 'me', parked });
    expect(viewOf({}, { 'session:b1': rest })).toMatchObject({ parked });
    expect(viewOf({ account: 'me' }, { you: rest })?.parked).toBe(undefined);
  });

  it('says what it cannot do now, and what its work cost', () => {
    const unavailable = [{ capability: 'builder', reason: 'no login' }];
    const of = (usd: number | null, unknown: number) => ({
      ...{ done: 1, failed: 0, durations: [] },
      cost: { usd, tokens: null, ms: 5, unknown },
    });
    const view = viewOf({ unavailable, record: { build: of(0.5, 0), fix: of(null, 2) } });
    expect(view).toMatchObject({
      unavailable,
      cost: { usd: 0.5, tokens: null, ms: 10, unknown: 2 },
    });
  });
});

it('shows on every session that shares an account that it rests', () => {
  const line = new ScriptedLine();
  const of = (name: string, account: string) => {
    const session = sessionState(name, 'active');
    return { ...session, context: { ...session.context, account } };
  };
  line.commit(of('b1', 'me'), of('b2', 'me'), of('b3', 'you'));
  line.lineContext = {
    ...line.lineContext,
    accounts: { me: { until: 9, reason: 'usage limit', session: 'b1' } },
  };
  const parked = line
    .views()
    .sessions()
    .filter((view) => view.parked);
  expect(parked.map(({ name }) => name)).toEqual(['b1', 'b2']);
});
