import { setup } from 'xstate';
import type { Limits } from '../policy/limits.ts';
import type { Stamp, Stamped } from '../stamp.ts';
import type { ServiceContext } from './service.context.ts';
import type { ServiceEffect } from './service.effects.ts';
import type { ServiceEvent } from './service.events.ts';

export type ServiceInput = { readonly id: string; readonly name: string; readonly limits: Limits };

type Vocabulary = {
  context: ServiceContext;
  events: Stamped<ServiceEvent>;
  emitted: ServiceEffect;
  input: ServiceInput & Stamp;
};

export const serviceSetup = setup({ types: {} as Vocabulary });

export type ServiceSaid = Stamped<ServiceEvent>;

/** What a deed leaves behind: the fields it changed, and what it asks of the world, in order. */
export type ServiceDone = {
  readonly set?: Partial<ServiceContext>;
  readonly emit?: readonly ServiceEffect[];
};

/** An action of the service machine, written as a pure function of what is known and what happened. */
export function deed(does: (context: ServiceContext, event: ServiceSaid) => ServiceDone) {
  return serviceSetup.enqueueActions(({ context, event, enqueue }) => {
    const { set, emit = [] } = does(context, event);
    if (set) enqueue.assign(set);
    for (const effect of emit) enqueue.emit(effect);
  });
}
