import { hostname } from 'node:os';
import type { Command } from 'commander';
import { apiError } from '../../contracts/api.ts';
import { registerResponse } from '../../contracts/sessions.ts';
import { runStdioShim } from '../../mcp/stdio-shim.ts';
import { apiPath } from '../client.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodeOfStatus, exitCodes } from '../exit-codes.ts';
import { readKeyFile, readRunFile } from '../run-file.ts';
import { userName } from '../user-name.ts';

type McpFlags = { name: string; capabilities: string };

/** `andon mcp`: the coordinator's tools on standard input and output. */
export function mcpCommand(program: Command, context: CommandContext): void {
  program
    .command('mcp')
    .description('the line’s tools over MCP on standard input and output, for an agent of your own')
    .option('--name <name>', 'name of the session', `${userName()}-mcp-${process.pid}`)
    .option('--capabilities <list>', 'what it can do, with commas', 'builder,tester,fixer')
    .addHelpText(
      'after',
      `
Registers a session of one slot, which ends with the agent. With ANDON_MCP_TOKEN (and ANDON_MCP_URL) it speaks for the
session or the one ticket of that token instead: an agent started by a worker has both. Agents that speak MCP over HTTP need no "andon mcp": their address is /mcp.`,
    )
    .action(async (flags: McpFlags) => {
      const config = context.config();
      const named = program.opts<{ url?: string }>().url ?? config.mcpUrl;
      const url = named ?? readRunFile(context.home())?.url;
      if (url === undefined) {
        throw new Exit(exitCodes.unreachable, 'Andon does not run here. Name it with --url.');
      }
      const run = (bearer: string): Promise<void> =>
        runStdioShim({ input: process.stdin, output: process.stdout, url, bearer, signal: context.signal });
      if (config.mcpToken !== undefined) return run(config.mcpToken);
      const key = config.workerToken ?? readKeyFile(context.home(), 'worker') ?? '';
      const token = await register(url, key, flags);
      try {
        await run(token);
      } finally {
        // What it still holds is open again at once; where nobody answers, its lease ends that.
        await ask(url, 'DELETE', apiPath('sessions', flags.name), token).catch(() => undefined);
      }
    });
}

async function register(url: string, key: string, { name, capabilities }: McpFlags): Promise<string> {
  const words = capabilities.split(',').map((word) => word.trim());
  const response = await ask(url, 'POST', '/api/sessions', key, {
    name,
    capabilities: words.filter(Boolean),
    agent: 'mcp',
    host: hostname(),
  }).catch(() => undefined);
  if (!response) throw new Exit(exitCodes.unreachable, `${url} does not answer. Is Andon running?`);
  const data: unknown = await response.json().catch(() => undefined);
  const registered = registerResponse.safeParse(data);
  if (response.ok && registered.success) return registered.data.token;
  const refusal = apiError.safeParse(data);
  throw new Exit(
    exitCodeOfStatus(response.status),
    refusal.success ? refusal.data.error.message : `HTTP ${response.status}`,
  );
}

function ask(url: string, method: string, path: string, bearer: string, body?: object): Promise<Response> {
  return fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    signal: AbortSignal.timeout(10_000),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}
