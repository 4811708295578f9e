import type { TicketView } from '../contracts/board.ts';
import { isJsonObject, type JsonObject, sameJson } from './json-document.ts';

/** Marks the entries that are Andon's to change and to remove. */
const owner = 'andon';

const phases: Readonly<Record<string, string>> = {
  'write-spec': 'SPECS',
  build: 'BUILD',
  'write-tests': 'TEST',
  fix: 'TEST',
  deploy: 'DEPLOY',
  stage: 'STAGE',
};

/**
 * `work_queue.json` as a list: Andon's open tickets in the field names of the source system, and whatever entries others
 * put there. Returns `existing` itself when there is nothing to change. Pure.
 */
export function renderWorkQueue(existing: unknown, tickets: readonly TicketView[]): unknown {
  const entries: unknown[] = Array.isArray(existing) ? existing : isJsonObject(existing) ? [existing] : [];
  const others = entries.filter((entry) => !isJsonObject(entry) || entry.managed_by !== owner);
  const ours = [...tickets].sort((a, b) => a.openedAt - b.openedAt || a.id.localeCompare(b.id)).map(entryOf);
  const next = [...others, ...ours];
  return sameJson(next, existing) ? existing : next;
}

function entryOf(ticket: TicketView): JsonObject {
  return {
    id: ticket.id,
    service: ticket.service,
    phase: phases[ticket.kind] ?? ticket.kind.toUpperCase(),
    kind: ticket.kind,
    status: ticket.session === undefined ? 'open' : 'in_progress',
    assigned_to: ticket.session ?? null,
    spec_file: `${ticket.service}/SPEC.md`,
    deadline: deadlineText(ticket),
    due_at: new Date(ticket.dueAt).toISOString(),
    created_at: new Date(ticket.openedAt).toISOString(),
    priority: 'high',
    change: ticket.change,
    attempt: ticket.attempt,
    managed_by: owner,
  };
}

function deadlineText({ openedAt, dueAt }: TicketView): string {
  const hours = Math.max(1, Math.round((dueAt - openedAt) / 3_600_000));
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
