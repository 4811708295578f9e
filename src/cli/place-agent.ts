import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { createAgentDriver } from '../worker/agents/agent-driver.ts';
import type { KnownAgent } from '../worker/agents/catalogue.ts';
import type { Driver } from '../worker/driver.port.ts';
import type { SshTarget } from '../worker/drivers/ssh/ssh-command.ts';
import { createSshDriver } from '../worker/drivers/ssh/ssh-driver.ts';
import { agentSandbox } from './agent-sandbox.ts';

export type AgentPlace = {
  readonly config: Config;
  readonly home: string;
  /** The worker's own folder. */
  readonly directory: string;
  /** Words of the user's own for the agent. */
  readonly words: readonly string[];
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  /** Further variables it gets, where they are set. */
  readonly pass: readonly string[];
  /** The machine it runs on, where that is not this one. */
  readonly ssh?: SshTarget | undefined;
  readonly allowUnsandboxed: boolean;
  /** It asks nobody for leave, also where no sandbox is around it. */
  readonly unattended: boolean;
  readonly say: (line: string) => void;
};

/** What an agent sees of the environment on this machine: its keys, and what leads to registries and through proxies. */
export function environmentOf(
  config: Config,
  agent: KnownAgent,
  pass: readonly string[],
): Record<string, string> {
  return {
    ...config.installEnv,
    ...config.childEnv,
    ...config.environment([...(agent.passes ?? []), ...pass]),
  };
}

/** Makes the driver for a way to start the agent. Rejects with `UNSANDBOXED` where no sandbox holds on this machine. */
export function agentPlace(
  place: AgentPlace,
  agent: KnownAgent,
): (argv: readonly string[]) => Promise<Driver> {
  const { config, home, directory, words, readable, writable, ssh, allowUnsandboxed, unattended, say } =
    place;
  if (ssh) {
    say(
      `The agent runs on ${ssh.host} as the user there, without a sandbox of Andon's: it sees what that user sees.`,
    );
    const env = config.environment(place.pass);
    let way: readonly string[] = agent.argv;
    // One for the whole life of the worker: what it clears away at its first run must not be of another slot.
    const driver = createSshDriver({
      ...{ name: agent.name, target: ssh, owner: directory, say },
      driver: (launch) =>
        createAgentDriver({ agent, argv: way, words, launch, isFree: unattended, isHere: false, env }),
    });
    return async (argv) => {
      way = argv;
      return driver;
    };
  }
  return async (argv) => {
    const program = argv[0] ?? '';
    const sandbox = await agentSandbox({ config, home, program, readable, writable, allowUnsandboxed, say });
    const isSandboxed = sandbox.tier !== 'process-group';
    const env = environmentOf(config, agent, place.pass);
    // What npx fetches lies in a folder of the worker's: in the user's own it would be run outside of the sandbox, too.
    const npm = program === 'npx' && isSandboxed ? join(directory, 'npm') : undefined;
    if (npm) mkdirSync(npm, { recursive: true, mode: 0o700 });
    return createAgentDriver({
      ...{ agent, argv, words, readable, launch: sandbox, isHere: true },
      isFree: isSandboxed || unattended,
      writable: npm ? [...writable, npm] : writable,
      env: npm ? { ...env, npm_config_cache: npm } : env,
      keepIn: isSandboxed ? join(directory, 'agents', agent.name) : undefined,
    });
  };
}
