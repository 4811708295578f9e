import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AndonError, messageOf } from '../../errors.ts';
import { agentProgram } from '../../worker/agents/agent-driver.ts';
import { type KnownAgent, knownAgents } from '../../worker/agents/catalogue.ts';
import { thisMachine } from '../../worker/agents/machine.ts';
import { type Probe, probeAgent } from '../../worker/agents/probe-agent.ts';
import { type AcpAnswer, tryAcp } from '../../worker/agents/try-acp.ts';
import { agentSandbox } from '../agent-sandbox.ts';
import type { CommandContext } from '../command-context.ts';
import { Exit, exitCodes } from '../exit-codes.ts';
import { environmentOf } from '../place-agent.ts';
import { oneLine, textTable } from '../text-table.ts';

/** A cold start of `npx` fetches the adapter first. */
const helloWithinMs = 120_000;

type Seen = Probe & Pick<KnownAgent, 'name' | 'driver' | 'source'> & { readonly title: string };

/** `andon agents`: which agents there are on this machine. */
export function agentsCommand(program: Command, context: CommandContext): void {
  const agents = program
    .command('agents')
    .description('the agents that can do the work, and whether they can now');
  const seen = async (agent: KnownAgent): Promise<Seen> => {
    const { name, driver, source, title = name } = agent;
    const machine = thisMachine(environmentOf(context.config(), agent, []));
    return { name, title, driver, source, ...(await probeAgent(agent, machine)) };
  };

  agents
    .command('ls')
    .description('every known agent: there or not, its version, and whether somebody is logged in')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const all = await Promise.all([...knownAgents(context.config().agents).values()].map(seen));
      context.show(flags.json, { agents: all }, () =>
        textTable(['AGENT', 'IS', 'BY', 'VERSION', 'LOGGED IN', 'ACCOUNT', 'WHAT'], all.map(row)),
      );
    });

  agents
    .command('test')
    .description(
      'whether an agent could work here; one that speaks ACP is started and answers, without a model',
    )
    .argument('<name>', 'a name of "andon agents ls"')
    .option('--allow-unsandboxed', 'start it as you, where no sandbox holds on this machine')
    .option('--json', 'as JSON')
    .action(async (name: string, flags: { json?: boolean; allowUnsandboxed?: boolean }) => {
      const agent = knownAgents(context.config().agents).get(name);
      if (!agent)
        throw new AndonError('NOT_FOUND', `There is no agent "${name}"; andon agents ls lists them.`);
      const probe = await seen(agent);
      const tried =
        agent.driver === 'acp' && probe.argv
          ? await hello(context, agent, probe.argv, flags.allowUnsandboxed)
          : null;
      const problem = (tried && 'problem' in tried ? tried.problem : null) ?? probe.problem;
      const result = { ...probe, acp: tried && 'protocol' in tried ? tried : null, problem };
      context.show(flags.json, result, () => told(result));
      if (problem !== null) throw new Exit(exitCodes.notOk);
    });
}

async function hello(
  context: CommandContext,
  agent: KnownAgent,
  argv: readonly string[],
  allowed: boolean | undefined,
): Promise<AcpAnswer | { problem: string }> {
  const config = context.config();
  const place = await mkdtemp(join(tmpdir(), 'andon-agent-'));
  try {
    const sandbox = await agentSandbox({
      ...{ config, home: context.home(), program: argv[0] ?? '', readable: [], writable: [] },
      allowUnsandboxed: allowed ?? config.allowUnsandboxed,
      say: () => undefined,
    });
    const isFree = sandbox.tier !== 'process-group';
    const env = { ...environmentOf(config, agent, []), npm_config_cache: join(place, 'npm') };
    const order = agentProgram({
      agent,
      argv,
      launch: sandbox,
      isFree,
      isHere: true,
      env,
      keepIn: undefined,
    });
    return await tryAcp({ ...order, sandbox }, place, helloWithinMs);
  } catch (error) {
    return { problem: messageOf(error) };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function row({ name, argv, driver, version, loggedIn, account, problem, source, title }: Seen): string[] {
  const login = loggedIn === null ? (argv ? 'unknown' : '-') : loggedIn ? 'yes' : 'no';
  const says = problem ?? (source === 'read' ? `${title}; its login was not looked into` : title);
  return [name, argv ? 'there' : 'not there', driver, version ?? '-', login, account ?? '-', oneLine(says)];
}

function told(result: Seen & { acp: AcpAnswer | null }): string {
  const { acp, argv, version, loggedIn, account, problem } = result;
  const lines = [
    `${result.title} (${result.name}, ${result.driver})`,
    argv ? `starts with: ${argv.join(' ')}` : null,
    version ? `version ${version}` : null,
    loggedIn === null ? null : loggedIn ? 'somebody is logged in' : 'nobody is logged in',
    account ? `account ${account}` : null,
    acp ? `answers by ACP ${acp.protocol} as ${acp.agent ?? 'an agent without a name'}` : null,
    acp
      ? `${acp.resumes ? 'takes up' : 'does not take up'} earlier sessions; ${acp.takesMcp ? 'takes' : 'does not take'} the coordinator's tools`
      : null,
    problem === null ? 'It can work.' : problem,
  ];
  return lines.flatMap((line) => (line === null ? [] : [oneLine(line)])).join('\n');
}
