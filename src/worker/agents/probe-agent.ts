import { createHash } from 'node:crypto';
import { plainText } from '../../contracts/plain-text.ts';
import { messageOf } from '../../errors.ts';
import type { KnownAgent } from './catalogue.ts';
import type { Machine } from './machine.ts';

/** What is known of an agent on a machine without asking any model. */
export type Probe = {
  /** The way it is started there; null where no program of it is. */
  readonly argv: readonly string[] | null;
  readonly version: string | null;
  /** Null: it cannot be told without trying. */
  readonly loggedIn: boolean | null;
  /** Whose limits it works under; null where nothing says. Never a secret. */
  readonly account: string | null;
  /** Why it cannot work now, and what to do; null where nothing stands in its way. */
  readonly problem: string | null;
};

/** Looks whether the agent is there, new enough, and logged in. Never rejects: a machine out of reach is a problem, too. */
export async function probeAgent(agent: KnownAgent, machine: Machine): Promise<Probe> {
  const none = { argv: null, version: null, loggedIn: null, account: null };
  try {
    const argv = await wayOf(agent, machine);
    if (!argv) return { ...none, problem: missing(agent, machine) };
    const version = await versionOf(agent, machine);
    const loggedIn = await isLoggedIn(agent, machine);
    const account = await accountOf(agent, machine);
    return { argv, version, loggedIn, account, problem: problemOf(agent, machine, version, loggedIn) };
  } catch (error) {
    return { ...none, problem: messageOf(error) };
  }
}

async function wayOf(agent: KnownAgent, machine: Machine): Promise<readonly string[] | null> {
  const ways = [{ argv: agent.argv, leastNode: undefined }, ...(agent.instead ?? [])];
  for (const { argv, leastNode } of ways) {
    if (leastNode !== undefined && (await machine.node()) < leastNode) continue;
    if (await machine.hasProgram(argv[0] ?? '')) return argv;
  }
  return null;
}

async function versionOf({ probe }: KnownAgent, machine: Machine): Promise<string | null> {
  if (!probe?.version) return null;
  const { output } = await machine.run(probe.version);
  return /\d+\.\d+(?:\.\d+)?/.exec(plainText(output))?.[0] ?? null;
}

async function isLoggedIn({ probe }: KnownAgent, machine: Machine): Promise<boolean | null> {
  if (!probe) return null;
  if (probe.env?.some((name) => machine.env[name])) return true;
  for (const file of probe.files ?? []) if (await machine.hasFile(file)) return true;
  if (probe.status && (await machine.hasProgram(probe.status[0] ?? '')))
    return (await machine.run(probe.status)).exit === 0;
  return probe.files || probe.status ? false : null;
}

async function accountOf({ account }: KnownAgent, machine: Machine): Promise<string | null> {
  if (!account) return null;
  const name = account.env?.find((each) => machine.env[each]);
  // Those who work with the same key share its limits; the key itself is told to nobody.
  if (name) return `${account.prefix}:key-${shortHash(machine.env[name] ?? '')}`;
  const text = account.file ? await machine.text(account.file) : undefined;
  const found = text === undefined ? undefined : valueIn(text, account.at ?? '');
  return found ? `${account.prefix}:${found}` : null;
}

function valueIn(text: string, path: string): string | undefined {
  try {
    const value = path
      .split('.')
      .reduce<unknown>(
        (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
        JSON.parse(text),
      );
    return typeof value === 'string' && /^[\w.@+-]{1,120}$/.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(
  agent: KnownAgent,
  { name }: Machine,
  version: string | null,
  loggedIn: boolean | null,
): string | null {
  const { least } = agent.probe ?? {};
  if (least && version && isOlder(version, least))
    return `${titleOf(agent)} ${version} is too old: it takes ${least} or newer.${install(agent)}`;
  if (loggedIn === false)
    return `Nobody is logged in to ${titleOf(agent)} on ${name}.${agent.logIn ? ` Log in: ${agent.logIn}.` : ''}`;
  return null;
}

function missing(agent: KnownAgent, { name }: Machine): string {
  return `${titleOf(agent)} is not installed on ${name}: there is no program "${agent.argv[0]}".${install(agent)}`;
}

function install({ install: command }: KnownAgent): string {
  return command ? ` Install it: ${command}.` : '';
}

function titleOf(agent: KnownAgent): string {
  return agent.title ?? agent.name;
}

/** Whether a version is before another; figures that are not there count as zero. */
export function isOlder(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
