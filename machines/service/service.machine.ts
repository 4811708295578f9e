import { lineChart } from './line.chart.ts';
import { liveChart } from './live.chart.ts';
import { service } from './service.vocabulary.ts';
import { nothingSpent } from './spending.ts';

/**
 * One service on two axes: `line`, the road of its current change, and `live`, what serves and how it is. Every fact is
 * taken in every state; one that answers a question that is over is ignored.
 */
export const serviceMachine = service.createMachine({
  id: 'service',
  type: 'parallel',
  context: ({ input }) => ({
    id: input.id,
    name: input.name,
    limits: input.limits,
    createdAt: input.at,
    since: input.at,
    paused: false,
    priority: 0,
    present: true,
    spec: null,
    unknown: null,
    changes: 0,
    change: null,
    pending: { incident: null, handEdit: null, spec: null },
    settings: { redundancy: null, merge: false, budget: null, approval: null },
    contest: null,
    spent: nothingSpent,
    ticket: null,
    verification: null,
    block: null,
    live: {
      release: null,
      lastGood: null,
      history: [],
      asked: null,
      candidate: null,
      restarts: 0,
      rung: null,
      held: [],
      since: input.at,
      reason: null,
    },
  }),
  entry: 'awaitSpec',
  on: {
    ServicePaused: { guard: 'isRunning', actions: 'pause' },
    ServiceResumed: { guard: 'isPaused', actions: 'resume' },
    ServicePrioritised: { guard: 'isOtherPriority', actions: 'prioritise' },
    LimitsSet: { actions: 'setLimits' },
    SettingsSeen: { guard: 'isOtherSettings', actions: 'setSettings' },
    TicketSpent: { guard: 'isHolding', actions: 'noteSpent' },
    ServiceRenamed: { guard: 'isOtherName', actions: 'rename' },
  },
  states: { line: lineChart, live: liveChart },
});
