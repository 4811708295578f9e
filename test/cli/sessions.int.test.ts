import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionsText } from '../../src/cli/commands/session-commands.ts';
import { joinByLink, readLink } from '../../src/cli/join-link.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { findable, runAndon } from './run-andon.ts';

describe('operating sessions from the command line', () => {
  let line: ServedLine;
  let url: string;
  let elsewhere: string;
  beforeEach(async () => {
    line = await servedLine();
    elsewhere = mkdtempSync(join(tmpdir(), 'andon-cli-'));
    url = await findable(line);
  });
  afterEach(async () => {
    await line.close();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  const andon = (home: string, ...args: string[]) =>
    runAndon(['--home', home, ...args], home, { ANDON_LOG_LEVEL: 'silent' });
  const here = (...args: string[]) => andon(line.directory, ...args);
  const register = async (name: string) => {
    const wish = { name, capabilities: ['builder'], slots: 1, agent: 'test', host: 'box' };
    await line.sessions.register(wish);
    await line.settled();
  };

  it('shows them with what they hold, drains, resumes and kicks one', async () => {
    expect((await here('sessions')).out).toContain('andon invite');
    await register('ada');
    const ticket = await line.openBuild();
    expect((await here('sessions')).out).toMatch(/^ada +busy +test +box +builder +1\/1 .*build shortener$/m);
    expect(JSON.parse((await here('sessions', '--json')).out).sessions).toMatchObject([{ name: 'ada' }]);
    expect((await here('drain', 'ada')).out).toContain('nothing new');
    expect(line.coordinator.session('ada')?.state).toBe('draining');
    expect((await here('drain', 'ada')).code).toBe(4);
    expect((await here('resume', 'ada')).code).toBe(0);
    expect(line.coordinator.session('ada')?.state).toBe('active');
    expect((await here('kick', 'ada', '--reason', 'enough')).out).toContain('open again');
    expect(line.coordinator.ticket(ticket)?.state).toBe('open');
    expect((await here('sessions')).out).not.toContain('ada');
    expect((await here('sessions', '--all')).out).toMatch(/^ada +gone/m);
    await expect(register('ada')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await here('resume', 'ada')).code).toBe(0);
    await register('ada');
    expect((await here('kick', 'nobody')).code).toBe(1);
  });

  it('prints the command to join with, which says all a worker elsewhere needs', async () => {
    const made = await here('invite', '--capabilities', 'builder,tester', '--expires', '2h');
    const link = /andon worker --join (\S+) --agent claude/.exec(made.out)?.[1] ?? '';
    expect(await joinByLink(link, { name: 'far' })).toEqual({
      url,
      token: link.split('#')[1],
      name: 'far',
      capabilities: ['builder', 'tester'],
    });
    const { invites } = JSON.parse((await here('invite', 'ls', '--json')).out);
    expect(invites).toMatchObject([{ state: 'open', uses: 1, expiresAt: invites[0].createdAt + 7_200_000 }]);
    expect((await here('invite', 'ls')).out).toMatch(/open +- +builder,tester +0\/1 /);
    expect((await here('invite', 'revoke', invites[0].id)).out).toContain('revoked');
    await expect(joinByLink(link, {})).rejects.toMatchObject({ code: 4 });
    const refused = await andon(elsewhere, 'worker', '--join', link, '--agent', 'reference');
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('not known')]);
    expect((await here('invite', '--expires', 'soon')).code).toBe(2);
  });

  it.each(['nonsense', 'http://host:8900', 'ftp://host#invite~a~b', 'http://host#a b'])(
    'takes %j for no link of an invite',
    (link) => {
      expect(() => readLink(link)).toThrow(/andon invite/);
    },
  );

  it('says what a session cannot do now, and why it rests', () => {
    const text = sessionsText(
      [
        {
          ...{ name: 'ada', agent: 'claude', host: '', capabilities: ['builder'], slots: 2, state: 'idle' },
          ...{ since: 0, builtIn: false, holding: [], done: 3, failed: 1 },
          parked: { until: 60_000, reason: 'usage limit\u001b[31m' },
          unavailable: [{ capability: 'builder', reason: 'nobody is logged in' }],
        },
      ],
      120_000,
    );
    expect(text).toContain('3/1');
    expect(text).toContain('parked until 1970-01-01T00:01:00.000Z: usage limit');
    expect(text).toContain('cannot builder now: nobody is logged in');
    expect(text).not.toContain('\u001b');
  });
});
