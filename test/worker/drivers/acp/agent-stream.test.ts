import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAgentStream } from '../../../../src/worker/drivers/acp/agent-stream.ts';

function opened() {
  const garbage: string[] = [];
  const updates: unknown[] = [];
  const written: string[] = [];
  const stdin = new PassThrough();
  stdin.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const agent = createAgentStream({
    stdin,
    onUpdate: (params) => updates.push(params),
    onGarbage: (line) => garbage.push(line),
  });
  const messages: unknown[] = [];
  const reading = (async () => {
    for await (const message of agent.stream.readable) messages.push(message);
  })();
  const over = async () => {
    agent.end();
    await reading;
    return messages;
  };
  return { agent, garbage, updates, written, over };
}

const line = (message: object) => Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

describe('the messages in what an agent writes', () => {
  it('are whole however the bytes come, letters in pieces', async () => {
    const bytes = Buffer.concat([
      line({ method: 'a', params: { text: 'ß€😀' } }),
      line({ method: 'b', params: {} }),
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 8 }),
        async (cuts) => {
          const { agent, garbage, over } = opened();
          let from = 0;
          for (const to of [...cuts.sort((a, b) => a - b), bytes.length]) {
            agent.read(bytes.subarray(from, to));
            from = to;
          }
          expect(await over()).toEqual([
            { jsonrpc: '2.0', method: 'a', params: { text: 'ß€😀' } },
            { jsonrpc: '2.0', method: 'b', params: {} },
          ]);
          expect(garbage).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leave out what is none, and find one behind a prompt without an end of line', async () => {
    const { agent, garbage, over } = opened();
    for (const text of ['hello\n', '{"a":1}\n', '[]\n', 'null\n', '\n', '{"jsonrpc":"2.0"}\n', '{"jsonrpc\n'])
      agent.read(Buffer.from(text));
    agent.read(Buffer.concat([Buffer.from('> '), line({ method: 'a' })]));
    expect(await over()).toEqual([{ jsonrpc: '2.0', method: 'a' }]);
    expect(garbage).toEqual(['hello', '{"a":1}', '[]', 'null', '{"jsonrpc":"2.0"}', '{"jsonrpc', '> ']);
  });

  it('hold no answers to what was not asked, and the one answer to what was', async () => {
    const { agent, garbage, over } = opened();
    const writer = agent.stream.writable.getWriter();
    await writer.write({ jsonrpc: '2.0', id: 7, method: 'initialize' });
    agent.read(line({ id: 8, result: {} }));
    agent.read(line({ id: 7, result: 'first' }));
    agent.read(line({ id: 7, result: 'second' }));
    expect(await over()).toEqual([{ jsonrpc: '2.0', id: 7, result: 'first' }]);
    expect(garbage).toHaveLength(2);
  });

  it('that tell of the work go their own way', async () => {
    const { agent, updates, over } = opened();
    agent.read(line({ method: 'session/update', params: { update: 1 } }));
    expect(await over()).toEqual([]);
    expect(updates).toEqual([{ update: 1 }]);
  });

  it('ask 64 things at a time, and are refused more', async () => {
    const { agent, written, over } = opened();
    for (let id = 0; id < 70; id += 1) agent.read(line({ id, method: 'fs/read_text_file' }));
    expect(await over()).toHaveLength(64);
    expect(written.filter((text) => text.includes('requests at a time are refused'))).toHaveLength(6);
  });

  it('leave out a line of more than 32 MiB, with its size, and hear what follows', async () => {
    const { agent, garbage, over } = opened();
    for (let part = 0; part < 33; part += 1) agent.read(Buffer.alloc(1024 ** 2, 'x'));
    agent.read(Buffer.concat([Buffer.from('\n'), line({ method: 'a' })]));
    expect(await over()).toHaveLength(1);
    expect(garbage).toEqual([`(a line of ${33 * 1024 ** 2} bytes was left out)`]);
  });
});
