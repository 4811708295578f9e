import type { Coordinator } from '../coordinator/coordinator.port.ts';
import type { EventRow } from '../store/store.port.ts';
import { wholeLineSentence } from './whole-line-sentence.ts';

type Fields = Readonly<Record<string, unknown>>;
type Machines = Pick<Coordinator, 'service' | 'ticket' | 'line'>;

/** Facts of the same moment that never block by themselves: the sentence is said once. */
const beforeBlock: ReadonlySet<string> = new Set(['TicketSpent', 'TicketReopened', 'TicketHeld']);

/** What people read in the log as the line moves: one sentence an event worth one; undefined for the others. */
export function lineSentence(row: EventRow, coordinator: Machines): string | undefined {
  const event: Fields & { readonly type: string } = { ...row.event };
  if (row.stream.startsWith('ticket/')) return ticketSentence(row, event, coordinator);
  if (row.stream.startsWith('line/')) return wholeLineSentence(row, coordinator);
  if (!row.stream.startsWith('service/')) return undefined;
  const state = coordinator.service(row.stream.slice('service/'.length));
  if (!state) return undefined;
  const { name, block } = state.context;
  if (block && block.at === row.at && !beforeBlock.has(event.type)) return `⛔ ${name}: ${block.text}`;
  switch (event.type) {
    case 'SpecSeen':
      return specSentence(name, event.spec);
    case 'VerificationFinished':
      return verdictSentence(name, event);
    case 'TicketSubmitted':
      return `🧪 Verifying ${name}...`;
    case 'ReleaseProved':
      return `✅ ${name}: Release proved, taking over`;
    case 'ReleaseSwitched':
      return `✅ ${name}: In production`;
    case 'ReleaseFailed':
    case 'SwitchFailed':
      return `❌ ${name}: Release failed: ${String(event.reason)}`;
    case 'HealthFailed':
      return `🚨 ${name}: Production unhealthy, auto-recovering (${String(event.reason)})`;
    case 'HealthPassed':
      return `✅ ${name}: Production healthy`;
    case 'RolledBack':
      return `↩️ ${name}: Rolled back to ${String(event.to)}`;
    case 'RollbackAsked':
      return `↩️ ${name}: ${String(event.by)} goes back to ${String(event.to)}: ${String(event.reason)}`;
    case 'RollbackFailed':
      return `❌ ${name}: Rollback failed: ${String(event.reason)}`;
    case 'ReleaseApproved':
      return `✅ ${name}: ${String(event.by)} approved change ${String(event.change)}`;
    case 'WorkSentBack':
      return `✋ ${name}: ${String(event.by)} sent it back: ${String(event.note)}`;
    case 'DirectoryVanished':
      return `⚠️ ${name}: Its directory is gone; it is still served`;
    default:
      return undefined;
  }
}

function specSentence(name: string, spec: unknown): string {
  const problems = typeof spec === 'object' && spec !== null && 'problems' in spec ? spec.problems : [];
  if (!Array.isArray(problems) || problems.length === 0) return `✅ ${name}: SPEC complete`;
  return `❌ ${name}: SPEC incomplete: ${problems.join('; ')}`;
}

function verdictSentence(name: string, event: Fields): string {
  const reasons = Array.isArray(event.reasons) ? event.reasons.join('; ') : '';
  if (event.verdict === 'passed') {
    return event.tests ? `✅ ${name}: All tests passing` : `✅ ${name}: BUILD structure complete`;
  }
  if (event.verdict === 'failed') {
    const word = event.class === 'tampering' ? 'Tampering' : 'Verification failed';
    return `❌ ${name}: ${word}: ${reasons}`;
  }
  if (event.verdict === 'flaky') return `❌ ${name}: Flaky tests: ${reasons}`;
  return `❔ ${name}: Verification inconclusive: ${reasons}`;
}

function ticketSentence(row: EventRow, event: Fields, coordinator: Machines): string | undefined {
  const ticket = coordinator.ticket(row.stream.slice('ticket/'.length));
  if (!ticket) return undefined;
  const { service, kind } = ticket.context;
  const session = String(event.session);
  if (event.type === 'TicketAssigned')
    return `✅ Auto-assigned ${service.name} ${kind.toUpperCase()} to ${session}`;
  if (event.type === 'WorkDeclined') {
    const clauses = Array.isArray(event.clauses) ? event.clauses.join('; ') : '';
    return `✋ ${service.name}: ${session} cannot do this: ${clauses}`;
  }
  if (event.type === 'LeaseExpired')
    return `⌛ ${service.name}: ${session} fell silent; the ${kind} ticket is open again`;
  return undefined;
}
