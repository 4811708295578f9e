import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import { ticketEvent } from '../../machines/ticket/ticket.events.ts';
import type { Receipt } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { baseCommit } from './claims.ts';
import { heldTicket } from './holdings.ts';
import type { HoldingName } from './session-service.port.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';

export type Submission = { readonly token: number; readonly commit: string };

/**
 * Takes a submission in: token first, bundle after it. The same commit under the same token is answered as it was the
 * first time. A bundle that breaks a rule fails the attempt with the reasons, so the ticket opens again.
 */
export async function submit(
  deps: SessionServiceDeps,
  session: string,
  ticket: string,
  submission: Submission,
  receive: () => Promise<string>,
): Promise<Receipt> {
  const { coordinator } = deps;
  const { token, commit } = submission;
  const former = formerSubmission(deps, session, ticket, submission);
  if (former) return former;
  const { context } = heldTicket(coordinator, session, ticket, token);
  const allowed = allowedPaths(context);
  const bundle = await receive();
  faultPoint('sessions.submit.received');
  await importBundle(deps, session, context, submission, bundle, allowed);
  faultPoint('sessions.submit.imported');
  deps.usage.beforeEnd(ticket);
  const receipt = await coordinator.receive(`ticket/${ticket}`, {
    type: 'SubmissionReceived',
    token,
    session,
    commit,
  });
  faultPoint('sessions.submit.committed');
  if (receipt.ignored) {
    heldTicket(coordinator, session, ticket, token);
    throw new AndonError(
      'NOT_ALLOWED',
      `Ticket ${ticket} takes no submission now: its holding was given back.`,
      {
        ticket,
        token,
      },
    );
  }
  return receipt;
}

async function importBundle(
  deps: SessionServiceDeps,
  session: string,
  context: TicketContext,
  { token, commit }: Submission,
  bundle: string,
  allowed: readonly string[],
): Promise<void> {
  const ticket = context.id;
  await failIfRefused(deps, { session, ticket, token }, async () => {
    const base = await baseCommit(deps, context);
    const by = deps.coordinator.session(session)?.context;
    const own = by?.builtIn === true && by.agent === 'reference';
    await deps.repositories.importSubmission(context.service.id, {
      ticket,
      token,
      bundle,
      commit,
      base,
      allowed,
      own,
    });
  });
}

/** What breaks a rule fails the attempt, with the reasons for the next one. */
export async function failIfRefused<T>(
  deps: SessionServiceDeps,
  { session, ticket, token }: HoldingName,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AndonError && error.code === 'SUBMISSION_REFUSED') {
      deps.usage.beforeEnd(ticket);
      await deps.coordinator.receive(`ticket/${ticket}`, {
        type: 'WorkFailed',
        token,
        session,
        class: 'work',
        reason: `The submission was refused: ${error.message}`,
      });
    }
    throw error;
  }
}

/** What the journal says about this token: the receipt of the same submission, or nothing. A different commit is refused. */
export function formerSubmission(
  deps: SessionServiceDeps,
  session: string,
  ticket: string,
  { token, commit }: Submission,
): Receipt | undefined {
  for (const row of deps.store.events({ stream: `ticket/${ticket}`, newestFirst: true, limit: 500 })) {
    const { data: event } = ticketEvent.safeParse(row.event);
    if (event?.type !== 'SubmissionReceived' || event.token !== token || event.session !== session) continue;
    if (event.commit === commit) return { seq: row.seq, ignored: false };
    throw new AndonError(
      'STALE_TOKEN',
      `Under token ${token} the commit ${event.commit} was already submitted; one holding submits once.`,
      { ticket, token },
    );
  }
  return undefined;
}

/** What a ticket's submission may change. Throws `NOT_ALLOWED` for kinds that are not answered with a commit. */
export function allowedPaths({ id, kind }: TicketContext): readonly string[] {
  switch (kind) {
    case 'build':
    case 'fix':
    case 'write-tests':
      return ['BUILD/'];
    case 'write-spec':
      return ['SPEC.md'];
    case 'deploy':
    case 'stage':
      throw new AndonError('NOT_ALLOWED', `A ${kind} ticket is not answered with a commit.`, { ticket: id });
  }
}
