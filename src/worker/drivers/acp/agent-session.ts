import type { ClientContext, McpServer, RequestError } from '@agentclientprotocol/sdk';
import { methods, PROTOCOL_VERSION } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import type { McpAccess } from '../../driver.port.ts';
import { canServeFiles } from './workspace-files.ts';

const flag = z.boolean().catch(false);
const answer = z.object({
  protocolVersion: z.number(),
  agentInfo: z
    .object({ name: z.string(), title: z.string().nullish().catch(undefined), version: z.string().catch('') })
    .nullish()
    .catch(undefined),
  agentCapabilities: z
    .object({
      loadSession: flag,
      mcpCapabilities: z.object({ http: flag }).catch({ http: false }),
      sessionCapabilities: z.object({ resume: z.unknown().optional() }).catch({ resume: undefined }),
    })
    .nullish()
    .catch(undefined),
  authMethods: z.array(z.object({ name: z.string() }).catch({ name: '' })).catch([]),
});

/** What an agent says of itself. */
export type AgentGreeting = {
  readonly name: string;
  readonly version: string;
  readonly canLoad: boolean;
  readonly canResume: boolean;
  readonly takesMcp: boolean;
  /** How one logs in, by the agent's own names. */
  readonly logins: readonly string[];
};

/** A sentence about an agent that cannot be worked with. */
export class AgentProblem extends Error {}

/** Introduces both sides. Rejects with `AgentProblem` where they do not understand each other, else as the agent answers. */
export async function greet(agent: ClientContext, hasFiles: boolean): Promise<AgentGreeting> {
  const files = hasFiles && canServeFiles;
  const said: unknown = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientInfo: { name: 'andon', title: 'Andon', version: '1' },
    clientCapabilities: {
      fs: { readTextFile: files, writeTextFile: files },
      terminal: false,
      elicitation: { form: {} },
    },
  });
  const { data } = answer.safeParse(said);
  if (!data)
    throw new AgentProblem('the agent’s answer to "initialize" is not one of the Agent Client Protocol');
  if (data.protocolVersion !== PROTOCOL_VERSION)
    throw new AgentProblem(
      `the agent speaks version ${data.protocolVersion} of the Agent Client Protocol, and Andon ${PROTOCOL_VERSION}: another version of the agent is needed`,
    );
  const can = data.agentCapabilities;
  return {
    name: (data.agentInfo?.title || data.agentInfo?.name) ?? 'the agent',
    version: data.agentInfo?.version ?? '',
    canLoad: can?.loadSession ?? false,
    canResume: (can?.sessionCapabilities.resume ?? null) !== null,
    takesMcp: can?.mcpCapabilities.http ?? false,
    logins: data.authMethods.map(({ name }) => name).filter(Boolean),
  };
}

export type SessionWish = {
  /** The workspace as the agent finds it. */
  readonly cwd: string;
  readonly mcp: McpAccess | undefined;
  /** An earlier session of the agent. */
  readonly resume: string | undefined;
  readonly log: (line: string) => void;
  /** What the agent tells meanwhile is history. */
  readonly replay: (isRunning: boolean) => void;
};

/** Takes up the earlier session where there is one and the agent can, else begins a new one. Rejects as the agent answers. */
export async function openSession(
  agent: ClientContext,
  greeting: AgentGreeting,
  wish: SessionWish,
): Promise<{ id: string; isResumed: boolean }> {
  const { cwd, mcp, resume, log } = wish;
  if (mcp && !greeting.takesMcp)
    log('the agent takes no MCP servers over HTTP: it works without the tools of the coordinator');
  const mcpServers = mcp && greeting.takesMcp ? [serverOf(mcp)] : [];
  if (resume !== undefined) {
    const params = { sessionId: resume, cwd, mcpServers };
    try {
      if (greeting.canResume) await agent.request(methods.agent.session.resume, params);
      else if (greeting.canLoad) await load(agent, params, wish.replay);
      if (greeting.canResume || greeting.canLoad) return { id: resume, isResumed: true };
      log('the agent cannot take up its earlier session; it begins anew');
    } catch (error) {
      log(`the earlier session could not be taken up (${wordsOf(error)}); the agent begins anew`);
    }
  }
  const made: unknown = await agent.request(methods.agent.session.new, { cwd, mcpServers });
  const { data } = z.object({ sessionId: z.string().min(1).max(1_000) }).safeParse(made);
  if (!data) throw new AgentProblem('the agent began a session and gave it no name');
  return { id: data.sessionId, isResumed: false };
}

async function load(
  agent: ClientContext,
  params: { sessionId: string; cwd: string; mcpServers: McpServer[] },
  replay: SessionWish['replay'],
): Promise<void> {
  replay(true);
  try {
    await agent.request(methods.agent.session.load, params);
  } finally {
    replay(false);
  }
}

function serverOf({ url, bearer }: McpAccess): McpServer {
  return {
    type: 'http',
    name: 'andon',
    url,
    headers: [{ name: 'Authorization', value: `Bearer ${bearer}` }],
  };
}

/** The words of an agent's error, with what it has to say beyond the sentence of the protocol. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const data: RequestError['data'] = 'data' in error ? error.data : undefined;
  const { details, message } =
    z.looseObject({ details: z.unknown().optional(), message: z.unknown().optional() }).safeParse(data)
      .data ?? {};
  const more = [data, details, message].filter((each) => typeof each === 'string');
  return [...new Set([error.message, ...more])].filter(Boolean).join(': ');
}
