import { PassThrough } from 'node:stream';
import { Client, ReadBuffer, serializeMessage } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStdioShim } from '../../src/mcp/stdio-shim.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';

type Transport = Parameters<Client['connect']>[0];

describe('MCP on standard input and output', () => {
  let line: ServedLine;
  let url: string;
  beforeEach(async () => {
    line = await servedLine();
    url = await line.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => line.close());

  const shimFor = (bearer: string, to = url) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const stop = new AbortController();
    const done = runStdioShim({ input, output, url: to, bearer, signal: stop.signal });
    return { input, output, stop, done };
  };
  const register = async (): Promise<string> => {
    const { token } = await line.sessions.register({
      name: 'ada',
      capabilities: ['builder'],
      slots: 1,
      agent: 'mcp',
      host: '',
    });
    await line.settled();
    return token;
  };
  const nextLine = async (output: PassThrough): Promise<Record<string, unknown>> => {
    for await (const chunk of output) return JSON.parse(String(chunk));
    throw new Error('nothing was said');
  };

  it('carries the tools to a client of either revision', async () => {
    const token = await register();
    await line.openBuild();
    for (const mode of ['legacy', 'auto'] as const) {
      const shim = shimFor(token);
      const read = new ReadBuffer();
      const transport: Transport = {
        async start() {
          shim.output.on('data', (chunk: Buffer) => {
            read.append(chunk);
            for (let message = read.readMessage(); message; message = read.readMessage())
              transport.onmessage?.(message);
          });
        },
        async send(message) {
          shim.input.write(serializeMessage(message));
        },
        async close() {
          shim.input.end();
          transport.onclose?.();
        },
      };
      const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
      await client.connect(transport);
      const { structuredContent } = await client.callTool({ name: 'get_context', arguments: {} });
      expect(structuredContent).toMatchObject({ session: 'ada' });
      const { contents } = await client.readResource({ uri: 'spec://shortener' });
      expect(JSON.stringify(contents)).toContain('Shortens.');
      await client.close();
      await shim.done;
    }
  });

  it('says what is wrong as an error of the protocol', async () => {
    const refused = shimFor('ada.nonsense');
    refused.input.write('{"jsonrpc":"2.0","id":7,"method":"tools/list"}\n');
    expect(await nextLine(refused.output)).toMatchObject({
      id: 7,
      error: { message: expect.stringContaining('401') },
    });
    refused.stop.abort();
    await refused.done;
    const garbled = shimFor(await register());
    garbled.input.write('no json\n');
    expect(await nextLine(garbled.output)).toMatchObject({ id: null, error: { code: -32_700 } });
    garbled.input.end();
    await garbled.done;
    const nobody = shimFor('x', 'http://127.0.0.1:1');
    nobody.input.write('{"jsonrpc":"2.0","id":8,"method":"tools/list"}\n');
    expect(await nextLine(nobody.output)).toMatchObject({
      id: 8,
      error: { message: expect.stringContaining('Is Andon running') },
    });
    nobody.input.end();
    await nobody.done;
  });
});
