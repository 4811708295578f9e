import { isHeldBytes, isReleaseUnderWay } from './facts.ts';
import type { Asked } from './guards.tree.ts';
import type { ServiceContext } from './service.context.ts';
import type { ServiceSaid } from './service.setup.ts';

/** Questions about what serves. */
export const liveGuards = {
  isProvedRelease: ({ context, event }: Asked) =>
    event.type === 'ReleaseProved' &&
    event.release === context.change?.release &&
    isReleaseUnderWay(context) &&
    context.live.candidate === null,

  isSwitchToNothing: ({ context, event }: Asked) =>
    event.type === 'SwitchFailed' &&
    event.release === context.live.candidate?.id &&
    event.serving === null &&
    context.live.release !== null,

  isCandidateOfAbsent: ({ context, event }: Asked) =>
    !context.present && 'release' in event && event.release === context.live.candidate?.id,

  isServing: ({ context, event }: Asked) => isServing(context, event),
  isEnvironmentTrouble: ({ context, event }: Asked) =>
    event.type === 'HealthFailed' && event.cause === 'environment' && isServing(context, event),
  isTrouble: ({ context, event }: Asked) => isTrouble(context, event),

  /** While a release is on its way the ladder stops at restart: the new release is the way out. */
  mayRestart: ({ context, event }: Asked) =>
    isTrouble(context, event) &&
    (context.live.restarts < context.limits.restarts || isReleaseUnderWay(context)),

  mayRollBack: ({ context, event }: Asked) =>
    isTrouble(context, event) &&
    context.live.lastGood !== null &&
    !isHeldBytes(context, context.live.lastGood),

  isRestartDue: ({ context, event }: Asked) =>
    event.type === 'TimerFired' && event.timer === 'restart' && context.live.rung === 'due',
  isRestartAsked: ({ context, event }: Asked) => isServing(context, event) && context.live.rung === 'asked',

  mayForgive: ({ context, event }: Asked) =>
    event.type === 'TimerFired' && event.timer === 'forgive' && context.live.restarts > 0,

  isRollbackAskedFor: ({ context, event }: Asked) =>
    event.type === 'RolledBack' &&
    event.from === context.live.release?.id &&
    event.to === context.live.asked?.to.id,

  isRollback: ({ context, event }: Asked) =>
    (event.type === 'RolledBack' || event.type === 'RollbackFailed') &&
    event.from === context.live.release?.id &&
    event.to === (context.live.asked?.to ?? context.live.lastGood)?.id,
};

function isServing(context: ServiceContext, event: ServiceSaid): boolean {
  return 'release' in event && event.release === context.live.release?.id;
}

/** A restart that is only due has answered nothing yet: what fails before it is known already. */
function isTrouble(context: ServiceContext, event: ServiceSaid): boolean {
  return (
    event.type === 'HealthFailed' &&
    event.cause === 'service' &&
    isServing(context, event) &&
    context.live.rung !== 'due'
  );
}
