import { describe, expect, it } from 'vitest';
import {
  defaultPermissions,
  optionAnswered,
  optionFor,
  ruleOn,
  toolKinds,
} from '../../../../src/worker/drivers/acp/permission-policy.ts';

const options = [
  { optionId: 'a', name: 'Always', kind: 'allow_always' },
  { optionId: 'o', name: 'This time', kind: 'allow_once' },
  { optionId: 'r', name: 'No, tell it otherwise', kind: 'reject_once' },
];

describe('what an agent may do', () => {
  it('is everything behind walls, and without them only what changes and runs nothing else', () => {
    for (const kind of toolKinds) expect(ruleOn(defaultPermissions(true), 'build', kind)).toBe('allow');
    const asked = toolKinds.filter((kind) => ruleOn(defaultPermissions(false), 'build', kind) === 'ask');
    expect(asked).toEqual(['delete', 'move', 'execute', 'fetch', 'other']);
  });

  it('may differ by the kind of the ticket; what is not named is asked', () => {
    const policy = { always: { execute: 'allow' }, byTicket: { deploy: { execute: 'deny' } } } as const;
    expect(ruleOn(policy, 'build', 'execute')).toBe('allow');
    expect(ruleOn(policy, 'deploy', 'execute')).toBe('deny');
    expect(ruleOn(policy, 'deploy', 'fetch')).toBe('ask');
  });

  it('is for a tool of a kind nobody knows, or of none, what it is for others', () => {
    const policy = { always: { other: 'deny' } } as const;
    for (const tool of ['teleport', 'constructor', undefined])
      expect(ruleOn(policy, 'build', tool)).toBe('deny');
  });

  it('is told for this once where that can be had, and by no option of the wrong kind', () => {
    expect(optionFor('allow', options)?.optionId).toBe('o');
    expect(optionFor('deny', options)?.optionId).toBe('r');
    expect(optionFor('allow', options.slice(0, 1))?.optionId).toBe('a');
    expect(optionFor('deny', options.slice(0, 2))).toBeUndefined();
  });

  it.each([
    ['this time', 'o'],
    [' A ', 'a'],
    ['3', 'r'],
    ['yes please', 'o'],
    ['No', 'r'],
    ['9', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('is answered by a person with "%s"', (answer, id) => {
    expect(optionAnswered(answer, options)?.optionId).toBe(id);
  });
});
