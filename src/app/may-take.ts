import { match } from '../../machines/policy/match.ts';
import type { Coordinator } from '../coordinator/coordinator.port.ts';

/** Why this session may not be given this open ticket now, by the rules of matching; empty when it may. */
export function mayTake(
  coordinator: Coordinator,
  ticket: string,
  name: string,
  fresh: boolean,
  at: number,
): readonly string[] {
  const wanted = coordinator.ticket(ticket)?.context;
  const session = coordinator.session(name);
  if (!wanted || !session) return ['there is no such ticket or session'];
  const { context, state } = session;
  const asked = {
    ...wanted,
    service: wanted.service.id,
    paused: coordinator.service(wanted.service.id)?.context.paused ?? false,
  };
  const { capabilities, slots, record, lastTaken } = context;
  const asking = {
    ...{ name, capabilities, slots, record, lastTaken },
    freeSlots: context.slots - context.holding.length,
    fresh: fresh && state !== 'silent' && state !== 'gone',
    draining: state === 'draining',
  };
  const found = match({ tickets: [asked], sessions: [asking], at, linePaused: coordinator.linePaused() });
  return found.left.get(ticket) ?? [];
}
