import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, type ServiceView, type SessionView, serviceView } from '../../src/contracts/board.ts';
import { columns, type Lane } from '../../web/src/line/arrangement.ts';
import { Calls } from '../../web/src/line/calls.ts';
import { LineFollower } from '../../web/src/line/line-follower.ts';
import { filters, groups, sorts, type Wish } from '../../web/src/line/wish.ts';
import { type Board, emptyBoard, receive } from '../../web/src/live/board-state.ts';
import { ScriptedLine } from './scripted-line.ts';

const id = fc.integer({ min: 0, max: 12 }).map((n) => `id-${n}`);
const reasonCode = fc.constantFrom('waiting', 'spec-incomplete', 'down', 'budget', 'paused');

const view = fc
  .record(
    {
      id,
      name: fc.constantFrom(
        'quotes',
        'Quotes',
        'flags',
        'a-name-that-is-much-longer-than-one-line-of-a-card',
      ),
      phase: fc.constantFrom('NEEDS_SPEC', 'BUILD_IN_PROGRESS', 'PRODUCTION'),
      column: fc.constantFrom(...columns),
      state: fc.constantFrom('spec.missing', 'build.awaiting', 'build.working', 'shipped', 'blocked'),
      sentence: fc.constantFrom('Short.', 'A sentence that needs more than one line of a narrow card.'),
      since: fc.nat(5),
      paused: fc.boolean(),
      health: fc.constantFrom('none', 'healthy', 'unhealthy', 'down'),
      session: fc.constantFrom('s1', 's2'),
      progress: fc.nat(100),
      ticket: fc.constant('t-1'),
      priority: fc.integer({ min: -2, max: 2 }),
      code: reasonCode,
      approval: fc.record({ change: fc.nat(3) }),
      questions: fc.constant([
        { id: 'q1', ticket: 't-1', session: 's1', text: 'Which?', options: [], at: 0 },
      ]),
    },
    {
      requiredKeys: ['id', 'name', 'phase', 'column', 'state', 'sentence', 'since', 'paused', 'health'],
    },
  )
  .map(({ health, code, ...rest }) =>
    serviceView.parse({
      ...rest,
      change: 1,
      attempt: 1,
      live: { state: health, health, uptime: null, reason: null },
      ...(code === undefined ? {} : { reason: { code, text: `Why: ${code}`, ways: [] } }),
    }),
  );

const session = (name: string, agent: string): SessionView => ({
  ...{ name, agent, host: 'here', capabilities: ['builder'], slots: 1, state: 'idle', since: 0 },
  ...{ builtIn: false, holding: [], done: 0, failed: 0 },
});

type Step = {
  readonly services: ServiceView[];
  readonly removedServices: string[];
  readonly agent: string;
  readonly budgetUsedUp: boolean;
};
const step: fc.Arbitrary<Step> = fc.record({
  services: fc.uniqueArray(view, { maxLength: 4, selector: (each) => each.id }),
  removedServices: fc.uniqueArray(id, { maxLength: 2 }),
  agent: fc.constantFrom('claude', 'codex'),
  budgetUsedUp: fc.boolean(),
});

const wish: fc.Arbitrary<Wish> = fc.record({
  q: fc.constantFrom('', 'quo', 'zzz'),
  only: fc.constantFrom(null, ...filters),
  group: fc.constantFrom(null, ...groups),
  sort: fc.constantFrom(...sorts),
});

const line = new ScriptedLine().views().line();

function boards(steps: readonly Step[]): Board[] {
  const snapshot = { epoch: 'e', n: 0, seq: 0, line, services: [], sessions: [session('s1', 'claude')] };
  let state = receive(emptyBoard, { type: 'snapshot', snapshot });
  const all: Board[] = [];
  steps.forEach(({ services, removedServices, agent, budgetUsedUp }, index) => {
    const going = new Set(services.map((each) => each.id));
    const delta = {
      ...{ epoch: 'e', n: index + 1, seq: index + 1, services },
      removedServices: removedServices.filter((each) => !going.has(each)),
      sessions: [session('s1', agent)],
      line: { ...line, unsandboxed: budgetUsedUp },
    };
    state = receive(state, { type: 'delta', delta });
    if (state.board) all.push(state.board);
  });
  return all;
}

describe('the line, arranged', () => {
  it('is after any steps what it would be if it were arranged anew', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), wish, (steps, wanted) => {
        const follower = new LineFollower(wanted);
        let before = new Map<Column, string[]>();
        const lanes = new Map<Column, Lane | undefined>();
        for (const board of boards(steps)) {
          const kept = follower.at(board);
          const anew = new LineFollower(wanted).at(board);
          const rows = (line: typeof kept) => columns.map((column) => line?.lanes[column].rows);
          expect(rows(kept)).toEqual(rows(anew));
          expect(columns.map((column) => kept?.lanes[column].working)).toEqual(
            columns.map((column) => anew?.lanes[column].working),
          );
          const ids = new Map(
            columns.map((column) => [column, (kept?.lanes[column].rows ?? []).map((row) => row.id)]),
          );
          for (const column of columns) {
            const from = kept?.lanes[column].from;
            const still = ids.get(column)?.slice(0, from);
            if (kept?.lanes[column] !== lanes.get(column))
              expect((before.get(column) ?? []).slice(0, from)).toEqual(still);
            lanes.set(column, kept?.lanes[column]);
          }
          before = ids;
          expect(kept?.counts).toEqual(anew?.counts);
          expect(kept?.total).toBe(board.services.size);
          for (const column of columns) {
            kept?.lanes[column].rows.forEach((row, index) => {
              if (row.kind === 'card') expect(kept.find(row.id)).toEqual({ column, index });
            });
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('knows who calls for a person after any steps, the gravest first', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const calls = new Calls();
        for (const board of boards(steps)) expect(calls.at(board)).toEqual(new Calls().at(board));
      }),
      { numRuns: 300 },
    );
  });

  it('says which services went to another column, and gives the same line while nothing has moved', () => {
    const at = (column: ServiceView['column'], progress: number): ServiceView => ({
      ...{
        id: 'id-1',
        name: 'quotes',
        phase: 'BUILD_IN_PROGRESS',
        column,
        state: 'build.working',
        sentence: '',
      },
      ...{ since: 0, paused: false, change: 1, attempt: 1, progress, session: 's1' },
      live: { state: 'none', health: 'none', uptime: null, reason: null },
    });
    const none = { removedServices: [], agent: 'claude', budgetUsedUp: false };
    const [begun, further, moved] = boards([
      { services: [at('BUILD', 10)], ...none },
      { services: [at('BUILD', 20)], ...none },
      { services: [at('TEST', 20)], ...none },
    ]);
    const follower = new LineFollower({ q: '', only: null, group: null, sort: 'urgency' });
    const first = follower.at(begun ?? null);
    expect(follower.at(further ?? null)).toBe(first);
    expect(follower.at(moved ?? null)?.moved).toEqual(['id-1']);
  });
});
