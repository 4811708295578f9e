import { expect, it } from 'vitest';
import { afterOf, readAfter } from '../../machines/after.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { start, step } from '../../machines/step.ts';

const stamp = { at: 1, ref: '1' };
const fresh = () => start('service', { id: 's1', name: 'quotes', limits: defaultLimits }, stamp).snapshot;
const seen = { type: 'SpecSeen', spec: { hash: 'h1', problems: [], secrets: [], services: [] } };

it('says of a service both regions, its change and why that began', () => {
  expect(afterOf('service', fresh())).toBe('["spec.missing","none",0,null]');
  const { snapshot } = step('service', fresh(), seen, { at: 2, ref: '2' });
  expect(afterOf('service', snapshot)).toBe('["build.awaiting","none",1,"spec"]');
});

it('says of any other machine its state', () => {
  const { snapshot } = start('session', { name: 'ann' }, stamp);
  expect(afterOf('session', snapshot)).toBe(String(snapshot.value));
  expect(readAfter(String(snapshot.value))).toBeNull();
});

it('is read back as it was written', () => {
  expect(readAfter(afterOf('service', fresh()))).toEqual({
    line: 'spec.missing',
    live: 'none',
    change: 0,
    cause: null,
  });
  expect(readAfter('["build.working","missing",3,"incident"]')).toEqual({
    line: 'build.working',
    live: 'missing',
    change: 3,
    cause: 'incident',
  });
});

it('is nothing where nothing was kept, or something else', () => {
  for (const text of [null, 'open', '[]', '["a"]', '[1,2,3,4]']) expect(readAfter(text)).toBeNull();
});
