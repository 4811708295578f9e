import { describe, expect, it } from 'vitest';
import { chartOf } from '../../machines/chart.ts';
import { type ChangeHistory, machineChart, type TicketHistory } from '../../src/contracts/history.ts';
import { exactly } from '../../web/src/service/exactly.ts';
import { pictureOf, stepsOf } from '../../web/src/service/overview/chart-picture.ts';
import { edgePath } from '../../web/src/service/overview/edge-path.ts';
import { layOut } from '../../web/src/service/overview/lay-out.ts';
import { cutTickets } from '../../web/src/service/tickets/cut-ticket.ts';
import { ticksOf } from '../../web/src/service/timeline/axis.ts';
import { cutAt } from '../../web/src/service/timeline/cut-at.ts';
import { eventWords } from '../../web/src/service/timeline/event-words.ts';
import { lanesOf, totalsOf } from '../../web/src/service/timeline/span-words.ts';

const move = (seq: number, line: string, live: string, event: string) => ({
  ...{ seq, at: seq * 1_000, line, live, change: 1, cause: 'spec' as const, event },
});
const moves = [
  move(1, 'build.awaiting', 'none', 'SpecSeen'),
  move(2, 'build.working', 'none', 'TicketHeld'),
  move(3, 'build.awaiting', 'none', 'TicketReopened'),
  move(4, 'build.working', 'none', 'TicketHeld'),
  move(5, 'build.working', 'healthy', 'ReleaseSwitched'),
];

describe('the picture of the machine', () => {
  const chart = machineChart.parse(chartOf('service'));
  const steps = stepsOf(moves, 'line');
  const picture = pictureOf(chart, new Set(['line.build.working']), steps);

  it('lights the state it is in, and numbers every way it took by all its steps', () => {
    expect(picture.states.filter(({ lit }) => lit).map(({ id }) => id)).toEqual(['line.build.working']);
    const taken = picture.edges.filter(({ kind }) => kind === 'taken' || kind === 'last');
    expect(taken).toMatchObject([
      { from: 'line.build.awaiting', to: 'line.build.working', steps: [1, 3], kind: 'last' },
      { from: 'line.build.working', to: 'line.build.awaiting', steps: [2], kind: 'taken' },
    ]);
    expect(stepsOf(moves, 'live')).toMatchObject([{ n: 1, from: 'live.none', to: 'live.healthy' }]);
  });

  it('has the last way of each region marked', () => {
    const both = pictureOf(chart, new Set(), [...steps, ...stepsOf(moves, 'live')]);
    expect(both.edges.filter(({ kind }) => kind === 'last').map(({ to }) => to)).toEqual([
      'line.build.working',
      'live.healthy',
    ]);
  });

  it('has room for every state: none lies on another, each lies in its group', () => {
    const { boxes, width, height } = layOut(picture);
    const states = picture.states.map((state) => ({ ...state, box: boxes.get(state.id) }));
    for (const { box, parent } of states) {
      if (!box) throw new Error('a state has no place');
      const around = boxes.get(parent ?? '') ?? { x: 0, y: 0, width, height };
      expect(box.x).toBeGreaterThanOrEqual(around.x);
      expect(box.y).toBeGreaterThanOrEqual(around.y);
      expect(box.x + box.width).toBeLessThanOrEqual(around.x + around.width);
      expect(box.y + box.height).toBeLessThanOrEqual(around.y + around.height);
      const upon = states.filter(
        ({ box: other }) =>
          other &&
          other !== box &&
          other.x < box.x + box.width &&
          box.x < other.x + other.width &&
          other.y < box.y + box.height &&
          box.y < other.y + other.height,
      );
      expect(upon).toEqual([]);
    }
  });

  it('lets the columns of the board follow each other from left to right', () => {
    const { boxes } = layOut(picture);
    const left = ['line.spec', 'line.build', 'line.test', 'line.release', 'line.shipped'].map(
      (id) => boxes.get(id)?.x ?? Number.NaN,
    );
    expect(left).toEqual([...left].sort((a, b) => a - b));
  });

  it('draws a way between any two states with figures alone', () => {
    const { boxes } = layOut(picture);
    for (const { from, to } of picture.edges) {
      const [one, two] = [boxes.get(from), boxes.get(to)];
      if (!one || !two) throw new Error(`${from} or ${to} has no place`);
      const { d, x, y } = edgePath(one, two, 10);
      expect(d).toMatch(/^M [-\d. ]+/);
      expect(d).not.toMatch(/NaN|undefined|Infinity/);
      expect(Number.isFinite(x + y)).toBe(true);
    }
  });
});

const change: ChangeHistory = {
  ...{ n: 2, cause: 'spec', started: 100, ended: 900, outcome: 'shipped', attempts: 2 },
  spans: [
    { lane: 'BUILD', kind: 'waiting', label: '', state: 'build.awaiting', from: 100, to: 300, attempt: 1 },
    { lane: 'BUILD', kind: 'working', label: '', state: 'build.working', from: 300, to: 500, attempt: 1 },
    { lane: 'TEST', kind: 'verifying', label: '', state: 'test.verifying', from: 500, to: 900, attempt: 2 },
  ],
};

describe('a change', () => {
  it('is shown as it was at a moment: what came later is not there, what went on is open', () => {
    expect(cutAt([change], null)).toEqual([change]);
    expect(cutAt([change], 50)).toEqual([]);
    expect(cutAt([change], 400)).toMatchObject([
      { outcome: 'open', ended: null, attempts: 1, spans: [{ to: 300 }, { kind: 'working', to: null }] },
    ]);
    expect(cutAt([change], 2_000)).toEqual([change]);
  });

  it('is summed by what was going on, an open span up to now', () => {
    expect(totalsOf(cutAt([change], 400)[0]?.spans ?? [], 400)).toEqual([
      { kind: 'waiting', ms: 200 },
      { kind: 'working', ms: 100 },
    ]);
  });

  it('has its lanes in the order of the line', () => {
    const [span] = change.spans;
    if (!span) throw new Error('the change has no span');
    const spans = ['TEST', 'BUILD 2', 'SPEC', 'BUILD 1', 'BUILD'].map((lane) => ({ ...span, lane }));
    expect(lanesOf(spans)).toEqual(['SPEC', 'BUILD', 'BUILD 1', 'BUILD 2', 'TEST']);
  });
});

it('a ticket is shown as it was at a moment', () => {
  const attempts = [
    {
      token: 1,
      session: 'ada',
      from: 10,
      handedIn: 20,
      to: 30,
      outcome: 'rejected',
      reason: 'no',
      asked: false,
    },
    { token: 2, session: 'bob', from: 40, handedIn: 60, to: 70, outcome: 'done', reason: '', asked: false },
  ];
  const ticket: TicketHistory = {
    ...{ id: 't', kind: 'build', service: 's', change: 1, state: 'done', attempt: 2, token: 2 },
    ...{ requires: [], openedAt: 5, since: 70, dueAt: 0, why: [], history: [], over: true, endedAt: 70 },
    attempts,
  };
  const at = (moment: number | null) => cutTickets([ticket], moment)[0];
  expect(at(null)).toEqual(ticket);
  expect(at(4)).toBeUndefined();
  expect(at(6)).toMatchObject({ state: 'open', over: false, attempts: [] });
  expect(at(25)).toMatchObject({
    state: 'submitted',
    attempts: [{ outcome: 'submitted', reason: '', to: null }],
  });
  expect(at(35)).toMatchObject({ state: 'open', attempts: [{ outcome: 'rejected' }] });
  expect(at(50)).toMatchObject({ state: 'held', attempts: [{}, { outcome: 'held', handedIn: null }] });
  expect(at(70)).toEqual(ticket);
});

describe('words and marks', () => {
  it('marks stand at round spans, never more than asked for', () => {
    expect(ticksOf(90_000, 6).map(({ ms }) => ms)).toEqual([
      0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000,
    ]);
    for (const length of [1, 900, 61_000, 3_599_999, 86_400_000 * 400])
      expect(ticksOf(length, 6).length).toBeLessThanOrEqual(7);
    expect(ticksOf(0, 6)).toEqual([]);
  });

  it('a span is told as it was measured', () => {
    expect([340, 4_200, 42_000, 192_000, 7_500_000].map(exactly)).toEqual([
      '340 ms',
      '4.2 s',
      '42 s',
      '3 min 12 s',
      '2 h 5 min',
    ]);
  });

  it('an event is told in one line of plain text, without what is long or known', () => {
    const event = { type: 'X', session: 'ada', token: 3, reason: '\u001b[31mbroke\u001b[0m', log: 'long' };
    expect(eventWords(event)).toBe('session ada · broke');
    expect(eventWords({ type: 'X', reasons: ['a'.repeat(500)] }).length).toBeLessThan(250);
    expect(eventWords({ type: 'X', tests: { passed: 3, failed: 0 }, hasTests: true, change: null })).toBe(
      'passed 3, failed 0 · has tests',
    );
  });
});
