import { isBegun, openContest } from './contest.ts';
import { isComplete, isNeverBuilt, isShipped, isSomethingWaiting, sameSpec } from './facts.ts';
import type { ServiceContext } from './service.context.ts';
import type { ServiceSaid } from './service.setup.ts';

export type Asked = { context: ServiceContext; event: ServiceSaid };

/** Questions about the tree and about what waits for its turn. */
export const treeGuards = {
  isNewSpec: ({ context, event }: Asked) => event.type === 'SpecSeen' && !sameSpec(context.spec, event.spec),

  /** An architect is at work on the spec, and what the user saved is not the whole of it yet. */
  isNewSpecHalfWritten: ({ context, event }: Asked) =>
    event.type === 'SpecSeen' &&
    !sameSpec(context.spec, event.spec) &&
    event.spec.problems.length > 0 &&
    isHeld(context),

  /** Somebody holds the lease: their work is not thrown away before the user has stopped typing. */
  isNewSpecWhileHeld: ({ context, event }: Asked) =>
    event.type === 'SpecSeen' && !sameSpec(context.spec, event.spec) && isHeld(context),

  isNewSpecOfChange: ({ context, event }: Asked) =>
    event.type === 'SpecSeen' &&
    !sameSpec(context.spec, event.spec) &&
    sameSpec(context.change?.spec, event.spec),

  hasSpec: ({ context }: Asked) => context.spec !== null,
  hasSpecUnheld: ({ context }: Asked) => context.spec !== null && !isHeld(context),
  needsSpecTicket: ({ context }: Asked) => context.ticket === null,
  isNoSpecTimer: ({ context, event }: Asked) =>
    event.type === 'TimerFired' && event.timer === 'no-spec' && context.ticket === null,

  isQuiet: ({ context, event }: Asked) =>
    event.type === 'TimerFired' && event.timer === 'supersede' && context.pending.spec !== null,

  isUnknownTree: ({ context, event }: Asked) =>
    event.type === 'TreeEdited' &&
    event.evidence.unknown !== undefined &&
    event.evidence.unknown !== context.unknown &&
    isNeverBuilt(context) &&
    !isHeld(context),

  isEdit: ({ context, event }: Asked) => isEdit(context, event),

  /** Content was there before Andon, and nobody has begun to build it anew: it is taken as it is. */
  isAdoption: ({ context, event }: Asked) =>
    isEdit(context, event) && isNeverBuilt(context) && !isHeld(context),

  // what is next, asked in this order
  isUnknown: ({ context }: Asked) => context.unknown !== null && isNeverBuilt(context),
  incidentWaits: ({ context }: Asked) => context.pending.incident !== null,
  editWaits: ({ context }: Asked) => context.pending.handEdit !== null && isComplete(context.spec),
  specWaits: ({ context }: Asked) => context.pending.spec !== null && isComplete(context.pending.spec),
  isSpecMissing: ({ context }: Asked) => context.spec === null,
  isSpecIncomplete: ({ context }: Asked) => !isComplete(context.spec),
  isShipped: ({ context }: Asked) => isShipped(context),

  /** A hand edit that has no spec to be checked against is nothing to go on with. */
  somethingCanStart: ({ context }: Asked) =>
    isSomethingWaiting(context) &&
    (context.pending.incident !== null || context.pending.spec !== null || isComplete(context.spec)),
  somethingWaitsOrSpecGone: ({ context }: Asked) => isSomethingWaiting(context) || !isComplete(context.spec),

  hasUntriedSpec: ({ context }: Asked) =>
    isComplete(context.spec) && !sameSpec(context.change?.spec, context.spec),

  isOtherName: ({ context, event }: Asked) => event.type === 'ServiceRenamed' && event.name !== context.name,
  isRunning: ({ context }: Asked) => !context.paused,
  isPaused: ({ context }: Asked) => context.paused,
  isPresent: ({ context }: Asked) => context.present,
  isAbsent: ({ context }: Asked) => !context.present,
  isNotRetired: ({ context }: Asked) => context.block?.code !== 'retired',
};

function isHeld(context: ServiceContext): boolean {
  const contest = openContest(context);
  return context.ticket?.session != null || (contest !== null && isBegun(contest));
}

function isEdit(context: ServiceContext, event: ServiceSaid): boolean {
  if (event.type !== 'TreeEdited' || event.evidence.unknown !== undefined) return false;
  if (event.commit === context.change?.commit || event.commit === context.pending.handEdit) return false;
  if (context.block?.code === 'retired') return false;
  // An empty directory is no edit of something that was never there.
  return event.evidence.source || !isNeverBuilt(context);
}
