import type { HeartbeatRequest, HeartbeatResponse } from '../contracts/sessions.ts';
import { whyOver } from './holdings.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';

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
  const session = coordinator.session(name);
  const waiting = (session?.context.holding ?? []).filter(({ ticket, token }) => {
    const context = coordinator.ticket(ticket)?.context;
    return context?.holder === name && context.token === token && !context.started;
  });
  return {
    over,
    waiting: waiting.map(({ ticket, token }) => ({ ticket, token })),
    draining: session?.state === 'draining',
    answers: [],
  };
}
