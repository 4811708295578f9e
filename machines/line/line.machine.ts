import { lineDeeds } from './line.deeds.ts';
import { lineGuards } from './line.guards.ts';
import { nothingYet } from './line.initial.ts';
import { lineSetup } from './line.setup.ts';

/**
 * The line as a whole: while paused nothing is assigned, deployed or switched; facts are still taken. It knows what
 * concerns all work at once: accounts that nobody can work for, a breaker that opens when sessions die in a row, and
 * what the day has cost.
 */
export const lineMachine = lineSetup.extend({ actions: lineDeeds, guards: lineGuards }).createMachine({
  id: 'line',
  context: ({ input }) => ({
    ...nothingYet,
    since: input.at,
    ...(input.settings ? { settings: input.settings } : {}),
  }),
  initial: 'running',
  on: {
    AccountParked: { guard: 'isParkedLonger', actions: 'park' },
    AccountFreed: { guard: 'isParked', actions: 'free' },
    SessionDied: { actions: 'noteDeath' },
    BudgetReserved: { guard: 'isBudgeted', actions: 'setAside' },
    BudgetSpent: { actions: 'count' },
    DayBegan: { guard: 'isAnotherDay', actions: 'beginDay' },
    LineSettingsChanged: { actions: 'takeSettings' },
    TimerFired: [
      { guard: 'isBreakerTimer', actions: 'closeBreaker' },
      { guard: 'isParkedNoLonger', actions: 'free' },
    ],
  },
  states: {
    running: {
      on: {
        LinePaused: { target: 'paused', actions: 'stamp' },
        LineResumed: { guard: 'isBreakerOpen', actions: 'closeBreaker' },
      },
    },
    paused: { on: { LineResumed: { target: 'running', actions: ['stamp', 'closeBreaker'] } } },
  },
});
