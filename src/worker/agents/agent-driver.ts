import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Driver } from '../driver.port.ts';
import { createAcpDriver } from '../drivers/acp/acp-driver.ts';
import { defaultPermissions } from '../drivers/acp/permission-policy.ts';
import { createCommandDriver } from '../drivers/command/command-driver.ts';
import type { Launch } from '../launch.port.ts';
import type { KnownAgent } from './catalogue.ts';
import { atHome } from './machine.ts';

export type AgentDriverOptions = {
  readonly agent: KnownAgent;
  /** The way it is started, as its probe found it. */
  readonly argv: readonly string[];
  /** Words of the user's own, after the agent's. */
  readonly words?: readonly string[];
  readonly launch: Launch;
  /** It may do all it can: walls are around it, or its user wants it so. Else its own settings hold it back. */
  readonly isFree: boolean;
  /** Its program runs on this machine. */
  readonly isHere: boolean;
  /** What it sees of the environment beside what its definition sets. */
  readonly env: Readonly<Record<string, string>>;
  readonly readable?: readonly string[];
  readonly writable?: readonly string[];
  /** Where what it keeps between tickets lies; given where a sandbox can show it that in place of the user's. */
  readonly keepIn?: string | undefined;
};

/** What a known agent is started with, as its definition says. */
export function agentProgram(options: AgentDriverOptions) {
  const { agent, isFree, isHere, keepIn, words = [] } = options;
  const permissions = (isFree ? agent.permissions?.free : agent.permissions?.held) ?? [];
  const whole = (argv: readonly string[]) => [
    ...argv.flatMap((word) => (word === '{permissions}' ? permissions : [word])),
    ...words,
  ];
  const here = (paths: readonly string[] = []) =>
    (isHere ? paths : []).map((path) => atHome(path, options.env)).filter((path) => existsSync(path));
  const kept = keepIn !== undefined ? keptFolders(agent, keepIn, options.env) : {};
  return {
    name: agent.name,
    argv: whole(options.argv),
    ...(agent.resumeArgv ? { resumeArgv: whole(agent.resumeArgv) } : {}),
    env: { ...options.env, ...agent.env, ...(isFree ? agent.freeEnv : {}) },
    sandbox: seeing(options.launch, kept),
    readable: [...here(agent.readable), ...(options.readable ?? [])],
    writable: [...Object.keys(kept), ...here(agent.writable), ...(options.writable ?? [])],
  };
}

/** The driver of a known agent, started and held back as its definition says. */
export function createAgentDriver(options: AgentDriverOptions): Driver {
  const { agent, isFree } = options;
  const program = agentProgram(options);
  if (agent.driver === 'acp') return createAcpDriver({ ...program, policy: defaultPermissions(isFree) });
  return createCommandDriver({
    ...program,
    ...(agent.promptOnStdin ? { promptOnStdin: true } : {}),
    ...(agent.map ? { map: agent.map } : {}),
    ...(agent.exits ? { exitClasses: agent.exits } : {}),
  });
}

/**
 * Folders of the worker's that the agent finds in its home in place of the user's own: what is in those was never
 * meant for a stranger's ticket, and what an agent writes there would be run outside the sandbox.
 */
function keptFolders(agent: KnownAgent, keepIn: string, env: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    (agent.keeps ?? []).map((path) => {
      const folder = join(keepIn, path.replace(/^~\//, ''));
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return [folder, atHome(path, env)];
    }),
  );
}

function seeing(launch: Launch, names: Readonly<Record<string, string>>): Launch {
  if (Object.keys(names).length === 0) return launch;
  return { ...launch, start: (order) => launch.start({ ...order, seenAs: { ...order.seenAs, ...names } }) };
}
