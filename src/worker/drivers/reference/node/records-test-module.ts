/** `test/records.test.js`: what older data and lists come to. */
export const recordsTestModule = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterBy, inOrder, numberFrom, searchIn } from '../src/query.js';
import { changedRecord, checkRules, findRecord, newRecord, present } from '../src/records.js';

const thing = {
  name: 'things',
  singular: 'thing',
  key: 'code',
  fields: [
    { name: 'code', type: 'string', client: true, fill: 'code', codeLength: 5 },
    { name: 'title', type: 'string', client: true },
    { name: 'done', type: 'boolean', client: false, default: false },
    { name: 'size', type: 'integer', client: true },
    { name: 'hits', type: 'integer', client: false, fill: 'zero' },
    { name: 'createdAt', type: 'datetime', client: false, fill: 'created' },
    { name: 'updatedAt', type: 'datetime', client: false, fill: 'updated' },
  ],
  unique: [{ fields: ['title'], ignoreCase: true, status: 409 }],
  caps: [{ max: 2, per: 'size', status: 409 }],
  order: { field: 'size', descending: true },
};
const numbered = { ...thing, name: 'rows', key: 'id', fields: [{ name: 'id', type: 'integer', client: false, fill: 'id' }] };
const named = { ...numbered, fields: [{ name: 'id', type: 'string', client: false, fill: 'id' }] };
const now = () => new Date('2026-05-01T09:30:00.000Z');

function storeOf(records) {
  const taken = [...records];
  return { all: () => records, get: (_name, key) => records.find((one) => one.code === key) ?? taken.pop(), nextNumber: () => 7 };
}

test('a new record has what the client gave and what the service fills in', () => {
  const record = newRecord(storeOf([{ code: 'x' }]), thing, { code: null, title: 'a', size: 1 }, now);
  assert.match(record.code, /^[A-Za-z0-9]{5}$/);
  assert.equal(record.hits, 0);
  assert.equal(record.createdAt, '2026-05-01T09:30:00.000Z');
  assert.equal(newRecord(storeOf([]), thing, { code: 'mine' }, now).code, 'mine');
  assert.equal(newRecord(storeOf([]), numbered, {}, now).id, 7);
  assert.match(newRecord(storeOf([]), named, {}, now).id, /^[0-9a-f-]{36}$/);
});

test('a change keeps the rest and has its time', () => {
  const changed = changedRecord(thing, { code: 'a', title: 'old', size: 1 }, { title: 'new' }, now);
  assert.deepEqual(changed, { code: 'a', title: 'new', size: 1, updatedAt: '2026-05-01T09:30:00.000Z' });
});

test('rules over all records hold, and a record does not clash with itself', () => {
  const store = storeOf([{ code: 'a', title: 'One', size: 1 }, { code: 'b', title: null, size: 1 }]);
  assert.throws(() => checkRules(store, thing, { code: 'c', title: ' one', size: 2 }), /same title/);
  assert.throws(() => checkRules(store, thing, { code: 'c', title: 'two', size: 1 }), /already 2/);
  checkRules(store, thing, { code: 'a', title: 'One', size: 1 }, store.all()[0]);
  checkRules(store, thing, { code: 'c', title: null, size: 2 });
});

test('a record of an older version shows the defaults of what it lacks', () => {
  const shown = present(thing, { code: 'a' });
  assert.deepEqual(shown, { code: 'a', title: null, done: false, size: null, hits: 0, createdAt: null, updatedAt: null });
  assert.throws(() => findRecord({ get: () => undefined }, thing, 'zz'), /no thing with the code zz/);
});

test('lists are in order, filtered, searched and limited', () => {
  const rows = [{ title: 'One', size: 1, done: true }, { title: 'two', size: 3 }, { title: 'three', size: null }, { title: 'four', size: 3 }];
  assert.deepEqual(inOrder(thing, rows).map((row) => row.title), ['four', 'two', 'One', 'three']);
  assert.equal(inOrder({ order: null }, rows), rows);
  const query = (text) => new URLSearchParams(text);
  assert.equal(filterBy(thing, rows, query('done=true'), 'done').length, 1);
  assert.equal(filterBy(thing, rows, query('done=false'), 'done').length, 3);
  assert.equal(filterBy(thing, rows, query('size=3'), 'size').length, 2);
  assert.equal(filterBy(thing, rows, query('title=two'), 'title').length, 1);
  assert.equal(filterBy(thing, rows, query(''), 'title').length, 4);
  assert.throws(() => filterBy(thing, rows, query('done=maybe'), 'done'), /true or false/);
  assert.equal(searchIn(rows, query('q=ONE'), 'q', ['title']).length, 1);
  assert.equal(searchIn(rows, query(''), 'q', ['title']).length, 4);
  const limits = { standard: 20, min: 1, max: 100 };
  assert.equal(numberFrom(query(''), 'limit', limits), 20);
  assert.equal(numberFrom(query('limit=5'), 'limit', limits), 5);
  assert.throws(() => numberFrom(query('limit=101'), 'limit', limits), /from 1 to 100/);
});
`;
