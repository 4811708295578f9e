import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { type McpAgent, mcpAgent } from './mcp-agent.ts';

const main = { 'BUILD/src/main.mjs': 'export {};\n' };

describe('the tools over MCP', () => {
  let line: ServedLine;
  let url: string;
  const agents: McpAgent[] = [];
  beforeEach(async () => {
    line = await servedLine();
    url = await line.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    for (const agent of agents.splice(0)) await agent.close();
    await line.close();
  });

  const register = async (name: string): Promise<string> => {
    const answer = await line.app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: { authorization: `Bearer ${line.keys.worker}` },
      payload: { name, capabilities: ['builder'] },
    });
    await line.settled();
    return answer.json().token;
  };
  const agent = async (bearer: string, mode?: 'auto' | 'legacy'): Promise<McpAgent> => {
    const made = await mcpAgent(url, bearer, mode);
    agents.push(made);
    return made;
  };
  const post = (headers: Record<string, string>, body: string) =>
    fetch(new URL('/mcp', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body,
    });
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });

  it('are twelve, each with shapes and hints, for clients of both revisions', async () => {
    const token = await register('ada');
    for (const mode of ['auto', 'legacy'] as const) {
      const { tools } = await (await agent(token, mode)).client.listTools();
      expect(tools.map(({ name }) => name).sort()).toEqual([
        'acquire_lock',
        'claim_ticket',
        'complete_ticket',
        'get_context',
        'list_tickets',
        'read_messages',
        'release_lock',
        'release_ticket',
        'report_progress',
        'report_tests',
        'request_input',
        'send_message',
      ]);
      for (const tool of tools) {
        expect(tool.outputSchema, tool.name).toMatchObject({ type: 'object' });
        expect(tool.annotations, tool.name).toHaveProperty('readOnlyHint');
      }
    }
  });

  it('carry a ticket from claim to hand-in, with what was asked of people and answered', async () => {
    const ada = await agent(await register('ada'));
    const ticket = await line.openBuild();
    expect(await ada.call('list_tickets', { state: 'all' })).toMatchObject({ tickets: [{ ticket }] });
    const claimed = await ada.call('claim_ticket');
    expect(claimed).toMatchObject({ claimed: true, ticket, token: 1, service: 'shortener', files: {} });
    expect(JSON.stringify(claimed)).toContain('Shortens.');
    const lease = { ticket, token: 1 };
    await ada.call('report_progress', { ...lease, percent: 40, text: 'writing' });
    await ada.call('report_tests', { ...lease, passed: 12, total: 15 });
    expect((await line.app.inject({ url: '/api/services/shortener' })).json()).toMatchObject({
      progress: 40,
      activity: expect.stringContaining('12/15'),
    });
    const { question } = await ada.call('request_input', { ...lease, question: 'Which port?' });
    const { questions } = (await line.app.inject({ url: '/api/questions' })).json();
    expect(questions).toMatchObject([{ id: question, ticket, session: 'ada', text: 'Which port?' }]);
    await line.app.inject({
      method: 'POST',
      url: `/api/questions/${question}/answer`,
      headers: line.operator,
      payload: { text: '8080' },
    });
    expect(await ada.call('get_context')).toMatchObject({
      session: 'ada',
      holding: [{ ticket, token: 1, answers: [{ question, text: '8080', by: 'operator' }], waiting_for: [] }],
    });
    expect(await ada.call('complete_ticket', { ...lease, summary: 'done', files: main })).toMatchObject({
      submitted: true,
    });
    const { context, state } = line.coordinator.ticket(ticket) ?? {};
    expect(state).toBe('submitted');
    const text = await line.repositories.file('s1', context?.commit ?? '', 'BUILD/src/main.mjs');
    expect(text).toBe(main['BUILD/src/main.mjs']);
  });

  it('take a ticket by name, and a tarball', async () => {
    const ada = await agent(await register('ada'));
    const ticket = await line.openBuild();
    expect(await ada.call('claim_ticket', { ticket })).toMatchObject({ claimed: true, ticket });
    const work = join(line.directory, 'tree');
    mkdirSync(join(work, 'BUILD', 'src'), { recursive: true });
    writeFileSync(join(work, 'BUILD', 'src', 'main.mjs'), main['BUILD/src/main.mjs']);
    const tarball = execFileSync('tar', ['-C', work, '-czf', '-', 'BUILD']).toString('base64');
    await ada.call('complete_ticket', { ticket, token: 1, summary: 'done', tarball_base64: tarball });
    expect(line.coordinator.ticket(ticket)?.state).toBe('submitted');
  });

  it('lay changed files over what the ticket starts from', async () => {
    const ada = await agent(await register('ada'));
    const ticket = await line.openBuild();
    await ada.call('claim_ticket');
    const files = { ...main, 'BUILD/old.txt': 'old\n' };
    await ada.call('complete_ticket', { ticket, token: 1, summary: 'first', files });
    const commit = line.coordinator.ticket(ticket)?.context.commit ?? '';
    const id = 's1';
    await line.coordinator.receive(`ticket/${ticket}`, {
      type: 'TicketRejected',
      token: 1,
      feedback: ['it does not start'],
    });
    await line.settled();
    const again = await ada.call('claim_ticket');
    expect(again).toMatchObject({ claimed: true, token: 2 });
    await ada.call('complete_ticket', {
      ticket,
      token: 2,
      summary: 'second',
      files: { 'BUILD/new.txt': 'new\n' },
    });
    const second = line.coordinator.ticket(ticket)?.context.commit ?? '';
    expect(second).not.toBe(commit);
    expect(await line.repositories.file(id, second, 'BUILD/new.txt')).toBe('new\n');
  });

  it('refuse a stale lease and say the next step', async () => {
    const ada = await agent(await register('ada'));
    const ticket = await line.openBuild();
    await ada.call('claim_ticket');
    await expect(ada.call('report_progress', { ticket, token: 7, percent: 1 })).rejects.toThrow(
      /STALE_TOKEN/,
    );
    await expect(ada.call('report_progress', { percent: 1 })).rejects.toThrow(/lease token/);
    await ada.call('release_ticket', { ticket, token: 1, reason: 'release', text: 'lunch' });
    await expect(
      ada.call('complete_ticket', { ticket, token: 1, summary: 'late', files: main }),
    ).rejects.toThrow(/STALE_TOKEN.*get_context/s);
  });

  it('end a holding with what the session cannot do, and with a contradiction', async () => {
    const ada = await agent(await register('ada'));
    const first = await line.openBuild('one');
    await ada.call('claim_ticket');
    await ada.call('release_ticket', { ticket: first, token: 1, reason: 'cannot', text: 'no GPU here' });
    expect(line.coordinator.ticket(first)?.context.excluded).toEqual(['ada']);
    const second = await line.openBuild('two');
    await ada.call('claim_ticket');
    await ada.call('release_ticket', {
      ticket: second,
      token: 1,
      reason: 'contradiction',
      text: 'both',
      clauses: ['A is B', 'A is not B'],
    });
    await line.settled();
    expect(line.coordinator.serviceNamed('two')?.line).toBe('blocked');
  });

  it('give the agent of a worker its one ticket and nothing else', async () => {
    await register('ada');
    const ticket = await line.openBuild('one');
    await line.sessions.claim('ada', ticket, 1);
    const bearer = line.sessions.ticketToken({ session: 'ada', ticket, token: 1 });
    const lent = await agent(bearer);
    expect(await lent.call('claim_ticket')).toMatchObject({ ticket, token: 1 });
    await lent.call('report_progress', { percent: 10 });
    await expect(lent.call('report_progress', { ticket, token: 2, percent: 10 })).rejects.toThrow(
      /FORBIDDEN/,
    );
    expect(await lent.call('complete_ticket', { summary: 'built' })).toMatchObject({ submitted: false });
    expect(line.coordinator.ticket(ticket)?.state).toBe('held');
    const { done } = await line.sessions.heartbeat('ada', { leases: [] });
    expect(done).toEqual([{ ticket, token: 1, summary: 'built' }]);
    for (const path of ['/api/sessions/ada/heartbeat', `/api/tickets/${ticket}/release`]) {
      const answer = await fetch(new URL(path, url), {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ token: 1, reason: 'no' }),
      });
      expect([401, 403]).toContain(answer.status);
    }
    await line.sessions.release('ada', ticket, 1, 'over');
    expect((await post({ authorization: `Bearer ${bearer}` }, list)).status).toBe(401);
  });

  it('let in no key, no foreign token, no other host and no page of another site', async () => {
    const token = await register('ada');
    expect((await post({}, list)).status).toBe(401);
    expect((await post({ authorization: 'Bearer ada.nonsense' }, list)).status).toBe(401);
    expect((await post({ authorization: `Bearer ${line.keys.worker}` }, list)).status).toBe(403);
    const as = { authorization: `Bearer ${token}` };
    expect((await post({ ...as, origin: 'http://evil.example' }, list)).status).toBe(403);
    const evil = await line.app.inject({
      method: 'POST',
      url: '/mcp',
      headers: { ...as, host: 'evil.example', 'content-type': 'application/json' },
      payload: list,
    });
    expect(evil.statusCode).toBe(403);
    expect((await post({ ...as, 'content-type': 'text/plain' }, list)).status).toBe(415);
    expect((await fetch(new URL('/mcp', url), { headers: as })).status).toBe(405);
  });

  it('refuse what is too large, and go on', async () => {
    const token = await register('ada');
    const ada = await agent(token);
    const ticket = await line.openBuild();
    await ada.call('claim_ticket');
    const large = { 'BUILD/a': 'x'.repeat(3 * 1024 * 1024) };
    await expect(
      ada.call('complete_ticket', { ticket, token: 1, summary: 's', files: large }),
    ).rejects.toThrow();
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/list',
      params: { x: 'y'.repeat(13_000_000) },
    });
    const answer = await post({ authorization: `Bearer ${token}` }, body).catch(() => undefined);
    expect(answer?.status ?? 413).toBe(413);
    for (const path of ['../SPEC.md', 'BUILD/../../x', '/etc/passwd', 'BUILD/.git/config']) {
      await expect(
        ada.call('complete_ticket', { ticket, token: 1, summary: 's', files: { [path]: 'x' } }),
        path,
      ).rejects.toThrow();
      const { context } = line.coordinator.ticket(ticket) ?? {};
      if (context?.holder !== 'ada') break;
    }
    expect(await ada.call('get_context')).toMatchObject({ session: 'ada' });
  });

  it('pass messages and locks between sessions', async () => {
    const ada = await agent(await register('ada'));
    const bea = await agent(await register('bea'));
    await ada.call('send_message', { to: 'all', subject: 'hello', body: 'line\n"two"' });
    await ada.call('send_message', { to: 'bea', subject: 'broken', type: 'error' });
    expect(await bea.call('get_context')).toMatchObject({ unread_messages: 2 });
    expect(await bea.call('read_messages')).toMatchObject({
      messages: [
        { subject: 'broken', from: 'ada' },
        { subject: 'hello', body: 'line\n"two"' },
      ],
      unread: 0,
    });
    expect(await ada.call('read_messages')).toMatchObject({ messages: [] });
    const { fence } = await ada.call('acquire_lock', { scope: 'database/orders' });
    await expect(bea.call('acquire_lock', { scope: 'database/orders' })).rejects.toThrow(/locked by ada/);
    await expect(bea.call('release_lock', { scope: 'database/orders' })).rejects.toThrow(/locked by ada/);
    await ada.call('release_lock', { scope: 'database/orders', fence });
    const next = await bea.call('acquire_lock', { scope: 'database/orders' });
    expect(Number(next.fence)).toBeGreaterThan(Number(fence));
  });

  it('show specs, tickets and the board as resources, and how to begin as a prompt', async () => {
    const { client } = await agent(await register('ada'));
    const ticket = await line.openBuild();
    const read = async (uri: string): Promise<string> =>
      JSON.stringify((await client.readResource({ uri })).contents);
    expect(await read('spec://shortener')).toContain('Shortens.');
    expect(await read(`ticket://${ticket}`)).toContain(ticket);
    expect(await read('board://')).toContain('shortener');
    await expect(read('spec://nobody')).rejects.toThrow(/no spec/);
    const prompt = await client.getPrompt({ name: 'work_ticket', arguments: { ticket } });
    expect(JSON.stringify(prompt.messages)).toContain(ticket);
  });
});
