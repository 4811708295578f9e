import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { plainText } from '../contracts/plain-text.ts';
import { AndonError } from '../errors.ts';
import { laidOver } from './base-files.ts';
import { holdingMeant, leaseInput } from './holding-meant.ts';
import { addTool, type ToolContext } from './tool-kit.ts';

const filesLimit = 500;
const textLimit = 2 * 1024 * 1024;
/** In base64; six megabytes unpacked from it. */
const tarballLimit = 8 * 1024 * 1024;

const input = z.object({
  ...leaseInput,
  summary: z.string().min(1).max(4_000).describe('What you did and how you know that it works'),
  files: z
    .record(z.string().max(500), z.string().max(textLimit))
    .default({})
    .describe(
      'Changed and new files: path from the service directory (BUILD/…) → text. Others stay as they were',
    ),
  removed: z.array(z.string().max(500)).max(filesLimit).default([]).describe('Paths that are gone'),
  tarball_base64: z
    .base64()
    .max(tarballLimit)
    .optional()
    .describe('Instead of files: all of BUILD/ as a tar archive, packed with gzip or not'),
});

/** `complete_ticket`: the work is handed in, and from then on Andon's own checks decide. */
export function completeTool(server: McpServer, context: ToolContext): void {
  addTool(
    server,
    'complete_ticket',
    {
      title: 'Hand in',
      description:
        'Hands in your work. It is verified in a clean room; what fails comes back as a ticket with the reasons. Started by a worker (your token is of one ticket), leave files away: the worker hands in what is in the workspace.',
      destructive: true,
    },
    { input, output: z.object({ submitted: z.boolean(), next: z.string() }) },
    context.log,
    async (given) => {
      const { caller, sessions } = context;
      const { ticket, token } = holdingMeant(context.caller, given);
      const summary = plainText(given.summary);
      const says = () => {
        sessions.progress(caller.session, ticket, { token, percent: 100, text: summary.slice(0, 300) });
        sessions.log(caller.session, ticket, { token, lines: [`says it is done: ${summary}`] });
      };
      if (caller.holding) {
        says();
        sessions.sayDone(caller.session, ticket, token, summary);
        return { submitted: false, next: 'Noted. End your turn: the worker hands in what is there.' };
      }
      if (Object.keys(given.files).length > filesLimit) {
        throw new AndonError('TOO_LARGE', `More than ${filesLimit} files: hand them in with tarball_base64.`);
      }
      says();
      await handIn(context, { ticket, token }, given);
      return { submitted: true, next: 'It is being verified. Call claim_ticket for other work.' };
    },
  );
}

async function handIn(
  context: ToolContext,
  { ticket, token }: { ticket: string; token: number },
  { files, removed, tarball_base64: tarball }: z.output<typeof input>,
): Promise<void> {
  const { caller, sessions, coordinator, tempDir } = context;
  const { session } = caller;
  if (tarball !== undefined) {
    const file = join(tempDir, `${randomUUID()}.tar`);
    try {
      await sessions.submitTree(session, ticket, token, async () => {
        await mkdir(tempDir, { recursive: true, mode: 0o700 });
        await writeFile(file, Buffer.from(tarball, 'base64'), { mode: 0o600 });
        return { tarball: file };
      });
    } finally {
      await rm(file, { force: true });
    }
    return;
  }
  if (Object.keys(files).length === 0 && removed.length === 0) {
    throw new AndonError('BAD_REQUEST', 'Nothing is handed in: name the changed files, or a tarball.');
  }
  await sessions.submitTree(session, ticket, token, async () => {
    const { service, kind } = coordinator.ticket(ticket)?.context ?? {};
    if (!service || kind === 'write-spec') return { files };
    const { base } = await sessions.claim(session, ticket, token);
    return { files: await laidOver(context, { service: service.id, base }, files, removed) };
  });
}
