import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../../src/verification/acceptance/examples.ts';
import { inputsOf, ruleOf } from '../../../src/verification/acceptance/find-rule.ts';

const read = (text: string) => exampleOf({ text, line: 7 });

describe('an example that a spec quotes', () => {
  it.each([
    [
      '`GET /add?a=2&b=3` returns 5',
      {
        method: 'GET',
        path: '/add',
        query: [
          ['a', '2'],
          ['b', '3'],
        ],
        status: null,
        value: 5,
      },
    ],
    ['`GET /add?a=2&b=3` returns 200 with `{"sum":5}`', { status: 200, value: { sum: 5 } }],
    [
      '`POST /sum` with `{"a":1,"b":2}` → 201 `{"total":3}`',
      { method: 'POST', body: { a: 1, b: 2 }, status: 201, value: { total: 3 } },
    ],
    ['GET /reverse?text=abc answers "cba".', { value: 'cba' }],
    ['`GET /divide?a=1&b=0` returns 400', { status: 400, value: undefined }],
    ['Returns `IV` for `GET /roman?number=4`', { path: '/roman', value: 'IV' }],
  ])('is read: %s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it.each([
    '`POST /links` with a taken code returns 409.',
    '`DELETE /links/1` returns 204, then `GET /links/1` returns 404.',
    '`GET /links/:code` returns 200.',
    '`GET /links?limit=` returns 200.',
    '`GET /count` returns 3 after three visits.',
    '`GET /secret` without a token returns 401.',
    'The list is sorted.',
  ])('is none where it hangs on a state or leaves open what is sent: %s', (text) => {
    expect(read(text)).toBeNull();
  });
});

const rule = (texts: readonly string[], place: string | null = null) => {
  const known = texts.flatMap((text) => {
    const example = read(text);
    return example ? [{ example, inputs: inputsOf(example, null) }] : [];
  });
  const found = ruleOf(known, place, texts[0] ?? '');
  return found && { name: found.rule.name, frame: found.frame };
};

describe('the rule from inputs to an answer', () => {
  it('is found where the words name it or two examples leave only one', () => {
    expect(rule(['`GET /add?a=2&b=3` returns 5'])?.name).toBe('sum');
    expect(rule(['`GET /f?a=2&b=3` returns 5', '`GET /f?a=10&b=4` returns 14'])?.name).toBe('sum');
    expect(rule(['`GET /reverse?text=abc` returns "cba"'])?.name).toBe('reverse');
    expect(rule(['`POST /sort` with `{"of":[3,1,2]}` returns `{"of":[1,2,3]}`'], 'of')?.name).toBe('sorted');
    expect(rule(['`GET /hello?name=Ada` returns "Hello, Ada!"'])).toEqual({
      name: 'echo',
      frame: ['Hello, ', '!'],
    });
  });

  it('is not guessed', () => {
    expect(rule(['`GET /f?a=2&b=3` returns 5'])).toBeNull();
    expect(rule(['`GET /f?a=2&b=2` returns 4', '`GET /f?a=0&b=0` returns 0'])).toBeNull();
    expect(rule(['`GET /lookup?city=Paris` returns "Paris is the capital of France"'])).toBeNull();
    expect(rule(['`GET /fee?minutes=90&day=1` returns 500'])).toBeNull();
  });
});
