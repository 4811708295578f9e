import type { z } from 'zod';
import { lineEvent } from '../../machines/line/line.events.ts';
import { serviceEvent } from '../../machines/service/service.events.ts';
import { sessionEvent } from '../../machines/session/session.events.ts';
import type { MachineKind } from '../../machines/step.ts';
import { ticketEvent } from '../../machines/ticket/ticket.events.ts';
import { AndonError } from '../errors.ts';

const schemas = {
  service: serviceEvent,
  ticket: ticketEvent,
  session: sessionEvent,
  line: lineEvent,
} satisfies Record<MachineKind, z.ZodType>;

/** The event as its machine takes it; throws `BAD_REQUEST` for anything else. Nothing unparsed reaches a machine. */
export function parseEvent(
  kind: MachineKind,
  event: { readonly type: string },
): { readonly type: string; readonly [field: string]: unknown } {
  const parsed = schemas[kind].safeParse(event);
  if (!parsed.success) {
    throw new AndonError('BAD_REQUEST', `not an event of a ${kind}: ${event.type}`, {
      issues: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    });
  }
  return parsed.data;
}
