import type { ServiceView } from '../../../src/contracts/board.ts';
import type { Deed } from './deed.ts';

/** Where the acts of a service are asked for. */
export function actPath({ name }: ServiceView, act: string): string {
  return `/api/services/${encodeURIComponent(name)}/${act}`;
}

export function pauseDeed(view: ServiceView): Deed {
  return held(view, true);
}

export function resumeDeed(view: ServiceView): Deed {
  return held(view, false);
}

function held(view: ServiceView, paused: boolean): Deed {
  const said = (now: boolean) => (now ? `${view.name} is paused` : `${view.name} goes on`);
  return {
    path: actPath(view, paused ? 'pause' : 'resume'),
    done: said(paused),
    undo: { path: actPath(view, paused ? 'resume' : 'pause'), done: said(!paused) },
    shows: { service: view.id, as: (now) => ({ ...now, paused }) },
  };
}

export function retryDeed(view: ServiceView): Deed {
  return { path: actPath(view, 'retry'), done: `${view.name} is tried again` };
}

export function approveDeed(view: ServiceView): Deed {
  const { change, commit } = view.approval ?? { change: view.change };
  return {
    path: actPath(view, 'approve'),
    body: { change, ...(commit === undefined ? {} : { commit }) },
    done: `Change ${change} of ${view.name} may go to production`,
  };
}

export function sendBackDeed(view: ServiceView, note: string): Deed {
  return {
    path: actPath(view, 'send-back'),
    body: { note },
    done: `${view.name} is sent back with your note`,
  };
}

export function retireDeed(view: ServiceView): Deed {
  return { path: actPath(view, 'retire'), done: `${view.name} is retired` };
}

/** `priority` is added to what its tickets have by themselves. */
export function prioritiseDeed(view: ServiceView, priority: number): Deed {
  const before = view.priority ?? 0;
  return {
    path: actPath(view, 'prioritise'),
    body: { priority },
    done: `${view.name} has priority ${priority}`,
    undo: {
      path: actPath(view, 'prioritise'),
      body: { priority: before },
      done: `${view.name} has priority ${before}`,
    },
    shows: { service: view.id, as: (now) => withPriority(now, priority) },
  };
}

function withPriority({ priority: _, ...view }: ServiceView, priority: number): ServiceView {
  return priority === 0 ? view : { ...view, priority };
}

/** Without a session the line chooses the best of those that may. */
export function assignDeed(view: ServiceView, ticket: string, session: string | null): Deed {
  return {
    path: `/api/tickets/${encodeURIComponent(ticket)}/assign`,
    body: session === null ? {} : { session },
    done: session === null ? `${view.name} is given out now` : `${view.name} is given to ${session}`,
  };
}

type ReleaseName = { readonly id: string; readonly version: string };

/** `from`: what serves now, where it is known; rolling forward to it again is the way to undo. */
export function rollBackDeed(
  view: ServiceView,
  to: ReleaseName,
  reason: string,
  from: ReleaseName | null,
): Deed {
  const path = actPath(view, 'roll-back');
  return {
    path,
    body: { to: to.id, ...(reason === '' ? {} : { reason }) },
    done: `${view.name} goes back to release ${to.version}`,
    ...(from === null
      ? {}
      : {
          undo: { path, body: { to: from.id }, done: `${view.name} goes forward to release ${from.version}` },
        }),
  };
}
