import { type Effect, type Snapshot, stateOf } from '../step.ts';
import { openContest } from './contest.ts';
import type { ServiceContext } from './service.context.ts';
import type { ServiceEffect } from './service.effects.ts';
import {
  deployEffect,
  publishSpecEffect,
  restartEffect,
  rollBackEffect,
  switchEffect,
  verifyEffect,
  verifyEntryEffect,
} from './wanted-effects.ts';

/** Each state of the line that awaits an answer from outside, and the effect that asks for it. */
const asks: Readonly<Record<string, (context: ServiceContext) => ServiceEffect>> = {
  'spec.verifying': verifyEffect,
  'spec.publishing': publishSpecEffect,
  'build.verifying': verifyEffect,
  'test.verifying': verifyEffect,
  'release.deploying': deployEffect,
  'release.proving': deployEffect,
  'release.switching': switchEffect,
};

/**
 * What ought to be under way for this service, under the ids it was asked by first; reconcile looks whether it is.
 * A machine that awaits a person, a session or a timer wants nothing.
 */
export function serviceWants(snapshot: Snapshot<'service'>): ServiceEffect[] {
  const { context } = snapshot;
  const state = stateOf(snapshot);
  const ask = 'line' in state ? asks[state.line] : undefined;
  return [
    ...(ask ? [ask(context)] : []),
    ...(openContest(context)?.entries ?? [])
      .filter(({ verification }) => verification !== null)
      .map((entry) => verifyEntryEffect(context, entry)),
    ...(context.live.rung === 'asked' ? [restartEffect(context)] : []),
    ...(context.live.rung === 'rollingBack' ? [rollBackEffect(context)] : []),
  ];
}

/** Whether an effect owed from before is still asked for: a verification or a release that is over is not. */
export function serviceStillWants(snapshot: Snapshot<'service'>, effect: Effect): boolean {
  const { context } = snapshot;
  switch (effect.type) {
    case 'verify':
    case 'deploy':
    case 'switchRelease':
    case 'restartRelease':
    case 'rollBack':
      return serviceWants(snapshot).some((wanted) => keyOf(wanted) === keyOf(effect));
    case 'discardRelease':
      return effect.release !== context.live.release?.id && effect.release !== context.live.candidate?.id;
    case 'stopService':
      return context.live.release === null;
    default:
      return true;
  }
}

function keyOf(effect: Effect): string {
  switch (effect.type) {
    case 'verify':
      return `verify ${effect.verification}`;
    case 'deploy':
    case 'switchRelease':
    case 'restartRelease':
      return `${effect.type} ${effect.release}`;
    case 'rollBack':
      return `rollBack ${effect.from} ${effect.to}`;
    default:
      return effect.type;
  }
}
