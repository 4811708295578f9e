import type { CorpusCase } from '../corpus-case.ts';
import { notesSpec, stock, stockSpec, units, unitsSpec } from './parts/bases.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'wrong-expectation-corrected-precision-changed',
    about:
      'The new spec wants 4 decimals instead of 2, so expected values and the tolerance of a test are other ones.',
    from: 'own',
    spec: unitsSpec
      .replace('rounded to 2 decimals', 'rounded to 4 decimals')
      .replace('"result":6.21', '"result":6.2137'),
    before: {
      spec: unitsSpec,
      build: {
        ...units,
        'units.js': `const kinds = {
  length: { m: 1, km: 1000, mi: 1609.344, ft: 0.3048 },
  weight: { kg: 1, lb: 0.45359237, oz: 0.028349523125 },
  temperature: { c: 1, f: 5 / 9, k: 1 },
};
const zero = { c: 273.15, f: (459.67 * 5) / 9 };

exports.kinds = kinds;
exports.convert = (value, from, to) => {
  if (Number.isNaN(value) || Math.abs(value) === Infinity) throw new Error('value is a number');
  for (const units of Object.values(kinds)) {
    const names = Object.keys(units);
    if (names.includes(from) && names.includes(to)) {
      const base = value * units[from] + (zero[from] ?? 0);
      return Number(((base - (zero[to] ?? 0)) / units[to]).toFixed(2));
    }
  }
  throw new Error('these units do not go together');
};
`,
        'tests/convert.test.js': `const { describe, it, before, after } = require('node:test');
const assert = require('node:assert');
const { convert, kinds } = require('../units.js');
const { server } = require('../server.js');

describe('convert', () => {
  const rows = [
    [10, 'km', 'mi', 6.21],
    [1, 'mi', 'm', 1609.34],
    [1, 'lb', 'kg', 0.45],
    [100, 'c', 'f', 212],
    [0, 'f', 'c', -17.78],
    [0, 'c', 'k', 273.15],
    [-5, 'm', 'm', -5],
  ];
  for (const [value, from, to, result] of rows) it(\`\${value} \${from} in \${to}\`, () => assert.strictEqual(convert(value, from, to), result));

  it('there and back is nearly the same', () => {
    for (const units of Object.values(kinds)) {
      for (const from of Object.keys(units)) assert.ok(Math.abs(convert(convert(500, from, 'k' in units ? 'k' : Object.keys(units)[0]), 'k' in units ? 'k' : Object.keys(units)[0], from) - 500) < 0.5);
    }
  });

  it('refuses', () => {
    assert.throws(() => convert(1, 'km', 'kg'));
    assert.throws(() => convert(1, undefined, 'kg'));
    assert.throws(() => convert(NaN, 'km', 'm'), /number/);
    assert.throws(() => convert(-Infinity, 'km', 'm'), /number/);
  });
});

describe('server', () => {
  before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => server.close(() => {}) && server.closeAllConnections());
  const get = async (path) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`);
    return { status: res.status, body: await res.json() };
  };
  it('converts', async () => {
    assert.deepStrictEqual(await get('/convert?value=10&from=km&to=mi'), {
      status: 200,
      body: { value: 10, from: 'km', to: 'mi', result: 6.21 },
    });
  });
  it('answers the rest', async () => {
    assert.strictEqual((await get('/convert')).status, 400);
    assert.strictEqual((await get('/convert?value=&from=km&to=mi')).status, 400);
    assert.deepStrictEqual((await get('/units')).body.weight, ['kg', 'lb', 'oz']);
    assert.strictEqual((await get('/health')).status, 200);
    assert.strictEqual((await get('/no')).status, 404);
  });
});
`,
      },
    },
    build: {
      ...units,
      'units.js': `const DECIMALS = 4;
const kinds = {
  length: { m: 1, km: 1000, mi: 1609.344, ft: 0.3048 },
  weight: { kg: 1, lb: 0.45359237, oz: 0.028349523125 },
  temperature: { c: 1, f: 5 / 9, k: 1 },
};
const zero = { c: 273.15, f: (459.67 * 5) / 9 };

exports.kinds = kinds;
exports.convert = (value, from, to) => {
  if (Number.isNaN(value) || Math.abs(value) === Infinity) throw new Error('value is a number');
  for (const units of Object.values(kinds)) {
    const names = Object.keys(units);
    if (names.includes(from) && names.includes(to)) {
      const base = value * units[from] + (zero[from] ?? 0);
      return Number(((base - (zero[to] ?? 0)) / units[to]).toFixed(DECIMALS));
    }
  }
  throw new Error('these units do not go together');
};
`,
      'tests/convert.test.js': `const { describe, it, before, after } = require('node:test');
const assert = require('node:assert');
const { convert, kinds } = require('../units.js');
const { server } = require('../server.js');

describe('convert', () => {
  const rows = [
    [10, 'km', 'mi', 6.2137],
    [1, 'mi', 'm', 1609.344],
    [1, 'lb', 'kg', 0.4536],
    [100, 'c', 'f', 212],
    [0, 'f', 'c', -17.7778],
    [0, 'c', 'k', 273.15],
    [-5, 'm', 'm', -5],
  ];
  for (const [value, from, to, result] of rows) it(\`\${value} \${from} in \${to}\`, () => assert.strictEqual(convert(value, from, to), result));

  it('there and back is nearly the same', () => {
    for (const units of Object.values(kinds)) {
      for (const from of Object.keys(units)) assert.ok(Math.abs(convert(convert(500, from, 'k' in units ? 'k' : Object.keys(units)[0]), 'k' in units ? 'k' : Object.keys(units)[0], from) - 500) < 0.005);
    }
  });

  it('refuses', () => {
    assert.throws(() => convert(1, 'km', 'kg'));
    assert.throws(() => convert(1, undefined, 'kg'));
    assert.throws(() => convert(NaN, 'km', 'm'), /number/);
    assert.throws(() => convert(-Infinity, 'km', 'm'), /number/);
  });
});

describe('server', () => {
  before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => server.close(() => {}) && server.closeAllConnections());
  const get = async (path) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`);
    return { status: res.status, body: await res.json() };
  };
  it('converts', async () => {
    assert.deepStrictEqual(await get('/convert?value=10&from=km&to=mi'), {
      status: 200,
      body: { value: 10, from: 'km', to: 'mi', result: 6.2137 },
    });
  });
  it('answers the rest', async () => {
    assert.strictEqual((await get('/convert')).status, 400);
    assert.strictEqual((await get('/convert?value=&from=km&to=mi')).status, 400);
    assert.deepStrictEqual((await get('/units')).body.weight, ['kg', 'lb', 'oz']);
    assert.strictEqual((await get('/health')).status, 200);
    assert.strictEqual((await get('/no')).status, 404);
  });
});
`,
    },
  },
  {
    name: 'feature-removed-with-its-tests',
    about: 'The new spec has no pinning any more; its route, its code and its two tests go.',
    from: 'own',
    spec: `# Links

## Purpose

The links a team needs again and again, on one page.

## Requirements

- \`url\` is required, a valid http or https URL.
- \`title\` is required, 1 to 80 characters.
- Links survive a restart.

## API Specs

- \`POST /links\` – add a link → 201; 400 for invalid input
- \`GET /links\` – list the links, oldest first → 200
- \`DELETE /links/:id\` – delete a link → 204, or 404
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /links\` without \`url\` returns 400.
- \`GET /health\` returns 200.
`,
    before: {
      spec: `# Links

## Purpose

The links a team needs again and again, on one page.

## Requirements

- \`url\` is required, a valid http or https URL.
- \`title\` is required, 1 to 80 characters.
- A pinned link comes before all others.
- Links survive a restart.

## API Specs

- \`POST /links\` – add a link → 201; 400 for invalid input
- \`GET /links\` – list the links, pinned ones first, then oldest first → 200
- \`POST /links/:id/pin\` – pin a link → 200, or 404
- \`DELETE /links/:id\` – delete a link → 204, or 404
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /links\` without \`url\` returns 400.
- A pinned link is listed first.
- \`GET /health\` returns 200.
`,
      build: {
        Dockerfile: nodeDockerfile('index.mjs'),
        '.env.example': envExample(),
        'package.json': manifest({ name: 'links', scripts: { start: 'node index.mjs' } }),
        'index.mjs': `import http from 'node:http';
import fs from 'node:fs';

const dir = process.env.DATA_DIR ?? 'data';
fs.mkdirSync(dir, { recursive: true });
const file = \`\${dir}/links.json\`;
const links = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
const save = () => fs.writeFileSync(file, JSON.stringify(links));
let last = Math.max(0, ...links.map((link) => link.id));

const problem = (input) => {
  if (!input || typeof input !== 'object') return 'body';
  if (typeof input.url !== 'string' || !URL.canParse(input.url) || !/^https?:$/.test(new URL(input.url).protocol)) return 'url';
  if (typeof input.title !== 'string' || !input.title.trim() || input.title.length > 80) return 'title';
};

export const server = http.createServer((req, res) => {
  const send = (code, body) => res.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const [path] = req.url.split('?');
  const id = Number(/^\\/links\\/(\\d+)/.exec(path)?.[1]);
  const link = links.find((each) => each.id === id);
  if (path === '/health') return send(200, { status: 'ok' });
  if (path === '/links' && req.method === 'GET') return send(200, [...links].sort((a, b) => b.pinned - a.pinned));
  if (path === \`/links/\${id}/pin\` && req.method === 'POST' && link) {
    link.pinned = true;
    save();
    return send(200, link);
  }
  if (path === \`/links/\${id}\` && req.method === 'DELETE' && link) {
    links.splice(links.indexOf(link), 1);
    save();
    return send(204);
  }
  if (path !== '/links' || req.method !== 'POST') return send(404, { error: 'not found' });
  let raw = '';
  req.on('data', (chunk) => {
    raw += chunk;
  });
  req.on('end', () => {
    let input;
    try {
      input = JSON.parse(raw);
    } catch {
      input = null;
    }
    const field = problem(input);
    if (field) return send(400, { error: \`\${field} is not valid\`, field });
    last += 1;
    links.push({ id: last, url: input.url, title: input.title, pinned: false });
    save();
    send(201, links.at(-1));
  });
});

server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
`,
        'test/links.test.mjs': `import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';

const dir = mkdtempSync(\`\${tmpdir()}/links-\`);
let server;
before(async () => {
  Object.assign(process.env, { DATA_DIR: dir, PORT: '0', HOST: '127.0.0.1' });
  ({ server } = await import('../index.mjs'));
  await once(server, 'listening');
});
after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});
const call = (method, path, body) => fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, { method, body: body && JSON.stringify(body) });
const add = async (title) => (await call('POST', '/links', { url: \`https://example.org/\${title}\`, title })).json();

test('a link is kept', async () => {
  const link = await add('one');
  assert.equal(link.url, 'https://example.org/one');
  assert.deepEqual(JSON.parse(readFileSync(\`\${dir}/links.json\`, 'utf8')), [link]);
  assert.deepEqual(await (await call('GET', '/links')).json(), [link]);
});

test('a pinned link comes first', async () => {
  const two = await add('two');
  const pinned = await call('POST', \`/links/\${two.id}/pin\`);
  assert.equal(pinned.status, 200);
  assert.equal((await pinned.json()).pinned, true);
  assert.deepEqual((await (await call('GET', '/links')).json()).map((link) => link.title), ['two', 'one']);
});

test('an unknown link is not pinned', async () => {
  assert.equal((await call('POST', '/links/99/pin')).status, 404);
});

test('a deleted link is gone', async () => {
  const three = await add('three');
  assert.equal((await call('DELETE', \`/links/\${three.id}\`)).status, 204);
  assert.equal((await call('DELETE', \`/links/\${three.id}\`)).status, 404);
  assert.ok(!(await (await call('GET', '/links')).json()).some((link) => link.id === three.id));
});

for (const [field, input] of [['url', {}], ['url', { url: 'ftp://a.b', title: 'a' }], ['url', { url: 'nope', title: 'a' }], ['title', { url: 'http://a.b' }], ['title', { url: 'http://a.b', title: 'x'.repeat(81) }], ['body', 7]]) {
  test(\`refused: \${JSON.stringify(input).slice(0, 30)}\`, async () => {
    const res = await call('POST', '/links', input);
    assert.equal(res.status, 400);
    assert.equal((await res.json()).field, field);
  });
}

test('health and nothing', async () => {
  assert.equal((await call('GET', '/health')).status, 200);
  assert.equal((await call('GET', '/x')).status, 404);
  assert.equal((await fetch(\`http://127.0.0.1:\${server.address().port}/links\`, { method: 'POST', body: '{' })).status, 400);
});
`,
      },
    },
    build: {
      Dockerfile: nodeDockerfile('index.mjs'),
      '.env.example': envExample(),
      'package.json': manifest({ name: 'links', scripts: { start: 'node index.mjs' } }),
      'index.mjs': `import http from 'node:http';
import fs from 'node:fs';

const dir = process.env.DATA_DIR ?? 'data';
fs.mkdirSync(dir, { recursive: true });
const file = \`\${dir}/links.json\`;
const links = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
const save = () => fs.writeFileSync(file, JSON.stringify(links));
let last = Math.max(0, ...links.map((link) => link.id));

const problem = (input) => {
  if (!input || typeof input !== 'object') return 'body';
  if (typeof input.url !== 'string' || !URL.canParse(input.url) || !/^https?:$/.test(new URL(input.url).protocol)) return 'url';
  if (typeof input.title !== 'string' || !input.title.trim() || input.title.length > 80) return 'title';
};

export const server = http.createServer((req, res) => {
  const send = (code, body) => res.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const [path] = req.url.split('?');
  const id = Number(/^\\/links\\/(\\d+)$/.exec(path)?.[1]);
  const link = links.find((each) => each.id === id);
  if (path === '/health') return send(200, { status: 'ok' });
  if (path === '/links' && req.method === 'GET') return send(200, links);
  if (link && req.method === 'DELETE') {
    links.splice(links.indexOf(link), 1);
    save();
    return send(204);
  }
  if (path !== '/links' || req.method !== 'POST') return send(404, { error: 'not found' });
  let raw = '';
  req.on('data', (chunk) => {
    raw += chunk;
  });
  req.on('end', () => {
    let input;
    try {
      input = JSON.parse(raw);
    } catch {
      input = null;
    }
    const field = problem(input);
    if (field) return send(400, { error: \`\${field} is not valid\`, field });
    last += 1;
    links.push({ id: last, url: input.url, title: input.title });
    save();
    send(201, links.at(-1));
  });
});

server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
`,
      'test/links.test.mjs': `import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';

const dir = mkdtempSync(\`\${tmpdir()}/links-\`);
let server;
before(async () => {
  Object.assign(process.env, { DATA_DIR: dir, PORT: '0', HOST: '127.0.0.1' });
  ({ server } = await import('../index.mjs'));
  await once(server, 'listening');
});
after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});
const call = (method, path, body) => fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, { method, body: body && JSON.stringify(body) });
const add = async (title) => (await call('POST', '/links', { url: \`https://example.org/\${title}\`, title })).json();

test('a link is kept', async () => {
  const link = await add('one');
  assert.equal(link.url, 'https://example.org/one');
  assert.deepEqual(JSON.parse(readFileSync(\`\${dir}/links.json\`, 'utf8')), [link]);
  assert.deepEqual(await (await call('GET', '/links')).json(), [link]);
});

test('a deleted link is gone', async () => {
  const three = await add('three');
  assert.equal((await call('DELETE', \`/links/\${three.id}\`)).status, 204);
  assert.equal((await call('DELETE', \`/links/\${three.id}\`)).status, 404);
  assert.ok(!(await (await call('GET', '/links')).json()).some((link) => link.id === three.id));
});

for (const [field, input] of [['url', {}], ['url', { url: 'ftp://a.b', title: 'a' }], ['url', { url: 'nope', title: 'a' }], ['title', { url: 'http://a.b' }], ['title', { url: 'http://a.b', title: 'x'.repeat(81) }], ['body', 7]]) {
  test(\`refused: \${JSON.stringify(input).slice(0, 30)}\`, async () => {
    const res = await call('POST', '/links', input);
    assert.equal(res.status, 400);
    assert.equal((await res.json()).field, field);
  });
}

test('health and nothing', async () => {
  assert.equal((await call('GET', '/health')).status, 200);
  assert.equal((await call('GET', '/x')).status, 404);
  assert.equal((await fetch(\`http://127.0.0.1:\${server.address().port}/links\`, { method: 'POST', body: '{' })).status, 400);
});
`,
    },
  },
  {
    name: 'feature-added-with-tests',
    about:
      'The new spec asks for putting stock back; a route, a method and a test file for it are added, nothing else changes.',
    from: 'own',
    spec: stockSpec.replace(
      '| GET | `/health`',
      '| POST | `/items/:name/put` | Put `count` of it back, 1 by default; never more than 9999 are kept | 200 with the item; 400; 404; 409 |\n| GET | `/health`',
    ),
    before: {
      spec: stockSpec,
      build: {
        ...stock,
        'pytest.ini': `[pytest]
pythonpath = src
`,
        'tests/test_pantry.py': `import json
import threading
import urllib.error
import urllib.request

import pytest
from pantry import Pantry, Problem
from server import make_server


@pytest.fixture()
def pantry(tmp_path):
    pantry = Pantry(tmp_path)
    pantry.add("tea", 5)
    return pantry


def status(action, *arguments):
    with pytest.raises(Problem) as caught:
        action(*arguments)
    return caught.value.status


def test_add(pantry, tmp_path):
    assert pantry.add("salt", 9999) == {"name": "salt", "count": 9999}
    assert status(pantry.add, "salt", 1) == 409
    assert Pantry(tmp_path).all() == [{"name": "salt", "count": 9999}, {"name": "tea", "count": 5}]
    for name, count in [(None, 1), ("", 1), (" ", 1), ("x" * 51, 1), ("a", -1), ("a", 10000), ("a", "1"), ("a", False)]:
        assert status(pantry.add, name, count) == 400
    assert pantry.add("x" * 50, 0)["count"] == 0


def test_take(pantry, tmp_path):
    assert pantry.take("tea", 2)["count"] == 3
    assert status(pantry.take, "tea", 4) == 409
    assert pantry.take("tea", 3)["count"] == 0
    assert Pantry(tmp_path).get("tea")["count"] == 0
    assert status(pantry.take, "tea", 0) == 400
    assert status(pantry.take, "sugar", 1) == 404


def test_http(pantry):
    server = make_server(pantry, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def call(path, body=None):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", data=body) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    assert call("/health") == (200, {"status": "ok"})
    assert call("/items") == (200, [{"name": "tea", "count": 5}])
    assert call("/items", b'{"name": "green tea"}') == (201, {"name": "green tea", "count": 0})
    assert call("/items/green%20tea") == (200, {"name": "green tea", "count": 0})
    assert call("/items/tea/take", b"") == (200, {"name": "tea", "count": 4})
    assert call("/items", b"[]")[0] == 400
    assert call("/items", b"{")[0] == 400
    assert call("/other")[0] == 404
    server.shutdown()
    server.server_close()
`,
      },
    },
    build: {
      ...stock,
      'pytest.ini': `[pytest]
pythonpath = src
`,
      'tests/test_pantry.py': `import json
import threading
import urllib.error
import urllib.request

import pytest
from pantry import Pantry, Problem
from server import make_server


@pytest.fixture()
def pantry(tmp_path):
    pantry = Pantry(tmp_path)
    pantry.add("tea", 5)
    return pantry


def status(action, *arguments):
    with pytest.raises(Problem) as caught:
        action(*arguments)
    return caught.value.status


def test_add(pantry, tmp_path):
    assert pantry.add("salt", 9999) == {"name": "salt", "count": 9999}
    assert status(pantry.add, "salt", 1) == 409
    assert Pantry(tmp_path).all() == [{"name": "salt", "count": 9999}, {"name": "tea", "count": 5}]
    for name, count in [(None, 1), ("", 1), (" ", 1), ("x" * 51, 1), ("a", -1), ("a", 10000), ("a", "1"), ("a", False)]:
        assert status(pantry.add, name, count) == 400
    assert pantry.add("x" * 50, 0)["count"] == 0


def test_take(pantry, tmp_path):
    assert pantry.take("tea", 2)["count"] == 3
    assert status(pantry.take, "tea", 4) == 409
    assert pantry.take("tea", 3)["count"] == 0
    assert Pantry(tmp_path).get("tea")["count"] == 0
    assert status(pantry.take, "tea", 0) == 400
    assert status(pantry.take, "sugar", 1) == 404


def test_http(pantry):
    server = make_server(pantry, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def call(path, body=None):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", data=body) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    assert call("/health") == (200, {"status": "ok"})
    assert call("/items") == (200, [{"name": "tea", "count": 5}])
    assert call("/items", b'{"name": "green tea"}') == (201, {"name": "green tea", "count": 0})
    assert call("/items/green%20tea") == (200, {"name": "green tea", "count": 0})
    assert call("/items/tea/take", b"") == (200, {"name": "tea", "count": 4})
    assert call("/items", b"[]")[0] == 400
    assert call("/items", b"{")[0] == 400
    assert call("/other")[0] == 404
    server.shutdown()
    server.server_close()
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
                case ("POST", "items", name, "put"):
                    return 200, pantry.put(name, self.body().get("count", 1))
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

    def put(self, name, count):
        if not is_count(count, 1):
            raise Problem(400, "count is an integer from 1 to 9999")
        with self.lock:
            if self.get(name)["count"] + count > 9999:
                raise Problem(409, "there is no room for so many")
            self.items[name] += count
            self.save()
            return self.get(name)
`,
      'tests/test_put.py': `import json
import threading
import urllib.request

import pytest
from pantry import Pantry, Problem
from server import make_server


@pytest.fixture()
def pantry(tmp_path):
    pantry = Pantry(tmp_path)
    pantry.add("tea", 5)
    return pantry


def test_put_adds(pantry, tmp_path):
    assert pantry.put("tea", 3) == {"name": "tea", "count": 8}
    assert Pantry(tmp_path).get("tea") == {"name": "tea", "count": 8}


def test_never_more_than_9999(pantry):
    with pytest.raises(Problem) as caught:
        pantry.put("tea", 9995)
    assert caught.value.status == 409
    assert pantry.put("tea", 9994)["count"] == 9999


@pytest.mark.parametrize("name, count, status", [("tea", 0, 400), ("tea", None, 400), ("salt", 1, 404)])
def test_put_refuses(pantry, name, count, status):
    with pytest.raises(Problem) as caught:
        pantry.put(name, count)
    assert caught.value.status == status
    assert pantry.all() == [{"name": "tea", "count": 5}]


def test_put_over_http(pantry):
    server = make_server(pantry, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    for body, count in [(b"", 6), (b'{"count": 4}', 10)]:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/items/tea/put", data=body) as answer:
            assert json.load(answer) == {"name": "tea", "count": count}
    server.shutdown()
    server.server_close()
`,
    },
    needs: ['pytest'],
  },
  {
    name: 'endpoints-renamed-by-the-spec',
    about:
      'The new spec calls notes memos, so every path, two files and the paths in all tests change, and the tests stay as many.',
    from: 'own',
    spec: notesSpec
      .replaceAll('/notes', '/memos')
      .replace('# Notes', '# Memos')
      .replace('Notes survive', 'Memos survive'),
    before: {
      spec: notesSpec,
      build: {
        Dockerfile: nodeDockerfile('src/main.js'),
        '.env.example': envExample(),
        'package.json': manifest({
          name: 'memos',
          type: 'module',
          scripts: { start: 'node src/main.js', test: 'node --test tests/*.spec.js' },
        }),
        'src/main.js': `import { start } from './service.js';

const server = await start(process.env);
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
`,
        'src/service.js': `import { createServer } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { NoteBook } from './note-book.js';

const json = (res, status, body) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export function start({ PORT = '8080', HOST = '127.0.0.1', DATA_DIR = 'data' }) {
  const book = new NoteBook(DATA_DIR);
  const server = createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url, 'http://localhost');
    if (pathname === '/health') return json(res, 200, { status: 'ok' });
    if (pathname === '/notes') {
      if (req.method === 'GET') return json(res, 200, { notes: book.all(searchParams.get('tag')) });
      if (req.method !== 'POST') return json(res, 405, { error: 'GET or POST' });
      try {
        return json(res, 201, book.write(JSON.parse(await textOf(req))));
      } catch (error) {
        return json(res, 400, { error: error.message });
      }
    }
    const id = pathname.startsWith('/notes/') ? pathname.slice('/notes/'.length) : undefined;
    if (req.method === 'GET' && book.has(id)) return json(res, 200, book.read(id));
    if (req.method === 'DELETE' && book.has(id)) {
      book.tear(id);
      return json(res, 204);
    }
    return json(res, 404, { error: 'not found' });
  });
  return new Promise((resolve) => server.listen(Number(PORT), HOST, () => resolve(server)));
}
`,
        'src/note-book.js': `import fs from 'node:fs';

export class NoteBook {
  constructor(dir) {
    fs.mkdirSync(dir, { recursive: true });
    this.file = \`\${dir}/book.jsonl\`;
    this.pages = new Map();
    if (!fs.existsSync(this.file)) return;
    for (const line of fs.readFileSync(this.file, 'utf8').split('\\n').filter(Boolean)) {
      const page = JSON.parse(line);
      if (page.torn) this.pages.delete(page.id);
      else this.pages.set(page.id, page);
    }
  }

  log(page) {
    fs.appendFileSync(this.file, \`\${JSON.stringify(page)}\\n\`);
  }

  write({ text, tag = '' }) {
    if (typeof text !== 'string' || !text.trim() || text.length > 280) throw new Error('text: 1 to 280 characters');
    if (typeof tag !== 'string' || tag.length > 30) throw new Error('tag: at most 30 characters');
    const page = { id: crypto.randomUUID(), text, tag };
    this.pages.set(page.id, page);
    this.log(page);
    return page;
  }

  all(tag) {
    const pages = [...this.pages.values()].reverse();
    return tag === null ? pages : pages.filter((page) => page.tag === tag);
  }

  has = (id) => this.pages.has(id);

  read = (id) => this.pages.get(id);

  tear(id) {
    this.pages.delete(id);
    this.log({ id, torn: true });
  }
}
`,
        'tests/notes.spec.js': `import { describe, it } from 'node:test';
import { deepStrictEqual, match, strictEqual } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { start } from '../src/service.js';

async function using(dir, work) {
  const server = await start({ PORT: '0', DATA_DIR: dir });
  const call = async (method, path, body) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, { method, body });
    const text = await res.text();
    return [res.status, text && JSON.parse(text)];
  };
  try {
    return await work(call);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('notes', () => {
  it('are written, listed and deleted, over restarts', async () => {
    const dir = await mkdtemp(\`\${tmpdir()}/book-\`);
    const [a, b] = await using(dir, async (call) => {
      const [status, first] = await call('POST', '/notes', '{"text":"a","tag":"x"}');
      strictEqual(status, 201);
      return [first, (await call('POST', '/notes', '{"text":"b"}'))[1]];
    });
    await using(dir, async (call) => {
      deepStrictEqual(await call('GET', '/notes'), [200, { notes: [b, a] }]);
      deepStrictEqual(await call('GET', '/notes?tag=x'), [200, { notes: [a] }]);
      deepStrictEqual(await call('GET', \`/notes/\${a.id}\`), [200, a]);
      strictEqual((await call('DELETE', \`/notes/\${a.id}\`))[0], 204);
    });
    await using(dir, async (call) => {
      deepStrictEqual(await call('GET', '/notes'), [200, { notes: [b] }]);
      strictEqual((await call('GET', \`/notes/\${a.id}\`))[0], 404);
      strictEqual((await call('DELETE', \`/notes/\${a.id}\`))[0], 404);
    });
    await rm(dir, { recursive: true });
  });

  it('are refused', async () => {
    const dir = await mkdtemp(\`\${tmpdir()}/book-\`);
    await using(dir, async (call) => {
      for (const body of ['{}', '{"text":""}', JSON.stringify({ text: 'x'.repeat(281) }), 'null', '{']) {
        strictEqual((await call('POST', '/notes', body))[0], 400, body);
      }
      const [status, { error }] = await call('POST', '/notes', JSON.stringify({ text: 'a', tag: 'x'.repeat(31) }));
      strictEqual(status, 400);
      match(error, /tag/);
      strictEqual((await call('PUT', '/notes', '{}'))[0], 405);
      strictEqual((await call('GET', '/health'))[0], 200);
      strictEqual((await call('GET', '/elsewhere'))[0], 404);
    });
    await rm(dir, { recursive: true });
  });
});
`,
      },
    },
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'memos',
        type: 'module',
        scripts: { start: 'node src/main.js', test: 'node --test tests/*.spec.js' },
      }),
      'src/main.js': `import { start } from './service.js';

const server = await start(process.env);
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
`,
      'src/service.js': `import { createServer } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { MemoBook } from './memo-book.js';

const json = (res, status, body) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export function start({ PORT = '8080', HOST = '127.0.0.1', DATA_DIR = 'data' }) {
  const book = new MemoBook(DATA_DIR);
  const server = createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url, 'http://localhost');
    if (pathname === '/health') return json(res, 200, { status: 'ok' });
    if (pathname === '/memos') {
      if (req.method === 'GET') return json(res, 200, { memos: book.all(searchParams.get('tag')) });
      if (req.method !== 'POST') return json(res, 405, { error: 'GET or POST' });
      try {
        return json(res, 201, book.write(JSON.parse(await textOf(req))));
      } catch (error) {
        return json(res, 400, { error: error.message });
      }
    }
    const id = pathname.startsWith('/memos/') ? pathname.slice('/memos/'.length) : undefined;
    if (req.method === 'GET' && book.has(id)) return json(res, 200, book.read(id));
    if (req.method === 'DELETE' && book.has(id)) {
      book.tear(id);
      return json(res, 204);
    }
    return json(res, 404, { error: 'not found' });
  });
  return new Promise((resolve) => server.listen(Number(PORT), HOST, () => resolve(server)));
}
`,
      'src/memo-book.js': `import fs from 'node:fs';

export class MemoBook {
  constructor(dir) {
    fs.mkdirSync(dir, { recursive: true });
    this.file = \`\${dir}/book.jsonl\`;
    this.pages = new Map();
    if (!fs.existsSync(this.file)) return;
    for (const line of fs.readFileSync(this.file, 'utf8').split('\\n').filter(Boolean)) {
      const page = JSON.parse(line);
      if (page.torn) this.pages.delete(page.id);
      else this.pages.set(page.id, page);
    }
  }

  log(page) {
    fs.appendFileSync(this.file, \`\${JSON.stringify(page)}\\n\`);
  }

  write({ text, tag = '' }) {
    if (typeof text !== 'string' || !text.trim() || text.length > 280) throw new Error('text: 1 to 280 characters');
    if (typeof tag !== 'string' || tag.length > 30) throw new Error('tag: at most 30 characters');
    const page = { id: crypto.randomUUID(), text, tag };
    this.pages.set(page.id, page);
    this.log(page);
    return page;
  }

  all(tag) {
    const pages = [...this.pages.values()].reverse();
    return tag === null ? pages : pages.filter((page) => page.tag === tag);
  }

  has = (id) => this.pages.has(id);

  read = (id) => this.pages.get(id);

  tear(id) {
    this.pages.delete(id);
    this.log({ id, torn: true });
  }
}
`,
      'tests/memos.spec.js': `import { describe, it } from 'node:test';
import { deepStrictEqual, match, strictEqual } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { start } from '../src/service.js';

async function using(dir, work) {
  const server = await start({ PORT: '0', DATA_DIR: dir });
  const call = async (method, path, body) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, { method, body });
    const text = await res.text();
    return [res.status, text && JSON.parse(text)];
  };
  try {
    return await work(call);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('memos', () => {
  it('are written, listed and deleted, over restarts', async () => {
    const dir = await mkdtemp(\`\${tmpdir()}/book-\`);
    const [a, b] = await using(dir, async (call) => {
      const [status, first] = await call('POST', '/memos', '{"text":"a","tag":"x"}');
      strictEqual(status, 201);
      return [first, (await call('POST', '/memos', '{"text":"b"}'))[1]];
    });
    await using(dir, async (call) => {
      deepStrictEqual(await call('GET', '/memos'), [200, { memos: [b, a] }]);
      deepStrictEqual(await call('GET', '/memos?tag=x'), [200, { memos: [a] }]);
      deepStrictEqual(await call('GET', \`/memos/\${a.id}\`), [200, a]);
      strictEqual((await call('DELETE', \`/memos/\${a.id}\`))[0], 204);
    });
    await using(dir, async (call) => {
      deepStrictEqual(await call('GET', '/memos'), [200, { memos: [b] }]);
      strictEqual((await call('GET', \`/memos/\${a.id}\`))[0], 404);
      strictEqual((await call('DELETE', \`/memos/\${a.id}\`))[0], 404);
    });
    await rm(dir, { recursive: true });
  });

  it('are refused', async () => {
    const dir = await mkdtemp(\`\${tmpdir()}/book-\`);
    await using(dir, async (call) => {
      for (const body of ['{}', '{"text":""}', JSON.stringify({ text: 'x'.repeat(281) }), 'null', '{']) {
        strictEqual((await call('POST', '/memos', body))[0], 400, body);
      }
      const [status, { error }] = await call('POST', '/memos', JSON.stringify({ text: 'a', tag: 'x'.repeat(31) }));
      strictEqual(status, 400);
      match(error, /tag/);
      strictEqual((await call('PUT', '/memos', '{}'))[0], 405);
      strictEqual((await call('GET', '/health'))[0], 200);
      strictEqual((await call('GET', '/elsewhere'))[0], 404);
    });
    await rm(dir, { recursive: true });
  });
});
`,
    },
  },
];

export default cases;
