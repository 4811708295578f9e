import { describe, expect, it } from 'vitest';
import { Calls } from '../../web/src/line/calls.ts';
import { emptyBoard, receive } from '../../web/src/live/board-state.ts';
import { age } from '../../web/src/parts/age.ts';
import { wayOf } from '../../web/src/parts/way.ts';
import { blockOf, ScriptedLine, serviceState } from './scripted-line.ts';

function calls(line: ScriptedLine) {
  const views = line.views();
  const snapshot = { epoch: 'e', n: 0, seq: 0, line: views.line(), services: views.services(), sessions: [] };
  return new Calls().at(receive(emptyBoard, { type: 'snapshot', snapshot }).board);
}

describe('the words on the board', () => {
  it.each([
    [-5_000, '0 s'],
    [42_900, '42 s'],
    [3 * 60_000, '3 min'],
    [2 * 3_600_000 + 5 * 60_000, '2 h 5 min'],
    [4 * 86_400_000, '4 d'],
  ])('says %d ms as %s', (ms, words) => {
    expect(age(ms)).toBe(words);
  });

  it('offers commands to be copied, and only those', () => {
    expect(wayOf('andon env a KEY=…')).toEqual({ before: '', command: 'andon env a KEY=…', after: '' });
    expect(wayOf('run `andon why a` to see')).toEqual({
      before: 'run ',
      command: 'andon why a',
      after: ' to see',
    });
    expect(wayOf('Try again: andon retry a')).toEqual({
      before: 'Try again: ',
      command: 'andon retry a',
      after: '',
    });
    expect(wayOf('edit the spec').command).toBeNull();
  });

  it('calls for a person where nothing moves without one, the blocked first', () => {
    const line = new ScriptedLine();
    const problems = ['no Purpose'];
    const block = blockOf('No disk.');
    line.commit(
      serviceState('a', 'spec.incomplete', { spec: { hash: 'h', problems, secrets: [], services: [] } }),
      serviceState('b', 'blocked', { block }),
      serviceState('c', 'build.working'),
    );
    expect(calls(line).map(({ key }) => key)).toEqual(['id-b', 'id-a']);
  });

  it('calls when services run without a sandbox', () => {
    const line = new ScriptedLine();
    line.facts = { ...line.facts, unsandboxed: true, sandbox: 'Install bubblewrap.' };
    expect(calls(line)).toMatchObject([
      { key: 'unsandboxed', grave: true, text: expect.stringContaining('Install bubblewrap.') },
    ]);
  });
});
