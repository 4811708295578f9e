import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { TicketBrief } from '../worker/driver.port.ts';
import { besideOf } from './beside.ts';
import { heldTicket, mustHoldNow } from './holdings.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';
import { createTicketTokens } from './ticket-tokens.ts';

/** Starts the work: only for the session the ticket was assigned to with this token. Asking again changes nothing. */
export async function claim(
  deps: SessionServiceDeps,
  session: string,
  ticket: string,
  token: number,
): Promise<TicketBrief> {
  const { coordinator, leases } = deps;
  mustHoldNow(heldTicket(coordinator, session, ticket, token), session);
  leases.renew(ticket, token);
  const base = await baseCommit(deps, heldTicket(coordinator, session, ticket, token).context);
  const before = heldTicket(coordinator, session, ticket, token);
  mustHoldNow(before, session);
  faultPoint('sessions.claim.before');
  if (!before.context.started) {
    await coordinator.receive(`ticket/${ticket}`, { type: 'WorkStarted', token, session });
  }
  faultPoint('sessions.claim.after');
  const { context } = heldTicket(coordinator, session, ticket, token);
  const { kind, service, change, dueAt } = context;
  const feedback = [...context.feedback, ...(await besideOf(deps, context))];
  const attempt = context.failures + 1;
  const spec = specText(deps, context);
  const facts = { ticket, kind, service, change, attempt, spec, feedback, base, dueAt };
  const told = (await deps.briefings?.of(facts)) ?? { prompt: '', guidance: [] };
  return {
    ...{ id: ticket, token, kind, service: service.name, change, attempt, spec, feedback, base, dueAt },
    ...told,
    mcpBearer: createTicketTokens(coordinator, deps.secret).of({ session, ticket, token }),
  };
}

/** The commit the ticket's work starts from. The same for every claim of one ticket, also after a restart. */
export function baseCommit(deps: SessionServiceDeps, context: TicketContext): Promise<string> {
  return deps.repositories.prepare(context.service.id, {
    change: context.change,
    base: context.base,
    spec: specText(deps, context),
    at: context.openedAt,
  });
}

function specText(deps: SessionServiceDeps, context: TicketContext): string {
  if (context.spec === null) return '';
  const text = deps.store.get(`spec/${context.spec}`);
  if (text === undefined) {
    throw new AndonError(
      'INTERNAL',
      `The text of the spec ${context.spec} of ${context.service.name} is not in the database. Save its SPEC.md again.`,
    );
  }
  return text;
}
