/** `test/http.test.js`: what every endpoint has in common. */
export const httpTestModule = String.raw`import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpError, locationOf } from '../src/http.js';
import { routes } from '../src/routes.js';
import { asAnswer } from '../src/server.js';
import { withService } from '../testing/service.js';

const writing = routes.find((route) => route.method === 'POST' && !route.path.includes(':'));
const health = routes.find((route) => route.handler === 'health');

test('an unknown path is answered with 404 and JSON', () =>
  withService(async ({ call }) => {
    const answer = await call('GET', '/no/such/path/at/all');
    assert.equal(answer.status, 404);
    assert.match(answer.body.error, /no\/such/);
    assert.match(answer.headers['content-type'], /application\/json/);
  }));

test('a method a path does not have is answered with 405 and those it has', () =>
  withService(async ({ call }) => {
    const answer = await call('DELETE', health.path);
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow.includes('GET'), true);
  }));

test('HEAD is answered as GET without a body', () =>
  withService(async ({ call }) => {
    const answer = await call('HEAD', health.path);
    assert.equal(answer.status, 200);
    assert.equal(answer.body, undefined);
  }));

test('a path that is not well-formed is answered with 400 or 404', () =>
  withService(async ({ call }) => {
    const item = routes.find((route) => route.path.includes(':'));
    const answer = await call('GET', (item?.path ?? '/nothing').replace(/:\w+/, '%E0%A4%A'));
    assert.equal(answer.status, item ? 400 : 404);
  }));

test('a body that is not JSON, not an object, missing or too large is refused', () =>
  withService(async ({ raw }) => {
    if (!writing) return;
    assert.equal((await raw('POST', writing.path, '{ "half": ')).status, 400);
    assert.ok([400, 422].includes((await raw('POST', writing.path, '[1, 2]')).status));
    assert.ok([400, 422].includes((await raw('POST', writing.path)).status));
    assert.equal((await raw('POST', writing.path, JSON.stringify({ filler: 'x'.repeat(70_000) }))).status, 413);
  }));

test('what goes wrong inside is not told to the client', () => {
  assert.deepEqual(asAnswer(new HttpError(409, 'taken')).body, { error: 'taken' });
  const { error } = console;
  console.error = () => {};
  try {
    assert.equal(asAnswer(new Error('secret')).status, 500);
    assert.equal(JSON.stringify(asAnswer(new Error('secret'))).includes('secret'), false);
  } finally {
    console.error = error;
  }
});

test('a URL in a header holds only letters a header can', () => {
  assert.equal(locationOf('https://example.com/a?b=c#d'), 'https://example.com/a?b=c#d');
  assert.equal(locationOf('https://example.com/ä'), 'https://example.com/%C3%A4');
});
`;

/** `test/main.test.js`: the process itself. */
export const mainTestModule = String.raw`import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'service-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

async function start() {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ANDON_RELEASE: 'r-1' };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const line = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
  return { child, ended, port: /port (\d+)/.exec(line)[1] };
}

test('the process answers, and ends in order on SIGTERM', async () => {
  const { child, ended, port } = await start();
  const response = await fetch('http://127.0.0.1:' + port + '/health', { headers: { connection: 'close' } });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ok', release: 'r-1' });
  child.kill('SIGTERM');
  assert.deepEqual(await ended, { code: 0, signal: null });
});

test('the process starts again over the data of one that was killed', async () => {
  const first = await start();
  first.child.kill('SIGKILL');
  assert.equal((await first.ended).signal, 'SIGKILL');
  const second = await start();
  assert.equal((await fetch('http://127.0.0.1:' + second.port + '/health', { headers: { connection: 'close' } })).status, 200);
  second.child.kill('SIGTERM');
  assert.equal((await second.ended).code, 0);
});
`;

/** `test/store.test.js`: what is on disk, also after a crash. */
export const storeTestModule = String.raw`import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../src/store.js';

async function withDirectory(run) {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  const { error } = console;
  console.error = () => {};
  try {
    await run(directory, join(directory, 'log.jsonl'));
  } finally {
    console.error = error;
    rmSync(directory, { recursive: true, force: true });
  }
}

test('what was put is there again, what was removed is not, numbers go on', () =>
  withDirectory(async (directory) => {
    const store = openStore(directory);
    store.put('things', store.nextNumber('things'), { id: 1 });
    store.put('things', store.nextNumber('things'), { id: 2 });
    store.remove('things', 2);
    await store.flushed();
    const again = openStore(directory);
    assert.deepEqual(again.all('things'), [{ id: 1 }]);
    assert.equal(again.get('things', '2'), undefined);
    assert.equal(again.nextNumber('things'), 3);
    await again.close();
    await store.close();
  }));

test('a line cut off by a crash is set aside and the rest is read', () =>
  withDirectory(async (directory, log) => {
    const store = openStore(directory);
    store.put('things', 'a', { name: 'a' });
    await store.close();
    appendFileSync(log, 'null\n{"v":1,"op":"put","in":"things","key":"b","val');
    const again = openStore(directory);
    assert.deepEqual(again.all('things'), [{ name: 'a' }]);
    again.put('things', 'c', { name: 'c' });
    await again.close();
    assert.equal(existsSync(join(directory, 'log.damaged.jsonl')), true);
    const third = openStore(directory);
    assert.equal(third.all('things').length, 2);
    await third.close();
  }));

test('a long log is written anew, and says the same', () =>
  withDirectory(async (directory, log) => {
    const store = openStore(directory);
    store.nextNumber('things');
    for (let n = 0; n < 1100; n += 1) store.put('things', 'a', { n });
    await store.close();
    const again = openStore(directory);
    assert.deepEqual(again.all('things'), [{ n: 1099 }]);
    assert.equal(again.nextNumber('things'), 2);
    await again.close();
    assert.equal(readFileSync(log, 'utf8').split('\n').filter(Boolean).length, 3);
  }));

test('data of a newer version is refused', () =>
  withDirectory(async (directory, log) => {
    writeFileSync(log, '{"v":99,"op":"put","in":"things","key":"a","value":{}}\n');
    assert.throws(() => openStore(directory), /newer version/);
  }));

test('after a failed write nothing more is taken', () =>
  withDirectory(async (directory) => {
    const store = openStore(directory);
    await store.close();
    assert.throws(() => store.put('things', 'a', {}));
    assert.throws(() => store.put('things', 'b', {}));
    assert.deepEqual(store.all('things'), []);
  }));
`;

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
