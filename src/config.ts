import { existsSync, readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Budgets, budgetsOf, homeBudgetSetting } from '../machines/policy/budget-limits.ts';
import { defaultLimits, type Limits } from '../machines/policy/limits.ts';
import { type AgentDefinition, agentDefinition, agentName } from './contracts/agents.ts';
import { AndonError, messageOf } from './errors.ts';
import { parseSettings } from './stack/verification-settings.ts';

const limitOverrides = z.strictObject(
  Object.fromEntries(Object.keys(defaultLimits).map((key) => [key, z.number().min(0).optional()])),
);

/** What `andon.yaml` beside the services root may say; every key is optional. */
const fileSchema = z.strictObject({
  port: z.number().int().min(0).max(65_535).optional(),
  gatewayPort: z.number().int().min(0).max(65_535).optional(),
  host: z.string().optional(),
  services: z.string().optional(),
  home: z.string().optional(),
  redisUrl: z.string().optional(),
  allowedHosts: z.array(z.string()).optional(),
  strictSpecs: z.boolean().optional(),
  /** Sessions that `andon up` starts by itself. */
  builtInSessions: z.boolean().optional(),
  /** The list of sessions that other tools keep, `claude_sessions.json`, where it is not found by itself. */
  sessionsFile: z.string().optional(),
  verifications: z.number().int().min(1).max(64).optional(),
  /** So many independent builds of each new spec, where the service does not say otherwise. */
  redundancy: z.number().int().min(1).max(5).optional(),
  /** Whether what is verified waits for somebody's word, where the service does not say otherwise. */
  approval: z.boolean().optional(),
  /** Where no sandbox holds, everything is run with process limits alone instead of being refused. */
  allowUnsandboxed: z.boolean().optional(),
  /** What was verified with process limits alone may serve. */
  productionUnsandboxed: z.boolean().optional(),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  /** How much of each service's log is kept: so many lines, and of those what fits. */
  logs: z
    .strictObject({
      lines: z.number().int().min(1_000).max(500_000).optional(),
      megabytes: z.number().min(1).max(10_000).optional(),
    })
    .optional(),
  limits: limitOverrides.optional(),
  /** What work may cost: one ticket, one change of a service, one day of the home. */
  budgets: homeBudgetSetting.optional(),
  /** Agents of the user's own for `andon worker --agent`, by name. */
  agents: z.record(agentName, agentDefinition).optional(),
  /** What holds for the verification of services that do not say otherwise. */
  verification: z.record(z.string(), z.unknown()).optional(),
});

export type Config = {
  readonly port: number;
  readonly gatewayPort: number;
  readonly host: string;
  readonly services: string;
  /** True when nobody chose the services root: only then may it be filled with the examples. */
  readonly servicesIsDefault: boolean;
  readonly home: string;
  readonly redisUrl: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly strictSpecs: boolean;
  /** Holds the user's templates of prompts, `<kind>.md`. */
  readonly promptTemplates: string;
  readonly builtInSessions: boolean;
  /** The list of sessions that other tools keep; undefined: it is looked for. */
  readonly sessionsFile: string | undefined;
  /** Gates that run side by side. */
  readonly verifications: number;
  /** Where no sandbox holds, everything is run with process limits alone instead of being refused. */
  readonly allowUnsandboxed: boolean;
  /** What was verified with process limits alone may serve. */
  readonly productionUnsandboxed: boolean;
  readonly logLevel: string;
  /** Kept of each service's log. */
  readonly logs: { readonly lines: number; readonly megabytes: number };
  readonly limits: Limits;
  readonly budgets: Budgets;
  /** The `verification` section, as it stands: services' own are laid over it. */
  readonly verification: Readonly<Record<string, unknown>>;
  /** Agents of the user's own, by name. */
  readonly agents: Readonly<Record<string, AgentDefinition>>;
  readonly runtimeDir: string | undefined;
  readonly hostname: string;
  /** What children that Andon starts for itself may see of the environment. */
  readonly childEnv: Readonly<Record<string, string>>;
  /** Variables of this process by name, where they are set: those an agent or ssh is to get. */
  readonly environment: (names: readonly string[]) => Record<string, string>;
  /** Added for the install phase of services: registries, proxies, certificates. */
  readonly installEnv: Readonly<Record<string, string>>;
  readonly workerToken: string | undefined;
  /** What a session that Andon started itself proves it with. */
  readonly builtInSecret: string | undefined;
  /** Where `andon mcp` finds the tools, and whom it speaks for: the token of a session, or of one holding. */
  readonly mcpToken: string | undefined;
  readonly mcpUrl: string | undefined;
  /** Redis as the machine of `andon worker` reaches it, where that is not as the coordinator names it. */
  readonly workerRedisUrl: string | undefined;
  /** For tests: see `armFaultPoint`. */
  readonly crashAt: string | undefined;
};

const passedToInstall = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'npm_config_registry',
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_CERT',
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
];

const passedOn = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'USER',
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * The settings: environment over `andon.yaml` over defaults. The only reader of both. Throws `CONFIG_INVALID` naming
 * the setting, its value and the rule it breaks.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): Config {
  const file = readFile(resolve(cwd, env.ANDON_CONFIG ?? 'andon.yaml'), env.ANDON_CONFIG !== undefined);
  const services = env.ANDON_SERVICES ?? file.services;
  return {
    port: port('ANDON_PORT', env.ANDON_PORT, file.port ?? 8900),
    gatewayPort: port('ANDON_GATEWAY_PORT', env.ANDON_GATEWAY_PORT, file.gatewayPort ?? 8901),
    host: env.ANDON_HOST ?? file.host ?? '127.0.0.1',
    services: resolve(cwd, services ?? 'SERVICES'),
    servicesIsDefault: services === undefined,
    home: resolve(cwd, env.ANDON_HOME ?? file.home ?? '.andon'),
    redisUrl: redisUrl('REDIS_URL', env.REDIS_URL ?? file.redisUrl),
    allowedHosts: words(env.ANDON_ALLOWED_HOSTS) ?? file.allowedHosts ?? [],
    strictSpecs: file.strictSpecs ?? false,
    promptTemplates: resolve(cwd, dirname(env.ANDON_CONFIG ?? 'andon.yaml'), 'prompts'),
    builtInSessions: env.ANDON_BUILT_IN_SESSIONS !== 'off' && (file.builtInSessions ?? true),
    sessionsFile: file.sessionsFile === undefined ? undefined : resolve(cwd, file.sessionsFile),
    verifications: file.verifications ?? 2,
    allowUnsandboxed:
      onOrOff('ANDON_ALLOW_UNSANDBOXED', env.ANDON_ALLOW_UNSANDBOXED) ?? file.allowUnsandboxed ?? false,
    productionUnsandboxed: file.productionUnsandboxed ?? false,
    logLevel: env.ANDON_LOG_LEVEL ?? file.logLevel ?? 'info',
    logs: { lines: file.logs?.lines ?? 100_000, megabytes: file.logs?.megabytes ?? 50 },
    verification: file.verification ?? {},
    limits: { ...defaultLimits, ...definedOnly({ ...file.limits, ...shorterNames(file) }) },
    budgets: budgetsOf(file.budgets ?? {}),
    agents: file.agents ?? {},
    runtimeDir: env.XDG_RUNTIME_DIR,
    hostname: hostname(),
    childEnv: { HOME: homedir(), ...picked(env, passedOn) },
    environment: (names) => picked(env, names),
    installEnv: picked(env, passedToInstall),
    workerToken: env.ANDON_WORKER_TOKEN,
    builtInSecret: env.ANDON_BUILT_IN_SECRET,
    mcpToken: env.ANDON_MCP_TOKEN,
    mcpUrl: env.ANDON_MCP_URL,
    workerRedisUrl: redisUrl('ANDON_WORKER_REDIS_URL', env.ANDON_WORKER_REDIS_URL),
    crashAt: env.ANDON_CRASH_AT,
  };
}

/** A list with commas; undefined where the variable is not set. */
function words(text: string | undefined): string[] | undefined {
  const found = text?.split(',').map((word) => word.trim());
  return found?.filter((word) => word !== '');
}

function picked(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function readFile(path: string, named: boolean): z.infer<typeof fileSchema> {
  if (!existsSync(path)) {
    if (named) throw new AndonError('CONFIG_INVALID', `ANDON_CONFIG names ${path}, which does not exist`);
    return {};
  }
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'), { maxAliasCount: 50 }) ?? {};
  } catch (error) {
    throw new AndonError('CONFIG_INVALID', `${path} is not valid YAML: ${messageOf(error)}`);
  }
  const parsed = fileSchema.safeParse(data);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
    throw new AndonError('CONFIG_INVALID', `${path}: ${issues.join('; ')}`);
  }
  parseSettings(undefined, parsed.data.verification);
  return parsed.data;
}

function port(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new AndonError('CONFIG_INVALID', `${name} is "${text}"; it must be a whole number from 0 to 65535`);
  }
  return value;
}

/** Undefined where the variable is not set. */
function onOrOff(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined;
  if (['1', 'true', 'on'].includes(text)) return true;
  if (['0', 'false', 'off'].includes(text)) return false;
  throw new AndonError('CONFIG_INVALID', `${name} is "${text}"; it must be 1 or 0`);
}

function redisUrl(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^rediss?:\/\//.test(text)) {
    throw new AndonError('CONFIG_INVALID', `${name} must begin with redis:// or rediss://`);
  }
  return text;
}

/** Limits of these names under a shorter key, since they are no thresholds to whoever sets them. */
function shorterNames({
  redundancy,
  approval,
}: {
  readonly redundancy?: number | undefined;
  readonly approval?: boolean | undefined;
}): Partial<Limits> {
  return {
    ...(redundancy === undefined ? {} : { redundancy }),
    ...(approval === undefined ? {} : { approval: approval ? 1 : 0 }),
  };
}

function definedOnly(table: Record<string, number | undefined>): Partial<Limits> {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined));
}
