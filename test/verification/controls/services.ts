import type { Files } from './bench.ts';

const around: Files = { Dockerfile: 'FROM node:20\n', '.env.example': 'PORT=3000\n' };

const store = `
export class Store {
  #notes = new Map();
  #next = 1;
  add(text) {
    if (typeof text !== 'string' || text.trim() === '') throw new TypeError('text is missing');
    if (text.length > 20) throw new RangeError('text is too long');
    const note = { id: this.#next, text };
    this.#next = this.#next + 1;
    this.#notes.set(note.id, note);
    return note;
  }
  get(id) {
    return this.#notes.get(id) ?? null;
  }
  remove(id) {
    return this.#notes.delete(id);
  }
  count() {
    return this.#notes.size;
  }
}
`;

const main = `
import http from 'node:http';
import { Store } from './store.js';
export function createServer(store = new Store()) {
  return http.createServer(async (request, response) => {
    const send = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const [, kind, id] = request.url.split('/');
    if (kind === 'health') return send(200, { ok: true });
    if (kind !== 'notes') return send(404, { error: 'not found' });
    if (request.method === 'POST') {
      let text = '';
      for await (const chunk of request) text += chunk;
      try {
        return send(201, store.add(JSON.parse(text).text));
      } catch (error) {
        return send(400, { error: error.message });
      }
    }
    const note = store.get(Number(id));
    return note ? send(200, note) : send(404, { error: 'not found' });
  });
}
if (process.argv[1] === new URL(import.meta.url).pathname) createServer().listen(process.env.PORT);
`;

/** A small Node service of two modules, without tests. */
export const nodeSources: Files = {
  ...around,
  'package.json': '{ "name": "notes", "type": "module", "scripts": { "start": "node src/main.js" } }',
  'src/store.js': store,
  'src/main.js': main,
};

/** Tests of its store, in the plain style. */
export const storeTest = `
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Store } from '../src/store.js';
describe('the store', () => {
  it('keeps what it is given', () => {
    const store = new Store();
    const note = store.add('milk');
    assert.deepEqual(note, { id: 1, text: 'milk' });
    assert.deepEqual(store.get(1), note);
    assert.equal(store.add('bread').id, 2);
    assert.equal(store.count(), 2);
  });
  it('refuses what is no text', () => {
    assert.throws(() => new Store().add(''), TypeError);
    assert.throws(() => new Store().add(3), TypeError);
    assert.throws(() => new Store().add('x'.repeat(21)), RangeError);
    assert.equal(new Store().add('x'.repeat(20)).id, 1);
  });
  it('forgets', () => {
    const store = new Store();
    store.add('milk');
    assert.equal(store.remove(1), true);
    assert.equal(store.get(1), null);
    assert.equal(store.remove(1), false);
  });
});
`;

/** Tests over HTTP of a process that is started for them. */
export const spawnTest = `
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
const port = 20000 + (process.pid % 20000);
const base = 'http://127.0.0.1:' + port;
let child;
before(async () => {
  child = spawn(process.execPath, ['src/main.js'], { env: { ...process.env, PORT: String(port) } });
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(base + '/health').then(() => true, () => false)) return;
    if (child.exitCode !== null) throw new Error('the service ended');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the service did not start');
});
after(async () => {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
});
test('a note is kept and read', async () => {
  const made = await fetch(base + '/notes', { method: 'POST', body: JSON.stringify({ text: 'milk' }) });
  assert.strictEqual(made.status, 201);
  const read = await fetch(base + '/notes/1');
  assert.strictEqual(read.status, 200);
  assert.deepStrictEqual(await read.json(), { id: 1, text: 'milk' });
});
test('what is not there is 404', async () => {
  assert.strictEqual((await fetch(base + '/notes/9')).status, 404);
  assert.strictEqual((await fetch(base + '/other')).status, 404);
});
test('nonsense is 400', async () => {
  const made = await fetch(base + '/notes', { method: 'POST', body: '{}' });
  assert.strictEqual(made.status, 400);
});
`;

/** Tests over HTTP within the process of the tests. */
export const serverTest = `
import assert from 'node:assert';
import { after, before, test } from 'node:test';
import { createServer } from '../src/main.js';
let base;
const server = createServer();
before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = 'http://127.0.0.1:' + server.address().port;
});
after(() => { server.closeAllConnections(); server.close(); });
test('answers on ' + new Date().getFullYear(), async () => {
  const response = await fetch(base + '/health');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { ok: true });
});
test('keeps notes', async () => {
  const made = await fetch(base + '/notes', { method: 'POST', body: JSON.stringify({ text: 'milk' }) });
  assert.equal(made.status, 201);
  assert.deepEqual(await (await fetch(base + '/notes/1')).json(), { id: 1, text: 'milk' });
  assert.equal((await fetch(base + '/notes/2')).status, 404);
});
`;

/** A Python service of one module, without tests. */
export const pythonSources: Files = {
  ...around,
  'requirements.txt': '',
  'src/__init__.py': '',
  'src/main.py': `"""Notes."""
from __future__ import annotations
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

LIMIT = 20


class Store:
    def __init__(self):
        self.notes = {}
        self.next = 1

    def add(self, text):
        """Keeps a text."""
        if not isinstance(text, str) or text.strip() == "":
            raise ValueError("text is missing")
        if len(text) > LIMIT:
            raise OverflowError("text is too long")
        note = {"id": self.next, "text": text}
        self.next = self.next + 1
        self.notes[note["id"]] = note
        return note

    def get(self, note):
        return self.notes.get(note)

    def count(self): return len(self.notes)


by_length = lambda text: len(text)


def longest(texts):
    return sorted(texts, key=by_length)[-1]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):  # pragma: no cover
        self.send_response(200)
        self.end_headers()


if __name__ == "__main__":  # pragma: no cover
    HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
`,
};

/** Tests of it in the style of pytest. */
export const pytestTest = `
import pytest
from src.main import Store, longest


@pytest.fixture
def store():
    return Store()


def test_keeps(store):
    note = store.add("milk")
    assert note == {"id": 1, "text": "milk"}
    assert store.get(1) == note
    assert store.add("bread")["id"] == 2
    assert store.count() == 2


@pytest.mark.parametrize("text", ["", " ", 3])
def test_refuses(store, text):
    with pytest.raises(ValueError):
        store.add(text)


def test_refuses_long(store):
    with pytest.raises(OverflowError):
        store.add("x" * 21)
    assert store.add("x" * 20)["id"] == 1


def test_longest():
    assert longest(["a", "abc", "ab"]) == "abc"
`;

/** And in the style of unittest. */
export const unittestTest = `
import unittest
from src.main import Store, longest


class StoreTest(unittest.TestCase):
    def setUp(self):
        self.store = Store()

    def test_keeps(self):
        self.assertEqual(self.store.add("milk"), {"id": 1, "text": "milk"})
        self.assertIsNotNone(self.store.get(1))
        self.assertEqual(self.store.count(), 1)
        self.assertIsNone(self.store.get(2))

    def test_refuses(self):
        with self.assertRaises(ValueError):
            self.store.add("")
        with self.assertRaises(OverflowError):
            self.store.add("x" * 21)

    def test_longest(self):
        self.assertTrue(longest(["a", "ab"]) == "ab")


if __name__ == "__main__":
    unittest.main()
`;
