import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { InviteView } from '../../contracts/invites.ts';
import { AndonError } from '../../errors.ts';
import type { HoldingName } from '../../sessions/session-service.port.ts';
import type { KeyScope } from '../keys.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

/**
 * Who a route lets in. `open`: everybody the host guard let pass. `read`: everybody on loopback, else any token.
 * `session`: a registered session. `worker`: the worker key. `operator`: the operator's key, which is good for `worker`
 * and `read` too. `member`: a registered session, or the operator. `mcp`: a registered session, or an agent with the
 * token of one holding, which is good for nothing else. `join`: the worker key, or an invite, which is good for nothing
 * but registering.
 */
export type RouteScope =
  | 'open'
  | 'read'
  | 'session'
  | 'leave'
  | 'worker'
  | 'operator'
  | 'member'
  | 'mcp'
  | 'join'
  | 'invited';

type Caller = {
  readonly session: string | null;
  readonly key: KeyScope | null;
  /** Only with a ticket token; `session` is null then. */
  readonly holding: HoldingName | null;
  /** Only with the token of an invite. */
  readonly invite: InviteView | null;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    scope?: RouteScope;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

const nobody: Caller = { session: null, key: null, holding: null, invite: null };

/** Checks the bearer token of every request against the scope of its route. Under `/api` a route without one is closed. */
export function authorization(
  app: FastifyInstance,
  deps: Pick<ServerDependencies, 'keys' | 'sessions' | 'invites' | 'config'>,
): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    const token = bearerOf(request);
    request.caller = token === undefined ? nobody : callerOf(token, deps);
    const scope = scopeOf(request);
    if (mayPass(scope, request.caller, deps.config.loopback)) return;
    const { session, key, holding, invite } = request.caller;
    if (session === null && key === null && holding === null && invite === null) {
      throw new AndonError('UNAUTHORIZED', unauthorized(scope, token !== undefined));
    }
    throw new AndonError('FORBIDDEN', `This token may not do that: the scope "${scope}" is needed.`);
  });
}

/** The session that speaks. */
export function sessionOfRequest(request: FastifyRequest): string {
  const { session } = request.caller;
  if (session === null) throw new AndonError('UNAUTHORIZED', unauthorized('session', false));
  return session;
}

function scopeOf(request: FastifyRequest): RouteScope {
  const { scope } = request.routeOptions.config;
  if (scope) return scope;
  return request.is404 || !request.url.startsWith('/api') ? 'open' : 'operator';
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,400})$/i.exec(request.headers.authorization ?? '')?.[1];
}

function callerOf(token: string, deps: Pick<ServerDependencies, 'keys' | 'sessions' | 'invites'>): Caller {
  const key = deps.keys.scopeOf(token) ?? null;
  if (key) return { ...nobody, key };
  const session = deps.sessions.authenticate(token) ?? null;
  if (session !== null || !token.includes('~')) return { ...nobody, session };
  const invite = deps.invites.authenticate(token) ?? null;
  return { ...nobody, invite, holding: invite ? null : (deps.sessions.authenticateTicket(token) ?? null) };
}

function mayPass(scope: RouteScope, { session, key, holding, invite }: Caller, loopback: boolean): boolean {
  switch (scope) {
    case 'open':
      return true;
    case 'read':
      return loopback || session !== null || key !== null;
    case 'session':
      return session !== null;
    case 'leave':
    case 'member':
      return session !== null || key === 'operator';
    case 'mcp':
      return session !== null || holding !== null;
    case 'invited':
      return invite !== null;
    case 'join':
      return invite !== null || key === 'worker' || key === 'operator';
    case 'worker':
      return key === 'worker' || key === 'operator';
    case 'operator':
      return key === 'operator';
  }
}

const tokens: Partial<Record<RouteScope, string>> = {
  read: 'Send the token of the file .andon/keys/board',
  join: 'Send the token of the file .andon/keys/worker, or an invite ("andon invite" makes one)',
  invited: 'Send the token of an invite ("andon invite" makes one)',
};

function unauthorized(scope: RouteScope, given: boolean): string {
  const wanted =
    scope === 'session' || scope === 'leave' || scope === 'member' || scope === 'mcp'
      ? 'Register the session first (POST /api/sessions) and send the token it is given'
      : (tokens[scope] ?? `Send the token of the file .andon/keys/${scope}`);
  return `${given ? 'This token is not known here' : 'A token is needed'}. ${wanted} as "Authorization: Bearer …".`;
}
