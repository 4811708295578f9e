import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/contracts/board.ts';
import { shownSessions } from '../../web/src/sessions/session-states.ts';

const session = (name: string, over: Partial<SessionView> = {}): SessionView => ({
  ...{ name, agent: 'claude', host: 'box', capabilities: ['builder'], slots: 1, state: 'idle', since: 0 },
  ...{ builtIn: false, holding: [], done: 0, failed: 0, ...over },
});

const all = [
  session('s10'),
  session('s9'),
  session('lost', { state: 'silent' }),
  session('mia', {
    state: 'busy',
    agent: 'person',
    holding: [{ ticket: 't1', service: 'quotes', kind: 'fix' }],
  }),
  session('old', { state: 'gone' }),
];
const named = (words: string, gone = false) => shownSessions(all, { words, gone }).map(({ name }) => name);

describe('the sessions that are shown', () => {
  it('are those that are here, what needs a look first, then by name as people count', () => {
    expect(named('')).toEqual(['lost', 'mia', 's9', 's10']);
    expect(named('', true).at(-1)).toBe('old');
  });

  it('are found by any of their words, and by all that were asked for', () => {
    expect(named('quotes')).toEqual(['mia']);
    expect(named('PERSON fix')).toEqual(['mia']);
    expect(named('claude fix')).toEqual([]);
  });
});
