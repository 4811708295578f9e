import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { plainText } from '../contracts/plain-text.ts';
import { AndonError } from '../errors.ts';
import { holdingMeant, leaseInput } from './holding-meant.ts';
import { addTool, type ToolContext } from './tool-kit.ts';

const done = z.object({ next: z.string() });

/** What is said about a ticket in hand: progress, test counts, questions, and that it is given back. */
export function workTools(server: McpServer, context: ToolContext): void {
  const { caller, sessions, coordinator, signals, log } = context;

  addTool(
    server,
    'report_progress',
    {
      title: 'Say how far I am',
      description:
        'Shown on the board, never believed. It also counts as a sign of life. Say it at every step of some size.',
      idempotent: true,
    },
    {
      input: z.object({
        ...leaseInput,
        percent: z.number().min(0).max(100),
        text: z.string().max(300).default('').describe('What you are doing, in a few words'),
      }),
      output: done,
    },
    log,
    ({ percent, text, ...lease }) => {
      const { ticket, token } = holdingMeant(caller, lease);
      sessions.progress(caller.session, ticket, { token, percent, text });
      return { next: 'Go on.' };
    },
  );

  addTool(
    server,
    'report_tests',
    {
      title: 'Say how the tests went',
      description:
        'Counts of your own test run: shown on the board while you work. Andon runs the tests itself before it believes anything.',
      idempotent: true,
    },
    {
      input: z.object({
        ...leaseInput,
        passed: z.number().int().min(0).max(1_000_000),
        total: z.number().int().min(0).max(1_000_000),
      }),
      output: done,
    },
    log,
    ({ passed, total, ...lease }) => {
      const { ticket, token } = holdingMeant(caller, lease);
      if (passed > total) throw new AndonError('BAD_REQUEST', 'More tests passed than there are.');
      const service = coordinator.ticket(ticket)?.context.service.id;
      const before = service === undefined ? undefined : signals.latest(service).progress;
      const percent = before?.ticket === ticket ? before.percent : 0;
      const text = `${passed}/${total} tests passing, as ${caller.session} says`;
      sessions.progress(caller.session, ticket, { token, percent, text });
      return { next: 'Go on. The suite is run again, in a clean room, when you hand in.' };
    },
  );

  addTool(
    server,
    'request_input',
    {
      title: 'Ask a person',
      description:
        'Puts a question to the people of the line and answers with its id at once; nothing waits. The answer is in get_context later. Ask only what the spec does not say and you cannot decide.',
    },
    {
      input: z.object({
        ...leaseInput,
        question: z.string().min(1).max(4_000),
        options: z.array(z.string().max(200)).max(20).default([]),
      }),
      output: z.object({ question: z.string(), next: z.string() }),
    },
    log,
    async ({ question: text, options, ...lease }) => {
      const { ticket, token } = holdingMeant(caller, lease);
      const { question } = await sessions.ask(caller.session, ticket, { token, text, options });
      return { question, next: 'Go on with what does not depend on it, and look into get_context.' };
    },
  );

  addTool(
    server,
    'release_ticket',
    {
      title: 'Give a ticket back',
      description:
        'Ends your holding. "cannot": you are not able to do it (others may be). "contradiction": the spec contradicts itself; quote its clauses, the ticket stops for a person. "failed": you tried and it does not work. "release": no reason of yours.',
      destructive: true,
    },
    {
      input: z.object({
        ...leaseInput,
        reason: z.enum(['release', 'cannot', 'contradiction', 'failed']),
        text: z.string().min(1).max(2_000).describe('Why, for people'),
        clauses: z
          .array(z.string().max(2_000))
          .max(100)
          .default([])
          .describe('For cannot and contradiction: the clauses of the spec, quoted'),
      }),
      output: done,
    },
    log,
    async ({ reason, text, clauses, ...lease }) => {
      const { ticket, token } = holdingMeant(caller, lease);
      const { session } = caller;
      const quoted = clauses.length > 0 ? clauses : [text];
      if (reason === 'release') await sessions.release(session, ticket, token, text);
      if (reason === 'cannot') await sessions.cannot(session, ticket, token, quoted);
      if (reason === 'contradiction') await sessions.contradiction(session, ticket, token, quoted);
      if (reason === 'failed')
        await sessions.fail(session, ticket, { token, class: 'work', reason: plainText(text) });
      return { next: 'It is not yours any more: drop the work. Call claim_ticket for other work.' };
    },
  );
}
