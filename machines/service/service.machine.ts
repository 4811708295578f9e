import { setup } from 'xstate';
import type { Stamp, Stamped } from '../stamp.ts';
import type { ServiceContext } from './service.context.ts';
import type { ServiceEvent } from './service.events.ts';

export const serviceMachine = setup({
  types: {} as { context: ServiceContext; events: Stamped<ServiceEvent>; input: ServiceContext & Stamp },
}).createMachine({ context: ({ input }) => input, initial: 'a', states: { a: {} } });
