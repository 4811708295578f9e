import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageReport } from '../../../../src/contracts/usage.ts';
import type { AgentAct } from '../../../../src/worker/driver.port.ts';
import { readUpdate } from '../../../../src/worker/drivers/acp/read-update.ts';
import { createTeller } from '../../../../src/worker/drivers/acp/update-teller.ts';
import { driverEvents } from '../../driver-events.ts';

function telling() {
  const acts: AgentAct[] = [];
  const lines: string[] = [];
  const progress: string[] = [];
  const usage: UsageReport[] = [];
  const teller = createTeller(
    driverEvents({
      act: (act) => void acts.push(act),
      log: (line) => void lines.push(line),
      progress: (percent, text) => void progress.push(`${percent} ${text}`),
      usage: (report) => void usage.push(report),
    }),
    '/work/place',
  );
  const tell = (sessionUpdate: string, more: object = {}) =>
    teller.tell({ sessionId: 's', update: { sessionUpdate, ...more } });
  const say = (text: string, messageId?: string) =>
    tell('agent_message_chunk', { content: { type: 'text', text }, ...(messageId ? { messageId } : {}) });
  return { teller, tell, say, acts, lines, progress, usage };
}

describe('what an agent tells of its work', () => {
  it('is shown line by line, and its last message is kept whole', () => {
    const { teller, tell, say, acts } = telling();
    say('I be');
    say('gin.\nWith the ');
    say('code.');
    tell('tool_call', { toolCallId: '1', title: 'Run it', status: 'completed' });
    say('Done.\n');
    say('ANDON: cannot: x');
    teller.finish();
    expect(acts.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'said I begin.',
      'said With the code.',
      'tool Run it is done',
      'said Done.',
      'said ANDON: cannot: x',
    ]);
    expect(teller.lastMessage()).toBe('Done.\nANDON: cannot: x');
  });

  it('is another message where the agent says so, or thought in between', () => {
    const { teller, tell, say } = telling();
    say('one', 'a');
    say('two', 'b');
    expect(teller.lastMessage()).toBe('two');
    tell('agent_thought_chunk', { content: { type: 'text', text: 'hm' } });
    say('three', 'b');
    expect(teller.lastMessage()).toBe('three');
  });

  it('is capped, and free of what a terminal would obey', () => {
    const { teller, say, acts } = telling();
    say(`\u001b[31mred\u001b[0m \u202eright\u0000${'x'.repeat(200_000)}\n`);
    teller.finish();
    expect(acts[0]?.text).toMatch(/^red rightx+… \(\d+ more characters\)$/);
    expect(acts[0]?.text.length).toBeLessThan(2_100);
    expect(teller.lastMessage().length).toBeLessThan(80_000);
    say('y\n'.repeat(50_000));
    expect(acts.length).toBeLessThan(1_100);
  });

  it('has a tool that runs, then ends, as the same act; what only goes on is not told again', () => {
    const { tell, acts } = telling();
    tell('tool_call', {
      toolCallId: '1',
      title: 'npm test',
      kind: 'execute',
      status: 'pending',
      rawInput: [1],
    });
    tell('tool_call_update', { toolCallId: '1', status: 'in_progress' });
    tell('tool_call_update', { toolCallId: '1', content: [{ type: 'content' }] });
    tell('tool_call_update', { toolCallId: '1', status: 'failed' });
    expect(acts.map(({ text, running }) => [text, running])).toEqual([
      ['npm test', true],
      ['npm test failed', false],
    ]);
    expect(acts[0]?.fingerprint).toBe(acts[1]?.fingerprint);
    tell('tool_call', { toolCallId: '2', title: 'npm test', kind: 'execute', rawInput: [1] });
    tell('tool_call', { toolCallId: '3', title: 'npm test', kind: 'execute', rawInput: [2] });
    expect(acts[2]?.fingerprint).toBe(acts[0]?.fingerprint);
    expect(acts[3]?.fingerprint).not.toBe(acts[0]?.fingerprint);
  });

  it('has edits with their file and size', () => {
    const { tell, acts } = telling();
    tell('tool_call', {
      toolCallId: '1',
      title: 'Write',
      status: 'completed',
      content: [
        { type: 'diff', path: '/work/place/BUILD/a.js', newText: 'a\nb\n' },
        { type: 'diff', path: 'b.js', oldText: 'a', newText: 'a\nb' },
      ],
    });
    expect(acts.filter(({ kind }) => kind === 'edit').map(({ text }) => text)).toEqual([
      'writes BUILD/a.js (2 lines)',
      'edits b.js (1 → 2 lines)',
    ]);
  });

  it('has a plan as progress', () => {
    const { tell, progress } = telling();
    const entry = (content: string, status: string) => ({ content, status, priority: 'low' });
    tell('plan', { entries: [] });
    tell('plan', { entries: [entry('a', 'completed'), entry('b', 'pending'), entry('c', 'in_progress')] });
    expect(progress).toEqual(['32 1/3 c']);
  });

  it('has a cost in dollars, else it is unknown; what was known is not forgotten', () => {
    const { teller, tell, usage } = telling();
    tell('usage_update', { used: 5, size: 10, cost: { amount: 3, currency: 'EUR' } });
    tell('usage_update', { used: 5, size: 10, cost: { amount: 0.5, currency: 'usd' } });
    tell('usage_update', { used: 5, size: 10 });
    teller.spent(77);
    teller.finish();
    expect(usage.map(({ usd, tokens }) => [usd, tokens])).toEqual([
      [null, null],
      [0.5, null],
      [0.5, null],
      [0.5, 77],
    ]);
  });

  it('of a kind nobody knows is named, and of a known one that says nothing is not', () => {
    const { tell, teller, lines } = telling();
    tell('telepathy');
    tell('available_commands_update', { availableCommands: [] });
    tell('notice', { severity: 'warning', title: 'Slow today', description: null });
    tell('tool_call', { title: 'without an id' });
    teller.tell('nonsense');
    expect(lines).toEqual([
      'the agent tells of "telepathy", which is not known here',
      'the agent: warning Slow today',
      'the agent tells of "tool_call", which is not known here',
      'the agent tells of "an update without a kind", which is not known here',
    ]);
  });

  it('is not told while it is history', () => {
    const { teller, say, acts } = telling();
    teller.mute(true);
    say('long ago\n');
    teller.mute(false);
    say('now\n');
    expect(acts.map(({ text }) => text)).toEqual(['now']);
  });

  it('never throws, whatever it is', () => {
    const kinds = fc.constantFrom(
      ...['agent_message_chunk', 'tool_call', 'tool_call_update', 'plan', 'usage_update', 'notice', 'x'],
    );
    const anything = fc.dictionary(
      fc.constantFrom('content', 'toolCallId', 'title', 'entries', 'cost', 'status', 'kind', 'rawInput'),
      fc.anything(),
    );
    fc.assert(
      fc.property(kinds, anything, (sessionUpdate, more) => {
        const { teller } = telling();
        teller.tell({ update: { ...more, sessionUpdate } });
        teller.finish();
      }),
    );
    fc.assert(fc.property(fc.anything(), (params) => void readUpdate(params)));
  });
});
