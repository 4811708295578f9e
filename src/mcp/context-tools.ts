import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { lockView } from '../contracts/hub.ts';
import { addTool, type ToolContext } from './tool-kit.ts';

const holding = z.object({
  ticket: z.string(),
  token: z.number(),
  kind: z.string(),
  service: z.string(),
  /** False: assigned to you, and not claimed yet. */
  started: z.boolean(),
  due_at: z.string(),
  /** Answers to what you asked of people with request_input. */
  answers: z.array(z.object({ question: z.string(), text: z.string(), by: z.string() })),
  waiting_for: z.array(z.string()),
});

const ticketSummary = z.object({
  ticket: z.string(),
  kind: z.string(),
  service: z.string(),
  state: z.string(),
  session: z.string().nullable(),
  attempt: z.number(),
  requires: z.array(z.array(z.string())),
  why: z.array(z.string()),
});

/** `get_context` and `list_tickets`: who I am, what I hold, what there is. They change nothing. */
export function contextTools(server: McpServer, context: ToolContext): void {
  const { caller, coordinator, hub, views, log } = context;

  addTool(
    server,
    'get_context',
    {
      title: 'Who I am and what I hold',
      description:
        'Your session, the tickets you hold with their lease tokens, answers to your questions, unread messages and locks. Call it first, and whenever a call was refused.',
      readOnly: true,
    },
    {
      input: z.object({}),
      output: z.object({
        session: z.string(),
        capabilities: z.array(z.string()),
        state: z.string(),
        line_paused: z.boolean(),
        holding: z.array(holding),
        unread_messages: z.number(),
        locks: z.array(lockView),
        next: z.string(),
      }),
    },
    log,
    () => {
      const session = coordinator.session(caller.session);
      const all = caller.holding ? [caller.holding] : (session?.context.holding ?? []);
      const held = all.flatMap(({ ticket, token }) => holdingOf(context, ticket, token));
      return {
        session: caller.session,
        capabilities: [...(session?.context.capabilities ?? [])],
        state: session?.state ?? 'gone',
        line_paused: coordinator.linePaused(),
        holding: held,
        unread_messages: hub.unread(caller.session),
        locks: hub.locks().filter((lock) => lock.owner === caller.session),
        next: nextOf(held),
      };
    },
  );

  addTool(
    server,
    'list_tickets',
    {
      title: 'Tickets that are not over',
      description:
        'Tickets of the line, those that wait for somebody first. "why" says why nobody has an open one. Claim one with claim_ticket.',
      readOnly: true,
    },
    {
      input: z.object({
        state: z.enum(['open', 'held', 'submitted', 'all']).default('open'),
        service: z.string().max(200).optional(),
        limit: z.number().int().min(1).max(200).default(50),
        offset: z.number().int().min(0).default(0),
      }),
      output: z.object({ total: z.number(), tickets: z.array(ticketSummary) }),
    },
    log,
    ({ state, service, limit, offset }) => {
      const found = views
        .tickets()
        .filter((ticket) => state === 'all' || ticket.state === state)
        .filter((ticket) => service === undefined || ticket.service === service)
        .sort((a, b) => a.openedAt - b.openedAt);
      const tickets = found.slice(offset, offset + limit).map((ticket) => ({
        ticket: ticket.id,
        kind: ticket.kind,
        service: ticket.service,
        state: ticket.state,
        session: ticket.session ?? null,
        attempt: ticket.attempt,
        requires: ticket.requires,
        why: ticket.why,
      }));
      return { total: found.length, tickets };
    },
  );
}

function holdingOf({ coordinator, caller }: ToolContext, ticket: string, token: number) {
  const context = coordinator.ticket(ticket)?.context;
  if (context?.holder !== caller.session || context.token !== token) return [];
  const asked = context.questions.filter((question) => question.token === token);
  return [
    {
      ticket,
      token,
      kind: context.kind,
      service: context.service.name,
      started: context.started,
      due_at: new Date(context.dueAt).toISOString(),
      answers: asked.flatMap(({ id, answer }) =>
        answer ? [{ question: id, text: answer.text, by: answer.by }] : [],
      ),
      waiting_for: asked.flatMap(({ id, answer }) => (answer ? [] : [id])),
    },
  ];
}

function nextOf(held: readonly z.infer<typeof holding>[]): string {
  const [first] = held;
  if (!first) return 'You hold nothing. Call claim_ticket.';
  if (!first.started) return `Call claim_ticket: ${first.ticket} is assigned to you.`;
  return `Work on ${first.ticket}, then call complete_ticket; or release_ticket, if you cannot do it.`;
}
