import { z } from 'zod';

/** What an agent tells of its work in `session/update`, as far as anybody looks at it. */
export type Update =
  | { readonly kind: 'message'; readonly text: string; readonly id: string | undefined }
  | { readonly kind: 'thought'; readonly text: string; readonly id: string | undefined }
  | {
      readonly kind: 'tool';
      readonly id: string;
      readonly title: string | undefined;
      readonly tool: string | undefined;
      readonly status: string | undefined;
      readonly input: unknown;
      readonly diffs: readonly Diff[];
    }
  | { readonly kind: 'plan'; readonly entries: readonly PlanEntry[] }
  | { readonly kind: 'usage'; readonly usd: number | null }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly name: string };

export type Diff = { readonly path: string; readonly before: string | undefined; readonly after: string };
export type PlanEntry = { readonly text: string; readonly status: string };

const word = z.string().catch('');
const optional = z.string().optional().catch(undefined);
const content = z.looseObject({ type: word, text: optional, uri: optional, name: optional });
const diff = z.object({
  type: z.literal('diff'),
  path: z.string(),
  oldText: z.string().nullish(),
  newText: z.string(),
});
const list = z.array(z.unknown()).catch([]);
const shapes = {
  chunk: z.object({ content, messageId: optional }),
  tool: z.object({
    toolCallId: z.string(),
    title: optional,
    kind: optional,
    status: optional,
    rawInput: z.unknown().optional(),
    content: list,
  }),
  plan: z.object({ entries: z.array(z.object({ content: word, status: word })) }),
  usage: z.object({
    cost: z
      .object({ amount: z.number().min(0), currency: z.string() })
      .nullish()
      .catch(undefined),
  }),
  notice: z.object({ severity: word, title: word, description: z.string().nullish().catch(undefined) }),
};

/** Kinds that are known and say nothing about the work. */
const idle = new Set([
  'user_message_chunk',
  'available_commands_update',
  'current_mode_update',
  'config_option_update',
  'session_info_update',
  'compaction_summary_chunk',
]);

/**
 * Reads the update in the parameters of `session/update`. Agents are newer, older and sloppier than any schema: what is not
 * as it should be is left out, and a kind that nobody knows is named.
 */
export function readUpdate(params: unknown): Update {
  const { update } =
    z.object({ update: z.looseObject({ sessionUpdate: word }) }).safeParse(params).data ?? {};
  if (!update) return { kind: 'unknown', name: 'an update without a kind' };
  const name = update.sessionUpdate;
  if (idle.has(name)) return { kind: 'nothing' };
  return read(name, update) ?? { kind: 'unknown', name };
}

function read(name: string, update: unknown): Update | undefined {
  switch (name) {
    case 'agent_message_chunk':
    case 'agent_thought_chunk': {
      const found = shapes.chunk.safeParse(update).data;
      const kind = name === 'agent_message_chunk' ? 'message' : 'thought';
      return found && { kind, text: textOf(found.content), id: found.messageId };
    }
    case 'tool_call':
    case 'tool_call_update': {
      const found = shapes.tool.safeParse(update).data;
      return (
        found && {
          kind: 'tool',
          id: found.toolCallId,
          title: found.title,
          tool: found.kind,
          status: found.status,
          input: found.rawInput,
          diffs: found.content.flatMap(diffsIn),
        }
      );
    }
    case 'plan': {
      const found = shapes.plan.safeParse(update).data;
      const entries = found?.entries.map((entry) => ({ text: entry.content, status: entry.status }));
      return entries && { kind: 'plan', entries };
    }
    case 'usage_update': {
      const found = shapes.usage.safeParse(update).data;
      const { cost } = found ?? {};
      // Money of another currency is not known in this one.
      return found && { kind: 'usage', usd: cost?.currency.toUpperCase() === 'USD' ? cost.amount : null };
    }
    case 'notice': {
      const found = shapes.notice.safeParse(update).data;
      return (
        found && {
          kind: 'notice',
          text: [found.severity, found.title, found.description ?? ''].join(' ').trim(),
        }
      );
    }
    case 'compaction_update':
      return { kind: 'notice', text: 'it makes its own notes of what was said shorter' };
    default:
      return undefined;
  }
}

function diffsIn(item: unknown): Diff[] {
  const found = diff.safeParse(item).data;
  return found ? [{ path: found.path, before: found.oldText ?? undefined, after: found.newText }] : [];
}

function textOf({ type, text, uri, name }: z.infer<typeof content>): string {
  return text ?? `(${[type || 'something', name ?? uri ?? ''].join(' ').trim()})`;
}
