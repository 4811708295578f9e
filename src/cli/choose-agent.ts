import type { Config } from '../config.ts';
import { AndonError, messageOf } from '../errors.ts';
import { type KnownAgent, knownAgents } from '../worker/agents/catalogue.ts';
import { thisMachine } from '../worker/agents/machine.ts';
import { type Probe, probeAgent } from '../worker/agents/probe-agent.ts';
import type { Driver } from '../worker/driver.port.ts';
import { createDriverRegistry, type DriverFactory } from '../worker/drivers/driver-registry.ts';
import { sshMachine } from '../worker/drivers/ssh/ssh-machine.ts';
import { type AgentPlace, agentPlace, environmentOf } from './place-agent.ts';

export type ChosenAgent = {
  readonly driver: Driver;
  /** Whose limits it works under, where that is known. */
  readonly account: string | undefined;
  /** Looks again: why it cannot work now; undefined where nothing is known against it. */
  readonly problem: () => Promise<string | undefined>;
};

type Drivers = Readonly<Record<string, DriverFactory>>;

/** The names that can stand after `--agent`. */
export function agentNames(config: Config, drivers: Drivers): string[] {
  return [
    ...new Set([...Object.keys(drivers), ...knownAgents(config.agents).keys(), 'acp', 'command']),
  ].sort();
}

/**
 * The agent a worker runs, ready to work. One that is not installed or not logged in yet is no error: `problem` says so.
 * Rejects with `CONFIG_INVALID` for a name nobody knows, and with `UNSANDBOXED` where no sandbox holds.
 */
export async function chooseAgent(name: string, place: AgentPlace, drivers: Drivers): Promise<ChosenAgent> {
  const agent = agentNamed(name, place);
  if (!agent) return builtIn(name, place, drivers);
  const make = agentPlace(name === agent.name && isPlain(name) ? { ...place, words: [] } : place, agent);
  const { config, ssh, pass } = place;
  const machine = ssh
    ? sshMachine(ssh, config.environment(pass))
    : thisMachine(environmentOf(config, agent, pass));
  const look = (): Promise<Probe> => probeAgent(agent, machine);
  let latest = await look();
  let made: { readonly way: string; readonly driver: Driver } | undefined;
  const driver = async (): Promise<Driver> => {
    const argv = latest.argv ?? agent.argv;
    // Found at last, or otherwise than before: the sandbox is made with what is there.
    const way = JSON.stringify(latest.argv);
    if (made && (made.way === way || latest.argv === null)) return made.driver;
    made = { way, driver: await make(argv) };
    return made.driver;
  };
  // Whether a sandbox holds is found out now, not with the first ticket.
  await driver();
  return {
    driver: {
      name: agent.name,
      async run(run) {
        try {
          return await (await driver()).run(run);
        } catch (error) {
          return { type: 'failed', class: 'environment', reason: messageOf(error) };
        }
      },
    },
    account: latest.account ?? undefined,
    problem: async () => {
      latest = await look();
      return latest.problem ?? undefined;
    },
  };
}

function isPlain(name: string): name is 'acp' | 'command' {
  return name === 'acp' || name === 'command';
}

/** The agent of that name; `acp` and `command` are whatever stands after `--`. */
function agentNamed(name: string, { config, words }: AgentPlace): KnownAgent | undefined {
  if (!isPlain(name)) return knownAgents(config.agents).get(name);
  if (words.length === 0)
    throw new AndonError(
      'CONFIG_INVALID',
      `the agent "${name}" needs a program: andon worker … -- program arguments`,
    );
  return { name, driver: name, argv: [...words], source: 'yours' };
}

async function builtIn(
  name: string,
  { config, words, ssh }: AgentPlace,
  drivers: Drivers,
): Promise<ChosenAgent> {
  const unknown = Object.fromEntries(
    agentNames(config, drivers)
      .filter((each) => !Object.hasOwn(drivers, each))
      .map((each): [string, DriverFactory] => [each, () => Promise.reject(new Error(each))]),
  );
  const driver = await createDriverRegistry({ ...unknown, ...drivers }).create(name, words);
  if (ssh)
    throw new AndonError('CONFIG_INVALID', `The agent "${name}" is built in and runs here, not over SSH.`);
  return { driver, account: undefined, problem: async () => undefined };
}
