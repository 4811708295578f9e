import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from '../http/served-line.ts';

const root = resolve(import.meta.dirname, '..', '..');

describe('andon mcp', () => {
  let line: ServedLine;
  let url: string;
  beforeEach(async () => {
    line = await servedLine();
    url = await line.app.listen({ host: '127.0.0.1', port: 0 });
    const run = { url, gatewayUrl: 'http://127.0.0.1:1', pid: process.pid };
    writeFileSync(join(line.directory, 'run.json'), JSON.stringify(run));
  });
  afterEach(() => line.close());

  const start = async (args: string[], env: Record<string, string> = {}, home = line.directory) => {
    const client = new Client({ name: 'test', version: '0' });
    const main = join(root, 'src', 'main.ts');
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: ['--import', 'tsx', main, '--home', home, 'mcp', ...args],
        env: { PATH: process.env.PATH ?? '', ...env },
        cwd: root,
        stderr: 'ignore',
      }),
    );
    return client;
  };

  it('registers a session for an agent, which ends with it and gives back what it held', async () => {
    const client = await start(['--name', 'mine', '--capabilities', 'builder']);
    expect(line.coordinator.session('mine')).toMatchObject({ state: 'active', context: { agent: 'mcp' } });
    const ticket = await line.openBuild();
    const claimed = await client.callTool({ name: 'claim_ticket', arguments: {} });
    expect(claimed.structuredContent).toMatchObject({ claimed: true, ticket });
    await client.close();
    await expect.poll(() => line.coordinator.session('mine')?.state).toBe('gone');
    expect(line.coordinator.ticket(ticket)?.context.holder).toBeNull();
  });

  it('speaks for the holding of a token, and registers nobody', async () => {
    await line.sessions.register({
      name: 'ada',
      capabilities: ['builder'],
      slots: 1,
      agent: 'test',
      host: '',
    });
    await line.settled();
    const ticket = await line.openBuild();
    await line.sessions.claim('ada', ticket, 1);
    const bearer = line.sessions.ticketToken({ session: 'ada', ticket, token: 1 });
    const elsewhere = join(line.directory, 'nowhere');
    const env = { ANDON_MCP_TOKEN: bearer, ANDON_MCP_URL: `${url}/mcp` };
    const client = await start([], env, elsewhere);
    const context = await client.callTool({ name: 'get_context', arguments: {} });
    expect(context.structuredContent).toMatchObject({ session: 'ada', holding: [{ ticket }] });
    await client.close();
    expect([...line.coordinator.sessions()].map((session) => session.context.name)).toEqual(['ada']);
    expect(line.coordinator.ticket(ticket)?.context.holder).toBe('ada');
    expect(existsSync(elsewhere)).toBe(false);
  });
});
