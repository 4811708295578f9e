import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { findable, runAndon } from './run-andon.ts';

describe('the commands of the hub', () => {
  let line: ServedLine;
  let place: string;
  beforeEach(async () => {
    place = mkdtempSync(join(tmpdir(), 'andon-cli-'));
    line = await servedLine();
    await findable(line);
  });
  afterEach(async () => {
    await line.close();
    rmSync(place, { recursive: true, force: true });
  });

  const andon = (...args: string[]) => runAndon(['--home', line.directory, ...args], place);

  it('send and show messages, as text that is safe for a terminal and as JSON', async () => {
    expect((await andon('send', 'broadcast', 'stop', 'all of you')).out).toContain('Sent to all');
    line.hub.send('ada', {
      to: 'operator',
      type: 'error',
      subject: 'help\u001b[2J',
      body: 'a\nb',
      priority: 'high',
    });
    const { out } = await andon('messages');
    expect(out).toMatch(/ada → operator \[error\] help\n {4}a\n {4}b/);
    expect(out).not.toContain('\u001b');
    expect(JSON.parse((await andon('messages', '--for', 'bea', '--json')).out)).toMatchObject({ unread: 1 });
    await andon('messages', '--for', 'bea', '--mark-read');
    expect((await andon('messages', '--for', 'bea', '--unread')).out).toBe('No messages.\n');
    expect((await andon('send', 'no/name', 's', 't')).code).toBe(2);
  });

  it('take, show and break locks', async () => {
    line.hub.lock('ada', { scope: 'config', seconds: 60, reason: 'migrating' });
    expect((await andon('lock', 'ls')).out).toMatch(/^config +ada +1 .*migrating$/m);
    expect(await andon('lock', 'take', 'config')).toMatchObject({
      code: 4,
      err: expect.stringContaining('ada'),
    });
    expect((await andon('lock', 'break', 'config')).code).toBe(0);
    expect((await andon('lock', 'take', 'config', '--seconds', '5')).out).toContain('fence 2');
    expect(JSON.parse((await andon('lock', 'ls', '--json')).out).locks).toMatchObject([
      { owner: 'operator' },
    ]);
    expect((await andon('lock', 'break', 'nothing')).code).toBe(1);
  });

  it('show what sessions ask, and answer it', async () => {
    expect((await andon('questions')).out).toBe('Nobody asks anything.\n');
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
    const { question } = await line.sessions.ask('ada', ticket, {
      token: 1,
      text: 'Which port?',
      options: ['80', '81'],
    });
    expect((await andon('questions')).out).toMatch(
      /ada on shortener.*\n {4}Which port\?\n {4}- 80\n {4}- 81/,
    );
    expect(JSON.parse((await andon('questions', '--json')).out).questions).toMatchObject([{ id: question }]);
    expect((await andon('answer', question, '80')).out).toBe('Answered.\n');
    expect((await andon('answer', question, '81')).code).toBe(4);
    expect((await andon('answer', 'q-x-1-00000000', '81')).code).toBe(1);
  });
});
