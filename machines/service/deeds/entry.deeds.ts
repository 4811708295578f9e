import { assertEvent } from 'xstate';
import { contestOf, isUnjudged } from '../contest.ts';
import { changeOf } from '../facts.ts';
import type { BuildEntry, Contest, ServiceContext } from '../service.context.ts';
import type { ServiceEffect } from '../service.effects.ts';
import { deed, type ServiceDone, type ServiceSaid } from '../service.setup.ts';
import { plus, withHolding, withUsage } from '../spending.ts';
import { verifyEntryEffect } from '../wanted-effects.ts';
import { gone } from './contest.deeds.ts';
import { findingOf } from './gate.deeds.ts';

/** One of several builds: who has it, what was handed in, and what the gates say of it. */
export const entryDeeds = {
  noteEntryHeld: deed((context, event) => {
    assertEvent(event, 'TicketHeld');
    const { ticket, token, session, at } = event;
    const held = { token, session, startedAt: at, reasons: [] };
    const done = changed(context, event, byTicket(context, ticket), held);
    const spent = withHolding(context.spent, { ticket, token, change: changeOf(context).n });
    return { ...done, set: { ...done.set, spent } };
  }),

  noteEntryReopened: deed((context, event) => {
    assertEvent(event, 'TicketReopened');
    const open = { session: null, startedAt: null, reasons: [event.reason] };
    return changed(context, event, byTicket(context, event.ticket), open);
  }),

  verifyEntry: deed((context, event) => {
    assertEvent(event, 'TicketSubmitted');
    const entry = byTicket(context, event.ticket);
    return changed(context, event, entry, {
      token: event.token,
      session: event.session,
      startedAt: entry.startedAt ?? event.at,
      endedAt: event.at,
      commit: event.commit,
      verification: { id: `v-${event.ref}`, gate: 'build', inconclusive: 0 },
      reasons: [],
    });
  }),

  giveUpEntry: deed((context, event) => {
    assertEvent(event, 'TicketExhausted');
    const over = { session: null, settled: event.why, reasons: event.reasons };
    return changed(context, event, byTicket(context, event.ticket), over);
  }),

  /** The same question once more, under a new id: nobody was to blame for having no answer. */
  verifyEntryAgain: deed((context, event) => {
    const { entry, verification } = judged(context, event);
    const again = {
      id: `v-${event.ref}`,
      gate: verification.gate,
      inconclusive: verification.inconclusive + 1,
    };
    return changed(context, event, entry, { verification: again });
  }),

  /** No gate can say anything here and now; it is asked again by itself, and the others go on meanwhile. */
  waitForGate: deed((context, event) => {
    assertEvent(event, 'VerificationFinished');
    const { entry, verification } = judged(context, event);
    const why =
      event.fault === 'gate'
        ? `the ${verification.gate} gate itself is broken, and is asked again`
        : `the ${verification.gate} gate cannot run here, and is asked again`;
    const done = changed(context, event, entry, {
      verification: null,
      unclear: true,
      reasons: [why, ...event.reasons],
    });
    const timer = {
      type: 'startTimer',
      timer: 'contest-recheck',
      afterMs: context.limits.recheckMs,
    } as const;
    return { ...done, emit: [...(done.emit ?? []), timer] };
  }),

  verifyEntriesAfresh: deed((context, event) => {
    const contest = contestOf(context);
    const entries = contest.entries.map((entry, index): BuildEntry => {
      if (!isUnjudged(entry)) return entry;
      const gate = entry.passed === null ? 'build' : 'test';
      return { ...entry, verification: { id: `v-${event.ref}-${index + 1}`, gate, inconclusive: 0 } };
    });
    return asking(context, event, { ...contest, entries });
  }),

  /** It installs and starts, and brings its tests: its ticket is done, and the suite is run. */
  testEntry: deed((context, event) => {
    const { entry } = judged(context, event);
    const verification = { id: `v-${event.ref}`, gate: 'test' as const, inconclusive: 0 };
    const done = changed(context, event, entry, {
      passed: 'build',
      hasTests: true,
      unclear: false,
      verification,
    });
    return { ...done, emit: [accepted(entry), ...(done.emit ?? [])] };
  }),

  settleEntry: deed((context, event) => {
    assertEvent(event, 'VerificationFinished');
    const { entry, verification } = judged(context, event);
    const hasTests = event.hasTests !== false && verification.gate === 'test';
    const holds = event.verdict === 'passed';
    const passed = holds && hasTests ? 'test' : holds ? 'build' : entry.passed;
    const done = changed(context, event, entry, {
      verification: null,
      unclear: false,
      settled: 'verified',
      passed,
      hasTests,
      tests: event.tests ?? null,
      coverage: event.coverage ?? null,
      mutation: event.mutation ?? null,
      finding: passed === 'test' ? null : findingOf(event),
      digest: passed === 'test' ? (event.digest ?? null) : null,
      record: passed === 'test' ? (event.record ?? verification.id) : null,
      reasons: event.reasons,
    });
    if (entry.passed !== null) return done;
    const told = holds ? [accepted(entry)] : refused(entry, event.reasons);
    return { ...done, emit: [...told, ...(done.emit ?? [])] };
  }),

  /** What a holding has used, of whatever ticket of the service. */
  noteSpent: deed((context, event) => {
    assertEvent(event, 'TicketSpent');
    const { contest } = context;
    const entries = contest?.entries.map((entry) =>
      entry.ticket === event.ticket && event.over ? { ...entry, cost: plus(entry.cost, event.spent) } : entry,
    );
    return {
      set: {
        spent: withUsage(context.spent, event),
        ...(contest && entries ? { contest: { ...contest, entries } } : {}),
      },
    };
  }),
};

function byTicket(context: ServiceContext, ticket: string): BuildEntry {
  const entry = contestOf(context).entries.find((one) => one.ticket === ticket);
  if (!entry) throw new TypeError(`${ticket} is none of the builds`);
  return entry;
}

function judged(context: ServiceContext, event: ServiceSaid) {
  assertEvent(event, 'VerificationFinished');
  const entry = contestOf(context).entries.find(
    ({ verification }) => verification?.id === event.verification,
  );
  if (!entry?.verification) throw new TypeError(`${event.verification} is of none of the builds`);
  return { entry, verification: entry.verification };
}

function changed(
  context: ServiceContext,
  event: ServiceSaid,
  entry: BuildEntry,
  set: Partial<BuildEntry>,
): ServiceDone {
  const contest = contestOf(context);
  const entries = contest.entries.map((one) => (one === entry ? { ...one, ...set } : one));
  return asking(context, event, { ...contest, entries });
}

/** The contest goes on like this, and what is verified from now on is asked for. */
function asking(context: ServiceContext, event: ServiceSaid, next: Contest): ServiceDone {
  const known = contestOf(context).entries.map(({ verification }) => verification?.id);
  const verify = next.entries
    .filter(({ verification }) => verification !== null && !known.includes(verification.id))
    .map((entry) => verifyEntryEffect(context, entry));
  const done = gone(context, event, next);
  return { ...done, emit: [...verify, ...(done.emit ?? [])] };
}

function accepted({ ticket, token }: BuildEntry): ServiceEffect {
  return { type: 'acceptTicket', ticket, token };
}

/** Its session hears why; nobody is asked for the same build again. */
function refused({ ticket, token }: BuildEntry, feedback: string[]): ServiceEffect[] {
  return [
    { type: 'rejectTicket', ticket, token, feedback },
    { type: 'cancelTicket', ticket, reason: 'it did not pass; the other builds decide' },
  ];
}
