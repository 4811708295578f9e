import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { agent, type McpServer, methods, ndJsonStream, RequestError } from '@agentclientprotocol/sdk';
import { type AcpSession, acpVoice, type Spent } from './acp-voice.ts';
import { perform } from './perform.ts';
import type { MockScript } from './script.ts';
import { type End, Ending, type Voice } from './voice.ts';

/** Serves the Agent Client Protocol on stdin and stdout until stdin ends. */
export function speakAcp(script: MockScript): void {
  if (script.greeting === 'dies') process.exit(9);
  const sessions = new Map<string, AcpSession>();
  const turns = new Map<string, AbortController>();
  const open = (id: string, cwd: string, servers: readonly McpServer[], isResumed: boolean) => {
    if (!script.isLoggedIn) throw RequestError.authRequired();
    const tools = servers.map((server) => ('url' in server ? `${server.name} ${server.url}` : server.name));
    sessions.set(id, { id, cwd, isResumed, tools });
  };
  const app = agent({ name: 'mock' })
    .onRequest(methods.agent.initialize, async () => {
      if (script.greeting === 'mute') await new Promise(() => undefined);
      if (script.greeting === 'nonsense') process.stdout.write('Welcome to the mock agent!\n> ');
      return {
        protocolVersion: script.greeting === 'other-version' ? 99 : 1,
        agentInfo: { name: 'mock', title: 'Mock agent', version: '1.0.0' },
        agentCapabilities: {
          loadSession: script.resumes === 'load',
          mcpCapabilities: { http: script.takesMcp },
          sessionCapabilities: script.resumes === 'resume' ? { resume: {} } : {},
        },
        authMethods: [{ id: 'mock-login', name: 'mock login' }],
      };
    })
    .onRequest(methods.agent.session.new, ({ params }) => {
      const sessionId = `mock-${randomUUID()}`;
      open(sessionId, params.cwd, params.mcpServers, false);
      return { sessionId };
    })
    .onRequest(methods.agent.session.resume, ({ params }) => {
      open(params.sessionId, params.cwd, params.mcpServers ?? [], true);
      return {};
    })
    .onRequest(methods.agent.session.load, async ({ params, client }) => {
      open(params.sessionId, params.cwd, params.mcpServers, true);
      const content = { type: 'text' as const, text: 'This was said long ago.' };
      for (const sessionUpdate of ['user_message_chunk', 'agent_message_chunk'] as const)
        await client.notify(methods.client.session.update, {
          sessionId: params.sessionId,
          update: { sessionUpdate, content },
        });
      return {};
    })
    .onNotification(methods.agent.session.cancel, ({ params }) => turns.get(params.sessionId)?.abort())
    .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
      const session = sessions.get(params.sessionId);
      if (!session) throw RequestError.sessionNotFound(params.sessionId);
      const turn = new AbortController();
      turns.set(session.id, turn);
      const spent: Spent = { tokens: null };
      const voice = acpVoice(client, session, spent);
      const prompt = params.prompt.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
      const stopReason = await takeTurn(script, voice, session, prompt, turn.signal);
      const { tokens } = spent;
      const usage =
        tokens === null ? {} : { usage: { totalTokens: tokens, inputTokens: tokens, outputTokens: 0 } };
      return { stopReason, ...usage };
    });
  const connection = app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
  void connection.closed.then(() => process.exit(0));
}

type StopReason = 'end_turn' | 'cancelled' | 'refusal' | 'max_tokens' | 'max_turn_requests';
const stopReasons: readonly StopReason[] = [
  'end_turn',
  'cancelled',
  'refusal',
  'max_tokens',
  'max_turn_requests',
];

async function takeTurn(
  script: MockScript,
  voice: Voice,
  { cwd }: AcpSession,
  prompt: string,
  signal: AbortSignal,
): Promise<StopReason> {
  const head = prompt.slice(0, 2_000);
  try {
    await perform(script.steps, voice, {
      workspace: cwd,
      kind: /\bkind ([a-z-]+)/.exec(head)?.[1] ?? process.env.ANDON_KIND ?? 'build',
      service: /\bService ([^\s,]+)/.exec(head)?.[1] ?? 'the service',
      spec: await readFile(join(cwd, 'SPEC.md'), 'utf8').catch(() => ''),
      feedback: [],
      signal,
    });
    return 'end_turn';
  } catch (error) {
    if (error instanceof Ending) return stopOf(error.end, voice);
    throw error;
  }
}

async function stopOf(end: End, voice: Voice): Promise<StopReason> {
  switch (end.type) {
    case 'cannot':
    case 'contradiction':
      await voice.say(end.clauses.map((clause) => `ANDON: ${end.type}: ${clause}`).join('\n'));
      return 'end_turn';
    case 'failed':
      throw new RequestError(end.code ?? -32_603, end.message);
    case 'stopped':
      return stopReasons.find((reason) => reason === end.reason) ?? 'end_turn';
    case 'cancelled':
      return 'cancelled';
  }
}
