import { assertEvent, setup } from 'xstate';
import type { Stamp, Stamped } from '../stamp.ts';
import type { SessionContext } from './session.context.ts';
import type { SessionEvent } from './session.events.ts';
import { recorded } from './session.record.ts';

type Vocabulary = {
  context: SessionContext;
  events: Stamped<SessionEvent>;
  input: { readonly name: string } & Stamp;
};

const base = setup({ types: {} as Vocabulary });

const session = base.extend({
  actions: {
    stamp: base.assign({ since: ({ event }) => event.at }),
    noteRegistration: base.assign(({ event }) => {
      assertEvent(event, 'SessionRegistered');
      const { capabilities, slots, agent, host, builtIn, tokenHash, at } = event;
      return { capabilities, slots, agent, host, builtIn, tokenHash, registeredAt: at, since: at };
    }),
    noteOutcome: base.assign(({ context, event }) => {
      assertEvent(event, 'TicketOutcome');
      return recorded(context, event);
    }),
  },
});

/**
 * A worker identity. `active` may be given tickets; `silent` sent no beat for a while; `draining` finishes what it holds
 * and takes nothing; `gone` is nobody until it registers, for the first time or again, under the same name and record.
 */
export const sessionMachine = session.createMachine({
  id: 'session',
  context: ({ input }) => ({
    name: input.name,
    capabilities: [],
    slots: 1,
    agent: 'unknown',
    host: '',
    builtIn: false,
    tokenHash: '',
    registeredAt: input.at,
    since: input.at,
    holding: [],
    record: {},
    lastTaken: null,
  }),
  initial: 'gone',
  on: {
    SessionRegistered: { target: '.active', actions: 'noteRegistration' },
    TicketOutcome: { actions: 'noteOutcome' },
  },
  states: {
    active: {
      on: {
        SessionFellSilent: { target: 'silent', actions: 'stamp' },
        SessionDrained: { target: 'draining', actions: 'stamp' },
        SessionLeft: { target: 'gone', actions: 'stamp' },
      },
    },
    silent: {
      on: {
        SessionReturned: { target: 'active', actions: 'stamp' },
        SessionLeft: { target: 'gone', actions: 'stamp' },
      },
    },
    draining: {
      on: {
        SessionFellSilent: { target: 'silent', actions: 'stamp' },
        SessionLeft: { target: 'gone', actions: 'stamp' },
      },
    },
    gone: {},
  },
});
