import { assertEvent } from 'xstate';
import { changeOf, ticketOf } from '../facts.ts';
import type { ServiceContext } from '../service.context.ts';
import { deed, type ServiceDone, type ServiceSaid } from '../service.setup.ts';
import { publishSpecEffect, verifyEffect } from '../wanted-effects.ts';

type Verification = NonNullable<ServiceContext['verification']>;

/** Gates: what is asked of a verification, and what its verdict leaves behind. */
export const gateDeeds = {
  verifySpec: deed((context, event) => {
    assertEvent(event, 'TicketSubmitted');
    return asked(context, event, { gate: 'spec', commit: event.commit });
  }),
  verifyBuild: deed((context, event) => asked(context, event, { gate: 'build', commit: commitOf(context) })),
  verifyTests: deed((context, event) => asked(context, event, { gate: 'test', commit: commitOf(context) })),

  /** The same question once more, under a new id: nobody was to blame for having no answer. */
  verifyAgain: deed((context, event) => {
    const { gate, commit, inconclusive } = verificationOf(context);
    return asked(context, event, { gate, commit, inconclusive: inconclusive + 1 });
  }),

  /** Somebody, or time, says it is worth asking again: the tries before are forgotten. */
  verifyAfresh: deed((context, event) => {
    const { gate, commit } = verificationOf(context);
    return asked(context, event, { gate, commit });
  }),

  forgetVerification: deed(() => ({ set: { verification: null } })),

  noteFeedback: deed((context, event) => {
    assertEvent(event, 'VerificationFinished');
    return {
      set: {
        change: {
          ...changeOf(context),
          feedback: event.reasons,
          tests: event.tests ?? changeOf(context).tests,
          coverage: event.coverage ?? changeOf(context).coverage,
          mutation: event.mutation ?? changeOf(context).mutation,
          finding: findingOf(event),
        },
      },
    };
  }),

  notePassedTests: deed((context, event) => {
    assertEvent(event, 'VerificationFinished');
    const change = changeOf(context);
    return {
      set: {
        change: {
          ...change,
          feedback: [],
          tests: event.tests ?? change.tests,
          coverage: event.coverage ?? change.coverage,
          mutation: event.mutation ?? change.mutation,
          finding: null,
          digest: event.digest ?? null,
          record: event.record ?? verificationOf(context).id,
        },
      },
    };
  }),

  publishBuild: deed((context) => ({
    emit: [{ type: 'publish', commit: commitOf(context), change: changeOf(context).n, what: 'build' }],
  })),

  publishSpec: deed((context) => ({ emit: [publishSpecEffect(context)] })),
};

export function findingOf(event: { readonly verdict: string; readonly class?: string | undefined }) {
  if (event.verdict === 'flaky') return 'flaky';
  return event.class === 'tampering' ? 'tampering' : null;
}

function commitOf(context: ServiceContext): string {
  const { commit } = changeOf(context);
  if (commit === null) throw new TypeError('nothing was submitted that could be verified');
  return commit;
}

function verificationOf(context: ServiceContext): Verification {
  if (!context.verification) throw new TypeError('no verification is under way');
  return context.verification;
}

function asked(
  context: ServiceContext,
  event: ServiceSaid,
  what: Pick<Verification, 'gate' | 'commit'> & Partial<Verification>,
): ServiceDone {
  const verification: Verification = {
    id: `v-${event.ref}`,
    ticketToken: context.ticket ? ticketOf(context).token : null,
    inconclusive: 0,
    ...what,
  };
  return { set: { verification }, emit: [verifyEffect({ ...context, verification })] };
}
