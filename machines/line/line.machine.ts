import { setup } from 'xstate';
import type { Stamp, Stamped } from '../stamp.ts';
import type { LineContext } from './line.context.ts';
import type { LineEvent } from './line.events.ts';

type Vocabulary = { context: LineContext; events: Stamped<LineEvent>; input: Stamp };

const line = setup({ types: {} as Vocabulary });

/** The line as a whole: while paused nothing is assigned, deployed or switched; facts are still taken. */
export const lineMachine = line
  .extend({ actions: { stamp: line.assign({ since: ({ event }) => event.at }) } })
  .createMachine({
    id: 'line',
    context: ({ input }) => ({ since: input.at }),
    initial: 'running',
    states: {
      running: { on: { LinePaused: { target: 'paused', actions: 'stamp' } } },
      paused: { on: { LineResumed: { target: 'running', actions: 'stamp' } } },
    },
  });
