/** `test/validation.test.js`: every kind of field and rule. */
export function validationTestModule(invalid: number): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf, readFields } from '../src/validation.js';

const cases = [
  [{ type: 'string' }, 'text', 42],
  [{ type: 'string', minLength: 2, maxLength: 4 }, 'abc', 'a'],
  [{ type: 'string', minLength: 2, maxLength: 4 }, 'äöü', 'abcde'],
  [{ type: 'string', minLength: 1 }, 'a', '   '],
  [{ type: 'string', pattern: '^[a-z]+$' }, 'abc', 'ABC'],
  [{ type: 'string', oneOf: ['low', 'high'] }, 'low', 'middle'],
  [{ type: 'integer', min: 1, max: 5 }, 5, 6],
  [{ type: 'integer', min: 1, max: 5 }, 1, 0],
  [{ type: 'integer' }, 3, 3.5],
  [{ type: 'number', above: 0 }, 0.5, 0],
  [{ type: 'number' }, 3.5, '3.5'],
  [{ type: 'boolean' }, false, 'false'],
  [{ type: 'url' }, 'https://example.com/a', 'example.com'],
  [{ type: 'url' }, 'http://example.com', 'ftp://example.com/a b'],
  [{ type: 'url' }, 'http://example.com', 'javascript:alert(1)'],
  [{ type: 'email' }, 'ada@example.com', 'ada'],
  [{ type: 'date' }, '2028-02-29', '2027-02-29'],
  [{ type: 'date' }, '2026-05-01', '1 May'],
  [{ type: 'datetime' }, '2026-05-01T09:30:00Z', 'noon'],
  [{ type: 'strings' }, ['a', 'b'], ['a', 1]],
  [{ type: 'object' }, { a: 1 }, [1]],
];

for (const [field, good, bad] of cases) {
  test('a field ' + JSON.stringify(field) + ' takes ' + JSON.stringify(good) + ' and refuses ' + JSON.stringify(bad), () => {
    assert.equal(problemOf(field, good), null);
    assert.match(problemOf(field, bad), /^must /);
  });
}

const thing = {
  singular: 'thing',
  refuseUnknown: true,
  fields: [
    { name: 'id', type: 'string', client: false },
    { name: 'title', type: 'string', client: true, required: true },
    { name: 'size', type: 'integer', client: true, required: false, default: 3 },
    { name: 'note', type: 'string', client: true, required: false },
  ],
};

test('what is left out gets its default, what is unknown is refused, and all of it is said at once', () => {
  assert.deepEqual(readFields(thing, { title: 'a' }), { title: 'a', size: 3, note: null });
  assert.deepEqual(readFields(thing, { note: null }, { partial: true }), { note: null });
  assert.throws(
    () => readFields(thing, { size: 'big', other: 1 }),
    (error) => error.status === ${'STATUS'} && error.details.length === 3,
  );
  assert.throws(() => readFields(thing, []), /JSON object/);
});
`.replace('STATUS', String(invalid));
}
