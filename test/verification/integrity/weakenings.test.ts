import { describe, expect, it } from 'vitest';
import { difference, spec } from './suites.ts';

const head = `
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import request from 'supertest';
import { app, total, items } from '../src/main.js';
`;
const file = (body: string) => ({ 'test/shop.test.js': head + body });
const base = `
test('adds the tax to a total', () => {
  assert.equal(total([10, 20], 0.1), 33);
  assert.equal(total([], 0.1), 0);
});
test('lists items', async () => {
  const res = await request(app).get('/items');
  assert.equal(res.status, 200);
  assert.deepEqual(res.body, [{ id: 1, name: 'pen' }]);
});
test('refuses an empty name', async () => {
  const res = await request(app).post('/items').send({ name: '' });
  assert.equal(res.status, 400);
});
`;
const without = (title: string) => base.replace(new RegExp(`test\\('${title}'[\\s\\S]*?\\n\\}\\);\\n`), '');
const swap = (from: string, to: string) => {
  expect(base).toContain(from);
  return base.replace(from, to);
};

describe('a suite that says less', () => {
  it.each([
    [
      'a test is gone',
      without('refuses an empty name'),
      /"refuses an empty name": a test with 1 assertion, it is gone/,
    ],
    ['every test is gone', '', /"adds the tax/],
    ['a test is skipped', swap("test('lists", "test.skip('lists"), /it ran, it is skipped/],
    [
      'a test is skipped by option',
      swap("items', async", "items', { skip: true }, async"),
      /switched off by `skip`/,
    ],
    ['a test is only planned', swap("test('lists", "test.todo('lists"), /only planned/],
    ['one test keeps the others out', swap("test('lists", "test.only('lists"), /`only`/],
    [
      'a test returns at its start',
      swap('10, 20', '10, 20').replace("total', () => {", "total', () => {\n  return;"),
      /returns before/,
    ],
    [
      'a test returns where CI is set',
      base.replace("total', () => {", "total', () => {\n  if (process.env.CI) return;"),
      /returns early when process\.env\.CI/,
    ],
    [
      'a test skips itself',
      base.replace("items', async () => {", "items', async (t) => {\n  t.skip();"),
      /skipped while it runs/,
    ],
    [
      'an assertion is gone',
      swap('  assert.equal(total([], 0.1), 0);\n', ''),
      /`assert\.equal\(total\(\[\],0\.1\),0\)`, it is not asserted/,
    ],
    [
      'a value becomes a truth',
      swap('assert.equal(res.status, 200)', 'assert.ok(res.status)'),
      /which says less/,
    ],
    [
      'a value becomes a type',
      swap('assert.equal(total([10, 20], 0.1), 33)', "assert.equal(typeof total([10, 20], 0.1), 'number')"),
      /which says less/,
    ],
    ['a value becomes itself', swap('total([10, 20], 0.1), 33', '33, 33'), /not asserted/],
    [
      'a value becomes a choice',
      swap('assert.equal(res.status, 400)', 'assert.ok([200, 201, 400, 500].includes(res.status))'),
      /./,
    ],
    [
      'a value becomes one of two',
      swap('assert.equal(res.status, 400)', 'assert.ok(res.status === 400 || res.status === 500)'),
      /./,
    ],
    [
      'a value gets a wide margin',
      swap('assert.equal(total([10, 20], 0.1), 33)', 'assert.ok(Math.abs(total([10, 20], 0.1) - 33) < 50)'),
      /wider|says less/,
    ],
    [
      'assertions are swallowed',
      swap('  assert.equal(res.status, 400);', '  try { assert.equal(res.status, 400); } catch {}'),
      /caught and goes nowhere/,
    ],
    [
      'an assertion becomes conditional',
      swap('  assert.equal(res.status, 400);', '  if (res.ok) assert.equal(res.status, 400);'),
      /only when `res\.ok`/,
    ],
  ])('is seen where %s', (_name, after, reason) => {
    const said = difference(file(base), file(after));
    expect(said.join('\n')).toMatch(reason);
    expect(said[0]).toMatch(/^BUILD\/test\/shop\.test\.js:\d+ "/);
  });

  it('is seen in expect chains too', () => {
    const before = file(`
      it('totals', () => { expect(total([1], 0)).toBe(5); expect(total([2], 0)).toBeCloseTo(0.3, 5); });
      it('throws', () => { expect(() => total(null)).toThrow('no prices'); });`);
    const said = (from: string, to: string) => {
      const [path, text] = Object.entries(before)[0] ?? ['', ''];
      return difference(before, { [path]: text.replace(from, to) });
    };
    expect(said('toBe(5)', 'toBeDefined()')).toEqual([expect.stringContaining('which says less')]);
    expect(said('0.3, 5', '0.3, 0')).toEqual([expect.stringContaining('which is wider')]);
    expect(said("toThrow('no prices')", 'toBeInstanceOf(Function)')).toEqual([
      expect.stringContaining('says less'),
    ]);
    expect(said('toBe(5)', 'toEqual(expect.anything())')).toEqual([expect.stringContaining('says less')]);
  });

  it('is seen in tables, loops, thresholds, snapshots and whole groups', () => {
    const table = (rows: string) =>
      file(`test.each([${rows}])('adds %i', (a, b, c) => assert.equal(total([a, b]), c));`);
    expect(difference(table('[1, 2, 3], [4, 5, 9], [6, 7, 13]'), table('[1, 2, 3]'))).toEqual([
      expect.stringContaining('it had 3 cases, it has 1'),
    ]);
    const loop = (rows: string) =>
      file(`test('adds', () => { for (const [a, b] of [${rows}]) assert.equal(total([a]), b); });`);
    expect(difference(loop('[1, 1], [2, 2], [3, 3]'), loop(''))).toHaveLength(1);
    const group = file(
      `describe('totals', () => { it('a', () => assert.equal(total([1]), 1)); it('b', () => assert.equal(total([2]), 2)); });`,
    );
    expect(
      difference(
        group,
        file(Object.values(group)[0]?.replace(head, '').replace('describe(', 'describe.skip(') ?? ''),
      ),
    ).toHaveLength(2);
    const limits = (lines: number) => ({
      'vitest.config.ts': `export default { test: { coverage: { thresholds: { lines: ${lines} } } } };`,
    });
    expect(difference(limits(90), limits(50))).toEqual([
      'BUILD/vitest.config.ts: the threshold lines was 90, it is 50',
    ]);
    const snap = (value: string) => ({
      'test/__snapshots__/a.test.js.snap': `exports[\`renders 1\`] = \`\n"${value}"\n\`;\n`,
    });
    expect(difference(snap('right'), snap('wrong'))).toEqual([expect.stringContaining('it was made anew')]);
    expect(difference(snap('right'), snap('wrong'), { repaired: true })).toEqual([]);
  });

  it('is seen where a helper is emptied', () => {
    const helper = (body: string) => ({
      'test/helpers.js': `import assert from 'node:assert'; export function isOk(res, status) { ${body} }`,
      ...file("test('lists', async () => { isOk(await request(app).get('/items'), 200); });"),
    });
    expect(difference(helper('assert.equal(res.status, status);'), helper(''))).toHaveLength(1);
    expect(difference(helper('assert.equal(res.status, status);'), helper('assert.ok(res);'))).toHaveLength(
      1,
    );
  });

  it('is not excused by a new test about something else, nor by one that takes in less', () => {
    const padded = `${without('refuses an empty name')}\ntest('says hello', () => { assert.equal(hello('x'), 'hello x'); assert.equal(hello('y'), 'hello y'); });`;
    expect(difference(file(base), file(padded))).toHaveLength(1);
    const few = (n: number) =>
      Array.from(
        { length: n },
        (_, i) => `test('case ${i}', () => { assert.equal(total([${i}]), ${i}); });`,
      ).join('\n');
    const grown = without('refuses an empty name').replace(
      'total([], 0.1), 0);',
      'total([], 0.1), 0); assert.equal(total([7]), 7); assert.equal(total([8]), 8);',
    );
    expect(difference(file(base), file(grown))).toHaveLength(1);
    expect(difference(file(few(6)), file(few(1))).length).toBeGreaterThanOrEqual(4);
  });

  it('is seen where rows are exchanged, and where a value that the spec says is no more expected', () => {
    const table = (rows: string) =>
      file(`test.each([${rows}])('refuses %s', (name) => { assert.throws(() => total(name)); });`);
    const said = difference(table("'one', 'two', 'three', 'four'"), table("'five', 'six', 'seven', 'eight'"));
    expect(said).toEqual([expect.stringContaining('others stand in their place')]);
    const fee = (cents: number) =>
      file(`test('tells the fee of parking', () => { assert.equal(fee(90), ${cents}); });`);
    const now = `${spec}- The fee of parking for 90 minutes is 500 cents.\n`;
    expect(difference(fee(500), fee(250), { base: now, now })).toEqual([
      expect.stringContaining('the spec still says'),
    ]);
    expect(difference(fee(250), fee(500), { base: now, now })).toEqual([]);
  });

  it('is not excused by a spec that only changed elsewhere', () => {
    const now = spec.replace('- Reports are exported as CSV.\n', '');
    expect(difference(file(base), file(without('refuses an empty name')), { now })).toHaveLength(1);
  });
});

describe('a suite that says the same', () => {
  const honest = (after: Record<string, string>, specs = {}) =>
    expect(difference(file(base), after, specs)).toEqual([]);

  it.each([
    ['nothing changed', base],
    ['a test was added', `${base}\ntest('more', () => assert.equal(total([1], 0), 1));`],
    ['a title was corrected', swap('refuses an empty name', 'refuses an empty name with 400')],
    ['a message was corrected', swap('total([], 0.1), 0)', "total([], 0.1), 0, 'nothing costs nothing')")],
    ['an expected value was corrected', swap('0.1), 33', '0.1), 34')],
    [
      'another name was given to a variable',
      base.replaceAll('res.', 'response.').replaceAll('const res ', 'const response '),
    ],
    ['tests were put into groups', `describe('the shop', () => {${base}});`],
    [
      'tests were sorted',
      base
        .split(/(?=\ntest)/)
        .reverse()
        .join('\n'),
    ],
    [
      'code was formatted',
      base.replaceAll("'", '"').replaceAll(', ', ',  ').replaceAll('  assert', '      assert'),
    ],
    [
      'another assertion style was taken',
      base.replaceAll(
        /assert\.(?:deepE|e)qual\(([^;]*), ([^,;]*|\[\{[^;]*\}\])\);/g,
        'expect($1).toEqual($2);',
      ),
    ],
    [
      'a stronger assertion was taken',
      swap(
        'assert.equal(res.status, 400)',
        'assert.strictEqual(res.status, 400); assert.match(res.body.error, /name/)',
      ),
    ],
    [
      'two assertions became one',
      swap(
        "assert.equal(res.status, 200);\n  assert.deepEqual(res.body, [{ id: 1, name: 'pen' }]);",
        "assert.deepEqual({ status: res.status, body: res.body }, { status: 200, body: [{ id: 1, name: 'pen' }] });",
      ),
    ],
    [
      'a test was split in two',
      swap(
        'assert.equal(total([10, 20], 0.1), 33);\n',
        "assert.equal(total([10, 20], 0.1), 33);\n});\ntest('has no tax on nothing', () => {\n",
      ),
    ],
    [
      'two tests became one',
      `${without('lists items').replace(/test\('refuses[\s\S]*$/, '')}\ntest('lists and adds', async () => {
      const res = await request(app).get('/items');
      assert.equal(res.status, 200);
      assert.deepEqual(res.body, [{ id: 1, name: 'pen' }]);
      const refused = await request(app).post('/items').send({ name: '' });
      assert.equal(refused.status, 400);
    });`,
    ],
    [
      'assertions went into a helper',
      `async function answers(promise, status) { const res = await promise; assert.equal(res.status, status); return res; }\n${base
        .replace(
          "const res = await request(app).post('/items').send({ name: '' });\n  assert.equal(res.status, 400);",
          "await answers(request(app).post('/items').send({ name: '' }), 400);",
        )
        .replace(
          "const res = await request(app).get('/items');\n  assert.equal(res.status, 200);",
          "const res = await answers(request(app).get('/items'), 200);",
        )}`,
    ],
  ])('where %s', (_name, after) => honest(file(after)));

  it('where a file was renamed, moved, split or merged', () => {
    honest({ 'tests/http/shop.spec.js': head + base });
    const parts = base.split(/(?=\ntest)/);
    honest({ 'test/a.test.js': head + parts[0], 'test/b.test.js': head + parts[1] + parts[2] });
    const two = { 'test/a.test.js': head + parts[0], 'test/b.test.js': head + parts[1] + parts[2] };
    expect(difference(two, file(base))).toEqual([]);
  });

  it('where tests became a table with no fewer rows', () => {
    const single = `
      test('adds 1 and 2', () => { assert.equal(total([1, 2]), 3); });
      test('adds 3 and 4', () => { assert.equal(total([3, 4]), 7); });
      test('adds nothing', () => { assert.equal(total([]), 0); });`;
    const each =
      "test.each([[[1, 2], 3], [[3, 4], 7], [[], 0]])('adds %j', (prices, sum) => { assert.equal(total(prices), sum); });";
    const named =
      "const cases = [[[1, 2], 3], [[3, 4], 7], [[], 0]];\nfor (const [prices, sum] of cases) test('adds ' + prices, () => assert.equal(total(prices), sum));";
    const inside =
      "test('adds', () => { for (const [prices, sum] of [[[1, 2], 3], [[3, 4], 7], [[], 0]]) assert.equal(total(prices), sum); });";
    for (const table of [each, named, inside]) expect(difference(file(single), file(table))).toEqual([]);
  });

  it('where the spec asks for less, or for something else', () => {
    const more = `${base}\ntest('exports a report as CSV', () => { assert.equal(csv(items), 'id,name'); });
      test('deletes an item', async () => { const res = await request(app).delete('/items/1'); assert.equal(res.status, 204); });`;
    const now = spec
      .replace('- Reports are exported as CSV.\n', '')
      .replace('- `DELETE /items/{id}` answers 204\n', '');
    expect(difference(file(more), file(base), { now })).toEqual([]);
    expect(difference(file(more), file(base))).toHaveLength(2);
    const wrong = `${base}\ntest('adds an item', async () => { const res = await request(app).post('/items').send({ name: 'pen' }); assert.equal(res.status, 200); });`;
    expect(difference(file(wrong), file(base), { base: null })).toEqual([]);
  });

  it('where a test that said nothing is gone, or one that bent the checks', () => {
    const empty = `${base}\ntest.skip('later', () => { assert.equal(total([9]), 9); });\ntest('nothing', () => {});`;
    expect(difference(file(empty), file(base))).toEqual([]);
    const bent = `${base}\ntest('leaves', () => { assert.equal(total([9]), 9); process.exit(0); });`;
    expect(difference(file(bent), file(base))).toEqual([]);
  });

  it('where a snapshot gained a field, or the spec asks for what it holds', () => {
    const snap = (value: string) => ({
      'test/__snapshots__/a.test.js.snap': `exports[\`renders 1\`] = \`\n{\n  "name": "pen",\n${value}}\n\`;\n`,
    });
    expect(difference(snap(''), snap('  "price": 3,\n'))).toEqual([]);
    const now = `${spec}- Items have a colour.\n`;
    expect(difference(snap('  "a": 1,\n'), snap('  "colour": 1,\n'), { now })).toEqual([]);
  });

  it('where a runner was changed with the limits kept', () => {
    const before = { 'package.json': '{ "jest": { "coverageThreshold": { "global": { "lines": 85 } } } }' };
    const after = {
      'vitest.config.ts': 'export default { test: { coverage: { thresholds: { lines: 85 } } } };',
    };
    expect(difference(before, after)).toEqual([]);
  });
});
