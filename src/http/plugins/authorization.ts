import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AndonError } from '../../errors.ts';
import type { KeyScope } from '../keys.ts';
import type { ServerDependencies } from '../server-dependencies.ts';

/**
 * Who a route lets in. `open`: everybody the host guard let pass. `read`: everybody on loopback, else any token.
 * `session`: a registered session. `worker`: the worker key. `operator`: the operator's key, which is good for `worker`
 * and `read` too.
 */
export type RouteScope = 'open' | 'read' | 'session' | 'leave' | 'worker' | 'operator';

type Caller = { readonly session: string | null; readonly key: KeyScope | null };

declare module 'fastify' {
  interface FastifyContextConfig {
    scope?: RouteScope;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

const nobody: Caller = { session: null, key: null };

/** Checks the bearer token of every request against the scope of its route. Under `/api` a route without one is closed. */
export function authorization(
  app: FastifyInstance,
  deps: Pick<ServerDependencies, 'keys' | 'sessions' | 'config'>,
): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    const token = bearerOf(request);
    request.caller = token === undefined ? nobody : callerOf(token, deps);
    const scope = scopeOf(request);
    if (mayPass(scope, request.caller, deps.config.loopback)) return;
    if (request.caller.session === null && request.caller.key === null) {
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

function callerOf(token: string, deps: Pick<ServerDependencies, 'keys' | 'sessions'>): Caller {
  const key = deps.keys.scopeOf(token) ?? null;
  return { key, session: key ? null : (deps.sessions.authenticate(token) ?? null) };
}

function mayPass(scope: RouteScope, { session, key }: Caller, loopback: boolean): boolean {
  switch (scope) {
    case 'open':
      return true;
    case 'read':
      return loopback || session !== null || key !== null;
    case 'session':
      return session !== null;
    case 'leave':
      return session !== null || key === 'operator';
    case 'worker':
      return key === 'worker' || key === 'operator';
    case 'operator':
      return key === 'operator';
  }
}

function unauthorized(scope: RouteScope, given: boolean): string {
  const wanted =
    scope === 'session' || scope === 'leave'
      ? 'Register the session first (POST /api/sessions) and send the token it is given'
      : `Send the token of the file .andon/keys/${scope === 'read' ? 'board' : scope}`;
  return `${given ? 'This token is not known here' : 'A token is needed'}. ${wanted} as "Authorization: Bearer …".`;
}
