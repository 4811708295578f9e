/** Honest services on Node that the cases spoil. */
import type { CorpusFiles } from '../../corpus-case.ts';
import { code, edit, md } from './text.ts';

export type Sample = { readonly spec: string; readonly build: CorpusFiles };

export const packageJson = (name: string, more: Record<string, unknown> = {}): string =>
  `${JSON.stringify(
    {
      name,
      version: '1.0.0',
      private: true,
      type: 'module',
      scripts: { start: 'node src/main.js', test: 'node --test' },
      engines: { node: '>=20' },
      ...more,
    },
    undefined,
    2,
  )}\n`;

const httpJs = code`
import { createServer } from 'node:http';

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const read = async (request) => {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 100000) throw new Refused(413, 'body is too large');
  }
  if (text === '') return {};
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(400, 'body must be JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refused(400, 'body must be a JSON object');
  }
  return body;
};

export const serve = (routes) =>
  createServer(async (request, response) => {
    const send = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    try {
      const url = new URL(request.url, 'http://localhost');
      for (const [method, pattern, handle] of routes) {
        const match = pattern.exec(url.pathname);
        if (match && method === request.method) {
          const [status, body] = handle({ id: match[1], query: url.searchParams, body: await read(request) });
          return send(status, body);
        }
      }
      throw new Refused(404, 'not found');
    } catch (error) {
      send(error.status ?? 500, { error: error.status ? error.message : 'internal error' });
    }
  });
`;

const diskJs = code`
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Disk {
  constructor(dir, name) {
    mkdirSync(dir, { recursive: true });
    this.file = join(dir, name);
  }

  load(empty) {
    return existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : empty;
  }

  save(state) {
    writeFileSync(this.file + '.new', JSON.stringify(state));
    renameSync(this.file + '.new', this.file);
  }
}
`;

const mainJs = code`
import { createApp } from './app.js';

const server = createApp(process.env.DATA_DIR ?? './data');
server.listen(Number(process.env.PORT ?? 3000), () => console.log('listening'));
process.on('SIGTERM', () => server.close());
`;

/** A client of a service that listens in the same process. */
export const clientJs = code`
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';

export const freshDir = () => mkdtempSync(join(tmpdir(), 'data-'));

export const start = async (t, dir = freshDir()) => {
  const server = createApp(dir);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => new Promise((done) => server.close(done));
  t.after(() => server.closeAllConnections());
  t.after(stop);
  const call = async (method, path, body) => {
    const response = await fetch('http://127.0.0.1:' + server.address().port + path, {
      method,
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { call, stop, dir };
};
`;

const importOfClient = "import { start } from './support/client.js';\n";
const clientInline = clientJs.replace('../../src', '../src').replaceAll('export const', 'const');

/** The client stands in each test file that uses it. */
const inline = (files: CorpusFiles): CorpusFiles =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      typeof text === 'string' ? text.replace(importOfClient, () => clientInline) : text,
    ]),
  );

/** The client stands in `test/support/client.js`, or what a case puts there. */
export const shared = (files: CorpusFiles, client = clientJs): CorpusFiles => ({
  ...Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      typeof text === 'string' ? text.replace(clientInline, () => importOfClient) : text,
    ]),
  ),
  'test/support/client.js': client,
});

const common = (name: string): CorpusFiles => ({
  'package.json': packageJson(name),
  Dockerfile: code`
FROM node:20-alpine
WORKDIR /app
COPY . .
USER node
EXPOSE 3000
HEALTHCHECK CMD wget -qO- http://127.0.0.1:3000/health || exit 1
CMD ["node", "src/main.js"]
`,
  '.env.example': 'PORT=3000\nDATA_DIR=./data\n',
  'src/http.js': httpJs,
  'src/main.js': mainJs,
});

/* Bookmarks: no address twice, and it survives a restart. */

export const bookmarks: Sample = {
  spec: md`
# Bookmarks

## Purpose

A team collects the pages it wants to find again, each of them once.

## Requirements

- ~url~ is required, an http or https URL of at most 2000 characters.
- ~title~ is required, 1 to 120 characters.
- A bookmark with a ~url~ that is already stored is refused with 409, ignoring a slash at its end.
- Invalid input is refused with 400 and JSON with an ~error~ that says what is wrong.
- The list shows the newest first.
- Bookmarks survive a restart.

## API Specs

- ~POST /bookmarks~ – store a bookmark: ~url~, ~title~ → 201
- ~GET /bookmarks~ – list the bookmarks → 200
- ~GET /bookmarks/{id}~ – read one bookmark → 200, or 404 for an unknown bookmark
- ~DELETE /bookmarks/{id}~ – delete a bookmark → 204, or 404 for an unknown bookmark
- ~GET /health~ – health check → 200

A bookmark looks like this:

~~~json
{ "id": 1, "url": "https://example.com/plan", "title": "The plan", "createdAt": "2026-05-01T09:30:00.000Z" }
~~~

## Dependencies

None. Node 20 is enough.

## Success Criteria

- ~POST /bookmarks~ with valid input returns 201 and the bookmark.
- ~POST /bookmarks~ without ~title~ returns 400.
- The same ~url~ twice is refused with 409.
- A deleted bookmark is answered with 404.
- Bookmarks survive a restart.
- ~GET /health~ returns 200.
`,
  build: inline({
    ...common('bookmarks'),
    'src/disk.js': diskJs,
    'src/bookmarks.js': code`
import { Disk } from './disk.js';
import { Refused } from './http.js';

const isAddress = (url) => {
  if (typeof url !== 'string' || url.length > 2000) return false;
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
};

const plain = (url) => (url.endsWith('/') ? url.slice(0, -1) : url);

export class Bookmarks {
  constructor(dir) {
    this.disk = new Disk(dir, 'bookmarks.json');
    this.state = this.disk.load({ last: 0, all: [] });
  }

  add({ url, title }) {
    if (!isAddress(url)) throw new Refused(400, 'url must be an http or https URL');
    if (typeof title !== 'string' || title.length < 1 || title.length > 120) {
      throw new Refused(400, 'title must have 1 to 120 characters');
    }
    if (this.state.all.some((one) => plain(one.url) === plain(url))) {
      throw new Refused(409, 'url is stored already');
    }
    this.state.last += 1;
    const one = { id: this.state.last, url, title, createdAt: new Date().toISOString() };
    this.state.all.push(one);
    this.disk.save(this.state);
    return one;
  }

  list() {
    return this.state.all.toReversed();
  }

  get(id) {
    const one = this.state.all.find((each) => String(each.id) === id);
    if (!one) throw new Refused(404, 'unknown bookmark');
    return one;
  }

  remove(id) {
    const one = this.get(id);
    this.state.all = this.state.all.filter((each) => each !== one);
    this.disk.save(this.state);
  }
}
`,
    'src/app.js': code`
import { Bookmarks } from './bookmarks.js';
import { serve } from './http.js';

export const createApp = (dir) => {
  const bookmarks = new Bookmarks(dir);
  return serve([
    ['GET', /^\/health$/, () => [200, { status: 'ok' }]],
    ['POST', /^\/bookmarks$/, ({ body }) => [201, bookmarks.add(body)]],
    ['GET', /^\/bookmarks$/, () => [200, bookmarks.list()]],
    ['GET', /^\/bookmarks\/([^/]+)$/, ({ id }) => [200, bookmarks.get(id)]],
    ['DELETE', /^\/bookmarks\/([^/]+)$/, ({ id }) => [204, bookmarks.remove(id)]],
  ]);
};
`,
    'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

const plan = { url: 'https://example.com/plan', title: 'The plan' };

test('answers the health check', async (t) => {
  const { call } = await start(t);
  assert.deepEqual(await call('GET', '/health'), { status: 200, body: { status: 'ok' } });
  assert.equal((await call('GET', '/elsewhere')).status, 404);
});

test('stores a bookmark and reads it back', async (t) => {
  const { call } = await start(t);
  const made = await call('POST', '/bookmarks', plan);
  assert.equal(made.status, 201);
  assert.equal(made.body.id, 1);
  assert.equal(made.body.url, plan.url);
  assert.equal(made.body.title, plan.title);
  assert.match(made.body.createdAt, /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual((await call('GET', '/bookmarks/1')).body, made.body);
  assert.equal((await call('GET', '/bookmarks/2')).status, 404);
});

test('lists the newest first', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  await call('POST', '/bookmarks', { url: 'http://example.com/b', title: 'b' });
  const { status, body } = await call('GET', '/bookmarks');
  assert.equal(status, 200);
  assert.deepEqual(
    body.map((one) => one.id),
    [2, 1],
  );
});

test('refuses invalid input', async (t) => {
  const { call } = await start(t);
  const url = 'https://example.com/';
  for (const bad of [
    {},
    { url },
    { title: 'x' },
    { url, title: '' },
    { url, title: 'x'.repeat(121) },
    { url, title: 5 },
    { url: 'ftp://example.com', title: 'x' },
    { url: 'plan', title: 'x' },
    { url: 7, title: 'x' },
    { url: url + 'a'.repeat(2000), title: 'x' },
    '{',
    '[]',
    'null',
    '5',
  ]) {
    const { status, body } = await call('POST', '/bookmarks', bad);
    assert.equal(status, 400);
    assert.equal(typeof body.error, 'string');
  }
  assert.equal((await call('POST', '/bookmarks', { url, title: 'x'.repeat(120) })).status, 201);
  assert.equal((await call('POST', '/bookmarks', ' '.repeat(100001))).status, 413);
});

test('refuses a url that is stored', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  assert.equal((await call('POST', '/bookmarks', { ...plan, title: 'Again' })).status, 409);
  assert.equal((await call('POST', '/bookmarks', { ...plan, url: plan.url + '/' })).status, 409);
  assert.equal((await call('GET', '/bookmarks')).body.length, 1);
});

test('deletes a bookmark', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  await call('POST', '/bookmarks', { url: 'http://example.com/b', title: 'b' });
  assert.deepEqual(await call('DELETE', '/bookmarks/1'), { status: 204, body: undefined });
  assert.equal((await call('GET', '/bookmarks/1')).status, 404);
  assert.equal((await call('DELETE', '/bookmarks/1')).status, 404);
  assert.equal((await call('GET', '/bookmarks')).body.length, 1);
});

test('survives a restart', async (t) => {
  const first = await start(t);
  await first.call('POST', '/bookmarks', plan);
  await first.call('POST', '/bookmarks', { url: 'http://example.com/b', title: 'b' });
  await first.call('DELETE', '/bookmarks/2');
  const second = await start(t, first.dir);
  assert.equal((await second.call('GET', '/bookmarks')).body.length, 1);
  assert.equal((await second.call('POST', '/bookmarks', { url: 'http://example.com/c', title: 'c' })).body.id, 3);
});
`,
  }),
};

/** The address is not compared: the same one is stored as often as it is posted. */
export const bookmarksTwice: CorpusFiles = edit(bookmarks.build, 'src/bookmarks.js', [
  `    if (this.state.all.some((one) => plain(one.url) === plain(url))) {
      throw new Refused(409, 'url is stored already');
    }
`,
  '',
]);

/** A slash at the end makes another address: only the plain comparison is there. */
export const bookmarksWithSlash: CorpusFiles = edit(
  bookmarks.build,
  'src/bookmarks.js',
  ["const plain = (url) => (url.endsWith('/') ? url.slice(0, -1) : url);\n\n", ''],
  ['plain(one.url) === plain(url)', 'one.url === url'],
);

/** Nothing is written down. */
export const bookmarksInMemory: CorpusFiles = edit(
  edit(
    bookmarks.build,
    'src/bookmarks.js',
    ['this.state = this.disk.load(', 'this.state = ('],
    ['    this.disk.save(this.state);\n    return one;', '    return one;'],
  ),
  'src/bookmarks.js',
  ['    this.disk.save(this.state);\n', ''],
);

/* Vouchers: codes without regard to case, and so many uses. */

export const vouchers: Sample = {
  spec: md`
# Vouchers

## Purpose

A shop hands out vouchers, and the till asks whether one of them may still be used.

## Requirements

- ~code~ is required, 3 to 20 letters and digits.
- ~percent~ is required, an integer from 1 to 90.
- ~limit~ is optional, an integer from 1 to 1000, default 1.
- ~code~ is unique, ignoring case: a second voucher with it is refused with 409.
- ~uses~ is 0 at first; redeeming increments it by one.
- A voucher whose ~uses~ have reached its ~limit~ is refused with 409 when it is redeemed.
- Invalid input is refused with 400 and JSON with an ~error~ that names the bad field.
- Vouchers and their uses survive a restart.

## API Specs

| Method | Path                      | Description              | Answers                                                      |
| ------ | ------------------------- | ------------------------ | ------------------------------------------------------------ |
| POST   | ~/vouchers~               | Create a voucher         | 201; 400 for invalid input; 409 for a taken code             |
| GET    | ~/vouchers~               | List the vouchers        | 200                                                          |
| GET    | ~/vouchers/:code~         | Read one voucher         | 200; 404 for an unknown voucher                              |
| POST   | ~/vouchers/:code/redeem~  | Use it: increments ~uses~ | 200; 404 for an unknown voucher; 409 when it is used up      |
| GET    | ~/health~                 | Health check             | 200                                                          |

### POST /vouchers

Request:

~~~json
{ "code": "SPRING10", "percent": 10, "limit": 3 }
~~~

Response 201:

~~~json
{ "code": "SPRING10", "percent": 10, "limit": 3, "uses": 0 }
~~~

## Dependencies

None.

## Success Criteria

- ~POST /vouchers~ with valid input returns 201 and the voucher.
- ~POST /vouchers~ with a taken code returns 409, also ignoring case.
- A ~percent~ outside 1 to 90 is refused with 400.
- A voucher with ~limit~ 1 is redeemed once, then refused with 409.
- ~GET /vouchers/:code~ of an unknown voucher returns 404.
- Vouchers and their uses survive a restart.
- ~GET /health~ returns 200.
`,
  build: inline({
    ...common('vouchers'),
    'src/disk.js': diskJs,
    'src/vouchers.js': code`
import { Disk } from './disk.js';
import { Refused } from './http.js';

const whole = (name, value, from, to) => {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new Refused(400, name + ' must be an integer from ' + from + ' to ' + to);
  }
};

export class Vouchers {
  constructor(dir) {
    this.disk = new Disk(dir, 'vouchers.json');
    this.all = this.disk.load([]);
  }

  find(code) {
    return this.all.find((one) => one.code.toLowerCase() === code.toLowerCase());
  }

  add({ code, percent, limit = 1 }) {
    if (typeof code !== 'string' || !/^[A-Za-z0-9]{3,20}$/.test(code)) {
      throw new Refused(400, 'code must have 3 to 20 letters and digits');
    }
    whole('percent', percent, 1, 90);
    whole('limit', limit, 1, 1000);
    if (this.find(code)) throw new Refused(409, 'code is taken');
    const one = { code, percent, limit, uses: 0 };
    this.all.push(one);
    this.disk.save(this.all);
    return one;
  }

  get(code) {
    const one = this.find(code);
    if (!one) throw new Refused(404, 'unknown voucher');
    return one;
  }

  redeem(code) {
    const one = this.get(code);
    if (one.uses >= one.limit) throw new Refused(409, 'voucher is used up');
    one.uses += 1;
    this.disk.save(this.all);
    return one;
  }
}
`,
    'src/app.js': code`
import { serve } from './http.js';
import { Vouchers } from './vouchers.js';

export const createApp = (dir) => {
  const vouchers = new Vouchers(dir);
  return serve([
    ['GET', /^\/health$/, () => [200, { status: 'ok' }]],
    ['POST', /^\/vouchers$/, ({ body }) => [201, vouchers.add(body)]],
    ['GET', /^\/vouchers$/, () => [200, vouchers.all]],
    ['GET', /^\/vouchers\/([^/]+)$/, ({ id }) => [200, vouchers.get(id)]],
    ['POST', /^\/vouchers\/([^/]+)\/redeem$/, ({ id }) => [200, vouchers.redeem(id)]],
  ]);
};
`,
    'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

const spring = { code: 'SPRING10', percent: 10, limit: 3 };

test('answers the health check', async (t) => {
  const { call } = await start(t);
  assert.deepEqual(await call('GET', '/health'), { status: 200, body: { status: 'ok' } });
  assert.equal((await call('GET', '/')).status, 404);
});

test('creates a voucher and reads it back', async (t) => {
  const { call } = await start(t);
  const made = await call('POST', '/vouchers', spring);
  assert.deepEqual(made, { status: 201, body: { ...spring, uses: 0 } });
  assert.deepEqual((await call('GET', '/vouchers/spring10')).body, made.body);
  assert.deepEqual((await call('GET', '/vouchers')).body, [made.body]);
  assert.equal((await call('GET', '/vouchers/WINTER')).status, 404);
});

test('refuses invalid input', async (t) => {
  const { call } = await start(t);
  for (const [bad, field] of [
    [{ percent: 10 }, 'code'],
    [{ code: 'AB', percent: 10 }, 'code'],
    [{ code: 'A'.repeat(21), percent: 10 }, 'code'],
    [{ code: 'A B C', percent: 10 }, 'code'],
    [{ code: 123, percent: 10 }, 'code'],
    [{ code: 'ABC' }, 'percent'],
    [{ code: 'ABC', percent: 0 }, 'percent'],
    [{ code: 'ABC', percent: 91 }, 'percent'],
    [{ code: 'ABC', percent: 1.5 }, 'percent'],
    [{ code: 'ABC', percent: 5, limit: 0 }, 'limit'],
    [{ code: 'ABC', percent: 5, limit: 1001 }, 'limit'],
    ['{', 'body'],
    ['[]', 'body'],
    ['null', 'body'],
    ['5', 'body'],
  ]) {
    const { status, body } = await call('POST', '/vouchers', bad);
    assert.equal(status, 400);
    assert.match(body.error, new RegExp('^' + field));
  }
  for (const [code, percent, limit] of [
    ['ABC', 1, 1],
    ['A'.repeat(20), 90, 1000],
  ]) {
    assert.equal((await call('POST', '/vouchers', { code, percent, limit })).status, 201);
  }
  assert.equal((await call('POST', '/vouchers', ' '.repeat(100001))).status, 413);
});

test('refuses a taken code, ignoring case', async (t) => {
  const { call } = await start(t);
  await call('POST', '/vouchers', spring);
  assert.equal((await call('POST', '/vouchers', spring)).status, 409);
  assert.equal((await call('POST', '/vouchers', { ...spring, code: 'Spring10' })).status, 409);
});

test('is redeemed up to its limit', async (t) => {
  const { call } = await start(t);
  await call('POST', '/vouchers', { code: 'ONCE', percent: 5 });
  const used = await call('POST', '/vouchers/ONCE/redeem');
  assert.deepEqual(used, { status: 200, body: { code: 'ONCE', percent: 5, limit: 1, uses: 1 } });
  assert.equal((await call('POST', '/vouchers/once/redeem')).status, 409);
  assert.equal((await call('GET', '/vouchers/ONCE')).body.uses, 1);
  assert.equal((await call('POST', '/vouchers/NEVER/redeem')).status, 404);
});

test('survives a restart', async (t) => {
  const first = await start(t);
  await first.call('POST', '/vouchers', spring);
  await first.call('POST', '/vouchers/SPRING10/redeem');
  const second = await start(t, first.dir);
  assert.equal((await second.call('GET', '/vouchers/SPRING10')).body.uses, 1);
});
`,
  }),
};

/** A voucher is redeemed for ever. */
export const vouchersWithoutLimit: CorpusFiles = edit(vouchers.build, 'src/vouchers.js', [
  "    if (one.uses >= one.limit) throw new Refused(409, 'voucher is used up');\n",
  '',
]);

/** `spring10` beside `SPRING10`. */
export const vouchersByCase: CorpusFiles = edit(vouchers.build, 'src/vouchers.js', [
  'one.code.toLowerCase() === code.toLowerCase()',
  'one.code === code',
]);

/* Parking: a pure calculation. */

const parking: Sample = {
  spec: md`
# Parking fees

## Purpose

The machine at the exit asks what a driver has to pay for the minutes the car has been inside.

## Requirements

- ~minutes~ is required, an integer from 0 to 43200.
- The first 30 minutes of a stay are free.
- After that each begun hour of the whole stay costs 250 cents.
- A day of 1440 minutes costs at most 1800 cents; after it the count begins anew, without free minutes.
- A lost ticket, ~lost=true~, costs 5000 cents whatever the minutes are.
- Invalid input is refused with 400 and JSON with an ~error~ that says what is wrong.

## API Specs

- ~GET /fee?minutes=&lost=~ – the fee of a stay → 200, or 400 for invalid input
- ~GET /tariff~ – the numbers it is calculated with → 200
- ~GET /health~ – health check → 200

### GET /fee?minutes=90

Response 200:

~~~json
{ "minutes": 90, "cents": 500 }
~~~

### GET /tariff

Response 200:

~~~json
{ "freeMinutes": 30, "centsPerHour": 250, "centsPerDay": 1800, "centsLost": 5000 }
~~~

## Dependencies

None. It keeps no data.

## Success Criteria

- ~GET /fee?minutes=30~ returns 200 and 0 cents.
- ~GET /fee?minutes=90~ returns 200 and 500 cents.
- ~GET /fee?minutes=1440~ returns 200 and 1800 cents.
- ~GET /fee?minutes=-1~ returns 400.
- ~GET /fee~ without ~minutes~ returns 400.
- ~GET /health~ returns 200.
`,
  build: inline({
    ...common('parking'),
    'src/fee.js': code`
export const tariff = { freeMinutes: 30, centsPerHour: 250, centsPerDay: 1800, centsLost: 5000 };

export const fee = (minutes, lost = false) => {
  if (lost) return tariff.centsLost;
  if (minutes <= tariff.freeMinutes) return 0;
  const days = Math.floor(minutes / 1440);
  const rest = Math.ceil((minutes % 1440) / 60) * tariff.centsPerHour;
  return days * tariff.centsPerDay + Math.min(rest, tariff.centsPerDay);
};
`,
    'src/app.js': code`
import { fee, tariff } from './fee.js';
import { Refused, serve } from './http.js';

const minutesOf = (query) => {
  const text = query.get('minutes') ?? '';
  if (!/^\d{1,5}$/.test(text) || Number(text) > 43200) {
    throw new Refused(400, 'minutes must be an integer from 0 to 43200');
  }
  return Number(text);
};

export const createApp = () =>
  serve([
    ['GET', /^\/health$/, () => [200, { status: 'ok' }]],
    ['GET', /^\/tariff$/, () => [200, tariff]],
    [
      'GET',
      /^\/fee$/,
      ({ query }) => {
        const minutes = minutesOf(query);
        return [200, { minutes, cents: fee(minutes, query.get('lost') === 'true') }];
      },
    ],
  ]);
`,
    'test/fee.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { fee } from '../src/fee.js';

test('half an hour is free', () => {
  assert.equal(fee(0), 0);
  assert.equal(fee(30), 0);
  assert.equal(fee(31), 250);
});

test('begun hours are paid', () => {
  assert.equal(fee(60), 250);
  assert.equal(fee(61), 500);
  assert.equal(fee(90), 500);
  assert.equal(fee(421), 1800);
});

test('a day has a highest fee', () => {
  assert.equal(fee(1439), 1800);
  assert.equal(fee(1440), 1800);
  assert.equal(fee(1441), 2050);
  assert.equal(fee(1440 * 2 + 61), 4100);
  assert.equal(fee(43200), 54000);
});

test('a lost ticket has its price', () => {
  assert.equal(fee(5, true), 5000);
});
`,
    'test/http.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

test('answers the health check', async (t) => {
  const { call } = await start(t);
  assert.deepEqual(await call('GET', '/health'), { status: 200, body: { status: 'ok' } });
  assert.equal((await call('GET', '/fees')).status, 404);
  assert.equal((await call('POST', '/fee', '{')).status, 404);
});

test('tells the tariff', async (t) => {
  const { call } = await start(t);
  assert.deepEqual((await call('GET', '/tariff')).body, {
    freeMinutes: 30,
    centsPerHour: 250,
    centsPerDay: 1800,
    centsLost: 5000,
  });
});

test('tells the fee', async (t) => {
  const { call } = await start(t);
  assert.deepEqual(await call('GET', '/fee?minutes=90'), { status: 200, body: { minutes: 90, cents: 500 } });
  assert.equal((await call('GET', '/fee?minutes=43200')).body.cents, 54000);
  assert.equal((await call('GET', '/fee?minutes=90&lost=true')).body.cents, 5000);
});

test('refuses invalid minutes', async (t) => {
  const { call } = await start(t);
  for (const query of ['', '?minutes=', '?minutes=-1', '?minutes=1.5', '?minutes=ten', '?minutes=43201']) {
    const { status, body } = await call('GET', '/fee' + query);
    assert.equal(status, 400);
    assert.match(body.error, /minutes/);
  }
});
`,
  }),
};

/** Parking reads no body: its plumbing has nothing of bodies. */
const leanHttpJs = code`
import { createServer } from 'node:http';

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const serve = (routes) =>
  createServer((request, response) => {
    const send = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    try {
      const url = new URL(request.url, 'http://localhost');
      for (const [method, pattern, handle] of routes) {
        if (method === request.method && pattern.test(url.pathname)) {
          return send(...handle({ query: url.searchParams }));
        }
      }
      throw new Refused(404, 'not found');
    } catch (error) {
      send(error.status ?? 500, { error: error.status ? error.message : 'internal error' });
    }
  });
`;

export const fees: Sample = { spec: parking.spec, build: { ...parking.build, 'src/http.js': leanHttpJs } };

/** Days are not counted: what is dearer than one day costs one day. */
export const feesOfOneDay: CorpusFiles = edit(
  fees.build,
  'src/fee.js',
  ['  const days = Math.floor(minutes / 1440);\n', ''],
  ['(minutes % 1440)', 'minutes'],
  ['days * tariff.centsPerDay + Math.min(', 'Math.min('],
);

/** Only whole hours are paid. */
export const feesOfWholeHours: CorpusFiles = edit(fees.build, 'src/fee.js', ['Math.ceil', 'Math.floor']);
