/** Services that several changes start from: all their files but those a change is about. */
import type { CorpusFiles } from '../../corpus-case.ts';
import { envExample, manifest, nodeDockerfile } from './node.ts';
import { pythonDockerfile, pythonRequirements } from './python.ts';

export const notesSpec = `# Notes

## Purpose

Short notes of a team, to be found again by their tag.

## Requirements

- \`text\` is required, 1 to 280 characters.
- \`tag\` is optional, at most 30 characters, default "".
- The list shows the newest first and is filtered by \`tag\` where the query asks for it.
- Invalid input is refused with 400 and JSON with an \`error\`.
- An unknown note is answered with 404.
- Notes survive a restart.

## API Specs

- \`POST /notes\` – write a note → 201 with the note; 400 for invalid input
- \`GET /notes?tag=\` – list the notes → 200
- \`GET /notes/:id\` – read a note → 200, or 404
- \`DELETE /notes/:id\` – delete a note → 204, or 404
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /notes\` with a valid \`text\` returns 201 and the note.
- \`POST /notes\` without \`text\` returns 400.
- A deleted note is answered with 404.
- Notes survive a restart.
- \`GET /health\` returns 200.
`;

export const notes: CorpusFiles = {
  Dockerfile: nodeDockerfile('src/main.js'),
  '.env.example': envExample(),
  'package.json': manifest({
    name: 'notes',
    type: 'module',
    scripts: { start: 'node src/main.js', test: 'node --test' },
  }),
  'src/main.js': `import { createApp } from './app.js';
import { openNotes } from './notes.js';

const app = createApp(openNotes(process.env.DATA_DIR ?? 'data'));
app.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1', () => {
  console.log(\`notes on port \${app.address().port}\`);
});
process.once('SIGTERM', () => {
  app.close();
  app.closeAllConnections();
});
`,
  'src/app.js': `import { createServer } from 'node:http';
import { Invalid } from './notes.js';

const bodyOf = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text);
  } catch {
    throw new Invalid('the body is not JSON');
  }
};

const answer = async (notes, request) => {
  const url = new URL(request.url, 'http://notes');
  const [, first, id] = url.pathname.split('/');
  if (url.pathname === '/health') return [200, { status: 'ok' }];
  if (url.pathname === '/notes' && request.method === 'POST') return [201, notes.add(await bodyOf(request))];
  if (url.pathname === '/notes' && request.method === 'GET') return [200, notes.list(url.searchParams.get('tag'))];
  if (first === 'notes' && id && request.method === 'GET') {
    const note = notes.get(id);
    if (note) return [200, note];
  }
  if (first === 'notes' && id && request.method === 'DELETE' && notes.remove(id)) return [204];
  return [404, { error: 'not found' }];
};

export const createApp = (notes) =>
  createServer(async (request, response) => {
    let status;
    let body;
    try {
      [status, body] = await answer(notes, request);
    } catch (error) {
      [status, body] = [error instanceof Invalid ? 400 : 500, { error: error.message }];
    }
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body && JSON.stringify(body));
  });
`,
  'src/notes.js': `import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Invalid extends Error {}

export const openNotes = (folder) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'notes.json');
  let notes = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const keep = (next) => {
    notes = next;
    writeFileSync(\`\${file}.new\`, JSON.stringify(notes));
    renameSync(\`\${file}.new\`, file);
  };
  return {
    add(input) {
      const { text, tag = '' } = input ?? {};
      if (typeof text !== 'string' || text.trim() === '' || text.length > 280) throw new Invalid('text has 1 to 280 characters');
      if (typeof tag !== 'string' || tag.length > 30) throw new Invalid('tag has at most 30 characters');
      const note = { id: randomUUID(), text, tag, createdAt: new Date().toISOString() };
      keep([note, ...notes]);
      return note;
    },
    list: (tag) => (tag === null || tag === undefined ? notes : notes.filter((note) => note.tag === tag)),
    get: (id) => notes.find((note) => note.id === id),
    remove(id) {
      const rest = notes.filter((note) => note.id !== id);
      const found = rest.length < notes.length;
      if (found) keep(rest);
      return found;
    },
  };
};
`,
  'test/service.js': `import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import { openNotes } from '../src/notes.js';

/** A service of its own on a free port, gone when the test is over. */
export const service = async (t, dir = mkdtempSync(join(tmpdir(), 'notes-'))) => {
  const app = createApp(openNotes(dir));
  await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    app.closeAllConnections();
    app.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return async (method, path, body) => {
    const response = await fetch(\`http://127.0.0.1:\${app.address().port}\${path}\`, {
      method,
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
};
`,
  'test/main.test.js': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

test('the process serves, keeps its notes and stops', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'notes-main-'));
  const run = async (work) => {
    const child = spawn(process.execPath, ['src/main.js'], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dir },
    });
    const [line] = await once(child.stdout, 'data');
    await work(\`http://127.0.0.1:\${String(line).trim().split(' ').at(-1)}\`);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  };
  let note;
  await run(async (base) => {
    assert.equal((await fetch(\`\${base}/health\`)).status, 200);
    note = await (await fetch(\`\${base}/notes\`, { method: 'POST', body: '{"text":"kept"}' })).json();
  });
  await run(async (base) => {
    assert.deepEqual(await (await fetch(\`\${base}/notes/\${note.id}\`)).json(), note);
  });
  rmSync(dir, { recursive: true });
});
`,
};

export const unitsSpec = `# Units

## Purpose

A cook book from overseas is read with the weights and temperatures of home.

## Requirements

- Units of length: \`m\`, \`km\`, \`mi\` (1609.344 m), \`ft\` (0.3048 m).
- Units of weight: \`kg\`, \`lb\` (0.45359237 kg), \`oz\` (0.028349523125 kg).
- Units of temperature: \`c\`, \`f\`, \`k\`.
- The result is rounded to 2 decimals.
- Units of different kinds, unknown units and values that are no numbers are answered with 400.

## API Specs

- \`GET /convert?value=10&from=km&to=mi\` returns \`{"value":10,"from":"km","to":"mi","result":6.21}\`.
- \`GET /units\` returns the units of each kind.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /convert?value=100&from=c&to=f\` returns \`{"value":100,"from":"c","to":"f","result":212}\`.
- \`GET /convert?value=1&from=km&to=kg\` returns 400.
- \`GET /convert\` returns 400.
- \`GET /health\` returns 200.
`;

export const units: CorpusFiles = {
  Dockerfile: nodeDockerfile('server.js'),
  '.env.example': envExample(),
  'package.json': manifest({
    name: 'units',
    main: 'server.js',
    scripts: { start: 'node server.js', test: 'node --test' },
  }),
  'server.js': `'use strict';
const http = require('node:http');
const { convert, kinds } = require('./units.js');

function handle(req) {
  const url = new URL(req.url, 'http://units');
  if (url.pathname === '/health') return [200, { status: 'ok' }];
  if (url.pathname === '/units') {
    return [200, Object.fromEntries(Object.entries(kinds).map(([kind, units]) => [kind, Object.keys(units)]))];
  }
  if (url.pathname !== '/convert') return [404, { error: 'not found' }];
  const from = url.searchParams.get('from');
  const to = url.searchParams.get('to');
  const given = url.searchParams.get('value');
  const value = given === null || given.trim() === '' ? NaN : Number(given);
  try {
    return [200, { value, from, to, result: convert(value, from, to) }];
  } catch (error) {
    return [400, { error: error.message }];
  }
}

const server = http.createServer((req, res) => {
  const [status, body] = handle(req);
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

if (require.main === module) {
  server.listen(process.env.PORT || 8080, process.env.HOST || '127.0.0.1');
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}

module.exports = { server };
`,
};

export const stockSpec = `# Stock

## Purpose

The pantry of a shared kitchen: what is there, and what was taken.

## Requirements

- An item has a \`name\`, 1 to 50 characters, and a \`count\`, an integer from 0 to 9999 that defaults to 0.
- An item with a \`name\` that is there already is refused with 409.
- Taking more than is there is refused with 409 and changes nothing.
- Items survive a restart.

## API Specs

| Method | Path | Description | Answers |
| --- | --- | --- | --- |
| POST | \`/items\` | Add an item | 201 with the item; 400; 409 for a duplicate \`name\` |
| GET | \`/items\` | List the items by name | 200 |
| GET | \`/items/:name\` | Read one item | 200; 404 |
| POST | \`/items/:name/take\` | Take \`count\` of it, 1 by default | 200 with the item; 400; 404; 409 |
| GET | \`/health\` | Health check | 200 |

## Dependencies

Python 3.11.

## Success Criteria

- \`POST /items\` with a valid \`name\` returns 201 and the item.
- \`POST /items\` without \`name\` returns 400.
- A second item with the same \`name\` is refused with 409.
- \`GET /health\` returns 200.
`;

export const stock: CorpusFiles = {
  Dockerfile: pythonDockerfile(),
  'requirements.txt': pythonRequirements,
  '.env.example': envExample(),
  'src/main.py': `import os
import signal
import sys

from pantry import Pantry
from server import make_server


def main():
    pantry = Pantry(os.environ.get("DATA_DIR", "data"))
    server = make_server(pantry, os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8080")))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.serve_forever()


if __name__ == "__main__":
    main()
`,
  'src/server.py': `import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from pantry import Problem


def make_server(pantry, host, port):
    class Handler(BaseHTTPRequestHandler):
        def body(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                given = json.loads(raw or b"{}")
            except ValueError:
                raise Problem(400, "the body is not JSON") from None
            if not isinstance(given, dict):
                raise Problem(400, "the body is not an object")
            return given

        def route(self):
            parts = [unquote(part) for part in self.path.strip("/").split("/")]
            match (self.command, *parts):
                case ("GET", "health"):
                    return 200, {"status": "ok"}
                case ("GET", "items"):
                    return 200, pantry.all()
                case ("POST", "items"):
                    given = self.body()
                    return 201, pantry.add(given.get("name"), given.get("count", 0))
                case ("GET", "items", name):
                    return 200, pantry.get(name)
                case ("POST", "items", name, "take"):
                    return 200, pantry.take(name, self.body().get("count", 1))
            raise Problem(404, "not found")

        def do_GET(self):
            try:
                status, body = self.route()
            except Problem as problem:
                status, body = problem.status, {"error": str(problem)}
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def log_message(self, *args):
            pass

    return ThreadingHTTPServer((host, port), Handler)
`,
  'src/pantry.py': `import json
import os
import threading
from pathlib import Path


class Problem(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def is_count(value, least):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= 9999


class Pantry:
    def __init__(self, folder):
        self.file = Path(folder, "items.json")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.items = json.loads(self.file.read_text()) if self.file.exists() else {}

    def save(self):
        new = self.file.with_name("items.new")
        new.write_text(json.dumps(self.items))
        os.replace(new, self.file)

    def add(self, name, count):
        if not isinstance(name, str) or not name.strip() or len(name) > 50:
            raise Problem(400, "name has 1 to 50 characters")
        if not is_count(count, 0):
            raise Problem(400, "count is an integer from 0 to 9999")
        with self.lock:
            if name in self.items:
                raise Problem(409, "there is such an item")
            self.items[name] = count
            self.save()
        return {"name": name, "count": count}

    def all(self):
        return [{"name": name, "count": self.items[name]} for name in sorted(self.items)]

    def get(self, name):
        if name not in self.items:
            raise Problem(404, "there is no such item")
        return {"name": name, "count": self.items[name]}

    def take(self, name, count):
        if not is_count(count, 1):
            raise Problem(400, "count is an integer from 1 to 9999")
        with self.lock:
            if self.get(name)["count"] < count:
                raise Problem(409, "there are not so many")
            self.items[name] -= count
            self.save()
            return self.get(name)
`,
};
