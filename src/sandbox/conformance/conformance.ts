import { readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { Sandbox, SandboxOutcome } from '../sandbox.port.ts';
import { sandboxLimits } from '../sandbox-limits.ts';
import type { SandboxOptions } from '../wrapped-sandbox.ts';
import { knownGaps } from './known-gaps.ts';
import { type StartPlaces, startAttempts } from './start-attempts.ts';

/** What became of one attempt to get out. `gap`: this tier is known not to hold it, and why. */
export type AttemptResult = {
  readonly name: string;
  readonly held: boolean;
  /** In what way it succeeded; empty when it was held. */
  readonly said: string;
  readonly gap: string | null;
};

export type Conformance = {
  /** Null when the tier holds; else what does not, in a few words. */
  readonly problem: string | null;
  readonly attempts: readonly AttemptResult[];
};

const variables = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LANG',
  'PWD',
  'SHLVL',
  '_',
  'OLDPWD',
  '__CF_USER_TEXT_ENCODING',
];
const answer = z.object({
  tried: z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()])),
  missing: z.record(z.string(), z.string().nullable()),
});

/** Runs one command in a sandbox of this tier that tries to get out in every way it knows without special programs. */
export async function conformance(
  tier: (options: SandboxOptions) => Sandbox,
  options: SandboxOptions,
): Promise<Conformance> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'andon-try-')));
  const servers: Server[] = [];
  try {
    const places = await makePlaces(scratch, options, servers);
    const hidden = join(places.readable, 'hidden');
    const sandbox = tier({ ...options, hidden: [...options.hidden, hidden] });
    const outcome = await sandbox.run({
      argv: ['node', '-e', startAttempts, JSON.stringify(places)],
      cwd: places.writable,
      env: {},
      readable: [places.readable],
      writable: [places.writable],
      network: 'loopback',
      timeoutMs: 20_000,
      outputBytes: 100_000,
      own: true,
    });
    return judged(outcome, sandbox);
  } finally {
    for (const server of servers) server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makePlaces(
  scratch: string,
  { toolchain }: SandboxOptions,
  servers: Server[],
): Promise<StartPlaces> {
  const readable = join(scratch, 'readable');
  const secret = join(readable, 'hidden', 'secret');
  const writable = join(scratch, 'writable');
  const beside = join(scratch, 'beside');
  const socket = join(readable, 'hidden', 'socket');
  await mkdir(join(readable, 'hidden'), { recursive: true });
  await mkdir(writable);
  for (const file of [secret, beside]) await writeFile(file, 'secret');
  const listening = async (place: { path: string } | { host: string; port: number }) => {
    const server = createServer((connection) => connection.destroy());
    servers.push(server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(place, resolve));
    const address = server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  };
  await listening({ path: socket });
  const home = homedir();
  return {
    ...{ secret, beside, readable, writable, socket, home, variables },
    port: await listening({ host: '127.0.0.1', port: 0 }),
    shownInHome: [...toolchain.readable, scratch].flatMap((path) => {
      const below = relative(home, path);
      return below.startsWith('..') ? [] : [below.split(sep)[0] ?? ''];
    }),
    namespaces: namespaces(),
    openFiles: sandboxLimits.openFiles,
    largestFileBytes: sandboxLimits.largestFileBytes,
  };
}

function namespaces(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const kinds = ['pid', 'mnt', 'ipc', 'uts', 'user', 'net'];
  return Object.fromEntries(kinds.map((kind) => [kind, readlinkSync(`/proc/self/ns/${kind}`)]));
}

function judged(outcome: SandboxOutcome, { tier }: Sandbox): Conformance {
  const line = outcome.output.split('\n').find((text) => text.startsWith('TRIED '));
  if (!line) {
    const said = outcome.output.trim().split('\n')[0]?.slice(0, 200);
    return { problem: said || `it ended (${outcome.reason}) without a word`, attempts: [] };
  }
  const { tried, missing } = answer.parse(JSON.parse(line.slice('TRIED '.length)));
  const attempts = Object.entries(tried).map(([name, said]): AttemptResult => {
    const held = said === null || said === false || said === '';
    return { name, held, said: held ? '' : String(said), gap: knownGaps[tier]?.[name] ?? null };
  });
  const out = attempts.find(({ held, gap }) => !held && gap === null);
  const need = Object.entries(missing).find(([, said]) => said !== null);
  if (out) return { problem: `a command can ${out.name} (${out.said})`, attempts };
  return { problem: need ? `a command cannot ${need[0]} (${need[1]})` : null, attempts };
}
