import { defaultLimits } from '../../../machines/policy/limits.ts';
import { type Snapshot, start, step } from '../../../machines/step.ts';
import type { TicketContext } from '../../../machines/ticket/ticket.context.ts';
import type { TicketEffect } from '../../../machines/ticket/ticket.effects.ts';
import { type TicketEvent, ticketEvent } from '../../../machines/ticket/ticket.events.ts';
import type { Usage } from '../../../machines/ticket/usage.ts';

/** A ticket that has lived through some events; a minute passes with each. */
export class Ticket {
  readonly snapshot: Snapshot<'ticket'>;
  readonly effects: readonly TicketEffect[];
  readonly ignored: boolean;
  readonly n: number;

  private constructor(
    snapshot: Snapshot<'ticket'>,
    effects: readonly TicketEffect[],
    ignored: boolean,
    n: number,
  ) {
    this.snapshot = snapshot;
    this.effects = effects;
    this.ignored = ignored;
    this.n = n;
  }

  static fresh(): Ticket {
    const input = {
      id: 't-1',
      kind: 'build',
      owner: 'service/s1',
      service: { id: 's1', name: 'quotes' },
      change: 1,
      requires: [['builder']],
      avoid: [],
      priority: 10,
      spec: 'A',
      base: null,
      feedback: [],
      attemptsAllowed: 3,
      deadlineMs: defaultLimits.ticketDeadlineMs,
    };
    const { snapshot, effects } = start('ticket', input, { at: 0, ref: '1' });
    return new Ticket(snapshot, effects as readonly TicketEffect[], false, 1);
  }

  when(...events: TicketEvent[]): Ticket {
    return events.reduce<Ticket>((ticket, event) => {
      const stamp = { at: ticket.n * 60_000, ref: String(ticket.n + 1) };
      const next = step('ticket', ticket.snapshot, ticketEvent.parse(event), stamp);
      return new Ticket(next.snapshot, next.effects as readonly TicketEffect[], next.ignored, ticket.n + 1);
    }, this);
  }

  assigned(session = 'b1', more: Partial<Assigned> = {}): Ticket {
    return this.when({ type: 'TicketAssigned', session, ...more });
  }

  /** What the holder, or who had it last, says under the newest token. */
  says(event: Says, session = this.context.holder ?? 'b1'): Ticket {
    // The cast holds because every event of a session is completed by exactly these two fields.
    return this.when({ ...event, token: this.context.token, session } as TicketEvent);
  }

  get state(): string {
    return String(this.snapshot.value);
  }

  get context(): TicketContext {
    return this.snapshot.context;
  }

  /** What the line was told with the last event. */
  get toldLine(): unknown[] {
    return this.effects.flatMap((effect) => (effect.type === 'tellLine' ? [effect.event] : []));
  }

  /** What the holder says it used so far. */
  used(usd: number | null, tokens: number | null = null, ms = 60_000): Ticket {
    return this.says({ type: 'UsageReported', usage: { usd, tokens, ms } });
  }

  /** Types of what the owner was told with the last event. */
  get told(): unknown[] {
    return this.effects.flatMap((effect) => (effect.type === 'tellOwner' ? [effect.event.type] : []));
  }

  /** Outcomes the session was told with the last event. */
  get outcomes(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'tellSession' ? [effect.outcome] : []));
  }
}

type Assigned = Extract<TicketEvent, { type: 'TicketAssigned' }>;

type Says =
  | { type: 'WorkStarted' | 'LeaseExpired' }
  | { type: 'SubmissionReceived'; commit: string }
  | { type: 'WorkReleased'; reason: string }
  | {
      type: 'WorkFailed';
      class: 'work' | 'environment' | 'provider';
      reason: string;
      account?: string;
      resetsAt?: number;
    }
  | { type: 'UsageReported'; usage: Usage }
  | { type: 'QuestionAsked'; question: string; text: string; options: string[] }
  | { type: 'WorkDeclined' | 'ContradictionReported'; clauses: string[] };
