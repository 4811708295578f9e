import {
  buildsAsked,
  chosen,
  isAllSettled,
  isBegun,
  isToMerge,
  isUnjudged,
  isWaiting,
  openContest,
} from './contest.ts';
import { sameSpec } from './facts.ts';
import type { Asked } from './guards.tree.ts';
import type { BuildEntry, ServiceContext } from './service.context.ts';
import type { ServiceSaid } from './service.setup.ts';

/** Which of several builds goes on, and where: what an ordinary one of its kind needs next. */
type Outcome = 'tested' | 'without tests' | 'failing tests' | 'broken';

/** Questions about several builds of one change: whose answer is it, and is it over? */
export const contestGuards = {
  /** The spec that is next is to be built more than once. */
  isSeveralWaiting: ({ context }: Asked) =>
    buildsAsked(context) > 1 && context.pending.spec !== null && context.pending.spec.problems.length === 0,
  isSeveral: ({ context }: Asked) => buildsAsked(context) > 1,
  /** Of builds that all came to nothing nothing is there to go on with: they begin again. */
  mayCompeteAgain: ({ context }: Asked) =>
    context.block?.resume === 'build' &&
    context.change?.cause === 'spec' &&
    context.change.commit === null &&
    buildsAsked(context) > 1,

  isOvertakenContest: ({ context }: Asked) => {
    const contest = settledContest(context);
    return contest !== null && context.pending.spec !== null && chosen(contest)?.entry.passed !== 'test';
  },
  isContestToMerge: ({ context }: Asked) => {
    const contest = settledContest(context);
    return contest !== null && context.pending.spec === null && isToMerge(contest);
  },
  isChosen: ({ context }: Asked, outcome: Outcome) => outcomeOf(context) === outcome,
  isContestEmpty: ({ context }: Asked) => {
    const contest = settledContest(context);
    return contest !== null && chosen(contest) === null;
  },

  isNewSpecUnbegun: ({ context, event }: Asked) => {
    const contest = openContest(context);
    return (
      event.type === 'SpecSeen' &&
      contest !== null &&
      !isBegun(contest) &&
      !sameSpec(context.spec, event.spec)
    );
  },

  isEntryToHold: ({ context, event }: Asked) => {
    const entry = entryOfTicket(context, event);
    return entry !== undefined && isWaiting(entry);
  },
  /** Not while its submission is being judged, nor after. */
  isEntryAtWork: ({ context, event }: Asked) => {
    const entry = entryOfTicket(context, event);
    return entry !== undefined && entry.settled === null && entry.commit === null;
  },
  isEntryToRetry: ({ context, event }: Asked) => {
    const entry = judged(context, event, 'inconclusive');
    return (
      (entry?.verification?.inconclusive ?? 0) < context.limits.inconclusiveRetries && entry !== undefined
    );
  },
  isEntryVerdict: ({ context, event }: Asked, verdict?: 'inconclusive') =>
    judged(context, event, verdict) !== undefined,
  isEntryToTest: ({ context, event }: Asked) =>
    judged(context, event, 'passed')?.verification?.gate === 'build' &&
    event.type === 'VerificationFinished' &&
    event.hasTests !== false,

  isSomeEntryUnjudged: ({ context }: Asked) => openContest(context)?.entries.some(isUnjudged) === true,
  isEntryRecheck: ({ context, event }: Asked) =>
    isTimer(event, 'contest-recheck') && openContest(context)?.entries.some(isUnjudged) === true,
  isPatienceWhilePaused: ({ context, event }: Asked) => context.paused && isPatience(context, event),
  isPatienceOver: ({ context, event }: Asked) => isPatience(context, event),

  isOtherSettings: ({ context, event }: Asked) =>
    event.type === 'SettingsSeen' && JSON.stringify(event.settings) !== JSON.stringify(context.settings),
  isHolding: ({ context, event }: Asked) =>
    event.type === 'TicketSpent' &&
    context.spent.holdings.some(({ ticket, token }) => ticket === event.ticket && token === event.token),
};

function settledContest(context: ServiceContext) {
  const contest = openContest(context);
  return contest !== null && isAllSettled(contest) ? contest : null;
}

function outcomeOf(context: ServiceContext): Outcome | null {
  const contest = settledContest(context);
  const entry = contest && chosen(contest)?.entry;
  if (!entry) return null;
  if (entry.passed === 'test') return 'tested';
  if (entry.passed === null) return 'broken';
  return entry.hasTests ? 'failing tests' : 'without tests';
}

function entryOfTicket(context: ServiceContext, event: ServiceSaid): BuildEntry | undefined {
  if (!('ticket' in event)) return undefined;
  return openContest(context)?.entries.find(({ ticket }) => ticket === event.ticket);
}

function judged(context: ServiceContext, event: ServiceSaid, verdict?: string): BuildEntry | undefined {
  if (event.type !== 'VerificationFinished' || (verdict !== undefined && event.verdict !== verdict)) {
    return undefined;
  }
  return openContest(context)?.entries.find(({ verification }) => verification?.id === event.verification);
}

function isTimer(event: ServiceSaid, timer: string): boolean {
  return event.type === 'TimerFired' && event.timer === timer;
}

function isPatience(context: ServiceContext, event: ServiceSaid): boolean {
  return isTimer(event, 'contest') && (openContest(context)?.patienceUntil ?? null) !== null;
}
