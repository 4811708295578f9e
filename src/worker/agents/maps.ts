import type { FieldMap } from '../../contracts/agents.ts';

/** `claude -p --output-format stream-json --verbose`. */
export const claudeMap: FieldMap = [
  { when: { type: 'system', subtype: 'init' }, session: 'session_id' },
  {
    when: { type: 'assistant' },
    each: 'message.content',
    where: { type: 'text' },
    act: 'said',
    text: ['text'],
  },
  {
    when: { type: 'assistant' },
    each: 'message.content',
    where: { type: 'thinking' },
    act: 'thought',
    text: ['thinking'],
  },
  {
    when: { type: 'assistant' },
    each: 'message.content',
    where: { type: 'tool_use', name: ['Edit', 'Write', 'MultiEdit', 'NotebookEdit'] },
    act: 'edit',
    text: ['name', 'input.file_path'],
  },
  {
    when: { type: 'assistant' },
    each: 'message.content',
    where: { type: 'tool_use', name: ['TodoWrite'] },
    act: 'plan',
    text: ['input.todos'],
  },
  {
    when: { type: 'assistant' },
    each: 'message.content',
    where: { type: 'tool_use' },
    act: 'tool',
    text: ['name', 'input'],
    running: true,
    id: 'id',
  },
  {
    when: { type: 'user' },
    each: 'message.content',
    where: { type: 'tool_result' },
    act: 'tool',
    running: false,
    id: 'tool_use_id',
  },
  {
    when: { type: 'rate_limit_event', 'rate_limit_info.status': 'rejected' },
    limit: { resetsAt: 'rate_limit_info.resetsAt' },
  },
  {
    when: { type: 'result' },
    usage: {
      usd: 'total_cost_usd',
      tokens: [
        'usage.input_tokens',
        'usage.output_tokens',
        'usage.cache_creation_input_tokens',
        'usage.cache_read_input_tokens',
      ],
    },
  },
  { when: { type: 'result', subtype: 'success', is_error: [false, null] }, done: ['result'] },
  { when: { type: 'result', subtype: 'success', is_error: true }, error: ['result'] },
  {
    when: {
      type: 'result',
      subtype: [
        'error_max_turns',
        'error_during_execution',
        'error_max_budget_usd',
        'error_max_structured_output_retries',
      ],
    },
    error: ['subtype', 'result', 'errors'],
  },
];

/** `codex exec --json`. Its `error` lines tell of tries to connect, too: a turn that is completed got over them. */
export const codexMap: FieldMap = [
  { when: { type: 'thread.started' }, session: 'thread_id' },
  { when: { type: 'item.completed', 'item.type': 'agent_message' }, act: 'said', text: ['item.text'] },
  { when: { type: 'item.completed', 'item.type': 'reasoning' }, act: 'thought', text: ['item.text'] },
  {
    when: { type: 'item.started', 'item.type': ['command_execution', 'mcp_tool_call', 'web_search'] },
    act: 'tool',
    text: ['item.command', 'item.server', 'item.tool', 'item.query'],
    running: true,
    id: 'item.id',
  },
  {
    when: { type: 'item.completed', 'item.type': ['command_execution', 'mcp_tool_call', 'web_search'] },
    act: 'tool',
    running: false,
    id: 'item.id',
  },
  { when: { type: 'item.completed', 'item.type': 'file_change' }, act: 'edit', text: ['item.changes'] },
  {
    when: { type: ['item.started', 'item.updated', 'item.completed'], 'item.type': 'todo_list' },
    act: 'plan',
    text: ['item.items'],
  },
  {
    when: { type: 'turn.completed' },
    usage: { tokens: ['usage.input_tokens', 'usage.output_tokens'] },
    done: [],
  },
  { when: { type: 'turn.failed' }, error: ['error.message'] },
  { when: { type: 'error' }, error: ['message'] },
];

/** `gemini -o stream-json`, and those that were made from it. */
export const geminiMap: FieldMap = [
  { when: { type: 'init' }, session: 'session_id' },
  { when: { type: 'message', role: 'assistant' }, act: 'said', text: ['content'] },
  {
    when: { type: 'tool_use' },
    act: 'tool',
    text: ['tool_name', 'parameters'],
    running: true,
    id: 'tool_id',
  },
  { when: { type: 'tool_result' }, act: 'tool', running: false, id: 'tool_id' },
  { when: { type: 'error', severity: 'error' }, error: ['message'] },
  { when: { type: 'result' }, usage: { tokens: ['stats.total_tokens'] } },
  { when: { type: 'result', status: 'success' }, done: [] },
  { when: { type: 'result', status: 'error' }, error: ['error.message', 'error.type'] },
];

/** `opencode run --format json`. It may end with 0 after an error. */
export const opencodeMap: FieldMap = [
  { when: { type: 'step_start' }, session: 'sessionID' },
  { when: { type: 'text' }, act: 'said', text: ['part.text'] },
  { when: { type: 'reasoning' }, act: 'thought', text: ['part.text'] },
  {
    when: { type: 'tool_use', 'part.tool': ['edit', 'write', 'patch', 'apply_patch', 'multiedit'] },
    act: 'edit',
    text: ['part.tool', 'part.state.input.filePath', 'part.state.title'],
  },
  { when: { type: 'tool_use' }, act: 'tool', text: ['part.tool', 'part.state.input'] },
  {
    when: { type: 'step_finish' },
    usage: { usd: 'part.cost', tokens: ['part.tokens.input', 'part.tokens.output'], add: true },
  },
  { when: { type: 'step_finish', 'part.reason': 'stop' }, done: [] },
  { when: { type: 'error' }, error: ['error.data.message', 'error.name', 'error.message'] },
];
