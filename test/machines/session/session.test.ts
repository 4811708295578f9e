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
