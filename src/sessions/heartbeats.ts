import { isDeepStrictEqual } from 'node:util';
import type { HeartbeatRequest, HeartbeatResponse } from '../contracts/sessions.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';
import { whyOver } from './holdings.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';
import { unclaimed } from './waiting-polls.ts';

/** Takes a beat: renews the leases it names, and answers with those that are over and those not yet claimed. */
export async function heartbeat(
  deps: SessionServiceDeps,
  name: string,
  request: HeartbeatRequest,
): Promise<HeartbeatResponse> {
  const { coordinator, leases } = deps;
  const fresh = leases.isFresh(name);
  leases.heard(name);
  if (!fresh) deps.onFresh?.(name);
  if (coordinator.session(name)?.state === 'silent') {
    await coordinator.receive(`session/${name}`, { type: 'SessionReturned' });
  }
  const over: HeartbeatResponse['over'] = [];
  for (const { ticket, token } of request.leases) {
    const state = coordinator.ticket(ticket);
    const reason = state ? whyOver(state, name, token) : 'The ticket is over.';
    if (reason) over.push({ ticket, token, reason });
    else if (state?.context.holder === name) leases.renew(ticket, token);
  }
  const { unavailable } = request;
  if (unavailable && !isDeepStrictEqual(unavailable, coordinator.session(name)?.context.unavailable)) {
    await coordinator.receive(`session/${name}`, { type: 'AvailabilityChanged', unavailable });
  }
  for (const { ticket, token, usage } of request.usage ?? []) {
    await deps.usage.note({ session: name, ticket, token }, usage);
  }
  const session = coordinator.session(name);
  return {
    over,
    waiting: unclaimed(coordinator, name),
    draining: session?.state === 'draining',
    answers: answersFor(coordinator, name),
  };
}

/** Named in every beat while the holding lasts: a beat's answer may be lost. */
function answersFor(coordinator: Coordinator, name: string): HeartbeatResponse['answers'] {
  const holding = coordinator.session(name)?.context.holding ?? [];
  return holding.flatMap(({ ticket, token }) =>
    (coordinator.ticket(ticket)?.context.questions ?? []).flatMap(({ id, answer, ...asked }) =>
      answer && asked.token === token ? [{ ticket, question: id, text: answer.text, by: answer.by }] : [],
    ),
  );
}
