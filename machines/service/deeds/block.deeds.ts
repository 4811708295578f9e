import { assertEvent } from 'xstate';
import type { TicketKind } from '../../ticket/ticket.events.ts';
import { blockReasons } from '../block-reasons.ts';
import { contestOf } from '../contest.ts';
import { changeOf, ticketOf } from '../facts.ts';
import type { Block, BlockCode, ServiceContext } from '../service.context.ts';
import { deed, type ServiceDone, type ServiceSaid } from '../service.setup.ts';
import { endedContest } from './contest-end.ts';

const exhaustion = {
  attempts: (kind: string) => ({
    code: 'attempts-used-up' as const,
    text: `Every try at the ${kind} ticket failed.`,
  }),
  poison: (kind: string) => ({
    code: 'poison-ticket' as const,
    text: `The ${kind} ticket is set aside: one session after the other died of it.`,
  }),
  budget: (kind: string) => ({
    code: 'budget' as const,
    text: `The ${kind} ticket has used up what it may cost.`,
  }),
};

/** The line stands: why, since when, where, and what is done once it may go on. */
export const blockDeeds = {
  blockExhausted: deed((context, event) => {
    assertEvent(event, 'TicketExhausted');
    const { kind } = ticketOf(context);
    return blocked({ ...context, ticket: null }, event, {
      ...exhaustion[event.why](kind),
      details: event.reasons,
      ...placeOf(kind),
    });
  }),

  blockContradicted: deed((context, event) => {
    assertEvent(event, 'TicketContradicted');
    return blocked({ ...context, ticket: null }, event, {
      code: 'contradictory-spec',
      text: `The spec contradicts itself, says ${event.session}: ${event.clauses[0] ?? 'no clause quoted'}`,
      details: event.clauses,
      ...placeOf(context.ticket?.kind ?? 'build'),
    });
  }),

  /** None of several builds came to anything: nothing is there to go on with. */
  blockContest: deed((context, event) => {
    const { entries } = contestOf(context);
    const [first] = entries;
    const why = (['budget', 'poison'] as const).find((one) => entries.some(({ settled }) => settled === one));
    const { code } = exhaustion[why ?? 'attempts']('build');
    const { set } = blocked(context, event, {
      code,
      text: `None of the ${entries.length} builds came to anything: ${first?.reasons[0] ?? 'no reason given'}`,
      details: entries.flatMap(({ reasons }, index) =>
        reasons.map((reason) => `build ${index + 1}: ${reason}`),
      ),
      ...placeOf('build'),
    });
    return { set: { ...set, contest: endedContest(context, 'empty') } };
  }),

  blockInconclusive: deed((context, event) => {
    assertEvent(event, 'VerificationFinished');
    const gate = context.verification?.gate ?? 'build';
    const isGate = event.fault === 'gate';
    return recheckedLater(
      context,
      blocked(context, event, {
        code: isGate ? 'gate-broken' : 'environment',
        text: isGate
          ? `The ${gate} gate itself is broken: ${event.reasons[0] ?? 'it gave no reason'}`
          : `The ${gate} gate cannot run here: ${event.reasons[0] ?? 'it gave no reason'}`,
        details: event.reasons,
        where: `${gate}.verifying`,
        resume: 'verify',
      }),
    );
  }),

  blockSecret: deed((context, event) => {
    assertEvent(event, ['ReleaseFailed', 'SwitchFailed']);
    return blocked(context, event, {
      code: 'secret-missing',
      text: `A required secret is missing: ${event.reason}`,
      details: [event.reason],
      where: 'release.deploying',
      resume: 'deploy',
    });
  }),

  blockEnvironment: deed((context, event) => {
    assertEvent(event, ['ReleaseFailed', 'SwitchFailed']);
    return recheckedLater(
      context,
      blocked(context, event, {
        code: 'environment',
        text: `The release cannot start on this machine: ${event.reason}`,
        details: [event.reason, event.log].filter((text) => text !== ''),
        where: 'release.deploying',
        resume: 'deploy',
      }),
    );
  }),

  /** The commit is as good as before, but nobody's word for it counts: it is verified again. */
  blockRecord: deed((context, event) => {
    assertEvent(event, ['ReleaseFailed', 'SwitchFailed']);
    const { commit } = changeOf(context);
    if (commit === null) throw new TypeError('a release has a commit');
    const verification = { id: '', gate: 'test' as const, commit, ticketToken: null, inconclusive: 0 };
    const done = blocked(context, event, {
      code: 'record-refused',
      text: `The verification record does not open PRODUCTION: ${event.reason}`,
      details: [event.reason],
      where: 'test.verifying',
      resume: 'verify',
    });
    return recheckedLater(context, { ...done, set: { ...done.set, verification } });
  }),

  blockRelease: deed((context, event) => {
    const { feedback } = changeOf(context);
    return blocked(context, event, {
      code: 'release-failed',
      text: `The release failed in production and its tries are used up: ${feedback[0] ?? 'no reason given'}`,
      details: feedback,
      where: 'release.proving',
      resume: 'fix',
    });
  }),

  blockRetired: deed((context, event) => {
    const retired = {
      ...context,
      spec: null,
      unknown: null,
      present: false,
      pending: { incident: null, handEdit: null, spec: null },
    };
    const { set } = blocked(retired, event, {
      code: 'retired',
      text: 'The service is retired: nothing of it runs.',
      details: [],
      where: 'shipped',
      resume: 'nothing',
    });
    const { spec, unknown, present, pending } = retired;
    return { set: { ...set, spec, unknown, present, pending } };
  }),

  clearBlock: deed((context) => ({
    set: { block: null },
    emit: isRechecked(context.block) ? [{ type: 'cancelTimer', timer: 'recheck' }] : [],
  })),
};

const recheckedCodes: ReadonlySet<BlockCode> = new Set(['environment', 'gate-broken', 'record-refused']);

function isRechecked(block: Block | null): boolean {
  return block !== null && recheckedCodes.has(block.code);
}

function placeOf(kind: TicketKind): Pick<Block, 'where' | 'resume'> {
  switch (kind) {
    case 'write-spec':
      return { where: 'spec.incomplete', resume: 'write-spec' };
    case 'write-tests':
      return { where: 'test.writing', resume: 'write-tests' };
    case 'fix':
      return { where: 'test.fixing', resume: 'fix' };
    default:
      return { where: 'build.awaiting', resume: 'build' };
  }
}

function blocked(
  context: ServiceContext,
  event: ServiceSaid,
  why: Omit<Block, 'ways' | 'at'>,
): ServiceDone & { readonly set: Partial<ServiceContext> } {
  const block = { ...why, ways: blockReasons[why.code].ways(context.name), at: event.at };
  return { set: { block, ticket: context.ticket } };
}

function recheckedLater(context: ServiceContext, done: ServiceDone): ServiceDone {
  return { ...done, emit: [{ type: 'startTimer', timer: 'recheck', afterMs: context.limits.recheckMs }] };
}
