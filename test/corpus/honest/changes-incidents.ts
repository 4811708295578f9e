import type { CorpusCase } from '../corpus-case.ts';
import { notes, notesSpec } from './parts/bases.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';
import { pythonDockerfile, pythonRequirements } from './parts/python.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'incident-fixed-with-regression-test',
    about:
      'After a deletion two tickets had the same number in production; numbers are counted on now, and a test says so.',
    from: 'own',
    spec: `# Tickets

## Purpose

The caretaker of a house notes what is broken.

## Requirements

- A ticket has a \`title\` of 1 to 100 characters and gets a \`number\` that no other ticket has.
- \`state\` is \`open\` at first and \`closed\` once it was closed.
- Tickets survive a restart.

## API Specs

- \`POST /tickets\` – report what is broken → 201; 400 without \`title\`
- \`GET /tickets?state=\` – list the tickets → 200
- \`POST /tickets/:number/close\` – close a ticket → 200, or 404
- \`DELETE /tickets/:number\` – delete a ticket → 204, or 404
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /tickets\` without \`title\` returns 400.
- Closing a ticket sets \`state\` to \`closed\`.
- \`GET /health\` returns 200.
`,
    before: {
      build: {
        Dockerfile: nodeDockerfile('src/main.js'),
        '.env.example': envExample(),
        'package.json': manifest({
          name: 'tickets',
          type: 'module',
          scripts: { start: 'node src/main.js', test: 'node --test test/*.test.js' },
        }),
        'src/main.js': `import { tickets } from './tickets.js';
import { listen } from './http.js';

listen(tickets(process.env.DATA_DIR ?? 'data'), process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1').then((server) => {
  process.on('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
  });
});
`,
        'src/http.js': `import http from 'node:http';

const read = async (req) => {
  const parts = [];
  for await (const part of req) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts));
  } catch {
    return undefined;
  }
};

export const listen = async (tickets, port, host) => {
  const server = http.createServer(async (req, res) => {
    const reply = (status, body) => {
      res.statusCode = status;
      res.setHeader('content-type', 'application/json');
      res.end(body === undefined ? '' : JSON.stringify(body));
    };
    const url = new URL(req.url, 'http://x');
    const route = \`\${req.method} \${url.pathname.replace(/\\d+/, ':number')}\`;
    const number = Number(/\\d+/.exec(url.pathname)?.[0]);
    if (route === 'GET /health') return reply(200, { status: 'ok' });
    if (route === 'GET /tickets') return reply(200, tickets.list(url.searchParams.get('state')));
    if (route === 'POST /tickets') {
      const title = (await read(req))?.title;
      const good = typeof title === 'string' && title.trim().length > 0 && title.length <= 100;
      return good ? reply(201, tickets.open(title)) : reply(400, { error: 'title has 1 to 100 characters' });
    }
    if (route === 'POST /tickets/:number/close' && tickets.close(number)) return reply(200, tickets.find(number));
    if (route === 'DELETE /tickets/:number' && tickets.remove(number)) return reply(204);
    return reply(404, { error: 'not found' });
  });
  await new Promise((resolve) => server.listen(port, host, resolve));
  return server;
};
`,
        'src/tickets.js': `import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

export const tickets = (dir) => {
  mkdirSync(dir, { recursive: true });
  const file = \`\${dir}/tickets.json\`;
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const save = () => writeFileSync(file, JSON.stringify(all));
  const find = (number) => all.find((ticket) => ticket.number === number);
  return {
    find,
    open(title) {
      const ticket = { number: all.length + 1, title, state: 'open' };
      all.push(ticket);
      save();
      return ticket;
    },
    list: (state) => all.filter((ticket) => !state || ticket.state === state),
    close(number) {
      const ticket = find(number);
      if (!ticket) return false;
      ticket.state = 'closed';
      save();
      return true;
    },
    remove(number) {
      const ticket = find(number);
      if (!ticket) return false;
      all.splice(all.indexOf(ticket), 1);
      save();
      return true;
    },
  };
};
`,
        'test/tickets.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, test } from 'node:test';
import { listen } from '../src/http.js';
import { tickets } from '../src/tickets.js';

let dir;
let server;

beforeEach(async () => {
  dir = mkdtempSync(\`\${tmpdir()}/tickets-\`);
  server = await listen(tickets(dir), 0, '127.0.0.1');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

const call = async (method, path, body) => {
  const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, { method, body: JSON.stringify(body) });
  return [res.status, res.status === 204 ? null : await res.json()];
};

test('opens, lists and closes', async () => {
  assert.deepEqual(await call('POST', '/tickets', { title: 'lamp' }), [201, { number: 1, title: 'lamp', state: 'open' }]);
  assert.equal((await call('POST', '/tickets', { title: 'x'.repeat(100) }))[1].number, 2);
  assert.deepEqual(await call('POST', '/tickets/1/close'), [200, { number: 1, title: 'lamp', state: 'closed' }]);
  assert.equal((await call('GET', '/tickets'))[1].length, 2);
  assert.deepEqual((await call('GET', '/tickets?state=open'))[1].map((ticket) => ticket.number), [2]);
  assert.deepEqual(tickets(dir).list('closed').map((ticket) => ticket.number), [1]);
});

test('deletes', async () => {
  await call('POST', '/tickets', { title: 'lamp' });
  assert.equal((await call('DELETE', '/tickets/1'))[0], 204);
  assert.equal((await call('DELETE', '/tickets/1'))[0], 404);
  assert.deepEqual((await call('GET', '/tickets'))[1], []);
  assert.deepEqual(tickets(dir).list(), []);
});

test('refuses', async () => {
  for (const body of [{}, { title: '' }, { title: ' ' }, { title: 'x'.repeat(101) }, undefined]) {
    assert.equal((await call('POST', '/tickets', body))[0], 400);
  }
  assert.equal((await call('POST', '/tickets/7/close'))[0], 404);
  assert.equal((await call('GET', '/health'))[0], 200);
});
`,
      },
    },
    cause: 'incident',
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'tickets',
        type: 'module',
        scripts: { start: 'node src/main.js', test: 'node --test test/*.test.js' },
      }),
      'src/main.js': `import { tickets } from './tickets.js';
import { listen } from './http.js';

listen(tickets(process.env.DATA_DIR ?? 'data'), process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1').then((server) => {
  process.on('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
  });
});
`,
      'src/http.js': `import http from 'node:http';

const read = async (req) => {
  const parts = [];
  for await (const part of req) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts));
  } catch {
    return undefined;
  }
};

export const listen = async (tickets, port, host) => {
  const server = http.createServer(async (req, res) => {
    const reply = (status, body) => {
      res.statusCode = status;
      res.setHeader('content-type', 'application/json');
      res.end(body === undefined ? '' : JSON.stringify(body));
    };
    const url = new URL(req.url, 'http://x');
    const route = \`\${req.method} \${url.pathname.replace(/\\d+/, ':number')}\`;
    const number = Number(/\\d+/.exec(url.pathname)?.[0]);
    if (route === 'GET /health') return reply(200, { status: 'ok' });
    if (route === 'GET /tickets') return reply(200, tickets.list(url.searchParams.get('state')));
    if (route === 'POST /tickets') {
      const title = (await read(req))?.title;
      const good = typeof title === 'string' && title.trim().length > 0 && title.length <= 100;
      return good ? reply(201, tickets.open(title)) : reply(400, { error: 'title has 1 to 100 characters' });
    }
    if (route === 'POST /tickets/:number/close' && tickets.close(number)) return reply(200, tickets.find(number));
    if (route === 'DELETE /tickets/:number' && tickets.remove(number)) return reply(204);
    return reply(404, { error: 'not found' });
  });
  await new Promise((resolve) => server.listen(port, host, resolve));
  return server;
};
`,
      'src/tickets.js': `import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

export const tickets = (dir) => {
  mkdirSync(dir, { recursive: true });
  const file = \`\${dir}/tickets.json\`;
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  // older files are the list alone
  const all = Array.isArray(kept) ? kept : kept.tickets;
  let last = kept.last ?? all.reduce((most, ticket) => Math.max(most, ticket.number), 0);
  const save = () => writeFileSync(file, JSON.stringify({ last, tickets: all }));
  const find = (number) => all.find((ticket) => ticket.number === number);
  return {
    find,
    open(title) {
      last += 1;
      const ticket = { number: last, title, state: 'open' };
      all.push(ticket);
      save();
      return ticket;
    },
    list: (state) => all.filter((ticket) => !state || ticket.state === state),
    close(number) {
      const ticket = find(number);
      if (!ticket) return false;
      ticket.state = 'closed';
      save();
      return true;
    },
    remove(number) {
      const ticket = find(number);
      if (!ticket) return false;
      all.splice(all.indexOf(ticket), 1);
      save();
      return true;
    },
  };
};
`,
      'test/tickets.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, test } from 'node:test';
import { listen } from '../src/http.js';
import { tickets } from '../src/tickets.js';

let dir;
let server;

beforeEach(async () => {
  dir = mkdtempSync(\`\${tmpdir()}/tickets-\`);
  server = await listen(tickets(dir), 0, '127.0.0.1');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

const call = async (method, path, body) => {
  const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, { method, body: JSON.stringify(body) });
  return [res.status, res.status === 204 ? null : await res.json()];
};

test('opens, lists and closes', async () => {
  assert.deepEqual(await call('POST', '/tickets', { title: 'lamp' }), [201, { number: 1, title: 'lamp', state: 'open' }]);
  assert.equal((await call('POST', '/tickets', { title: 'x'.repeat(100) }))[1].number, 2);
  assert.deepEqual(await call('POST', '/tickets/1/close'), [200, { number: 1, title: 'lamp', state: 'closed' }]);
  assert.equal((await call('GET', '/tickets'))[1].length, 2);
  assert.deepEqual((await call('GET', '/tickets?state=open'))[1].map((ticket) => ticket.number), [2]);
  assert.deepEqual(tickets(dir).list('closed').map((ticket) => ticket.number), [1]);
});

test('deletes', async () => {
  await call('POST', '/tickets', { title: 'lamp' });
  assert.equal((await call('DELETE', '/tickets/1'))[0], 204);
  assert.equal((await call('DELETE', '/tickets/1'))[0], 404);
  assert.deepEqual((await call('GET', '/tickets'))[1], []);
  assert.deepEqual(tickets(dir).list(), []);
});

test('refuses', async () => {
  for (const body of [{}, { title: '' }, { title: ' ' }, { title: 'x'.repeat(101) }, undefined]) {
    assert.equal((await call('POST', '/tickets', body))[0], 400);
  }
  assert.equal((await call('POST', '/tickets/7/close'))[0], 404);
  assert.equal((await call('GET', '/health'))[0], 200);
});
`,
      'test/numbers.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { tickets } from '../src/tickets.js';

test('a number is never given twice', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/numbers-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const list = tickets(dir);
  list.open('a');
  list.open('b');
  list.remove(1);
  assert.equal(list.open('c').number, 3);
  list.remove(3);
  assert.equal(tickets(dir).open('d').number, 4);
});

test('numbers go on after those of an older file', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/numbers-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  writeFileSync(\`\${dir}/tickets.json\`, JSON.stringify([{ number: 4, title: 'old', state: 'open' }]));
  const list = tickets(dir);
  assert.equal(list.find(4).title, 'old');
  assert.equal(list.open('new').number, 5);
});
`,
    },
  },
  {
    name: 'incident-fixed-without-a-new-test',
    about:
      'Listing by tag had become slow in production; notes are indexed in maps now, and the tests there are hold for it.',
    from: 'own',
    spec: notesSpec,
    before: {
      build: {
        ...notes,
        'test/notes.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { Invalid, openNotes } from '../src/notes.js';
import { service } from './service.js';

test('notes are found by id and by tag, the newest first, also after a restart', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/notes-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const notes = openNotes(dir);
  const [a, b, c] = ['x', '', 'x'].map((tag, index) => notes.add({ text: \`note \${index}\`, tag }));
  for (const opened of [notes, openNotes(dir)]) {
    assert.deepEqual(opened.list(), [c, b, a]);
    assert.deepEqual(opened.list('x'), [c, a]);
    assert.deepEqual(opened.list(''), [b]);
    assert.deepEqual(opened.list('y'), []);
    assert.deepEqual(opened.get(b.id), b);
    assert.equal(opened.get('none'), undefined);
  }
  assert.equal(notes.remove(a.id), true);
  assert.equal(notes.remove(a.id), false);
  assert.deepEqual(notes.list('x'), [c]);
  assert.deepEqual(openNotes(dir).list(), [c, b]);
});

test('limits', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/notes-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const notes = openNotes(dir);
  assert.equal(notes.add({ text: 'x'.repeat(280), tag: 'x'.repeat(30) }).text.length, 280);
  for (const input of [undefined, {}, { text: '\\n' }, { text: 'x'.repeat(281) }, { text: 1 }, { text: 'a', tag: 'x'.repeat(31) }, { text: 'a', tag: null }]) {
    assert.throws(() => notes.add(input), Invalid);
  }
  assert.equal(notes.list().length, 1);
});

test('over http', async (t) => {
  const call = await service(t);
  const made = await call('POST', '/notes', { text: 'a', tag: 'x y' });
  assert.equal(made.status, 201);
  assert.deepEqual((await call('GET', '/notes?tag=x%20y')).body, [made.body]);
  assert.equal((await call('DELETE', \`/notes/\${made.body.id}\`)).status, 204);
  assert.equal((await call('DELETE', \`/notes/\${made.body.id}\`)).status, 404);
  assert.equal((await call('POST', '/notes', 'x')).status, 400);
  assert.equal((await call('PATCH', '/notes')).status, 404);
});
`,
      },
    },
    cause: 'incident',
    build: {
      ...notes,
      'test/notes.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { Invalid, openNotes } from '../src/notes.js';
import { service } from './service.js';

test('notes are found by id and by tag, the newest first, also after a restart', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/notes-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const notes = openNotes(dir);
  const [a, b, c] = ['x', '', 'x'].map((tag, index) => notes.add({ text: \`note \${index}\`, tag }));
  for (const opened of [notes, openNotes(dir)]) {
    assert.deepEqual(opened.list(), [c, b, a]);
    assert.deepEqual(opened.list('x'), [c, a]);
    assert.deepEqual(opened.list(''), [b]);
    assert.deepEqual(opened.list('y'), []);
    assert.deepEqual(opened.get(b.id), b);
    assert.equal(opened.get('none'), undefined);
  }
  assert.equal(notes.remove(a.id), true);
  assert.equal(notes.remove(a.id), false);
  assert.deepEqual(notes.list('x'), [c]);
  assert.deepEqual(openNotes(dir).list(), [c, b]);
});

test('limits', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/notes-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const notes = openNotes(dir);
  assert.equal(notes.add({ text: 'x'.repeat(280), tag: 'x'.repeat(30) }).text.length, 280);
  for (const input of [undefined, {}, { text: '\\n' }, { text: 'x'.repeat(281) }, { text: 1 }, { text: 'a', tag: 'x'.repeat(31) }, { text: 'a', tag: null }]) {
    assert.throws(() => notes.add(input), Invalid);
  }
  assert.equal(notes.list().length, 1);
});

test('over http', async (t) => {
  const call = await service(t);
  const made = await call('POST', '/notes', { text: 'a', tag: 'x y' });
  assert.equal(made.status, 201);
  assert.deepEqual((await call('GET', '/notes?tag=x%20y')).body, [made.body]);
  assert.equal((await call('DELETE', \`/notes/\${made.body.id}\`)).status, 204);
  assert.equal((await call('DELETE', \`/notes/\${made.body.id}\`)).status, 404);
  assert.equal((await call('POST', '/notes', 'x')).status, 400);
  assert.equal((await call('PATCH', '/notes')).status, 404);
});
`,
      'src/notes.js': `import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Invalid extends Error {}

export const openNotes = (folder) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'notes.json');
  // both in the order of writing; listed the other way round
  const byId = new Map();
  const byTag = new Map();
  const index = (note) => {
    byId.set(note.id, note);
    if (!byTag.has(note.tag)) byTag.set(note.tag, new Map());
    byTag.get(note.tag).set(note.id, note);
  };
  const newestFirst = (notes) => [...(notes?.values() ?? [])].reverse();
  const keep = () => {
    writeFileSync(\`\${file}.new\`, JSON.stringify(newestFirst(byId)));
    renameSync(\`\${file}.new\`, file);
  };
  if (existsSync(file)) JSON.parse(readFileSync(file, 'utf8')).reverse().forEach(index);
  return {
    add(input) {
      const { text, tag = '' } = input ?? {};
      if (typeof text !== 'string' || text.trim() === '' || text.length > 280) throw new Invalid('text has 1 to 280 characters');
      if (typeof tag !== 'string' || tag.length > 30) throw new Invalid('tag has at most 30 characters');
      const note = { id: randomUUID(), text, tag, createdAt: new Date().toISOString() };
      index(note);
      keep();
      return note;
    },
    list: (tag) => newestFirst(tag === null || tag === undefined ? byId : byTag.get(tag)),
    get: (id) => byId.get(id),
    remove(id) {
      const note = byId.get(id);
      if (!note) return false;
      byId.delete(id);
      byTag.get(note.tag).delete(id);
      keep();
      return true;
    },
  };
};
`,
    },
  },
  {
    name: 'incident-fixed-with-more-tests-than-needed',
    about:
      'A cost was taken in part and true counted as a cost; the fix comes with further tests, some of which held before as well.',
    from: 'own',
    spec: `# Rate limiter

## Purpose

Services ask before they send a mail whether the receiver had enough for now.

## Requirements

- Every \`key\` may be taken 5 times in any 60 seconds.
- A refused request does not count.
- A \`cost\` may be given, an integer from 1 to 5 that defaults to 1; it is taken as a whole or not at all.
- Limits are forgotten in a restart.

## API Specs

- \`POST /take\` with \`{"key": "ada", "cost": 1}\` – take → 200 with \`allowed\` and \`remaining\`, 400 for invalid input
- \`GET /keys/{key}\` – what is left → 200 with \`remaining\`
- \`GET /health\` – health check → 200

## Dependencies

Python 3.11.

## Success Criteria

- \`POST /take\` without \`key\` returns 400.
- \`POST /take\` with a \`cost\` of 6 returns 400.
- \`GET /health\` returns 200.
`,
    before: {
      build: {
        Dockerfile: pythonDockerfile(),
        'requirements.txt': pythonRequirements,
        '.env.example': envExample(),
        'src/limiter.py': `import threading
import time
from collections import defaultdict, deque

MOST = 5
WINDOW = 60.0


class Limiter:
    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._taken = defaultdict(deque)
        self._lock = threading.Lock()

    def _left(self, key):
        taken = self._taken[key]
        while taken and taken[0] <= self._clock() - WINDOW:
            taken.popleft()
        return MOST - len(taken)

    def remaining(self, key):
        with self._lock:
            return self._left(key)

    def take(self, key, cost=1):
        if not isinstance(key, str) or not key:
            raise ValueError("key is required")
        if not isinstance(cost, int) or not 1 <= cost <= MOST:
            raise ValueError("cost is an integer from 1 to 5")
        with self._lock:
            for _ in range(cost):
                if self._left(key) == 0:
                    return False, 0
                self._taken[key].append(self._clock())
            return True, self._left(key)
`,
        'src/main.py': `import json
import os
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from limiter import Limiter


class Handler(BaseHTTPRequestHandler):
    limiter = Limiter()

    def _json(self, code, **body):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/health":
            self._json(200, status="ok")
        elif self.path.startswith("/keys/"):
            key = unquote(self.path[6:])
            self._json(200, key=key, remaining=self.limiter.remaining(key))
        else:
            self._json(404, error="not found")

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path != "/take":
            return self._json(404, error="not found")
        try:
            given = json.loads(raw)
            allowed, remaining = self.limiter.take(given.get("key"), given.get("cost", 1))
        except (ValueError, AttributeError) as error:
            return self._json(400, error=str(error))
        self._json(200, allowed=allowed, remaining=remaining)

    def log_message(self, *_):  # pragma: no cover
        pass


def end(*_):  # pragma: no cover
    raise SystemExit


if __name__ == "__main__":  # pragma: no cover
    signal.signal(signal.SIGTERM, end)
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", 8080))), Handler).serve_forever()
`,
        'conftest.py': `import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))
`,
        'tests/test_limiter.py': `import pytest
from limiter import Limiter


class FakeClock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def limiter(clock):
    return Limiter(clock)


def test_five_in_a_minute(limiter, clock):
    assert [limiter.take("ada") for _ in range(6)] == [(True, 4), (True, 3), (True, 2), (True, 1), (True, 0), (False, 0)]
    assert limiter.take("bob") == (True, 4)
    clock.now += 59.9
    assert limiter.take("ada") == (False, 0)
    clock.now += 0.1
    assert limiter.take("ada") == (True, 4)


def test_costs(limiter):
    assert limiter.take("ada", 5) == (True, 0)
    assert limiter.remaining("ada") == 0
    assert limiter.remaining("bob") == 5


@pytest.mark.parametrize("key, cost", [(None, 1), ("", 1), (1, 1), ("a", 0), ("a", 6), ("a", 1.0), ("a", "1")])
def test_refused(limiter, key, cost):
    with pytest.raises(ValueError):
        limiter.take(key, cost)
`,
        'tests/test_http.py': `import json
import threading
import urllib.error
import urllib.request
from http.server import HTTPServer

import pytest
from limiter import Limiter
from main import Handler


@pytest.fixture
def ask():
    server = HTTPServer(("127.0.0.1", 0), type("Fresh", (Handler,), {"limiter": Limiter()}))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def ask(path, body=None):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", body) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield ask
    server.shutdown()
    server.server_close()


def test_take_and_look(ask):
    assert ask("/take", b'{"key": "a b"}') == (200, {"allowed": True, "remaining": 4})
    assert ask("/take", b'{"key": "a b", "cost": 2}') == (200, {"allowed": True, "remaining": 2})
    assert ask("/keys/a%20b") == (200, {"key": "a b", "remaining": 2})
    assert ask("/health")[0] == 200
    assert ask("/no")[0] == 404
    assert ask("/no", b"")[0] == 404


@pytest.mark.parametrize("body", [b"{}", b"[]", b"x", b'{"key": "a", "cost": 6}'])
def test_invalid(ask, body):
    assert ask("/take", body)[0] == 400
`,
      },
    },
    cause: 'incident',
    build: {
      Dockerfile: pythonDockerfile(),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'src/limiter.py': `import threading
import time
from collections import defaultdict, deque

MOST = 5
WINDOW = 60.0


class Limiter:
    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._taken = defaultdict(deque)
        self._lock = threading.Lock()

    def _left(self, key):
        taken = self._taken[key]
        while taken and taken[0] <= self._clock() - WINDOW:
            taken.popleft()
        return MOST - len(taken)

    def remaining(self, key):
        with self._lock:
            return self._left(key)

    def take(self, key, cost=1):
        if not isinstance(key, str) or not key:
            raise ValueError("key is required")
        if not isinstance(cost, int) or isinstance(cost, bool) or not 1 <= cost <= MOST:
            raise ValueError("cost is an integer from 1 to 5")
        with self._lock:
            left = self._left(key)
            if left < cost:
                return False, left
            self._taken[key].extend([self._clock()] * cost)
            return True, left - cost
`,
      'src/main.py': `import json
import os
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from limiter import Limiter


class Handler(BaseHTTPRequestHandler):
    limiter = Limiter()

    def _json(self, code, **body):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/health":
            self._json(200, status="ok")
        elif self.path.startswith("/keys/"):
            key = unquote(self.path[6:])
            self._json(200, key=key, remaining=self.limiter.remaining(key))
        else:
            self._json(404, error="not found")

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path != "/take":
            return self._json(404, error="not found")
        try:
            given = json.loads(raw)
            allowed, remaining = self.limiter.take(given.get("key"), given.get("cost", 1))
        except (ValueError, AttributeError) as error:
            return self._json(400, error=str(error))
        self._json(200, allowed=allowed, remaining=remaining)

    def log_message(self, *_):  # pragma: no cover
        pass


def end(*_):  # pragma: no cover
    raise SystemExit


if __name__ == "__main__":  # pragma: no cover
    signal.signal(signal.SIGTERM, end)
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", 8080))), Handler).serve_forever()
`,
      'conftest.py': `import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))
`,
      'tests/test_limiter.py': `import pytest
from limiter import Limiter


class FakeClock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def limiter(clock):
    return Limiter(clock)


def test_five_in_a_minute(limiter, clock):
    assert [limiter.take("ada") for _ in range(6)] == [(True, 4), (True, 3), (True, 2), (True, 1), (True, 0), (False, 0)]
    assert limiter.take("bob") == (True, 4)
    clock.now += 59.9
    assert limiter.take("ada") == (False, 0)
    clock.now += 0.1
    assert limiter.take("ada") == (True, 4)


def test_costs(limiter):
    assert limiter.take("ada", 5) == (True, 0)
    assert limiter.remaining("ada") == 0
    assert limiter.remaining("bob") == 5


@pytest.mark.parametrize("key, cost", [(None, 1), ("", 1), (1, 1), ("a", 0), ("a", 6), ("a", 1.0), ("a", "1")])
def test_refused(limiter, key, cost):
    with pytest.raises(ValueError):
        limiter.take(key, cost)
`,
      'tests/test_http.py': `import json
import threading
import urllib.error
import urllib.request
from http.server import HTTPServer

import pytest
from limiter import Limiter
from main import Handler


@pytest.fixture
def ask():
    server = HTTPServer(("127.0.0.1", 0), type("Fresh", (Handler,), {"limiter": Limiter()}))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def ask(path, body=None):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", body) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield ask
    server.shutdown()
    server.server_close()


def test_take_and_look(ask):
    assert ask("/take", b'{"key": "a b"}') == (200, {"allowed": True, "remaining": 4})
    assert ask("/take", b'{"key": "a b", "cost": 2}') == (200, {"allowed": True, "remaining": 2})
    assert ask("/keys/a%20b") == (200, {"key": "a b", "remaining": 2})
    assert ask("/health")[0] == 200
    assert ask("/no")[0] == 404
    assert ask("/no", b"")[0] == 404


@pytest.mark.parametrize("body", [b"{}", b"[]", b"x", b'{"key": "a", "cost": 6}'])
def test_invalid(ask, body):
    assert ask("/take", body)[0] == 400
`,
      'tests/test_whole_or_not_at_all.py': `"""What came out of the incident: a cost was taken in part, and true was a cost."""

import pytest
from limiter import Limiter


@pytest.fixture
def limiter():
    return Limiter(lambda: 1000.0)


def test_a_cost_is_not_taken_in_part(limiter):
    limiter.take("ada", 3)
    assert limiter.take("ada", 4) == (False, 2)
    assert limiter.remaining("ada") == 2


def test_true_is_no_cost(limiter):
    with pytest.raises(ValueError):
        limiter.take("ada", True)


@pytest.mark.parametrize("cost", [1, 2, 3, 4, 5])
def test_each_cost_is_taken_as_a_whole(limiter, cost):
    assert limiter.take("ada", cost) == (True, 5 - cost)
    assert limiter.remaining("ada") == 5 - cost


def test_other_keys_are_not_touched(limiter):
    limiter.take("ada", 5)
    assert limiter.take("bob", 5) == (True, 0)
`,
    },
    needs: ['pytest'],
  },
];

export default cases;
