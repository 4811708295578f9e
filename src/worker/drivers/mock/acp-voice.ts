import {
  type AgentContext,
  methods,
  type ReadTextFileResponse,
  type RequestPermissionRequest,
  type RequestPermissionResponse,
  type SessionUpdate,
} from '@agentclientprotocol/sdk';
import type { Voice } from './voice.ts';

export type AcpSession = {
  readonly id: string;
  readonly cwd: string;
  readonly isResumed: boolean;
  /** Names and addresses of the MCP servers it was given. */
  readonly tools: readonly string[];
};

/** What the turn has used, for the answer to its prompt. */
export type Spent = { tokens: number | null };

/** Speaks over the Agent Client Protocol. */
export function acpVoice(client: AgentContext, session: AcpSession, spent: Spent): Voice {
  const sessionId = session.id;
  let calls = 0;
  let messages = 0;
  const tell = (update: SessionUpdate) => client.notify(methods.client.session.update, { sessionId, update });
  const say = (text: string) => {
    messages += 1;
    return tell({
      sessionUpdate: 'agent_message_chunk',
      messageId: `m${messages}`,
      content: { type: 'text', text },
    });
  };
  return {
    say,
    think: (text) => tell({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text } }),
    plan: (entries, done) =>
      tell({
        sessionUpdate: 'plan',
        entries: entries.map((content, index) => ({
          content,
          priority: 'medium',
          status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
        })),
      }),
    async tool(title, kind, ends) {
      calls += 1;
      const toolCallId = `t${calls}`;
      await tell({
        sessionUpdate: 'tool_call',
        toolCallId,
        title,
        kind: kind === 'read' ? 'read' : 'execute',
        status: 'in_progress',
        rawInput: { title },
      });
      if (ends !== 'never') await tell({ sessionUpdate: 'tool_call_update', toolCallId, status: ends });
    },
    async edit(path, newText) {
      calls += 1;
      await tell({
        sessionUpdate: 'tool_call',
        toolCallId: `t${calls}`,
        title: `Write ${path}`,
        kind: 'edit',
        status: 'completed',
        content: [{ type: 'diff', path: `${session.cwd}/${path}`, newText }],
      });
    },
    usage: (usd, tokens) => {
      spent.tokens = tokens;
      const cost = usd === null ? {} : { cost: { amount: usd, currency: 'USD' } };
      return tell({ sessionUpdate: 'usage_update', used: tokens ?? 0, size: 200_000, ...cost });
    },
    async clientWrite(path, content) {
      const params = { sessionId, path: `${session.cwd}/${path}`, content };
      await client.request(methods.client.fs.writeTextFile, params).then(
        () => say(`wrote ${path}`),
        (error: unknown) => say(`refused: ${messageOf(error)}`),
      );
    },
    async clientRead(path) {
      const params = { sessionId, path: `${session.cwd}/${path}`, line: 2, limit: 1 };
      await client.request<ReadTextFileResponse>(methods.client.fs.readTextFile, params).then(
        ({ content }) => say(`read: ${content}`),
        (error: unknown) => say(`refused: ${messageOf(error)}`),
      );
    },
    async askLeave(title, kind, options) {
      calls += 1;
      const { outcome } = await client.request<RequestPermissionResponse, RequestPermissionRequest>(
        methods.client.session.requestPermission,
        {
          sessionId,
          toolCall: { toolCallId: `t${calls}`, title, kind: kind === 'read' ? 'read' : 'execute' },
          options: options.map((name, index) => ({
            optionId: `o${index}`,
            name,
            kind: index === 0 ? 'allow_once' : 'reject_once',
          })),
        },
      );
      await say(`leave: ${outcome.outcome === 'selected' ? outcome.optionId : outcome.outcome}`);
    },
    async askForm(message, options) {
      const answer = await client.request(methods.client.elicitation.create, {
        sessionId,
        mode: 'form',
        message,
        requestedSchema: {
          type: 'object',
          properties: { answer: { type: 'string', title: 'Answer', enum: [...options] } },
          required: ['answer'],
        },
      });
      await say(`form: ${answer.action} ${JSON.stringify('content' in answer ? answer.content : {})}`);
    },
    tellUnknown: () =>
      client.notify<unknown>('session/update', {
        sessionId,
        update: { sessionUpdate: 'telepathy', thought: 'a kind of update that is not known yet' },
      }),
    tellSession: () =>
      say(
        `session ${sessionId}, ${session.isResumed ? 'taken up' : 'new'}, tools: ${session.tools.join(', ') || 'none'}`,
      ),
    raw: async (bytes) => void process.stdout.write(bytes),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
