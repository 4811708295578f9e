import type { RegisterRequest, RegisterResponse } from '../contracts/sessions.ts';
import type { Receipt, SessionState } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { mustNotBeBarred } from './barred-names.ts';
import type { Origin } from './session-service.port.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';
import { createSessionToken, hashToken, matchesHash, sessionOf } from './session-tokens.ts';

/** Registers a run of a worker under its name; what a former run of that name held is open again afterwards. */
export async function register(
  deps: SessionServiceDeps,
  request: RegisterRequest,
  origin: Origin,
): Promise<RegisterResponse> {
  const { coordinator, leases } = deps;
  const { name } = request;
  mustNotBeBarred(deps.store, name);
  const builtIn = deps.builtIn.names.has(name);
  if (builtIn && !matchesHash(request.builtIn ?? '', hashToken(deps.builtIn.secret))) {
    throw new AndonError('FORBIDDEN', `${name} is a session that Andon brings itself. Choose another name.`, {
      name,
    });
  }
  const former = coordinator.session(name);
  if (former && !mayReplace(deps, former, request)) {
    throw new AndonError(
      'NAME_TAKEN',
      `A live session is registered as ${name}. Choose another name, or wait until it has been silent for a lease time.`,
      { name },
    );
  }
  const { invite } = origin;
  const invited = invite === undefined ? undefined : deps.invites.admit(invite, name, former !== undefined);
  // Nothing is given any more to the run that is over, while its work goes back.
  if (former?.state === 'active') await coordinator.receive(`session/${name}`, { type: 'SessionFellSilent' });
  for (const { ticket, token } of former?.context.holding ?? []) {
    deps.usage.beforeEnd(ticket);
    await coordinator.receive(`ticket/${ticket}`, { type: 'LeaseExpired', token, session: name });
  }
  const { token, hash } = createSessionToken(name);
  faultPoint('sessions.register.before');
  await coordinator.receive(`session/${name}`, {
    type: 'SessionRegistered',
    capabilities: request.capabilities,
    slots: request.slots,
    agent: request.agent,
    host: request.host,
    builtIn,
    tokenHash: hash,
    ...(request.account === undefined ? {} : { account: request.account }),
    ...(request.unavailable === undefined ? {} : { unavailable: request.unavailable }),
    ...(invited ? { authorised: invited.capabilities } : {}),
  });
  faultPoint('sessions.register.after');
  leases.heard(name);
  deps.onFresh?.(name);
  deps.log.info(
    { session: name, capabilities: request.capabilities, agent: request.agent, invite },
    'session registered',
  );
  const delivery = await deps.delivery(name, { local: origin.local, registration: hash });
  return { name, token, beatMs: deps.limits.leaseBeatMs, delivery, mcp: { url: '/mcp' } };
}

/** The session of a bearer token, while that run of it is the registered one. */
export function authenticate(deps: SessionServiceDeps, token: string): string | undefined {
  const name = sessionOf(token);
  const session = name === undefined ? undefined : registered(deps, name);
  return session && matchesHash(token, session.context.tokenHash) ? session.context.name : undefined;
}

/** Gives back what the session holds and ends its registration. */
export async function leave(deps: SessionServiceDeps, name: string, reason: string): Promise<Receipt> {
  // Drained first: what it gives back must not come straight back to it.
  await deps.coordinator.receive(`session/${name}`, { type: 'SessionDrained' });
  const session = deps.coordinator.session(name);
  for (const { ticket, token } of session?.context.holding ?? []) {
    deps.usage.beforeEnd(ticket);
    await deps.coordinator.receive(`ticket/${ticket}`, {
      type: 'WorkReleased',
      token,
      session: name,
      reason: `the session left: ${reason}`,
    });
  }
  const receipt = await deps.coordinator.receive(`session/${name}`, { type: 'SessionLeft', reason });
  deps.leases.forget(name);
  deps.log.info({ session: name, reason }, 'session left');
  return receipt;
}

function registered(deps: SessionServiceDeps, name: string): SessionState | undefined {
  const session = deps.coordinator.session(name);
  return session && session.state !== 'gone' ? session : undefined;
}

function mayReplace(deps: SessionServiceDeps, former: SessionState, request: RegisterRequest): boolean {
  if (former.state === 'gone' || former.state === 'silent') return true;
  // Known by a file alone: whoever comes in person takes its place.
  if (former.context.agent === 'file') return true;
  if (deps.builtIn.names.has(request.name)) return true;
  return request.former !== undefined && matchesHash(request.former, former.context.tokenHash);
}
