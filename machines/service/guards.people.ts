import { canBeSentBack, isApprovalAwaited, isReleaseUnderWay, rollbackTargets } from './facts.ts';
import type { Asked } from './guards.tree.ts';
import type { ServiceContext } from './service.context.ts';
import type { ServiceSaid } from './service.setup.ts';

/** Questions about what people ask for: is there something to do it to, now? */
export const peopleGuards = {
  isOtherPriority: ({ context, event }: Asked) =>
    event.type === 'ServicePrioritised' &&
    event.priority !== context.priority &&
    context.block?.code !== 'retired',

  isApproval: ({ context, event }: Asked) =>
    event.type === 'ReleaseApproved' && event.change === context.change?.n && isApprovalAwaited(context),

  isUnbuiltSentBack: ({ context, event }: Asked) =>
    event.type === 'WorkSentBack' &&
    canBeSentBack(context) &&
    context.block?.where.startsWith('build.') === true,
  isSentBack: ({ context, event }: Asked) => event.type === 'WorkSentBack' && canBeSentBack(context),

  /** What serves is what they saw, the other is kept, and nothing is on its way that would serve next. */
  isRollbackAsked: ({ context, event }: Asked) =>
    event.type === 'RollbackAsked' &&
    event.from === context.live.release?.id &&
    rollbackTargets(context).some(({ id }) => id === event.to) &&
    context.live.candidate === null &&
    !isReleaseUnderWay(context) &&
    !context.paused,

  /** The other did not come up, and what served before is well and serves. */
  isRollbackUndone: ({ context, event }: Asked) =>
    isAskedRollbackFailed(context, event) && event.serving === event.from,
  isRollbackLost: ({ context, event }: Asked) => isAskedRollbackFailed(context, event),
};

function isAskedRollbackFailed(
  context: ServiceContext,
  event: ServiceSaid,
): event is Extract<ServiceSaid, { type: 'RollbackFailed' }> {
  return (
    event.type === 'RollbackFailed' &&
    event.to === context.live.asked?.to.id &&
    event.from === context.live.release?.id
  );
}
