import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import type { BoardDelta } from '../../src/contracts/board.ts';
import { type BoardState, emptyBoard, receive } from '../../web/src/live/board-state.ts';
import { HandClock } from './hand-clock.ts';
import { ScriptedLine, serviceState, sessionState } from './scripted-line.ts';

const states = ['spec.missing', 'build.awaiting', 'build.working', 'test.verifying', 'shipped', 'blocked'];
const names = ['a', 'b', 'c', 'd'];

const step = fc.oneof(
  fc.record({
    do: fc.constant('move' as const),
    name: fc.constantFrom(...names),
    to: fc.constantFrom(...states),
  }),
  fc.record({ do: fc.constant('remove' as const), name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant('session' as const), name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant('redis' as const), up: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const fate = fc.constantFrom('arrives', 'arrives', 'lost', 'twice', 'late');
const script = fc.array(fc.record({ step, fate, asksNow: fc.boolean() }), { maxLength: 60 });

function aRun(keptDeltas: number) {
  const line = new ScriptedLine();
  const clock = new HandClock();
  const feed = new CoordinatorBoardFeed({
    views: line.views(),
    coordinator: line,
    signals: line.signals,
    clock,
    epoch: 'run-1',
    keptDeltas,
  });
  const sent: BoardDelta[] = [];
  feed.onDelta((delta) => sent.push(delta));
  return { line, clock, feed, sent };
}

function perform(line: ScriptedLine, action: Step): void {
  if (action.do === 'move') line.commit(serviceState(action.name, action.to));
  if (action.do === 'remove') line.remove(`id-${action.name}`);
  if (action.do === 'session') line.commit(sessionState(action.name));
  if (action.do === 'redis') {
    line.facts = { ...line.facts, redis: action.up ? 'up' : 'down' };
    line.announce(new Set(['line/line']));
  }
}

function catchUp(state: BoardState, feed: CoordinatorBoardFeed): BoardState {
  if (!state.board || !state.gap) return state;
  const deltas = feed.since(state.board.epoch, state.board.n);
  return deltas
    ? receive(state, { type: 'caughtUp', deltas })
    : receive(state, { type: 'snapshot', snapshot: feed.snapshot() });
}

describe('the board in the browser', () => {
  it('comes to the server’s board whatever the way there loses, repeats or reorders', () => {
    fc.assert(
      fc.property(script, fc.constantFrom(2, 2_000), (actions, kept) => {
        const { line, clock, feed, sent } = aRun(kept);
        let state = receive(emptyBoard, { type: 'snapshot', snapshot: feed.snapshot() });
        const late: BoardDelta[] = [];
        for (const { step: action, fate: how, asksNow } of actions) {
          perform(line, action);
          clock.turn(50);
          const delta = sent.shift();
          if (!delta) continue;
          const copies = { arrives: [delta], lost: [], twice: [delta, delta], late: [] }[how];
          if (how === 'late') late.push(delta);
          for (const copy of copies ?? []) state = receive(state, { type: 'delta', delta: copy });
          if (asksNow) state = catchUp(state, feed);
        }
        for (const delta of late) state = catchUp(receive(state, { type: 'delta', delta }), feed);
        line.commit(serviceState('last'));
        clock.turn(50);
        for (const delta of sent) state = receive(state, { type: 'delta', delta });
        state = catchUp(state, feed);

        const truth = feed.snapshot();
        expect(state.gap).toBe(false);
        expect(state.board?.n).toBe(truth.n);
        expect(state.board?.line).toEqual(truth.line);
        expect(Object.fromEntries(state.board?.services ?? [])).toEqual(
          Object.fromEntries(truth.services.map((service) => [service.id, service])),
        );
        expect([...(state.board?.sessions.values() ?? [])].map(({ name }) => name).sort()).toEqual(
          truth.sessions.map(({ name }) => name).sort(),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('keeps showing the last whole board over a gap', () => {
    const { line, clock, feed, sent } = aRun(10);
    let state = receive(emptyBoard, { type: 'snapshot', snapshot: feed.snapshot() });
    for (const name of ['a', 'b']) {
      line.commit(serviceState(name));
      clock.turn(50);
    }
    const second = sent[1];
    if (!second) throw new Error('two deltas were expected');
    state = receive(state, { type: 'delta', delta: second });
    expect(state.gap).toBe(true);
    expect(state.board?.services.size).toBe(0);
  });

  it('asks for a snapshot when the server is another run', () => {
    const { feed } = aRun(10);
    const state = receive(emptyBoard, { type: 'snapshot', snapshot: feed.snapshot() });
    const delta = { epoch: 'run-2', n: 1, seq: 1 };
    expect(receive(state, { type: 'delta', delta }).gap).toBe(true);
  });

  it('takes the snapshot of another run though its numbers are smaller', () => {
    const { feed } = aRun(10);
    const old = { ...feed.snapshot(), epoch: 'run-0', n: 900 };
    const state = receive(emptyBoard, { type: 'snapshot', snapshot: old });
    expect(receive(state, { type: 'snapshot', snapshot: feed.snapshot() }).board?.epoch).toBe('run-1');
  });

  it('ignores a delta before the first snapshot', () => {
    expect(receive(emptyBoard, { type: 'delta', delta: { epoch: 'x', n: 4, seq: 4 } })).toBe(emptyBoard);
  });
});
