import { describe, expect, it } from 'vitest';
import { workNow } from '../../src/sessions-file/current-work.ts';
import { entriesOf, entryOf, mergeEntries } from '../../src/sessions-file/file-session.ts';
import { readJson } from '../../src/sessions-file/json-text.ts';
import { presenceOf, staleMs } from '../../src/sessions-file/presence-of.ts';
import { timeOf } from '../../src/sessions-file/time-of.ts';

const at = Date.parse('2025-11-15T10:00:00Z');
const read = (document: unknown) => mergeEntries(entriesOf(document));

describe('a list of sessions', () => {
  it('is read as an object by number, as a list, and under "sessions"', () => {
    const entry = {
      session_id: 'session-11',
      number: 11,
      role: 'Builder',
      status: 'active',
      registered_at: '2025-11-15T10:00:00Z',
    };
    for (const document of [{ '11': entry }, [entry], { sessions: { '11': entry } }, { sessions: [entry] }]) {
      expect(read(document)).toMatchObject([{ name: 'session-11', active: true, work: null, heard: at }]);
    }
  });

  it('gives who names no capabilities those that its tools give by default, in the words of the line', () => {
    expect(read({ '3': { session_id: 'three', status: 'active' } })[0]?.capabilities).toEqual([
      'general-purpose',
      'builder',
      'fixer',
      'devops',
    ]);
    expect(
      read([{ session_id: 'a', capabilities: ['Build', 'testing', 'Code Review', 7, ''] }])[0]?.capabilities,
    ).toEqual(['builder', 'tester', 'code-review']);
    expect(read([{ session_id: 'a', capabilities: 'build, deploy' }])[0]?.capabilities).toEqual([
      'builder',
      'devops',
    ]);
  });

  it('names sessions so that Andon can, and takes free text for an id', () => {
    const names = read({
      '7': { session_id: 'Session #7 (Chief Architect)' },
      '8': {},
      '9': { session_id: '../..' },
    });
    expect(names.map(({ name }) => name)).toEqual(['Session-7-Chief-Architect', '8']);
  });

  it('passes over what is no session', () => {
    for (const document of [null, 7, 'text', [], {}, { '1': 'x', '2': null }])
      expect(read(document)).toEqual([]);
  });

  it('lies under the file of each session', () => {
    const list = entriesOf({
      '1': { session_id: 's1', status: 'active', registered_at: '2025-11-15T09:00:00Z' },
    });
    const own = entryOf(
      {
        session_id: 's1',
        status: 'idle',
        current_work: 'billing',
        capabilities: ['test'],
        last_heartbeat: '2025-11-15T10:00:00Z',
      },
      's1',
    );
    expect(mergeEntries([...list, ...(own ? [own] : [])])).toEqual([
      { id: 's1', name: 's1', capabilities: ['tester'], active: true, work: 'billing', heard: at },
    ]);
  });
});

describe('what a session works on', () => {
  it.each([null, undefined, '', 'none', 'Idle', '-', false, {}, 'COMPLETED: billing', 'done'])(
    'is nothing for %j',
    (value) => {
      expect(workNow(value)).toBeNull();
    },
  );

  it.each([
    ['billing service', 'billing service'],
    [{ project: 'billing', phase: 'BUILD', progress: '30%' }, 'billing'],
    [{ phase: 'BUILD', next_actions: [] }, 'BUILD'],
    [{ components_built: ['a'] }, 'something it does not name'],
    [['', 'two'], 'two'],
  ])('is told in one line for %j', (value, work) => {
    expect(workNow(value)).toBe(work);
  });

  it('is over when its object says so', () => {
    expect(workNow({ project: 'billing', status: 'completed' })).toBeNull();
    expect(workNow({ project: 'billing', progress: '100%' })).toBeNull();
  });
});

describe('who is there', () => {
  it('is whoever is active and was heard of within 120 minutes', () => {
    expect(presenceOf({ active: true, heard: at }, at + staleMs)).toEqual({ here: true });
    expect(presenceOf({ active: true, heard: at }, at + staleMs + 1)).toMatchObject({
      here: false,
      why: expect.stringContaining('120 minutes old'),
    });
    expect(presenceOf({ active: false, heard: at }, at)).toMatchObject({ here: false });
    expect(presenceOf({ active: true, heard: null }, at)).toMatchObject({
      why: expect.stringContaining('no sign of life'),
    });
  });

  it('is told by times in all the forms the files hold', () => {
    expect(timeOf('2025-11-15T10:00:00Z')).toBe(at);
    expect(timeOf(at)).toBe(at);
    expect(timeOf(at / 1_000)).toBe(at);
    const local = new Date(2025, 10, 15, 9, 30, 0).getTime();
    expect(timeOf('2025-11-15 09:30')).toBe(local);
    expect(timeOf('2025-11-15_09-30-00')).toBe(local);
    expect(timeOf('yesterday')).toBeUndefined();
  });
});

describe('broken JSON', () => {
  it('is named with its line', () => {
    expect(readJson('{\n  "a": 1,\n  "b": }\n')).toMatchObject({ ok: false, line: 3 });
    expect(readJson('{\n  "a": "two\nlines"\n}')).toMatchObject({ ok: false, line: 2 });
    expect(readJson('{\n "a": 1\n')).toMatchObject({ ok: false });
    expect(readJson('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });
});
