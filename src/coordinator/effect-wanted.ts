import { serviceStillWants, serviceWants } from '../../machines/service/wants.ts';
import type { Effect, Snapshot } from '../../machines/step.ts';
import { ticketStillWants, ticketWants } from '../../machines/ticket/wants.ts';
import type { Machine } from './memory-machines.ts';

/** What this machine waits for, as effects under their original ids. */
export function effectsWanted(machine: Machine): readonly Effect[] {
  if (machine.kind === 'service') return serviceWants(machine.snapshot as Snapshot<'service'>);
  if (machine.kind === 'ticket') return ticketWants(machine.snapshot as Snapshot<'ticket'>);
  return [];
}

/** False for an owed effect whose question is over: its machine has moved on, or is gone. */
export function effectWanted(effect: { readonly type: string }, machine: Machine | undefined): boolean {
  // The cast holds because owed rows were written from these machines' effects.
  const known = effect as Effect;
  if (machine?.kind === 'service') return serviceStillWants(machine.snapshot as Snapshot<'service'>, known);
  if (machine?.kind === 'ticket') return ticketStillWants(machine.snapshot as Snapshot<'ticket'>, known);
  // A ticket that is over and out of memory still takes back what it had given out.
  return known.type === 'recall';
}
