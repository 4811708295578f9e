import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetGate } from '../../machines/policy/budget-gate.ts';
import { noLimit } from '../../machines/policy/budget-limits.ts';
import { match } from '../../machines/policy/match.ts';
import type { MatchSession, MatchTicket } from '../../machines/policy/match-parties.ts';
import { type Assignment, MatchRound } from '../../machines/policy/match-round.ts';
import { WorkInHands } from '../../machines/policy/wip.ts';
import { giveOut } from '../../src/coordinator/give-out.ts';
import { OpenTickets } from '../../src/coordinator/open-tickets.ts';

const names = ['ann', 'bob', 'cid', 'dee'];
const some = (most: number) => fc.uniqueArray(fc.constantFrom(...names), { maxLength: most });
const capability = fc.constantFrom('builder', 'tester', 'fixer');

const tickets = fc
  .array(
    fc.record({
      kind: fc.constantFrom('build' as const, 'write-tests' as const, 'fix' as const),
      requires: fc.uniqueArray(
        capability.map((word) => [word]),
        { minLength: 1, maxLength: 3, selector: String },
      ),
      avoid: some(1),
      excluded: some(2),
      priority: fc.integer({ min: 0, max: 2 }),
      openedAt: fc.integer({ min: 0, max: 5 }),
      paused: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((list): MatchTicket[] =>
    list.map((one, index) => ({ ...one, id: `t${index}`, service: `s${index}` })),
  );

const sessions = fc
  .array(
    fc.record({
      capabilities: fc.uniqueArray(capability, { minLength: 1, maxLength: 3 }),
      slots: fc.integer({ min: 1, max: 3 }),
      held: fc.integer({ min: 0, max: 3 }),
      fresh: fc.boolean(),
      draining: fc.boolean(),
      lastTaken: fc.option(fc.integer({ min: 0, max: 9 })),
    }),
    { maxLength: names.length },
  )
  .map((list): MatchSession[] =>
    list.map(({ held, ...one }, index) => ({
      ...one,
      name: names[index] ?? '',
      freeSlots: Math.max(0, one.slots - held),
      record: {},
    })),
  );

const ageingMs = 2;
/** Every third service has no money. */
const purse = (): BudgetGate => ({
  reserve: ({ service }) =>
    Number(service.slice(1)) % 3 === 0 ? { reason: 'its budget is used up' } : { reserved: noLimit },
});
const hands = () => new WorkInHands({ wipSpec: 0, wipBuild: 3, wipTest: 0 }, ['build']);
/** Of a card only what does not depend on how much was looked at. */
const shown = ({ ticket, session, score }: Assignment) => `${ticket} ${session} ${score}`;

describe('the open tickets', () => {
  it('are given out as matching every ticket would', () => {
    fc.assert(
      fc.property(tickets, sessions, fc.array(fc.nat({ max: 39 })), (listed, crew, gone) => {
        const open = new OpenTickets(ageingMs);
        for (const ticket of listed) open.set(ticket);
        // Whatever came and went before leaves no trace.
        for (const index of gone) open.delete(`t${index}`);
        const left = listed.filter((_, index) => !gone.includes(index));
        const conditions = () => ({ at: 10, linePaused: false, budget: purse(), inHands: hands() });
        const { given } = giveOut(new MatchRound(crew, conditions()), open.pass());
        const all = match({ tickets: left, sessions: crew, ageingMs, ...conditions() });
        expect(given.map(shown)).toEqual(all.assignments.map(shown));
      }),
      { numRuns: 500 },
    );
  });
});
