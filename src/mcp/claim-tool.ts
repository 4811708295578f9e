import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { AndonError } from '../errors.ts';
import { shownBaseFiles } from './base-files.ts';
import { addTool, type ToolContext } from './tool-kit.ts';

const claimed = z.object({
  claimed: z.boolean(),
  /** Why there is none, or what to do with it. */
  next: z.string(),
  ticket: z.string().optional(),
  token: z.number().optional(),
  kind: z.string().optional(),
  service: z.string().optional(),
  change: z.number().optional(),
  attempt: z.number().optional(),
  due_at: z.string().optional(),
  /** What is to be done, whole; the user's and other agents' words in it are fenced as data. */
  prompt: z.string().optional(),
  spec: z.string().optional(),
  feedback: z.array(z.string()).optional(),
  /** What is there already, as far as it is text. */
  files: z.record(z.string(), z.string()).optional(),
  files_left_out: z.array(z.string()).optional(),
});

const handIn = {
  alone:
    'Work under BUILD/ only (an architect: SPEC.md). Then call complete_ticket with the changed files. Call report_progress now and then; after 15 minutes without any call the ticket goes to another.',
  worker:
    'Work in the workspace you were started in, under BUILD/ only (an architect: SPEC.md). Your worker hands in what is there when you are done; call complete_ticket and end your turn.',
};

/** `claim_ticket`: the next piece of work, or one by name. */
export function claimTool(server: McpServer, context: ToolContext): void {
  addTool(
    server,
    'claim_ticket',
    {
      title: 'Take work',
      description:
        'Gives you the next ticket you are good for, or the one you name, with its lease token, what is to be done, and the files it starts from. Claiming again what you hold changes nothing.',
      idempotent: true,
    },
    {
      input: z.object({
        ticket: z.string().max(200).optional().describe('One by name, from list_tickets'),
        wait_seconds: z.number().int().min(0).max(50).default(10).describe('For how long to wait for one'),
      }),
      output: claimed,
    },
    context.log,
    async (input) => {
      const meant = await assignmentFor(context, input);
      if ('reason' in meant) return { claimed: false, next: meant.reason };
      return takeUp(context, meant.ticket, meant.token);
    },
  );
}

type Assignment = { readonly ticket: string; readonly token: number } | { readonly reason: string };

async function assignmentFor(
  { caller, sessions, coordinator, patience, signal }: ToolContext,
  input: { ticket?: string | undefined; wait_seconds: number },
): Promise<Assignment> {
  if (caller.holding) return caller.holding;
  const { session } = caller;
  const held = coordinator.session(session)?.context.holding ?? [];
  if (input.ticket !== undefined) {
    const mine = held.find(({ ticket }) => ticket === input.ticket);
    if (mine) return mine;
    const { assigned, reasons } = await sessions.take(session, input.ticket);
    if (assigned) return assigned;
    throw new AndonError('NOT_ALLOWED', `You may not have ${input.ticket} now: ${reasons.join('; ')}.`);
  }
  const { assigned } = await sessions.next(session, { waitMs: input.wait_seconds * 1_000 }, signal);
  if (assigned) return assigned;
  patience.askedInVain(session);
  const started = held.map(({ ticket }) => ticket);
  return {
    reason:
      started.length > 0
        ? `You hold ${started.join(', ')}: hand that in or release it first.`
        : 'There is no work for you now. Call claim_ticket again later; list_tickets says what waits and why.',
  };
}

async function takeUp(
  context: ToolContext,
  ticket: string,
  token: number,
): Promise<z.output<typeof claimed>> {
  const { caller, sessions, coordinator, patience } = context;
  const brief = await sessions.claim(caller.session, ticket, token);
  if (!caller.holding) patience.keep(caller.session, ticket, token);
  const service = coordinator.ticket(ticket)?.context.service.id;
  const shown =
    caller.holding || service === undefined
      ? undefined
      : await shownBaseFiles(context, { service, base: brief.base });
  return {
    claimed: true,
    next: caller.holding ? handIn.worker : handIn.alone,
    ticket,
    token,
    kind: brief.kind,
    service: brief.service,
    change: brief.change,
    attempt: brief.attempt,
    due_at: new Date(brief.dueAt).toISOString(),
    ...(brief.prompt === '' ? { spec: brief.spec, feedback: [...brief.feedback] } : { prompt: brief.prompt }),
    ...(shown ? { files: { ...shown.files }, files_left_out: [...shown.leftOut] } : {}),
  };
}
