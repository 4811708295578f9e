import { describe, expect, it } from 'vitest';
import { type SessionEvent, sessionEvent } from '../../../machines/session/session.events.ts';
import { type Snapshot, start, step } from '../../../machines/step.ts';

const registered: SessionEvent = {
  type: 'SessionRegistered',
  capabilities: ['builder'],
  slots: 2,
  agent: 'reference',
  host: 'here',
  builtIn: true,
  tokenHash: 'hash',
};
const outcome = (kind: string, ticket = 't-1'): SessionEvent =>
  sessionEvent.parse({
    type: 'TicketOutcome',
    outcome: kind,
    ticket,
    token: 1,
    kind: 'build',
    durationMs: 500,
  });

function session(...events: SessionEvent[]): Snapshot<'session'> {
  return events.reduce<Snapshot<'session'>>(
    (snapshot, event, index) =>
      step('session', snapshot, event, { at: 10 + index, ref: String(index + 2) }).snapshot,
    start<'session'>('session', { name: 'b1' }, { at: 1, ref: '1' }).snapshot,
  );
}

describe('a session', () => {
  it('is nobody before it registers', () => {
    expect(session().value).toBe('gone');
    expect(session(registered)).toMatchObject({ value: 'active', context: { slots: 2, registeredAt: 10 } });
  });

  it('falls silent and returns', () => {
    expect(session(registered, { type: 'SessionFellSilent' }).value).toBe('silent');
    expect(session(registered, { type: 'SessionFellSilent' }, { type: 'SessionReturned' }).value).toBe(
      'active',
    );
  });

  it('drains, leaves, and comes back under its name with its record', () => {
    const left = session(registered, outcome('taken'), outcome('done'), { type: 'SessionDrained' });
    expect(left.value).toBe('draining');
    const back = session(
      registered,
      outcome('taken'),
      outcome('done'),
      { type: 'SessionLeft', reason: 'bye' },
      { ...registered, slots: 5 },
    );
    expect(back).toMatchObject({ value: 'active', context: { slots: 5, record: { build: { done: 1 } } } });
  });

  it('holds what it took until it hears the outcome', () => {
    expect(session(registered, outcome('taken')).context.holding).toEqual([{ ticket: 't-1', token: 1 }]);
    expect(session(registered, outcome('taken'), outcome('submitted')).context.holding).toEqual([]);
  });

  it.each([
    ['done', 1, 0],
    ['failed', 0, 1],
    ['rejected', 0, 1],
    ['expired', 0, 1],
    ['released', 0, 0],
    ['declined', 0, 0],
    ['cancelled', 0, 0],
  ])('counts %s in its record as %i done, %i failed', (kind, done, failed) => {
    const { record } = session(registered, outcome('taken'), outcome(kind)).context;
    expect(record.build).toMatchObject({ done, failed });
  });
});

describe('what a session is', () => {
  const silent = { type: 'SessionFellSilent' } as const;

  it('knows its account, what it cannot do now, and what its token allows', () => {
    const unavailable = [{ capability: 'builder', reason: 'no login' }];
    const { context } = session({ ...registered, account: 'me', unavailable, authorised: ['builder'] });
    expect(context).toMatchObject({ account: 'me', unavailable, authorised: ['builder'] });
    expect(session({ ...registered, account: 'me' }, registered).context.account).toBe(null);
  });

  it('changes with what its worker finds, once', () => {
    const found: SessionEvent = {
      type: 'AvailabilityChanged',
      unavailable: [{ capability: 'builder', reason: 'no login' }],
    };
    const told = session(registered, found);
    expect(told.context.unavailable).toEqual(found.unavailable);
    expect(step('session', told, found, { at: 20, ref: '9' }).ignored).toBe(true);
  });

  it('is another making with another agent or other capabilities, and only then', () => {
    const revision = (...events: SessionEvent[]) => session(registered, ...events).context.revision;
    expect(revision()).toBe(1);
    expect(revision(registered, { ...registered, slots: 9 })).toBe(1);
    expect(revision({ ...registered, agent: 'another' })).toBe(2);
    expect(revision({ ...registered, capabilities: ['builder', 'tester'] })).toBe(2);
  });

  it('stays drained over a silence, until it is resumed or registers anew', () => {
    const drained = [registered, { type: 'SessionDrained' }, silent, { type: 'SessionReturned' }] as const;
    expect(session(...drained).value).toBe('draining');
    expect(session(...drained, { type: 'SessionResumed' }).value).toBe('active');
    expect(session(...drained, registered, silent, { type: 'SessionReturned' }).value).toBe('active');
    const resumed = [registered, { type: 'SessionDrained' }, silent, { type: 'SessionResumed' }] as const;
    expect(session(...resumed, { type: 'SessionReturned' }).value).toBe('active');
  });

  it('died when it falls silent with work in its hands', () => {
    const told = (...events: SessionEvent[]) =>
      step('session', session(registered, ...events), silent, { at: 50, ref: '9' }).effects;
    expect(told(outcome('taken'))).toEqual([
      { type: 'tellLine', event: { type: 'SessionDied', session: 'b1' } },
    ]);
    expect(told(outcome('taken'), outcome('submitted'))).toEqual([]);
  });

  it('keeps what its work cost, and for which services it was', () => {
    const ended = (kind: string, usage: object | null) =>
      sessionEvent.parse({ ...outcome(kind), service: 's1', usage });
    const { record, knows } = session(
      registered,
      ended('done', { usd: 0.5, tokens: 10, ms: 5 }),
      ended('submitted', { usd: 9, tokens: 9, ms: 9 }),
      ended('failed', null),
    ).context;
    expect(record.build?.cost).toEqual({ usd: 0.5, tokens: 10, ms: 505, unknown: 1 });
    expect(knows).toEqual(['s1']);
  });
});

describe('the line', () => {
  it('pauses and resumes, once each', () => {
    const running = start('line', {}, { at: 1, ref: '1' }).snapshot;
    const paused = step('line', running, { type: 'LinePaused' }, { at: 2, ref: '2' });
    expect(paused.snapshot).toMatchObject({ value: 'paused', context: { since: 2 } });
    expect(step('line', paused.snapshot, { type: 'LinePaused' }, { at: 3, ref: '3' }).ignored).toBe(true);
    const again = step('line', paused.snapshot, { type: 'LineResumed' }, { at: 4, ref: '4' });
    expect(again.snapshot.value).toBe('running');
  });
});
