import { assertEvent } from 'xstate';
import { backoff } from '../../policy/backoff.ts';
import type { ServiceContext } from '../service.context.ts';
import { deed, type ServiceSaid } from '../service.setup.ts';
import { restartEffect, rollBackEffect } from '../wanted-effects.ts';
import { withHeld } from './release.deeds.ts';

/** The ladder of recovery: restart, roll back, down. Each rung is bounded; the last ones open an incident. */
export const ladderDeeds = {
  enterLive: deed((context, event) =>
    'at' in event ? { set: { live: { ...context.live, since: event.at } } } : {},
  ),

  /** Trouble nobody's code caused: said, and waited out. */
  noteUnhealthy: deed((context, event) => {
    assertEvent(event, 'HealthFailed');
    return {
      set: { live: { ...context.live, rung: null, reason: event.reason } },
      emit: context.live.rung === 'due' ? [{ type: 'cancelTimer', timer: 'restart' }] : [],
    };
  }),

  planRestart: deed((context, event) => {
    const { restarts, rung } = context.live;
    const { restartBackoffMs, restartBackoffCapMs } = context.limits;
    const reason = reasonOf(context, event);
    return {
      set: { live: { ...context.live, restarts: restarts + 1, rung: 'due', reason } },
      emit: [
        ...(restarts > 0 && rung === null ? [{ type: 'cancelTimer' as const, timer: 'forgive' }] : []),
        {
          type: 'startTimer',
          timer: 'restart',
          afterMs: backoff(restarts, restartBackoffMs, restartBackoffCapMs),
        },
      ],
    };
  }),

  restart: deed((context) => ({
    set: { live: { ...context.live, rung: 'asked' } },
    emit: [restartEffect(context)],
  })),

  noteRestarted: deed((context) => ({ set: { live: { ...context.live, rung: 'restarted' } } })),

  recover: deed((context) => {
    const { rung, restarts } = context.live;
    return {
      set: { live: { ...context.live, rung: null, reason: null } },
      emit: [
        ...(rung === 'due' ? [{ type: 'cancelTimer' as const, timer: 'restart' }] : []),
        ...(restarts > 0
          ? [
              {
                type: 'startTimer' as const,
                timer: 'forgive',
                afterMs: context.limits.restartForgiveMs,
              },
            ]
          : []),
      ],
    };
  }),

  forgive: deed((context) => ({ set: { live: { ...context.live, restarts: 0 } } })),

  /** The bad commit is held at once, and its incident told: both hold whatever becomes of the rollback. */
  rollBack: deed((context, event) => {
    assertEvent(event, 'HealthFailed');
    const bad = context.live.release;
    return {
      set: {
        pending: withIncident(context, event),
        live: {
          ...context.live,
          rung: 'rollingBack',
          reason: event.reason,
          held: withHeld(context, bad),
        },
      },
      emit: [rollBackEffect(context)],
    };
  }),

  noteRolledBack: deed((context) => ({
    set: {
      live: {
        ...context.live,
        release: context.live.lastGood,
        lastGood: null,
        restarts: 0,
        rung: null,
        reason: `rolled back: ${context.live.reason ?? 'the release before failed'}`,
      },
    },
  })),

  noteRollbackFailed: deed((context, event) => {
    assertEvent(event, 'RollbackFailed');
    return { set: { live: { ...context.live, lastGood: null, rung: null, reason: event.reason } } };
  }),

  /** Held like one that was rolled back from: handed in again as its own fix, it would only fail again. */
  goDown: deed((context, event) => {
    assertEvent(event, 'HealthFailed');
    const held = withHeld(context, context.live.release);
    return {
      set: {
        pending: withIncident(context, event),
        live: { ...context.live, rung: null, reason: event.reason, held },
      },
    };
  }),

  restartLadder: deed((context) => ({ set: { live: { ...context.live, restarts: 0, rung: null } } })),
};

/** Why it is started again: it failed, a rollback did, or somebody wants it. */
function reasonOf(context: ServiceContext, event: ServiceSaid): string | null {
  if (event.type === 'HealthFailed') return event.reason;
  return event.type === 'RollbackFailed' ? context.live.reason : 'restarted by an operator';
}

/** One incident a commit: a release that flaps opens no second change for what is being fixed, or could not be. */
function withIncident(
  context: ServiceContext,
  event: { readonly reason: string; readonly log: string; readonly at: number },
): ServiceContext['pending'] {
  const { release } = context.live;
  const { change, pending } = context;
  if (!release || (change?.cause === 'incident' && change.base === release.commit)) return pending;
  const incident = {
    reason: event.reason,
    log: event.log,
    commit: release.commit,
    spec: release.spec,
    at: event.at,
  };
  return { ...pending, incident };
}
