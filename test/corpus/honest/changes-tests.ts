import type { CorpusCase } from '../corpus-case.ts';
import { notes, notesSpec, stock, stockSpec, units, unitsSpec } from './parts/bases.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'tests-turned-into-a-table',
    about:
      'Five single tests of refused input become a table in a loop, with one row more than there were tests.',
    from: 'own',
    spec: notesSpec,
    before: {
      build: {
        ...notes,
        'test/crud.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './service.js';

test('write, read, list and delete', async (t) => {
  const call = await service(t);
  const a = await call('POST', '/notes', { text: 'a', tag: 'x' });
  assert.equal(a.status, 201);
  const b = await call('POST', '/notes', { text: 'b' });
  assert.equal(b.body.tag, '');
  assert.deepEqual((await call('GET', '/notes')).body, [b.body, a.body]);
  assert.deepEqual((await call('GET', '/notes?tag=x')).body, [a.body]);
  assert.equal((await call('GET', '/health')).status, 200);
  assert.equal((await call('DELETE', \`/notes/\${a.body.id}\`)).status, 204);
  assert.equal((await call('GET', \`/notes/\${a.body.id}\`)).status, 404);
  assert.equal((await call('DELETE', \`/notes/\${a.body.id}\`)).status, 404);
});
`,
        'test/refused.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './service.js';

test('a note without text is refused', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', {});
  assert.equal(answer.status, 400);
  assert.match(answer.body.error, /text/);
});

test('a note with an empty text is refused', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', { text: '' });
  assert.equal(answer.status, 400);
  assert.match(answer.body.error, /text/);
});

test('a note that is too long is refused', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', { text: 'x'.repeat(281) });
  assert.equal(answer.status, 400);
  assert.match(answer.body.error, /text/);
});

test('a tag that is too long is refused', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', { text: 'a', tag: 'x'.repeat(31) });
  assert.equal(answer.status, 400);
  assert.match(answer.body.error, /tag/);
});

test('a body that is not JSON is refused', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', '{');
  assert.equal(answer.status, 400);
  assert.match(answer.body.error, /JSON/);
});
`,
      },
    },
    cause: 'hand-edit',
    build: {
      ...notes,
      'test/crud.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './service.js';

test('write, read, list and delete', async (t) => {
  const call = await service(t);
  const a = await call('POST', '/notes', { text: 'a', tag: 'x' });
  assert.equal(a.status, 201);
  const b = await call('POST', '/notes', { text: 'b' });
  assert.equal(b.body.tag, '');
  assert.deepEqual((await call('GET', '/notes')).body, [b.body, a.body]);
  assert.deepEqual((await call('GET', '/notes?tag=x')).body, [a.body]);
  assert.equal((await call('GET', '/health')).status, 200);
  assert.equal((await call('DELETE', \`/notes/\${a.body.id}\`)).status, 204);
  assert.equal((await call('GET', \`/notes/\${a.body.id}\`)).status, 404);
  assert.equal((await call('DELETE', \`/notes/\${a.body.id}\`)).status, 404);
});
`,
      'test/refused.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './service.js';

const refused = [
  ['a note without text', {}, /text/],
  ['a note with an empty text', { text: '' }, /text/],
  ['a note that is too long', { text: 'x'.repeat(281) }, /text/],
  ['a tag that is too long', { text: 'a', tag: 'x'.repeat(31) }, /tag/],
  ['a tag that is a number', { text: 'a', tag: 3 }, /tag/],
  ['a body that is not JSON', '{', /JSON/],
];

for (const [what, body, message] of refused) {
  test(\`\${what} is refused\`, async (t) => {
    const call = await service(t);
    const answer = await call('POST', '/notes', body);
    assert.equal(answer.status, 400);
    assert.match(answer.body.error, message);
  });
}
`,
    },
  },
  {
    name: 'test-files-moved-and-renamed',
    about:
      'The one test file is split by what it is about and moved into test/api and test/store; every test keeps its name.',
    from: 'own',
    spec: notesSpec,
    before: {
      build: {
        ...notes,
        'test/all.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { openNotes } from '../src/notes.js';
import { service } from './service.js';

test('the newest comes first', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/store-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const notes = openNotes(dir);
  const a = notes.add({ text: 'a' });
  const b = notes.add({ text: 'b', tag: 't' });
  assert.deepEqual(openNotes(dir).list(), [b, a]);
  assert.deepEqual(openNotes(dir).list('t'), [b]);
});

test('text has 1 to 280 characters', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/store-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const notes = openNotes(dir);
  assert.throws(() => notes.add({ text: ' ' }), /text/);
  assert.throws(() => notes.add({ text: 'x'.repeat(281) }), /text/);
  assert.equal(notes.add({ text: 'x'.repeat(280), tag: 'y'.repeat(30) }).tag.length, 30);
  assert.throws(() => notes.add({ text: 'x', tag: 'y'.repeat(31) }), /tag/);
  assert.throws(() => notes.add(null), /text/);
});

test('a deleted note is not found', async (t) => {
  const call = await service(t);
  const { body } = await call('POST', '/notes', { text: 'a' });
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 204);
  assert.equal((await call('GET', \`/notes/\${body.id}\`)).status, 404);
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 404);
});

test('what is wrong is answered with 400', async (t) => {
  const call = await service(t);
  assert.equal((await call('POST', '/notes', { text: '' })).status, 400);
  assert.equal((await call('POST', '/notes', 'nonsense')).status, 400);
  assert.equal((await call('GET', '/health')).status, 200);
});
`,
      },
    },
    cause: 'hand-edit',
    build: {
      ...notes,
      'test/store/notes.test.js': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { openNotes } from '../../src/notes.js';

const folder = (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/store-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  return dir;
};

test('the newest comes first', (t) => {
  const dir = folder(t);
  const notes = openNotes(dir);
  const a = notes.add({ text: 'a' });
  const b = notes.add({ text: 'b', tag: 't' });
  assert.deepEqual(openNotes(dir).list(), [b, a]);
  assert.deepEqual(openNotes(dir).list('t'), [b]);
});

test('text has 1 to 280 characters', (t) => {
  const notes = openNotes(folder(t));
  assert.throws(() => notes.add({ text: ' ' }), /text/);
  assert.throws(() => notes.add({ text: 'x'.repeat(281) }), /text/);
  assert.equal(notes.add({ text: 'x'.repeat(280), tag: 'y'.repeat(30) }).tag.length, 30);
  assert.throws(() => notes.add({ text: 'x', tag: 'y'.repeat(31) }), /tag/);
  assert.throws(() => notes.add(null), /text/);
});
`,
      'test/api/http.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from '../service.js';

test('a deleted note is not found', async (t) => {
  const call = await service(t);
  const { body } = await call('POST', '/notes', { text: 'a' });
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 204);
  assert.equal((await call('GET', \`/notes/\${body.id}\`)).status, 404);
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 404);
});

test('what is wrong is answered with 400', async (t) => {
  const call = await service(t);
  assert.equal((await call('POST', '/notes', { text: '' })).status, 400);
  assert.equal((await call('POST', '/notes', 'nonsense')).status, 400);
  assert.equal((await call('GET', '/health')).status, 200);
});
`,
    },
  },
  {
    name: 'test-files-merged-assertions-into-a-helper',
    about:
      'Two test files become one, and what both asserted over and over moves into a helper that asserts it for them.',
    from: 'own',
    spec: notesSpec,
    before: {
      build: {
        ...notes,
        'test/write.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './service.js';

test('a note is written', async (t) => {
  const call = await service(t);
  const made = await call('POST', '/notes', { text: 'milk', tag: 'shop' });
  assert.equal(made.status, 201);
  assert.equal(made.body.text, 'milk');
  assert.equal(made.body.tag, 'shop');
  const read = await call('GET', \`/notes/\${made.body.id}\`);
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, made.body);
});

test('a note needs no tag', async (t) => {
  const call = await service(t);
  const made = await call('POST', '/notes', { text: 'bread' });
  assert.equal(made.status, 201);
  assert.equal(made.body.text, 'bread');
  assert.equal(made.body.tag, '');
  const read = await call('GET', \`/notes/\${made.body.id}\`);
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, made.body);
  assert.deepEqual((await call('GET', '/notes?tag=shop')).body, []);
  assert.deepEqual((await call('GET', '/notes')).body, [made.body]);
});
`,
        'test/refuse.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from './service.js';

test('no text', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', { tag: 'a' });
  assert.equal(answer.status, 400);
  assert.equal(typeof answer.body.error, 'string');
  assert.deepEqual((await call('GET', '/notes')).body, []);
});

test('a long tag', async (t) => {
  const call = await service(t);
  const answer = await call('POST', '/notes', { text: 'a', tag: 'x'.repeat(31) });
  assert.equal(answer.status, 400);
  assert.equal(typeof answer.body.error, 'string');
  assert.deepEqual((await call('GET', '/notes')).body, []);
});

test('what is gone is gone', async (t) => {
  const call = await service(t);
  const { body } = await call('POST', '/notes', { text: 'a' });
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 204);
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 404);
  assert.equal((await call('GET', \`/notes/\${body.id}\`)).status, 404);
});
`,
      },
    },
    cause: 'hand-edit',
    build: {
      ...notes,
      'test/notes.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertGone, assertRefused, assertWritten } from './assertions.js';
import { service } from './service.js';

test('a note is written', async (t) => {
  await assertWritten(await service(t), { text: 'milk', tag: 'shop' }, { text: 'milk', tag: 'shop' });
});

test('a note needs no tag', async (t) => {
  const call = await service(t);
  const note = await assertWritten(call, { text: 'bread' }, { text: 'bread', tag: '' });
  assert.deepEqual((await call('GET', '/notes?tag=shop')).body, []);
  assert.deepEqual((await call('GET', '/notes')).body, [note]);
});

test('no text', async (t) => {
  await assertRefused(await service(t), { tag: 'a' });
});

test('a long tag', async (t) => {
  await assertRefused(await service(t), { text: 'a', tag: 'x'.repeat(31) });
});

test('what is gone is gone', async (t) => {
  const call = await service(t);
  const { body } = await call('POST', '/notes', { text: 'a' });
  assert.equal((await call('DELETE', \`/notes/\${body.id}\`)).status, 204);
  await assertGone(call, body.id);
});
`,
      'test/assertions.js': `import assert from 'node:assert/strict';

export const assertWritten = async (call, input, expected) => {
  const made = await call('POST', '/notes', input);
  assert.equal(made.status, 201);
  assert.equal(made.body.text, expected.text);
  assert.equal(made.body.tag, expected.tag);
  const read = await call('GET', \`/notes/\${made.body.id}\`);
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, made.body);
  return made.body;
};

export const assertRefused = async (call, input) => {
  const answer = await call('POST', '/notes', input);
  assert.equal(answer.status, 400);
  assert.equal(typeof answer.body.error, 'string');
  assert.deepEqual((await call('GET', '/notes')).body, []);
};

export const assertGone = async (call, id) => {
  assert.equal((await call('DELETE', \`/notes/\${id}\`)).status, 404);
  assert.equal((await call('GET', \`/notes/\${id}\`)).status, 404);
};
`,
    },
  },
  {
    name: 'test-title-typo-fixed',
    about: 'Only the title of one test is corrected, which makes it a test of another name.',
    from: 'own',
    spec: unitsSpec,
    before: {
      build: {
        ...units,
        'units.js': `'use strict';

const kinds = {
  length: { m: 1, km: 1000, mi: 1609.344, ft: 0.3048 },
  weight: { kg: 1, lb: 0.45359237, oz: 0.028349523125 },
  temperature: { c: [1, 273.15], f: [5 / 9, 459.67 * (5 / 9)], k: [1, 0] },
};

const line = (unit) => (Array.isArray(unit) ? unit : [unit, 0]);

function convert(value, from, to) {
  if (!Number.isFinite(value)) throw new Error('value is a number');
  const kind = Object.values(kinds).find((units) => Object.hasOwn(units, from) && Object.hasOwn(units, to));
  if (!kind) throw new Error('from and to are units of one kind');
  const [a, b] = line(kind[from]);
  const [c, d] = line(kind[to]);
  return Math.round(((value * a + b - d) / c) * 100) / 100;
}

module.exports = { kinds, convert };
`,
        'test/units.test.js': `'use strict';
const { test } = require('node:test');
const assert = require('node:assert');
const { convert } = require('../units.js');
const { server } = require('../server.js');

test('lenghts and wieghts', () => {
  assert.strictEqual(convert(10, 'km', 'mi'), 6.21);
  assert.strictEqual(convert(1, 'mi', 'km'), 1.61);
  assert.strictEqual(convert(10, 'ft', 'm'), 3.05);
  assert.strictEqual(convert(5, 'kg', 'lb'), 11.02);
  assert.strictEqual(convert(16, 'oz', 'lb'), 1);
});

test('temperatures', () => {
  assert.strictEqual(convert(100, 'c', 'f'), 212);
  assert.strictEqual(convert(-40, 'f', 'c'), -40);
  assert.strictEqual(convert(0, 'k', 'c'), -273.15);
});

test('what cannot be converted', () => {
  assert.throws(() => convert(1, 'km', 'kg'), /kind/);
  assert.throws(() => convert(1, 'toString', 'km'), /kind/);
  assert.throws(() => convert(NaN, 'km', 'm'), /number/);
});

test('http', async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = \`http://127.0.0.1:\${server.address().port}\`;
  const get = async (path) => {
    const res = await fetch(base + path);
    return [res.status, await res.json()];
  };
  assert.deepStrictEqual(await get('/convert?value=10&from=km&to=mi'), [200, { value: 10, from: 'km', to: 'mi', result: 6.21 }]);
  assert.strictEqual((await get('/convert'))[0], 400);
  assert.strictEqual((await get('/convert?value=&from=km&to=mi'))[0], 400);
  assert.strictEqual((await get('/convert?value=1&from=km&to=kg'))[0], 400);
  assert.deepStrictEqual((await get('/units'))[1].length, ['m', 'km', 'mi', 'ft']);
  assert.strictEqual((await get('/health'))[0], 200);
  assert.strictEqual((await get('/x'))[0], 404);
  server.close();
  server.closeAllConnections();
});
`,
      },
    },
    cause: 'hand-edit',
    build: {
      ...units,
      'units.js': `'use strict';

const kinds = {
  length: { m: 1, km: 1000, mi: 1609.344, ft: 0.3048 },
  weight: { kg: 1, lb: 0.45359237, oz: 0.028349523125 },
  temperature: { c: [1, 273.15], f: [5 / 9, 459.67 * (5 / 9)], k: [1, 0] },
};

const line = (unit) => (Array.isArray(unit) ? unit : [unit, 0]);

function convert(value, from, to) {
  if (!Number.isFinite(value)) throw new Error('value is a number');
  const kind = Object.values(kinds).find((units) => Object.hasOwn(units, from) && Object.hasOwn(units, to));
  if (!kind) throw new Error('from and to are units of one kind');
  const [a, b] = line(kind[from]);
  const [c, d] = line(kind[to]);
  return Math.round(((value * a + b - d) / c) * 100) / 100;
}

module.exports = { kinds, convert };
`,
      'test/units.test.js': `'use strict';
const { test } = require('node:test');
const assert = require('node:assert');
const { convert } = require('../units.js');
const { server } = require('../server.js');

test('lengths and weights', () => {
  assert.strictEqual(convert(10, 'km', 'mi'), 6.21);
  assert.strictEqual(convert(1, 'mi', 'km'), 1.61);
  assert.strictEqual(convert(10, 'ft', 'm'), 3.05);
  assert.strictEqual(convert(5, 'kg', 'lb'), 11.02);
  assert.strictEqual(convert(16, 'oz', 'lb'), 1);
});

test('temperatures', () => {
  assert.strictEqual(convert(100, 'c', 'f'), 212);
  assert.strictEqual(convert(-40, 'f', 'c'), -40);
  assert.strictEqual(convert(0, 'k', 'c'), -273.15);
});

test('what cannot be converted', () => {
  assert.throws(() => convert(1, 'km', 'kg'), /kind/);
  assert.throws(() => convert(1, 'toString', 'km'), /kind/);
  assert.throws(() => convert(NaN, 'km', 'm'), /number/);
});

test('http', async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = \`http://127.0.0.1:\${server.address().port}\`;
  const get = async (path) => {
    const res = await fetch(base + path);
    return [res.status, await res.json()];
  };
  assert.deepStrictEqual(await get('/convert?value=10&from=km&to=mi'), [200, { value: 10, from: 'km', to: 'mi', result: 6.21 }]);
  assert.strictEqual((await get('/convert'))[0], 400);
  assert.strictEqual((await get('/convert?value=&from=km&to=mi'))[0], 400);
  assert.strictEqual((await get('/convert?value=1&from=km&to=kg'))[0], 400);
  assert.deepStrictEqual((await get('/units'))[1].length, ['m', 'km', 'mi', 'ft']);
  assert.strictEqual((await get('/health'))[0], 200);
  assert.strictEqual((await get('/x'))[0], 404);
  server.close();
  server.closeAllConnections();
});
`,
    },
  },
  {
    name: 'conftest-gets-a-fixture',
    about:
      'The set-up that three tests repeated becomes a fixture of conftest.py, and one test more uses it.',
    from: 'own',
    spec: stockSpec,
    before: {
      build: {
        ...stock,
        'tests/conftest.py': `import json
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))


@pytest.fixture
def call(tmp_path):
    from pantry import Pantry
    from server import make_server

    server = make_server(Pantry(tmp_path), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def call(method, path, body=None):
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        connection.request(method, quote(path), body if body is None or isinstance(body, str) else json.dumps(body))
        answer = connection.getresponse()
        result = answer.status, json.loads(answer.read())
        connection.close()
        return result

    yield call
    server.shutdown()
    server.server_close()
`,
        'tests/test_items.py': `import pytest


def test_take(call):
    assert call("POST", "/items", {"name": "rice", "count": 3}) == (201, {"name": "rice", "count": 3})
    assert call("POST", "/items/rice/take") == (200, {"name": "rice", "count": 2})
    assert call("POST", "/items/rice/take", {"count": 2}) == (200, {"name": "rice", "count": 0})


def test_take_too_many(call):
    assert call("POST", "/items", {"name": "rice", "count": 3})[0] == 201
    assert call("POST", "/items/rice/take", {"count": 4})[0] == 409
    assert call("GET", "/items/rice") == (200, {"name": "rice", "count": 3})


def test_duplicate(call):
    assert call("POST", "/items", {"name": "rice", "count": 3})[0] == 201
    assert call("POST", "/items", {"name": "rice"})[0] == 409
    assert call("GET", "/items") == (200, [{"name": "rice", "count": 3}])


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 51}, {"name": "a", "count": -1}, {"name": "a", "count": True}, [], "{"])
def test_refused(call, body):
    assert call("POST", "/items", body)[0] == 400


def test_unknown(call):
    assert call("GET", "/items/tea")[0] == 404
    assert call("POST", "/items/tea/take")[0] == 404
    assert call("GET", "/health")[0] == 200
    assert call("GET", "/")[0] == 404
`,
      },
    },
    cause: 'hand-edit',
    build: {
      ...stock,
      'tests/conftest.py': `import json
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))


@pytest.fixture
def call(tmp_path):
    from pantry import Pantry
    from server import make_server

    server = make_server(Pantry(tmp_path), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def call(method, path, body=None):
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        connection.request(method, quote(path), body if body is None or isinstance(body, str) else json.dumps(body))
        answer = connection.getresponse()
        result = answer.status, json.loads(answer.read())
        connection.close()
        return result

    yield call
    server.shutdown()
    server.server_close()


@pytest.fixture
def rice(call):
    """Three packets of rice."""
    status, item = call("POST", "/items", {"name": "rice", "count": 3})
    assert status == 201
    assert item == {"name": "rice", "count": 3}
    return item
`,
      'tests/test_items.py': `import pytest


def test_take(call, rice):
    assert call("POST", "/items/rice/take") == (200, {"name": "rice", "count": 2})
    assert call("POST", "/items/rice/take", {"count": 2}) == (200, {"name": "rice", "count": 0})


def test_take_too_many(call, rice):
    assert call("POST", "/items/rice/take", {"count": 4})[0] == 409
    assert call("GET", "/items/rice") == (200, rice)


@pytest.mark.parametrize("count", [0, -1, 1.5, "2", 10000])
def test_take_no_count(call, rice, count):
    assert call("POST", "/items/rice/take", {"count": count})[0] == 400
    assert call("GET", "/items/rice") == (200, rice)


def test_duplicate(call, rice):
    assert call("POST", "/items", {"name": "rice"})[0] == 409
    assert call("GET", "/items") == (200, [rice])


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 51}, {"name": "a", "count": -1}, {"name": "a", "count": True}, [], "{"])
def test_refused(call, body):
    assert call("POST", "/items", body)[0] == 400


def test_unknown(call):
    assert call("GET", "/items/tea")[0] == 404
    assert call("POST", "/items/tea/take")[0] == 404
    assert call("GET", "/health")[0] == 200
    assert call("GET", "/")[0] == 404
`,
    },
    needs: ['pytest'],
  },
];

export default cases;
