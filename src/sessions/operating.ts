import type { Receipt } from '../coordinator/coordinator.port.ts';
import { AndonError } from '../errors.ts';
import { barName, unbarName } from './barred-names.ts';
import { leave } from './registration.ts';
import type { SessionServiceDeps } from './session-service-deps.ts';

/** It finishes what it holds and is given nothing new. */
export async function drain(deps: SessionServiceDeps, name: string): Promise<Receipt> {
  mustBeKnown(deps, name);
  return deps.coordinator.receive(`session/${name}`, { type: 'SessionDrained' });
}

/** Ends a drain; the name of a session that was kicked may register again. */
export async function resume(deps: SessionServiceDeps, name: string): Promise<Receipt> {
  mustBeKnown(deps, name);
  const unbarred = unbarName(deps.store, name);
  const receipt = await deps.coordinator.receive(`session/${name}`, { type: 'SessionResumed' });
  return unbarred ? { ...receipt, ignored: false } : receipt;
}

/**
 * Ends a session that is not wanted any more: its name is barred first, so that its worker does not come straight back,
 * then its holdings are open again and its token is nobody's.
 */
export async function kick(deps: SessionServiceDeps, name: string, reason: string): Promise<Receipt> {
  const session = mustBeKnown(deps, name);
  if (session.context.tokenHash === '') {
    throw new AndonError('NOT_ALLOWED', `${name} is Andon itself; stop Andon to stop it.`, { name });
  }
  barName(deps.store, name, deps.clock.now(), reason);
  const receipt = await leave(deps, name, `kicked by the operator${reason === '' ? '' : `: ${reason}`}`);
  deps.log.warn({ session: name, reason }, 'session kicked');
  return session.state === 'gone' ? { ...receipt, ignored: false } : receipt;
}

function mustBeKnown({ coordinator }: SessionServiceDeps, name: string) {
  const session = coordinator.session(name);
  if (session) return session;
  throw new AndonError('NOT_FOUND', `There is no session "${name}". "andon sessions" lists them.`, { name });
}
