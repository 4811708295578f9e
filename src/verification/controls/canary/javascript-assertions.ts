/** Calls that must fail, by the method of `node:assert` or chai's `assert`; `$` is the function. */
const assertCalls: Readonly<Record<string, string>> = {
  ok: '$(false)',
  equal: '$(1, 2)',
  strictEqual: '$(1, 2)',
  deepEqual: '$([1], [2])',
  deepStrictEqual: '$([1], [2])',
  partialDeepStrictEqual: '$({ a: 1 }, { a: 2 })',
  notEqual: '$(1, 1)',
  notStrictEqual: '$(1, 1)',
  notDeepEqual: '$([1], [1])',
  notDeepStrictEqual: '$([1], [1])',
  match: "$('a', /b/)",
  doesNotMatch: "$('a', /a/)",
  throws: '$(() => {})',
  rejects: '$(async () => {})',
  doesNotThrow: "$(() => { throw new Error('canary'); })",
  doesNotReject: "$(async () => { throw new Error('canary'); })",
  ifError: "$(new Error('canary'))",
  fail: "$('canary')",
  isTrue: '$(false)',
  isFalse: '$(true)',
  isOk: '$(false)',
  isNull: '$(1)',
  isArray: '$(1)',
  include: "$('a', 'b')",
  lengthOf: '$([1], 2)',
};

/** What follows `expect(…)` of Vitest and Jest and must fail. */
const expectCalls: Readonly<Record<string, readonly [actual: string, matcher: string]>> = {
  toBe: ['1', 'toBe(2)'],
  toEqual: ['[1]', 'toEqual([2])'],
  toStrictEqual: ['[1]', 'toStrictEqual([2])'],
  toMatchObject: ['{ a: 1 }', 'toMatchObject({ a: 2 })'],
  toBeTruthy: ['false', 'toBeTruthy()'],
  toBeFalsy: ['true', 'toBeFalsy()'],
  toBeDefined: ['undefined', 'toBeDefined()'],
  toBeUndefined: ['1', 'toBeUndefined()'],
  toBeNull: ['1', 'toBeNull()'],
  toContain: ['[1]', 'toContain(2)'],
  toContainEqual: ['[1]', 'toContainEqual(2)'],
  toHaveLength: ['[1]', 'toHaveLength(2)'],
  toHaveProperty: ['{}', "toHaveProperty('a')"],
  toMatch: ["'a'", 'toMatch(/b/)'],
  toThrow: ['() => {}', 'toThrow()'],
  toBeGreaterThan: ['1', 'toBeGreaterThan(2)'],
  toBeGreaterThanOrEqual: ['1', 'toBeGreaterThanOrEqual(2)'],
  toBeLessThan: ['2', 'toBeLessThan(1)'],
  toBeLessThanOrEqual: ['2', 'toBeLessThanOrEqual(1)'],
  toBeInstanceOf: ['1', 'toBeInstanceOf(Error)'],
  toBeCloseTo: ['1', 'toBeCloseTo(2)'],
};

/** The failing call of an assertion function by its name; `callee` is how it is reached. Undefined for one that is not known. */
export function failingAssert(method: string, callee: string): string | undefined {
  const call = Object.hasOwn(assertCalls, method) ? assertCalls[method] : undefined;
  return call?.replace('$', callee);
}

/** The failing call of a matcher of `expect`; chai's chains by `to.equal`. Undefined for one that is not known. */
export function failingExpect(matcher: string, callee: string): string | undefined {
  if (matcher === 'to' || matcher === 'eq') return `${callee}(1).to.equal(2)`;
  const call = Object.hasOwn(expectCalls, matcher) ? expectCalls[matcher] : undefined;
  return call && `${callee}(${call[0]}).${call[1]}`;
}
