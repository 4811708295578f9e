import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../../src/contracts/agents.ts';
import { claudeMap, codexMap, geminiMap, opencodeMap } from '../../../src/worker/agents/maps.ts';
import type { AgentAct, DriverOutcome } from '../../../src/worker/driver.port.ts';
import { hearing } from '../../../src/worker/drivers/command/hearing.ts';
import { outcomeOf } from '../../../src/worker/drivers/command/outcome-of.ts';
import { driverEvents } from '../driver-events.ts';

const now = Date.UTC(2026, 10, 21);

/** What is heard of an agent that prints these lines and ends with this code. */
function hear(map: FieldMap, lines: readonly unknown[], exit = 0, stderr = '', exits = {}) {
  const acts: string[] = [];
  const sessions: string[] = [];
  let usage: unknown;
  const heard = hearing(
    driverEvents({
      act: ({ kind, text, running }) =>
        void acts.push(`${kind}${running === undefined ? '' : running ? ' >' : ' <'} ${text}`),
      resumable: (session) => void sessions.push(session),
      usage: ({ usd, tokens }) => {
        usage = { usd, tokens };
      },
    }),
    map,
  );
  for (const line of lines) heard.stdout.read(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  heard.stderr.read(stderr);
  heard.end();
  const outcome: DriverOutcome = outcomeOf({
    ended: { exit, signal: null, reason: 'exited', output: '', durationMs: 1 },
    ...{ said: heard.said(), tail: heard.tail, errors: heard.errors, out: [], exitClasses: exits, now },
  });
  return { acts, sessions, usage, outcome };
}

describe('what Claude Code prints', () => {
  const assistant = (...content: object[]) => ({ type: 'assistant', message: { content } });
  const init = { type: 'system', subtype: 'init', session_id: 'e37958b5-6baf' };

  it('is its session, its messages and tools, what it cost, and its last word', () => {
    const { acts, sessions, usage, outcome } = hear(claudeMap, [
      init,
      assistant({ type: 'thinking', thinking: 'hm' }, { type: 'text', text: 'I begin.' }),
      assistant({ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'npm test' } }),
      { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1' }] } },
      assistant({ type: 'tool_use', id: 't2', name: 'Edit', input: { file_path: 'BUILD/a.js' } }),
      { type: 'a_kind_of_the_future', anything: [1] },
      {
        type: 'result',
        ...{ subtype: 'success', is_error: false, result: 'All of it works.\nIndeed.', total_cost_usd: 0.5 },
        usage: { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 100 },
      },
    ]);
    expect(acts.filter((act) => !act.startsWith('tool > Edit'))).toEqual([
      'said I begin.',
      'thought hm',
      'tool > Bash {"command":"npm test"}',
      'tool < Bash {"command":"npm test"}',
      'edit Edit BUILD/a.js',
    ]);
    expect(sessions).toEqual(['e37958b5-6baf']);
    expect(usage).toEqual({ usd: 0.5, tokens: 115 });
    expect(outcome).toEqual({ type: 'submitted', summary: 'All of it works.' });
  });

  it('is a matter of the login when nobody is logged in: its real words', () => {
    const words = 'Not logged in · Please run /login';
    const { outcome } = hear(
      claudeMap,
      [
        init,
        { ...assistant({ type: 'text', text: words }), error: 'authentication_failed' },
        { type: 'result', subtype: 'success', is_error: true, api_error_status: null, result: words },
      ],
      1,
    );
    expect(outcome).toMatchObject({
      type: 'failed',
      class: 'provider',
      reason: expect.stringContaining(words),
    });
  });

  it('parks until the limit resets that it was refused for', () => {
    const resetsAt = now / 1_000 + 3_600;
    const { outcome } = hear(
      claudeMap,
      [
        {
          type: 'rate_limit_event',
          rate_limit_info: { status: 'rejected', resetsAt, rateLimitType: 'five_hour' },
        },
        { type: 'result', subtype: 'success', is_error: true, result: 'You have hit your session limit' },
      ],
      1,
    );
    expect(outcome).toMatchObject({ class: 'provider', resetsAt: resetsAt * 1_000 });
  });

  it('is no limit while the provider only warns', () => {
    const warning = { type: 'rate_limit_event', rate_limit_info: { status: 'allowed_warning', resetsAt: 1 } };
    const done = { type: 'result', subtype: 'success', is_error: false, result: 'ok' };
    expect(hear(claudeMap, [warning, done]).outcome.type).toBe('submitted');
  });

  it.each(['error_max_turns', 'error_max_budget_usd', 'error_during_execution'])(
    'is failed work at %s',
    (subtype) => {
      const { outcome } = hear(claudeMap, [{ type: 'result', subtype, is_error: true }], 1);
      expect(outcome).toMatchObject({ class: 'work', reason: expect.stringContaining(subtype) });
    },
  );
});

describe('what Codex prints', () => {
  it('is its thread, its items, its tokens, and no cost, which it does not tell', () => {
    const { acts, sessions, usage, outcome } = hear(codexMap, [
      { type: 'thread.started', thread_id: '01a1fe5a-ec38' },
      { type: 'turn.started' },
      { type: 'error', message: 'Reconnecting... 2/5 (stream disconnected before completion)' },
      { type: 'item.started', item: { id: 'item_0', type: 'command_execution', command: 'npm test' } },
      {
        type: 'item.completed',
        item: { id: 'item_0', type: 'command_execution', command: 'npm test', exit_code: 0 },
      },
      { type: 'item.completed', item: { type: 'file_change', changes: [{ path: 'a', kind: 'add' }] } },
      { type: 'item.completed', item: { type: 'agent_message', text: 'Done.\nAll.' } },
      { type: 'turn.completed', usage: { input_tokens: 7, cached_input_tokens: 3, output_tokens: 2 } },
    ]);
    expect(acts).toEqual([
      'tool > npm test',
      'tool < npm test',
      'edit [{"path":"a","kind":"add"}]',
      'said Done.\nAll.',
    ]);
    expect(sessions).toEqual(['01a1fe5a-ec38']);
    expect(usage).toEqual({ usd: null, tokens: 9 });
    expect(outcome).toEqual({ type: 'submitted', summary: 'Done.' });
  });

  it('is a limit with its time where its turn fails for one', () => {
    const message = "You've hit your usage limit. Try again in 2 hours 5 minutes.";
    const { outcome } = hear(codexMap, [{ type: 'turn.failed', error: { message } }], 1);
    expect(outcome).toMatchObject({ class: 'provider', resetsAt: now + 125 * 60_000 });
  });
});

it('Gemini CLI ends with 41 where nobody is logged in, and with 53 after too many turns', () => {
  const exits = { 41: 'provider', 53: 'work' };
  const words = 'Please set an Auth method in your settings.json or specify one of: GEMINI_API_KEY';
  expect(hear(geminiMap, [], 41, words, exits).outcome).toMatchObject({ class: 'provider' });
  expect(hear(geminiMap, [], 53, 'Reached max session turns', exits).outcome).toMatchObject({
    class: 'work',
  });
});

it('OpenCode may end with 0 after an error, which is one; its steps are added up', () => {
  const step = (reason: string) => ({
    type: 'step_finish',
    part: { reason, cost: 0.25, tokens: { input: 10, output: 1 } },
  });
  const start = { type: 'step_start', sessionID: 'ses_e01a46a' };
  const error = {
    type: 'error',
    error: { name: 'UnknownError', data: { message: 'Unexpected server error' } },
  };
  expect(hear(opencodeMap, [start, step('tool-calls'), error]).outcome).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('Unexpected server error'),
  });
  const good = hear(opencodeMap, [
    ...[start, step('tool-calls'), { type: 'text', part: { text: 'It works.' } }, step('stop')],
  ]);
  expect(good).toMatchObject({
    usage: { usd: 0.5, tokens: 22 },
    sessions: ['ses_e01a46a'],
    outcome: { type: 'submitted', summary: 'It works.' },
  });
});

it('the end of a tool is the same act as its beginning, by which a stall is told from a long build', () => {
  const acts: AgentAct[] = [];
  const heard = hearing(driverEvents({ act: (act) => void acts.push(act) }), geminiMap);
  const lines = [
    { type: 'tool_use', tool_id: 'a', tool_name: 'shell', parameters: { command: 'make' } },
    { type: 'tool_result', tool_id: 'never begun', status: 'success' },
    { type: 'tool_result', tool_id: 'a', status: 'success' },
  ];
  for (const line of lines) heard.stdout.read(`${JSON.stringify(line)}\n`);
  expect(acts.map(({ running }) => running)).toEqual([true, false]);
  expect(acts[1]?.fingerprint).toBe(acts[0]?.fingerprint);
});

describe('a line that is not meant to be read', () => {
  it('is text, whatever it is', () => {
    const lines = ['{', '{"a":', 'null', '[1]', '{"type":"result"', '\u0000\u001b[31mred'];
    expect(hear(claudeMap, lines).outcome).toMatchObject({ type: 'submitted' });
  });

  it('is let pass where every value has the wrong shape', () => {
    const odd = [
      { type: 'assistant', message: { content: 'text' } },
      { type: 'assistant', message: { content: [null, 1, { type: 'text', text: { a: 1 } }] } },
      { type: 'system', subtype: 'init', session_id: '--option' },
      { type: 'result', total_cost_usd: -1, usage: { input_tokens: 'many', output_tokens: null } },
      { __proto__: null, type: ['assistant'] },
    ];
    const { acts, sessions, usage } = hear(claudeMap, odd);
    expect({ acts, sessions, usage }).toEqual({
      acts: ['said {"a":1}'],
      sessions: [],
      usage: { usd: null, tokens: null },
    });
  });

  it('of many megabytes is left out and told of, and what comes after is heard', () => {
    const lines: string[] = [];
    const heard = hearing(driverEvents({ log: (line) => void lines.push(line) }), claudeMap);
    for (let piece = 0; piece < 160; piece += 1) heard.stdout.read('x'.repeat(65_536));
    heard.stdout.read(`\n${JSON.stringify({ type: 'result', subtype: 'success', result: 'well' })}\n`);
    expect(lines).toEqual(['(a line of 10485760 characters is left out)']);
    expect(heard.said()).toEqual({ done: 'well' });
  });
});
