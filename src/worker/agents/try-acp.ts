import { z } from 'zod';
import { plainText } from '../../contracts/plain-text.ts';
import { type AgentProgram, agentOrder } from '../drivers/agent-order.ts';
import type { Launch } from '../launch.port.ts';

const answer = z.object({
  result: z.object({
    protocolVersion: z.number(),
    agentInfo: z.object({ name: z.string(), version: z.string().optional() }).nullish(),
    agentCapabilities: z
      .object({
        loadSession: z.boolean().optional(),
        mcpCapabilities: z.object({ http: z.boolean().optional() }).optional(),
      })
      .optional(),
    authMethods: z.array(z.object({ id: z.string(), name: z.string().optional() })).optional(),
  }),
});

export type AcpAnswer = {
  readonly protocol: number;
  readonly agent: string | null;
  readonly resumes: boolean;
  readonly takesMcp: boolean;
  readonly logIns: readonly string[];
};

const mostBytes = 1024 * 1024;

/**
 * Starts the agent and says hello to it by the Agent Client Protocol; no session is opened and nothing is asked of a model.
 * Rejects with a sentence when it does not answer within `withinMs`.
 */
export async function tryAcp(
  program: AgentProgram & { readonly sandbox: Launch },
  workspace: string,
  withinMs: number,
): Promise<AcpAnswer> {
  let said = '';
  let errors = '';
  let hear: (line: AcpAnswer) => void = () => undefined;
  const heard = new Promise<AcpAnswer>((resolve) => {
    hear = resolve;
  });
  const running = program.sandbox.start({
    ...agentOrder(program, workspace),
    stdin: 'pipe',
    onOutput: (chunk, stream) => {
      if (stream === 'stderr') errors = (errors + chunk).slice(-2_000);
      else said = (said + chunk).slice(-mostBytes);
      const found = stream === 'stdout' ? said.split('\n').map(answerIn).find(Boolean) : undefined;
      if (found) hear(found);
    },
  });
  const params = { protocolVersion: 1, clientCapabilities: {}, clientInfo: { name: 'andon', version: '1' } };
  running.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params })}\n`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it did not answer within ${withinMs / 1_000} s`), withinMs);
  });
  const ended = running.exited.then(({ output, exit }) => `it ended with code ${exit}: ${output.trim()}`);
  try {
    const first = await Promise.race([heard, late, ended]);
    if (typeof first !== 'string') return first;
    throw new Error(
      plainText(`The agent does not speak the Agent Client Protocol: ${first}. ${errors}`.trim()),
    );
  } finally {
    clearTimeout(timer);
    await running.stop(2_000);
  }
}

function answerIn(line: string): AcpAnswer | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { result } = answer.parse(JSON.parse(line));
    const { agentInfo, agentCapabilities } = result;
    return {
      protocol: result.protocolVersion,
      agent: agentInfo ? plainText([agentInfo.name, agentInfo.version].filter(Boolean).join(' ')) : null,
      resumes: agentCapabilities?.loadSession ?? false,
      takesMcp: agentCapabilities?.mcpCapabilities?.http ?? false,
      logIns: (result.authMethods ?? []).map(({ id, name }) => plainText(name ?? id)),
    };
  } catch {
    return undefined;
  }
}
