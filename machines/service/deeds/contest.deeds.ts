import type { Limits } from '../../policy/limits.ts';
import {
  barredFrom,
  buildsAsked,
  chosen,
  contestOf,
  hasOpenTicket,
  isIdle,
  isStuck,
  isWaiting,
  nameOf,
  ranking,
} from '../contest.ts';
import { changeOf } from '../facts.ts';
import type { BuildEntry, Contest, ServiceContext } from '../service.context.ts';
import type { ServiceEffect } from '../service.effects.ts';
import { deed, type ServiceDone, type ServiceSaid } from '../service.setup.ts';
import { nothing } from '../spending.ts';
import { endedContest } from './contest-end.ts';
import { priorityOf, requires } from './ticket.deeds.ts';

/** Several builds of one change: asked for, waited for, and the best of them kept. */
export const contestDeeds = {
  openContest: deed((context, event) => {
    const asked = buildsAsked(context);
    const { n, base, feedback } = changeOf(context);
    const tickets = Array.from({ length: asked }, (_, index) => `t-${event.ref}-${index + 1}`);
    return {
      set: {
        contest: {
          change: n,
          asked,
          merge: context.settings.merge,
          entries: tickets.map((ticket) => entryOf({ ticket, kind: 'build', parent: base })),
          patienceUntil: null,
          end: null,
          choice: null,
        },
      },
      emit: tickets.map((ticket) =>
        openTicket(context, { ticket, base, feedback: [...feedback], beside: [] }),
      ),
    };
  }),

  /** One more build: it starts from the best, and gets the others to read. */
  openMerge: deed((context, event) => {
    const contest = contestOf(context);
    const best = chosen(contest)?.entry;
    if (!best) throw new TypeError('there is nothing to merge');
    const ticket = `t-${event.ref}-${contest.entries.length + 1}`;
    const others = contest.entries.filter((entry) => entry !== best && entry.commit !== null);
    const entries = [...contest.entries, entryOf({ ticket, kind: 'merge', parent: best.commit })];
    const done = gone(context, event, { ...contest, entries });
    const order = {
      ticket,
      base: best.commit,
      feedback: [
        `This change was built ${contest.entries.length} times. You start from the best, ${nameOf(contest, best)}: take over what is better in the others, and keep all gates passing.`,
        ...ranking(contest).map(({ text }) => text),
      ],
      beside: others.map((entry) => ({ name: nameOf(contest, entry), commit: entry.commit ?? '' })),
    };
    return { ...done, emit: [openTicket(context, order), ...(done.emit ?? [])] };
  }),

  /** The others stay for reading; this one goes on as if it were the only one. */
  keepBest: deed((context) => {
    const contest = contestOf(context);
    const best = chosen(contest);
    if (!best) throw new TypeError('none of the builds came to anything');
    const { entry, text } = best;
    const ended = endedContest(context, 'chosen');
    return {
      set: {
        contest: ended && { ...ended, choice: { ticket: entry.ticket, text } },
        change: {
          ...changeOf(context),
          commit: entry.commit,
          parent: entry.parent,
          builder: entry.session,
          digest: entry.digest,
          feedback: entry.passed === 'test' ? [] : entry.reasons,
          tests: entry.tests,
          coverage: entry.coverage,
          mutation: entry.mutation,
          finding: entry.finding,
          record: entry.record,
        },
      },
      emit: withoutPatience(contest),
    };
  }),

  /** Those that nobody can take, or judge, are given up; what is there decides. */
  goOnWithout: deed((context) => {
    const contest = contestOf(context);
    const minutes = Math.round(context.limits.redundancyPatienceMs / 60_000);
    const left = contest.entries.filter(isStuck);
    const entries = contest.entries.map((entry): BuildEntry => {
      if (!left.includes(entry)) return entry;
      const why = isWaiting(entry)
        ? `no session could take it within ${minutes} minutes of the others being done`
        : `no gate could judge it within ${minutes} minutes of the others being done`;
      return { ...entry, verification: null, settled: 'nobody', reasons: [why, ...entry.reasons] };
    });
    return {
      set: { contest: { ...contest, entries, patienceUntil: null } },
      emit: left.filter(hasOpenTicket).map(({ ticket }) => ({
        type: 'cancelTicket',
        ticket,
        reason: 'the others are done, and decide alone',
      })),
    };
  }),

  /** Nothing is assigned during a pause, so that nobody can be blamed for it. */
  waitLonger: deed((context, event) => ({
    set: {
      contest: { ...contestOf(context), patienceUntil: event.at + context.limits.redundancyPatienceMs },
    },
    emit: [patience(context.limits)],
  })),
};

/**
 * The contest goes on like this: tickets hear whom they are barred to now, and where only such builds are awaited that
 * nobody can take or judge the patience begins, or ends.
 */
export function gone(context: ServiceContext, event: ServiceSaid, next: Contest): ServiceDone {
  const before = contestOf(context);
  const bars = next.entries
    .filter((entry) => hasOpenTicket(entry) && entry.commit === null)
    .flatMap((entry) => {
      const former = before.entries.find(({ ticket }) => ticket === entry.ticket);
      const sessions = barredFrom(next, entry);
      const known = former ? barredFrom(before, former) : [];
      const same = sessions.length === known.length && sessions.every((name) => known.includes(name));
      return same ? [] : [{ type: 'barTicket' as const, ticket: entry.ticket, sessions }];
    });
  if (!isIdle(next)) {
    return {
      set: { contest: { ...next, patienceUntil: null } },
      emit: [...bars, ...withoutPatience(before)],
    };
  }
  if (before.patienceUntil !== null) return { set: { contest: next }, emit: bars };
  const patienceUntil = event.at + context.limits.redundancyPatienceMs;
  return { set: { contest: { ...next, patienceUntil } }, emit: [...bars, patience(context.limits)] };
}

function withoutPatience({ patienceUntil }: Contest): ServiceEffect[] {
  return patienceUntil === null ? [] : [{ type: 'cancelTimer', timer: 'contest' }];
}

function patience({ redundancyPatienceMs }: Limits): ServiceEffect {
  return { type: 'startTimer', timer: 'contest', afterMs: redundancyPatienceMs };
}

function entryOf(what: Pick<BuildEntry, 'ticket' | 'kind' | 'parent'>): BuildEntry {
  return {
    ...what,
    token: 0,
    session: null,
    startedAt: null,
    endedAt: null,
    commit: null,
    verification: null,
    unclear: false,
    passed: null,
    settled: null,
    hasTests: false,
    tests: null,
    coverage: null,
    mutation: null,
    finding: null,
    digest: null,
    record: null,
    cost: nothing,
    reasons: [],
  };
}

function openTicket(
  context: ServiceContext,
  what: {
    ticket: string;
    base: string | null;
    feedback: string[];
    beside: { name: string; commit: string }[];
  },
): ServiceEffect {
  const { n, spec } = changeOf(context);
  return {
    type: 'openTicket',
    kind: 'build',
    change: n,
    requires: requires.build,
    avoid: [],
    barred: [],
    priority: priorityOf(context, 'build'),
    spec: spec.hash,
    ...what,
  };
}
