import { assertEvent } from 'xstate';
import { type Bytes, changeOf, isHeldBytes, isReleaseUnderWay, sameBytes } from '../facts.ts';
import type { ServiceContext } from '../service.context.ts';
import { deed, type ServiceDone } from '../service.setup.ts';
import { deployEffect, switchEffect } from '../wanted-effects.ts';

/** A release on its way. The line deploys and proves it; only the live region lets it serve. */
export const releaseDeeds = {
  deploy: deed((context, event) => {
    const change = { ...changeOf(context), release: `r-${event.ref}` };
    return { set: { change }, emit: [deployEffect({ ...context, change })] };
  }),

  /** What failed in production is changed before it is tried again. */
  holdRelease: deed((context, event) => {
    assertEvent(event, ['ReleaseFailed', 'SwitchFailed']);
    const change = changeOf(context);
    return {
      set: {
        change: {
          ...change,
          release: null,
          feedback: [event.reason, event.log].filter((text) => text !== ''),
        },
        live: { ...context.live, candidate: null, held: withHeld(context, change) },
      },
      emit: [{ type: 'discardRelease', release: event.release }],
    };
  }),

  /** A release that failed for a reason of the machine or a missing secret: the commit is as good as before. */
  dropRelease: deed((context, event) => {
    assertEvent(event, ['ReleaseFailed', 'SwitchFailed']);
    return {
      set: {
        change: { ...changeOf(context), release: null },
        live: { ...context.live, candidate: null },
      },
      emit: [{ type: 'discardRelease', release: event.release }],
    };
  }),

  noteHeld: deed((context) => ({
    set: {
      change: {
        ...changeOf(context),
        feedback: [
          `commit ${changeOf(context).commit} failed in production and is not deployed again as it is`,
        ],
      },
    },
  })),

  switchOver: deed((context, event) => {
    assertEvent(event, 'ReleaseProved');
    const { commit, digest, n, record, spec } = changeOf(context);
    if (commit === null || record === null) throw new TypeError('a release has a commit and a record');
    const candidate = {
      id: event.release,
      commit,
      digest,
      change: n,
      record,
      version: event.version,
      at: event.at,
      spec,
    };
    const live = { ...context.live, candidate };
    return { set: { live }, emit: [switchEffect({ ...context, live })] };
  }),

  serve: deed((context, event) => served(context, event.at, context.live.lastGood)),

  /** What served until now was well: it is where a rollback goes. */
  serveKeepingLast: deed((context, event) => served(context, event.at, context.live.release)),

  loseServing: deed((context, event) => {
    assertEvent(event, 'SwitchFailed');
    return {
      set: { live: { ...context.live, candidate: null, rung: null, reason: event.reason, since: event.at } },
    };
  }),

  stopServing: deed((context, event) => ({
    set: {
      live: {
        ...context.live,
        release: null,
        lastGood: null,
        history: [],
        asked: null,
        candidate: null,
        restarts: 0,
        rung: null,
        reason: null,
        since: event.at,
      },
    },
    emit: [{ type: 'stopService' }],
  })),

  discardUnderWay: deed((context) =>
    isReleaseUnderWay(context)
      ? {
          set: { change: { ...changeOf(context), release: null } },
          emit: [{ type: 'discardRelease', release: changeOf(context).release ?? '' }],
        }
      : {},
  ),
};

export function withHeld(context: ServiceContext, bytes: Bytes | null): readonly string[] {
  const { held } = context.live;
  const marks = [bytes?.commit, bytes?.digest].flatMap((mark) =>
    mark && !held.includes(mark) ? [mark] : [],
  );
  return marks.length === 0 ? held : [...held, ...marks];
}

/** These bytes may be deployed again. */
export function withoutHeld(held: readonly string[], { commit, digest }: Bytes): readonly string[] {
  return held.filter((mark) => mark !== commit && mark !== digest);
}

/** As many releases as are kept on disk, the newest first; what serves until now is one of them. */
function historyWith({ live, limits }: ServiceContext): ServiceContext['live']['history'] {
  const { candidate, release, history } = live;
  if (!candidate) return history;
  const others = history.filter(({ id }) => id !== candidate.id);
  const kept = others.slice(0, Math.max(0, limits.releasesKept - 1));
  const isThere = release === null || kept.some(({ id }) => id === release.id);
  return [candidate, ...(isThere ? kept : [...kept.slice(0, -1), release])];
}

function served(
  context: ServiceContext,
  at: number,
  lastGood: ServiceContext['live']['lastGood'],
): ServiceDone {
  const { candidate, restarts, rung } = context.live;
  return {
    set: {
      live: {
        ...context.live,
        release: candidate,
        candidate: null,
        lastGood: goodBeside(context, [lastGood, context.live.lastGood]),
        history: historyWith(context),
        restarts: 0,
        rung: null,
        reason: null,
        since: at,
      },
    },
    emit: [
      ...(rung === 'due' ? [{ type: 'cancelTimer' as const, timer: 'restart' }] : []),
      ...(restarts > 0 && rung === null ? [{ type: 'cancelTimer' as const, timer: 'forgive' }] : []),
    ],
  };
}

/** The first of these to go back to, should the candidate fail: other bytes than its own, and none that failed before. */
function goodBeside(
  context: ServiceContext,
  releases: readonly ServiceContext['live']['lastGood'][],
): ServiceContext['live']['lastGood'] {
  const { candidate } = context.live;
  const good = releases.find(
    (release) => release && !(candidate && sameBytes(release, candidate)) && !isHeldBytes(context, release),
  );
  return good ?? null;
}
