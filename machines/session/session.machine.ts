import { assertEvent, setup } from 'xstate';
import type { Stamp, Stamped } from '../stamp.ts';
import { neverRegistered } from './never-registered.ts';
import type { SessionContext } from './session.context.ts';
import type { SessionEffect } from './session.effects.ts';
import type { SessionEvent } from './session.events.ts';
import { recorded } from './session.record.ts';

type Vocabulary = {
  context: SessionContext;
  events: Stamped<SessionEvent>;
  emitted: SessionEffect;
  input: { readonly name: string } & Stamp;
};

const base = setup({ types: {} as Vocabulary });

const session = base.extend({
  actions: {
    stamp: base.assign({ since: ({ event }) => event.at }),
    drain: base.assign({ drained: true }),
    undrain: base.assign({ drained: false }),
    noteRegistration: base.assign(({ context, event }) => {
      assertEvent(event, 'SessionRegistered');
      const { capabilities, slots, agent, host, builtIn, tokenHash, at } = event;
      return {
        ...{ capabilities, slots, agent, host, builtIn, tokenHash, registeredAt: at, since: at },
        account: event.account ?? null,
        unavailable: event.unavailable ?? [],
        authorised: event.authorised ?? null,
        revision: context.revision + (isSame(context, event) ? 0 : 1),
        drained: false,
      };
    }),
    noteAvailability: base.assign(({ event }) => {
      assertEvent(event, 'AvailabilityChanged');
      return { unavailable: event.unavailable };
    }),
    noteOutcome: base.assign(({ context, event }) => {
      assertEvent(event, 'TicketOutcome');
      return recorded(context, event);
    }),
    tellDeath: base.enqueueActions(({ context, enqueue }) => {
      if (context.holding.length === 0) return;
      enqueue.emit({ type: 'tellLine', event: { type: 'SessionDied', session: context.name } });
    }),
  },
  guards: {
    isDrained: ({ context }) => context.drained,
    isNews: ({ context, event }) =>
      event.type === 'AvailabilityChanged' &&
      JSON.stringify(event.unavailable) !== JSON.stringify(context.unavailable),
  },
});

/**
 * A worker identity. `active` may be given tickets; `silent` sent no beat for a while, with work in its hands it died;
 * `draining` finishes what it holds and takes nothing; `gone` is nobody until it registers, for the first time or again,
 * under the same name and record.
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
    ...neverRegistered,
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
    AvailabilityChanged: { guard: 'isNews', actions: 'noteAvailability' },
  },
  states: {
    active: {
      on: {
        SessionFellSilent: { target: 'silent', actions: ['stamp', 'tellDeath'] },
        SessionDrained: { target: 'draining', actions: ['stamp', 'drain'] },
        SessionLeft: { target: 'gone', actions: 'stamp' },
      },
    },
    silent: {
      on: {
        SessionReturned: [
          { guard: 'isDrained', target: 'draining', actions: 'stamp' },
          { target: 'active', actions: 'stamp' },
        ],
        SessionDrained: { actions: 'drain' },
        SessionResumed: { guard: 'isDrained', actions: 'undrain' },
        SessionLeft: { target: 'gone', actions: 'stamp' },
      },
    },
    draining: {
      on: {
        SessionFellSilent: { target: 'silent', actions: ['stamp', 'tellDeath'] },
        SessionResumed: { target: 'active', actions: ['stamp', 'undrain'] },
        SessionLeft: { target: 'gone', actions: 'stamp' },
      },
    },
    gone: {},
  },
});

/** Whether the new run is made as the one before it: the same agent, the same capabilities. */
function isSame(
  context: SessionContext,
  { agent, capabilities }: Pick<SessionContext, 'agent' | 'capabilities'>,
): boolean {
  const sorted = (words: readonly string[]) => [...words].sort().join(' ');
  return agent === context.agent && sorted(capabilities) === sorted(context.capabilities);
}
