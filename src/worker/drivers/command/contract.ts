import { constants } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DriverRun } from '../../driver.port.ts';

/** Where a program finds its ticket. All but the workspace are in a folder beside it, so that none of it is handed in. */
export type Places = {
  readonly workspace: string;
  readonly side: string;
  readonly spec: string;
  readonly feedback: string;
  readonly promptFile: string;
  /** The coordinator's own tools in the form `{ "mcpServers": … }`; without servers where there are none. */
  readonly mcpConfig: string;
  readonly out: string;
};

/** Linux refuses words of more than 128 KiB. */
const longestWord = 100_000;
/** A file the program wrote is never read further. */
const mostOut = 256 * 1024;

/** Makes the folder and everything in it. */
export async function layOut({ brief, workspace, mcp }: DriverRun): Promise<Places> {
  const side = `${workspace}.ticket`;
  await mkdir(side, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(side, name);
  const places: Places = {
    workspace,
    side,
    spec: at('SPEC.md'),
    feedback: at('FEEDBACK.md'),
    promptFile: at('PROMPT.md'),
    mcpConfig: at('mcp.json'),
    out: at('OUT'),
  };
  const headers = { Authorization: `Bearer ${mcp?.bearer}` };
  const mcpServers = mcp ? { andon: { type: 'http', url: mcp.url, headers } } : {};
  await writeFile(places.spec, brief.spec);
  await writeFile(places.feedback, brief.feedback.map((line) => `- ${line}\n`).join(''));
  await writeFile(places.promptFile, brief.prompt);
  await writeFile(places.mcpConfig, JSON.stringify({ mcpServers }), { mode: 0o600 });
  return places;
}

/** The names a program of the command driver can count on in its environment. */
export function contractOf({ brief, mcp }: DriverRun, places: Places): Record<string, string> {
  return {
    ANDON_TICKET: brief.id,
    ANDON_KIND: brief.kind,
    ANDON_SERVICE: brief.service,
    ANDON_CHANGE: String(brief.change),
    ANDON_ATTEMPT: String(brief.attempt),
    ANDON_SPEC: places.spec,
    ANDON_FEEDBACK: places.feedback,
    ANDON_PROMPT: places.promptFile,
    ANDON_OUT: places.out,
    ...(mcp ? { ANDON_MCP_URL: mcp.url, ANDON_MCP_TOKEN: mcp.bearer } : {}),
  };
}

/**
 * The argv with its placeholders filled in. A prompt too long for a word of the command line is replaced by where it is
 * written.
 */
export function filledArgv(
  argv: readonly string[],
  { brief, resume }: Pick<DriverRun, 'brief' | 'resume'>,
  places: Places,
): string[] {
  const isLong = Buffer.byteLength(brief.prompt) > longestWord;
  const prompt = isLong
    ? `Read the file ${places.promptFile} and do all that it says; it is your task.`
    : brief.prompt;
  const values: Readonly<Record<string, string>> = {
    ...places,
    prompt,
    ticket: brief.id,
    service: brief.service,
    kind: brief.kind,
    session: resume ?? '',
  };
  return argv.map((word) => word.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole));
}

/** The lines the program wrote to `ANDON_OUT`. A link would lead to what it may not read itself, and is not followed. */
export async function linesOut(file: string): Promise<string[]> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(() => undefined);
  if (!handle) return [];
  try {
    if (!(await handle.stat()).isFile()) return [];
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostOut), 0, mostOut, 0);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines
      .map((line) => line.trim())
      .filter(Boolean)
      .slice(0, 100);
  } catch {
    return [];
  } finally {
    await handle.close();
  }
}
