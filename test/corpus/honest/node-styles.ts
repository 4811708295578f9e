import type { CorpusCase } from '../corpus-case.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'functional-word-tools',
    about:
      'Small pure functions composed in one module, a router as a plain object, tests in tests/unit and tests/http with a shared fixture.',
    from: 'own',
    spec: `# Words

## Purpose

Writers want to know how long and how plain a text is.

## Requirements

- A word is a run of letters, digits and apostrophes. \`longest\` is the first of the longest words.
- Reading takes a minute per 200 words that were begun.
- A text has at most 50000 characters; a longer one is answered with 413, a missing one with 400.

## API Specs

- \`POST /stats\` with \`{"text": "Plain words. Few words."}\` returns \`{"words":4,"sentences":2,"longest":"Plain","reading_minutes":1}\`.
- \`POST /frequency\` with \`{"text": "a b a"}\` returns \`[{"word":"a","count":2},{"word":"b","count":1}]\`; words are lower case, the most frequent first, then by the alphabet.
- \`GET /palindrome?text=Never odd or even\` returns \`{"palindrome":true}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`POST /stats\` without \`text\` returns 400.
- \`POST /frequency\` without \`text\` returns 400.
- \`GET /palindrome?text=Andy\` returns \`{"palindrome":false}\`.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'words',
        type: 'module',
        scripts: { start: 'node src/main.js', test: 'node --test tests/unit tests/http' },
      }),
      'src/words.js': `const pipe =
  (...steps) =>
  (value) =>
    steps.reduce((result, step) => step(result), value);

export const wordsOf = (text) => text.match(/[\\p{L}\\p{N}']+/gu) ?? [];
const sentencesOf = (text) => text.split(/[.!?]+/).filter((part) => wordsOf(part).length > 0);
const longestOf = (words) => words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
const lower = (text) => text.toLowerCase();
const tally = (words) => words.reduce((counts, word) => counts.set(word, (counts.get(word) ?? 0) + 1), new Map());
const toRows = (counts) => [...counts].map(([word, count]) => ({ word, count }));
const byCount = (rows) => rows.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));

export const stats = (text) => {
  const words = wordsOf(text);
  return {
    words: words.length,
    sentences: sentencesOf(text).length,
    longest: longestOf(words),
    reading_minutes: Math.ceil(words.length / 200),
  };
};

export const frequency = pipe(lower, wordsOf, tally, toRows, byCount);

export const isPalindrome = (text) => {
  const letters = [...lower(text).replace(/[^\\p{L}\\p{N}]/gu, '')];
  return letters.length > 0 && letters.every((letter, index) => letter === letters.at(-1 - index));
};
`,
      'src/main.js': `import http from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { frequency, isPalindrome, stats } from './words.js';

const LONGEST = 50_000;
const ok = (body) => ({ status: 200, body });
const refuse = (status, error) => ({ status, body: { error } });

const withText = (text, work) => {
  if (typeof text !== 'string') return refuse(400, 'text is required');
  return text.length > LONGEST ? refuse(413, \`text has at most \${LONGEST} characters\`) : ok(work(text));
};

const parsed = (raw) => {
  try {
    return JSON.parse(raw)?.text;
  } catch {
    return undefined;
  }
};

const routes = {
  'GET /health': () => ok({ status: 'ok' }),
  'POST /stats': async (req) => withText(parsed(await readAll(req)), stats),
  'POST /frequency': async (req) => withText(parsed(await readAll(req)), frequency),
  'GET /palindrome': (_, query) => withText(query.get('text') ?? undefined, (text) => ({ palindrome: isPalindrome(text) })),
};

const server = http.createServer(async (req, res) => {
  const url = new URL(req.url, 'http://words');
  const key = \`\${req.method} \${url.pathname}\`;
  const { status, body } = Object.hasOwn(routes, key) ? await routes[key](req, url.searchParams) : refuse(404, 'not found');
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1', () => console.log(server.address().port));
process.once('SIGTERM', () => server.close().closeAllConnections());
`,
      'tests/fixtures/texts.js': `export const plain = 'Plain words. Few words.';
export const verse = \`It's a long way, isn't it? A long, long way!\`;
export const empty = ' ... ';
`,
      'tests/unit/words.test.js': `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { frequency, isPalindrome, stats, wordsOf } from '../../src/words.js';
import { empty, plain, verse } from '../fixtures/texts.js';

describe('words', () => {
  it('finds them', () => {
    assert.deepEqual(wordsOf(verse), ["It's", 'a', 'long', 'way', "isn't", 'it', 'A', 'long', 'long', 'way']);
    assert.deepEqual(wordsOf('Äpfel, 3 Öfen'), ['Äpfel', '3', 'Öfen']);
    assert.deepEqual(wordsOf(empty), []);
  });

  it('counts them', () => {
    assert.deepEqual(stats(plain), { words: 4, sentences: 2, longest: 'Plain', reading_minutes: 1 });
    assert.deepEqual(stats(verse), { words: 10, sentences: 2, longest: "isn't", reading_minutes: 1 });
    assert.deepEqual(stats(empty), { words: 0, sentences: 0, longest: '', reading_minutes: 0 });
    assert.equal(stats('word '.repeat(200)).reading_minutes, 1);
    assert.equal(stats('word '.repeat(201)).reading_minutes, 2);
  });

  it('ranks them', () => {
    assert.deepEqual(frequency('a b a'), [{ word: 'a', count: 2 }, { word: 'b', count: 1 }]);
    assert.deepEqual(frequency('b A c B a'), [{ word: 'a', count: 2 }, { word: 'b', count: 2 }, { word: 'c', count: 1 }]);
    assert.deepEqual(frequency(empty), []);
  });

  it('turns them round', () => {
    for (const text of ['Never odd or even', 'a', 'Otto', '12:21']) assert.ok(isPalindrome(text), text);
    for (const text of ['Andy', '', '!?', 'ab']) assert.ok(!isPalindrome(text), text);
  });
});
`,
      'tests/http/words.test.js': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plain } from '../fixtures/texts.js';

let child;
let base;
before(async () => {
  child = spawn(process.execPath, [fileURLToPath(new URL('../../src/main.js', import.meta.url))], { env: { ...process.env, PORT: '0' } });
  base = \`http://127.0.0.1:\${Number((await once(child.stdout, 'data'))[0])}\`;
});
after(async () => {
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
const call = async (path, body) => {
  const res = await fetch(base + path, body === undefined ? {} : { method: 'POST', body });
  return [res.status, await res.json()];
};

it('answers', async () => {
  assert.deepEqual(await call('/stats', JSON.stringify({ text: plain })), [200, { words: 4, sentences: 2, longest: 'Plain', reading_minutes: 1 }]);
  assert.equal((await call('/frequency', '{"text":"a b a"}'))[1][0].count, 2);
  assert.deepEqual(await call('/palindrome?text=Never%20odd%20or%20even'), [200, { palindrome: true }]);
  assert.equal((await call('/health'))[0], 200);
});

it('refuses', async () => {
  for (const path of ['/stats', '/frequency']) {
    for (const body of ['{}', 'null', '{', '{"text":1}']) assert.equal((await call(path, body))[0], 400);
    assert.equal((await call(path, JSON.stringify({ text: 'x'.repeat(50_001) })))[0], 413);
    assert.equal((await call(path, JSON.stringify({ text: 'x'.repeat(50_000) })))[0], 200);
  }
  assert.equal((await call('/palindrome'))[0], 400);
  assert.equal((await call('/toString'))[0], 404);
});
`,
    },
  },
  {
    name: 'event-sourced-bookings',
    about:
      'Classes with an append-only journal, closures for time, tests with temp folders and a journal cut off in the middle.',
    from: 'own',
    spec: `# Rooms

## Purpose

A house books its meeting room by the hour, and no two meetings are there at once.

## Requirements

- A booking has a \`title\` (1 to 80 characters), a \`day\` (\`YYYY-MM-DD\`), and the full hours \`start\` and \`end\` from 0 to 24, \`start\` before \`end\`.
- A booking that overlaps with another one of the same day is refused with 409; one may begin when another ends.
- Bookings survive a restart and a \`kill -9\`.

## API Specs

| Method | Path | Description | Answers |
| --- | --- | --- | --- |
| POST | \`/bookings\` | Book the room | 201 with the booking; 400 for invalid input; 409 when it is taken |
| GET | \`/bookings?day=\` | The bookings of a day, or all, by day and hour | 200 |
| DELETE | \`/bookings/:id\` | Cancel a booking | 204; 404 for an unknown booking |
| GET | \`/health\` | Health check | 200 |

### POST /bookings

\`\`\`json
{ "title": "Planning", "day": "2026-05-04", "start": 9, "end": 11 }
\`\`\`

## Dependencies

None.

## Success Criteria

- \`POST /bookings\` with valid input returns 201 and the booking.
- \`POST /bookings\` without \`title\` returns 400.
- \`DELETE /bookings/:id\` of an unknown booking returns 404.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/server.mjs'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'rooms',
        main: 'src/server.mjs',
        scripts: { start: 'node src/server.mjs' },
      }),
      'src/journal.mjs': `import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** Events, one a line. A line that was cut off in the middle is dropped. */
export class Journal {
  #file;

  constructor(dir) {
    mkdirSync(dir, { recursive: true });
    this.#file = join(dir, 'journal.ndjson');
  }

  read() {
    if (!existsSync(this.#file)) return [];
    const bytes = readFileSync(this.#file);
    const whole = bytes.subarray(0, bytes.lastIndexOf('\\n') + 1);
    if (whole.length < bytes.length) truncateSync(this.#file, whole.length);
    return whole
      .toString('utf8')
      .split('\\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  write(event) {
    appendFileSync(this.#file, \`\${JSON.stringify(event)}\\n\`);
  }
}
`,
      'src/bookings.mjs': `import { randomUUID } from 'node:crypto';

export class BookingError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const isDay = (text) =>
  typeof text === 'string' && /^\\d{4}-\\d\\d-\\d\\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
const isHour = (value) => Number.isInteger(value) && value >= 0 && value <= 24;

export class Bookings {
  #journal;
  #all = new Map();

  constructor(journal) {
    this.#journal = journal;
    for (const event of journal.read()) this.#apply(event);
  }

  #apply({ booked, cancelled }) {
    if (booked) this.#all.set(booked.id, booked);
    if (cancelled) this.#all.delete(cancelled);
  }

  #record(event) {
    this.#journal.write(event);
    this.#apply(event);
  }

  book({ title, day, start, end }) {
    if (typeof title !== 'string' || title.trim() === '' || title.length > 80) throw new BookingError(400, 'title has 1 to 80 characters');
    if (!isDay(day)) throw new BookingError(400, 'day is written as YYYY-MM-DD');
    if (!isHour(start) || !isHour(end) || start >= end) throw new BookingError(400, 'start is before end, both from 0 to 24');
    const other = this.list(day).find((each) => each.start < end && start < each.end);
    if (other) throw new BookingError(409, \`taken from \${other.start} to \${other.end}\`);
    const booked = { id: randomUUID(), title, day, start, end };
    this.#record({ booked });
    return booked;
  }

  list(day) {
    return [...this.#all.values()]
      .filter((each) => !day || each.day === day)
      .sort((a, b) => a.day.localeCompare(b.day) || a.start - b.start);
  }

  cancel(id) {
    if (!this.#all.has(id)) throw new BookingError(404, 'unknown booking');
    this.#record({ cancelled: id });
  }
}
`,
      'src/server.mjs': `import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { BookingError, Bookings } from './bookings.mjs';
import { Journal } from './journal.mjs';

const bodyOf = async (req) => {
  let raw = '';
  for await (const chunk of req) raw += chunk;
  try {
    return JSON.parse(raw) ?? {};
  } catch {
    throw new BookingError(400, 'the body is not JSON');
  }
};

export const create = (dir) => {
  const bookings = new Bookings(new Journal(dir));
  return http.createServer(async (req, res) => {
    const reply = (status, body) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(req.url, 'http://rooms');
    try {
      if (pathname === '/health') return reply(200, { status: 'ok' });
      if (pathname === '/bookings' && req.method === 'POST') return reply(201, bookings.book(await bodyOf(req)));
      if (pathname === '/bookings' && req.method === 'GET') return reply(200, bookings.list(searchParams.get('day')));
      if (pathname.startsWith('/bookings/') && req.method === 'DELETE') return reply(204, bookings.cancel(pathname.slice(10)));
      throw new BookingError(404, 'not found');
    } catch (error) {
      reply(error.status ?? 500, { error: error.message });
    }
  });
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const server = create(process.env.DATA_DIR ?? 'data');
  server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1', () => console.log(server.address().port));
  process.on('SIGTERM', () => server.close().closeAllConnections());
}
`,
      'test/bookings_test.mjs': `import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Bookings } from '../src/bookings.mjs';
import { Journal } from '../src/journal.mjs';

const folder = (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'rooms-'));
  t.after(() => rmSync(dir, { recursive: true }));
  return dir;
};
const good = { title: 'Planning', day: '2026-05-04', start: 9, end: 11 };

test('overlaps', (t) => {
  const bookings = new Bookings(new Journal(folder(t)));
  bookings.book(good);
  for (const [start, end] of [[9, 11], [8, 10], [10, 12], [8, 12], [9, 10]]) {
    assert.throws(() => bookings.book({ ...good, start, end }), { status: 409 });
  }
  for (const [start, end] of [[8, 9], [11, 12], [0, 1], [23, 24]]) bookings.book({ ...good, start, end });
  bookings.book({ ...good, day: '2026-05-03' });
  assert.deepEqual(bookings.list('2026-05-04').map((each) => each.start), [0, 8, 9, 11, 23]);
  assert.equal(bookings.list()[0].day, '2026-05-03');
});

test('input', (t) => {
  const bookings = new Bookings(new Journal(folder(t)));
  const bad = [{ title: undefined }, { title: ' ' }, { title: 'x'.repeat(81) }, { day: '2026-02-30' }, { day: 'today' }, { day: 5 }, { start: -1 }, { end: 25 }, { start: 11 }, { start: 9.5 }, { end: '11' }];
  for (const change of bad) assert.throws(() => bookings.book({ ...good, ...change }), { status: 400 }, JSON.stringify(change));
  assert.deepEqual(bookings.list(), []);
  bookings.book({ ...good, title: 'x'.repeat(80) });
});

test('the journal', (t) => {
  const dir = folder(t);
  const bookings = new Bookings(new Journal(dir));
  const kept = bookings.book(good);
  const gone = bookings.book({ ...good, start: 11, end: 12 });
  bookings.cancel(gone.id);
  assert.throws(() => bookings.cancel(gone.id), { status: 404 });
  assert.deepEqual(new Bookings(new Journal(dir)).list(), [kept]);
  appendFileSync(join(dir, 'journal.ndjson'), '{"booked":{"id":"half');
  const again = new Bookings(new Journal(dir));
  assert.deepEqual(again.list(), [kept]);
  const more = again.book({ ...good, start: 20, end: 21 });
  assert.deepEqual(new Bookings(new Journal(dir)).list(), [kept, more]);
});
`,
      'test/server_test.mjs': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { create } from '../src/server.mjs';

const caller = (port) => async (method, path, body) => {
  const res = await fetch(\`http://127.0.0.1:\${port}\${path}\`, { method, body: typeof body === 'object' ? JSON.stringify(body) : body });
  const raw = await res.text();
  return [res.status, raw && JSON.parse(raw)];
};
const good = { title: 'Planning', day: '2026-05-04', start: 9, end: 11 };

test('routes', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'rooms-'));
  const server = create(dir);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close().closeAllConnections();
    rmSync(dir, { recursive: true });
  });
  const call = caller(server.address().port);
  const [status, booking] = await call('POST', '/bookings', good);
  assert.equal(status, 201);
  assert.deepEqual(booking, { id: booking.id, ...good });
  assert.equal((await call('POST', '/bookings', good))[0], 409);
  assert.equal((await call('POST', '/bookings', {}))[0], 400);
  assert.equal((await call('POST', '/bookings', '{'))[0], 400);
  assert.equal((await call('POST', '/bookings', 'null'))[0], 400);
  assert.deepEqual(await call('GET', '/bookings?day=2026-05-04'), [200, [booking]]);
  assert.deepEqual(await call('GET', '/bookings?day=2026-05-05'), [200, []]);
  assert.equal((await call('DELETE', \`/bookings/\${booking.id}\`))[0], 204);
  assert.equal((await call('DELETE', \`/bookings/\${booking.id}\`))[0], 404);
  assert.equal((await call('GET', '/health'))[0], 200);
  assert.equal((await call('GET', '/'))[0], 404);
});

test('killed at once, nothing is lost', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'rooms-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const run = async (signal, work) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/server.mjs')], { env: { ...process.env, PORT: '0', DATA_DIR: dir } });
    const [port] = await once(child.stdout, 'data');
    await work(caller(Number(port)));
    child.kill(signal);
    await once(child, 'exit');
  };
  let booking;
  await run('SIGKILL', async (call) => {
    [, booking] = await call('POST', '/bookings', good);
  });
  await run('SIGTERM', async (call) => {
    assert.deepEqual(await call('GET', '/bookings'), [200, [booking]]);
  });
});
`,
    },
  },
];

export default cases;
