import { describe, expect, it } from 'vitest';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import type { BoardDelta } from '../../src/contracts/board.ts';
import { HandClock } from './hand-clock.ts';
import { openTicket, ScriptedLine, serviceState, sessionState, ticketState } from './scripted-line.ts';

function feedOf(line: ScriptedLine, keptDeltas = 2_000) {
  const clock = new HandClock();
  const feed = new CoordinatorBoardFeed({
    views: line.views(),
    coordinator: line,
    signals: line.signals,
    clock,
    epoch: 'run-1',
    keptDeltas,
  });
  const deltas: BoardDelta[] = [];
  feed.onDelta((delta) => deltas.push(delta));
  return { feed, clock, deltas };
}

describe('the board feed', () => {
  it('starts with everything there is', () => {
    const line = new ScriptedLine();
    line.commit(serviceState('a'), sessionState('s11'));
    const { feed } = feedOf(line);
    expect(feed.snapshot()).toMatchObject({
      epoch: 'run-1',
      n: 0,
      seq: 1,
      services: [{ name: 'a' }],
      sessions: [{ name: 's11', state: 'idle', done: 2, failed: 1 }],
    });
  });

  it('puts all commits of one batch into one delta, holding only what they touched', () => {
    const line = new ScriptedLine();
    line.commit(serviceState('a'), serviceState('b'));
    const { clock, deltas } = feedOf(line);
    line.commit(serviceState('b', 'build.working'));
    line.commit(serviceState('b', 'test.verifying'));
    line.commit(serviceState('c'));
    expect(deltas).toEqual([]);
    clock.turn(50);
    expect(deltas).toMatchObject([
      { n: 1, seq: 4, services: [{ name: 'b', state: 'test.verifying' }, { name: 'c' }] },
    ]);
  });

  it('sends nothing when nothing that is shown changed', () => {
    const line = new ScriptedLine();
    line.commit(serviceState('a'));
    const { clock, deltas } = feedOf(line);
    line.commit(serviceState('a'));
    clock.turn(50);
    expect(deltas).toEqual([]);
  });

  it('tells of services that are gone', () => {
    const line = new ScriptedLine();
    line.commit(serviceState('a'));
    const { feed, clock, deltas } = feedOf(line);
    line.remove('id-a');
    clock.turn(50);
    expect(deltas).toMatchObject([{ removedServices: ['id-a'] }]);
    expect(feed.snapshot().services).toEqual([]);
  });

  it('shows signals without a commit', () => {
    const line = new ScriptedLine();
    line.commit(serviceState('a', 'test.verifying'));
    const { clock, deltas } = feedOf(line);
    const tests = { passed: 3, total: 15 };
    line.signal({ kind: 'tests', service: 'id-a', ...tests }, { tests });
    clock.turn(50);
    expect(deltas).toMatchObject([{ services: [{ tests }] }]);
  });

  it('shows what changes about the line', () => {
    const line = new ScriptedLine();
    const { feed, clock, deltas } = feedOf(line);
    line.facts = { ...line.facts, redis: 'down' };
    feed.touchLine();
    clock.turn(50);
    expect(deltas).toMatchObject([{ line: { redis: 'down' } }]);
  });

  it('renews the reason of a waiting service when a session comes', () => {
    const line = new ScriptedLine();
    line.commit(ticketState('t1', 'a'), serviceState('a', 'build.awaiting', { ticket: openTicket('t1') }));
    line.whys.set('t1', ['No session with builder is registered.']);
    const { feed, clock } = feedOf(line);
    line.whys.set('t1', ['The builder s11 is busy.']);
    line.commit(sessionState('s11'));
    clock.turn(1_000);
    expect(feed.snapshot().services[0]?.reason?.text).toBe('The builder s11 is busy.');
  });

  it('renews the reasons of thousands in turns, and none is left out', () => {
    const line = new ScriptedLine();
    const ids = Array.from({ length: 1_200 }, (_, index) => `s${index}`);
    for (const id of ids) {
      line.commit(ticketState(`t-${id}`, id));
      line.commit(serviceState(id, 'build.awaiting', { ticket: openTicket(`t-${id}`) }));
      line.whys.set(`t-${id}`, ['No session with builder is registered.']);
    }
    const { feed, clock, deltas } = feedOf(line);
    for (const id of ids) line.whys.set(`t-${id}`, ['The builder s11 is busy.']);
    line.commit(sessionState('s11'));
    clock.turn(1_000);
    for (const id of ids) line.whys.set(`t-${id}`, ['The builder s12 is busy.']);
    line.commit(sessionState('s12'));
    clock.turn(5_000);
    const texts = new Set(feed.snapshot().services.map(({ reason }) => reason?.text));
    expect(texts).toEqual(new Set(['The builder s12 is busy.']));
    expect(Math.max(...deltas.map(({ services }) => services?.length ?? 0))).toBeLessThanOrEqual(500);
  });

  it('finds the reason that matching gives after the commit', () => {
    const line = new ScriptedLine();
    const { feed, clock } = feedOf(line);
    line.commit(ticketState('t1', 'a'), serviceState('a', 'build.awaiting', { ticket: openTicket('t1') }));
    clock.turn(50);
    line.whys.set('t1', ['No session with builder is registered.']);
    clock.turn(1_000);
    expect(feed.snapshot().services[0]?.reason?.code).toBe('waiting');
  });

  it('shows on the session what it holds', () => {
    const line = new ScriptedLine();
    line.commit(ticketState('t1', 'a', 's11'), sessionState('s11', 'present', ['t1']));
    const { feed } = feedOf(line);
    expect(feed.snapshot().sessions).toMatchObject([
      { state: 'busy', holding: [{ ticket: 't1', service: 'a', kind: 'build' }] },
    ]);
  });

  it('gives what was missed, and null for what is not kept or of another run', () => {
    const line = new ScriptedLine();
    const { feed, clock, deltas } = feedOf(line, 2);
    for (const name of ['a', 'b', 'c']) {
      line.commit(serviceState(name));
      clock.turn(50);
    }
    expect(feed.since('run-1', 1)).toEqual(deltas.slice(1));
    expect(feed.since('run-1', 3)).toEqual([]);
    expect(feed.since('run-1', 0)).toBeNull();
    expect(feed.since('run-1', 9)).toBeNull();
    expect(feed.since('run-0', 2)).toBeNull();
  });

  it('says nothing more once closed', () => {
    const line = new ScriptedLine();
    const { feed, clock, deltas } = feedOf(line);
    line.commit(serviceState('a'));
    feed.close();
    line.commit(serviceState('b'));
    clock.turn(5_000);
    expect(deltas).toEqual([]);
  });
});
