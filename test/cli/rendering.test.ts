import { describe, expect, it } from 'vitest';
import { statusText } from '../../src/cli/commands/status-command.ts';
import { serviceWhyText } from '../../src/cli/commands/why-command.ts';
import { age, textTable } from '../../src/cli/text-table.ts';
import type { ServiceView } from '../../src/contracts/board.ts';

const line = {
  paused: false,
  redis: 'up' as const,
  redisProblem: null,
  sandbox: 'bubblewrap',
  unsandboxed: false,
  catalog: null,
  incident: null,
  startedAt: 0,
};

const service: ServiceView = {
  id: 's1',
  name: 'shortener',
  phase: 'READY_FOR_BUILD',
  column: 'BUILD',
  state: 'build.awaiting',
  sentence: 'a build ticket is open',
  since: 0,
  paused: false,
  live: { state: 'healthy', health: 'healthy', uptime: 0.9994, reason: null },
  change: 2,
  attempt: 1,
  tests: { passed: 12, total: 15 },
  release: { commit: 'c'.repeat(40), url: 'http://localhost:8901/shortener/', version: '1.2.0' },
  reason: { code: 'no-session', text: 'nobody can build', ways: ['join a worker'] },
};

describe('what the command line prints', () => {
  it('shows a service with its phase, health, tests, age and reason', () => {
    const text = statusText({ line, services: [service], sessions: [] }, 125_000);
    expect(text.split('\n')[1]).toMatch(
      /^shortener +READY_FOR_BUILD +healthy 99\.9% 1\.2\.0 +- +12\/15 +2m +nobody can build$/,
    );
  });

  it('says first what concerns the whole line', () => {
    const troubled = { ...line, paused: true, redis: 'down' as const, unsandboxed: true };
    const text = statusText({ line: troubled, services: [], sessions: [] }, 0);
    expect(text).toMatch(/^The line is paused.*\nRedis is down.*\nWARNING/);
    const refusing = { ...troubled, redisProblem: 'Redis cannot be used (its memory is full)' };
    expect(statusText({ line: refusing, services: [], sessions: [] }, 0)).toContain('(its memory is full)');
    expect(text).toContain('write SERVICES/<name>/SPEC.md');
  });

  it('lets nothing reach the terminal that steers it', () => {
    const evil = { ...service, name: 'a\u001b]0;owned\u0007b', sentence: 'x\r\u001b[2Jy', reason: undefined };
    const { reason: _reason, ...plain } = evil;
    const text = statusText({ line, services: [plain], sessions: [] }, 0);
    for (const code of [0x1b, 0x07, 0x0d]) expect(text).not.toContain(String.fromCharCode(code));
    expect(text).toContain('ab');
  });

  it('explains a service with its reason, details and the ways on', () => {
    const text = serviceWhyText({
      service: 'shortener',
      state: 'spec.incomplete',
      sentence: 'the spec lacks something',
      reason: {
        code: 'spec',
        text: 'two sections are missing',
        ways: ['write them'],
        details: ['SPEC.md:1 a', 'SPEC.md:2 b'],
      },
      ticket: { ticket: 'tk-1', state: 'open', why: ['no session is an architect'] },
    });
    expect(text.split('\n')).toEqual([
      'shortener is in spec.incomplete: the spec lacks something',
      'two sections are missing',
      '  - SPEC.md:1 a',
      '  - SPEC.md:2 b',
      'Ways on:',
      '  - write them',
      'Ticket tk-1 is open.',
      '  - no session is an architect',
    ]);
  });

  it('explains who was given a ticket, who was not, what it asks and what was tried before', () => {
    const text = serviceWhyText({
      ...{
        service: 'shortener',
        state: 'build.working',
        sentence: 'A session is building it.',
        reason: null,
      },
      ticket: {
        ...{ ticket: 'tk-1', state: 'held', session: 's11', why: [] },
        card: {
          ...{ score: 1.25, parts: { success: 1, free: 0.25, affinity: 0 } },
          runnersUp: [{ session: 's12', score: 1.1 }],
          leftOut: ['s13 is silent'],
        },
        questions: [
          { id: 'q-1', ticket: 'tk-1', session: 's11', text: 'Which currency?', options: [], at: 1 },
        ],
        history: [
          {
            ...{ session: 's9', outcome: 'failed', reason: 'no tests', at: 1 },
            cost: { usd: 0.4, tokens: null, ms: 1, unknown: 0 },
          },
        ],
      },
    });
    expect(text.split('\n').slice(1)).toEqual([
      'Ticket tk-1 is held by s11.',
      's11 was chosen with 1.25: success 1, free 0.25.',
      '  - next best: s12 (1.1)',
      '  - s13 is silent',
      's11 asks (andon answer q-1): Which currency?',
      'Before:',
      '  - s9: failed for $0.40, no tests',
    ]);
  });

  it('pads columns to what is in them, and says spans in one unit', () => {
    expect(
      textTable(
        ['A', 'B'],
        [
          ['long', 'x'],
          ['s', 'y'],
        ],
      ),
    ).toBe('A     B\nlong  x\ns     y');
    expect([age(900), age(61_000), age(7_200_000), age(200_000_000)]).toEqual(['1s', '1m', '2h', '2d']);
  });
});
