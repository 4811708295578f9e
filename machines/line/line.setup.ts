import { setup } from 'xstate';
import type { Stamp, Stamped } from '../stamp.ts';
import type { LineContext, LineSettings } from './line.context.ts';
import type { LineEffect } from './line.effects.ts';
import type { LineEvent } from './line.events.ts';

type Vocabulary = {
  context: LineContext;
  events: Stamped<LineEvent>;
  emitted: LineEffect;
  /** Without settings those hold that Andon brings. */
  input: { readonly settings?: LineSettings } & Stamp;
};

export const lineSetup = setup({ types: {} as Vocabulary });

type LineSaid = Stamped<LineEvent>;
export type LineAsked = { readonly context: LineContext; readonly event: LineSaid };

type LineDone = { readonly set?: Partial<LineContext>; readonly emit?: readonly LineEffect[] };

/** An action of the line machine, written as a pure function. */
export function deed(does: (context: LineContext, event: LineSaid) => LineDone) {
  return lineSetup.enqueueActions(({ context, event, enqueue }) => {
    const { set, emit = [] } = does(context, event);
    if (set) enqueue.assign(set);
    for (const effect of emit) enqueue.emit(effect);
  });
}
