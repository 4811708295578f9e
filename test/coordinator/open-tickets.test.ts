import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from '../../machines/policy/match.ts';
import type { MatchSession, MatchTicket } from '../../machines/policy/match-parties.ts';
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

describe('the open tickets', () => {
  it('give as candidates all that matching every ticket would assign', () => {
    fc.assert(
      fc.property(tickets, sessions, fc.array(fc.nat({ max: 39 })), (all, crew, gone) => {
        const open = new OpenTickets();
        for (const ticket of all) open.set(ticket);
        // Whatever came and went before leaves no trace.
        for (const index of gone) open.delete(`t${index}`);
        const left = all.filter((_, index) => !gone.includes(index));
        const slots = crew
          .filter(({ fresh, draining }) => fresh && !draining)
          .reduce((sum, { freeSlots }) => sum + freeSlots, 0);
        const assigned = (from: readonly MatchTicket[]) =>
          match({ tickets: from, sessions: crew, at: 10, linePaused: false }).assignments;
        expect(assigned(open.candidates(slots))).toEqual(assigned(left));
      }),
      { numRuns: 500 },
    );
  });
});
