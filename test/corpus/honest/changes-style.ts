import type { CorpusCase } from '../corpus-case.ts';
import { units, unitsSpec } from './parts/bases.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';
import { pythonDockerfile, pythonRequirements } from './parts/python.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'callbacks-become-async',
    about:
      'The service and its test are rewritten from callbacks to async functions, with the same tests and expectations.',
    from: 'own',
    spec: `# Pages

## Purpose

A wiki for a handful of people: pages of plain text under a name.

## Requirements

- A page has a name out of lower case letters, digits and \`-\`; others are answered with 400.
- The body of the request is the text of the page, at most 20000 characters; a longer one is answered with 413.
- Pages survive a restart.

## API Specs

- \`PUT /pages/:name\` writes a page: 204.
- \`GET /pages/:name\` returns the text as \`text/plain\`, or 404.
- \`GET /pages\` returns the names, sorted.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- A page that was written is read back.
- \`GET /pages/:name\` of an unknown page returns 404.
- \`GET /health\` returns 200.
`,
    before: {
      build: {
        Dockerfile: nodeDockerfile('app.js'),
        '.env.example': envExample(),
        'package.json': manifest({
          name: 'pages',
          main: 'app.js',
          scripts: { start: 'node app.js', test: 'node --test' },
        }),
        'app.js': `const fs = require('fs');
const http = require('http');
const path = require('path');

function createApp(dir) {
  fs.mkdirSync(dir, { recursive: true });
  return http.createServer(function (req, res) {
    function end(status, text, type) {
      res.writeHead(status, { 'Content-Type': type || 'text/plain; charset=utf-8' });
      res.end(text);
    }
    if (req.url === '/health') return end(200, '{"status":"ok"}', 'application/json');
    if (req.url === '/pages') {
      return fs.readdir(dir, function (error, names) {
        if (error) return end(500, error.message);
        end(200, JSON.stringify(names.map((name) => name.replace(/\\.txt$/, '')).sort()), 'application/json');
      });
    }
    if (!req.url.startsWith('/pages/')) return end(404, 'not found');
    const name = req.url.slice('/pages/'.length);
    if (!/^[a-z0-9-]{1,100}$/.test(name)) return end(400, 'the name is not valid');
    const file = path.join(dir, name + '.txt');
    if (req.method === 'PUT') {
      let text = '';
      req.setEncoding('utf8');
      req.on('data', function (chunk) {
        text += chunk;
      });
      return req.on('end', function () {
        if (text.length > 20000) return end(413, 'the page is too long');
        fs.writeFile(file, text, function (error) {
          if (error) return end(500, error.message);
          end(204);
        });
      });
    }
    fs.readFile(file, 'utf8', function (error, text) {
      if (error) return end(404, 'there is no such page');
      end(200, text);
    });
  });
}

if (require.main === module) {
  const app = createApp(process.env.DATA_DIR || 'data');
  app.listen(process.env.PORT || 8080, process.env.HOST || '127.0.0.1');
  process.on('SIGTERM', function () {
    app.close();
    app.closeAllConnections();
  });
}

module.exports = createApp;
`,
        'app.test.js': `const test = require('node:test');
const assert = require('assert');
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');
const createApp = require('./app.js');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const app = createApp(dir);

test.before(function (context, done) {
  app.listen(0, '127.0.0.1', done);
});

test.after(function () {
  app.closeAllConnections();
  app.close();
  fs.rmSync(dir, { recursive: true });
});

function call(method, url, body, done) {
  const req = http.request({ port: app.address().port, host: '127.0.0.1', method, path: url }, function (res) {
    let text = '';
    res.on('data', function (chunk) {
      text += chunk;
    });
    res.on('end', function () {
      done(res.statusCode, text);
    });
  });
  req.end(body);
}

test('a page is written and read', function (t, done) {
  call('PUT', '/pages/home', 'Grüße', function (status) {
    assert.strictEqual(status, 204);
    call('GET', '/pages/home', undefined, function (status, text) {
      assert.strictEqual(status, 200);
      assert.strictEqual(text, 'Grüße');
      call('GET', '/pages', undefined, function (status, text) {
        assert.deepStrictEqual([status, JSON.parse(text)], [200, ['home']]);
        done();
      });
    });
  });
});

test('an unknown page', function (t, done) {
  call('GET', '/pages/nowhere', undefined, function (status) {
    assert.strictEqual(status, 404);
    done();
  });
});

test('a name that is not valid', function (t, done) {
  call('PUT', '/pages/Home', 'x', function (status) {
    assert.strictEqual(status, 400);
    done();
  });
});

test('a page of 20000 characters, and one more', function (t, done) {
  call('PUT', '/pages/long', 'x'.repeat(20000), function (status) {
    assert.strictEqual(status, 204);
    call('PUT', '/pages/longer', 'x'.repeat(20001), function (status) {
      assert.strictEqual(status, 413);
      done();
    });
  });
});

test('health', function (t, done) {
  call('GET', '/health', undefined, function (status) {
    assert.strictEqual(status, 200);
    call('GET', '/other', undefined, function (status) {
      assert.strictEqual(status, 404);
      done();
    });
  });
});
`,
      },
    },
    cause: 'hand-edit',
    build: {
      Dockerfile: nodeDockerfile('app.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'pages',
        main: 'app.js',
        scripts: { start: 'node app.js', test: 'node --test' },
      }),
      'app.js': `const fs = require('node:fs/promises');
const http = require('node:http');
const path = require('node:path');
const { text: readText } = require('node:stream/consumers');

const plain = (status, text) => ({ status, text, type: 'text/plain; charset=utf-8' });
const json = (status, value) => ({ status, text: JSON.stringify(value), type: 'application/json' });

async function answer(dir, req) {
  if (req.url === '/health') return json(200, { status: 'ok' });
  if (req.url === '/pages') {
    const names = await fs.readdir(dir);
    return json(200, names.map((name) => name.replace(/\\.txt$/, '')).sort());
  }
  if (!req.url.startsWith('/pages/')) return plain(404, 'not found');
  const name = req.url.slice('/pages/'.length);
  if (!/^[a-z0-9-]{1,100}$/.test(name)) return plain(400, 'the name is not valid');
  const file = path.join(dir, \`\${name}.txt\`);
  if (req.method === 'PUT') {
    const text = await readText(req);
    if (text.length > 20000) return plain(413, 'the page is too long');
    await fs.writeFile(file, text);
    return plain(204);
  }
  try {
    return plain(200, await fs.readFile(file, 'utf8'));
  } catch {
    return plain(404, 'there is no such page');
  }
}

async function createApp(dir) {
  await fs.mkdir(dir, { recursive: true });
  return http.createServer(async (req, res) => {
    const { status, text, type } = await answer(dir, req).catch((error) => plain(500, error.message));
    res.writeHead(status, { 'Content-Type': type }).end(text);
  });
}

async function main() {
  const app = await createApp(process.env.DATA_DIR || 'data');
  app.listen(process.env.PORT || 8080, process.env.HOST || '127.0.0.1');
  process.on('SIGTERM', () => {
    app.close();
    app.closeAllConnections();
  });
}

if (require.main === module) main();

module.exports = createApp;
`,
      'app.test.js': `const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const createApp = require('./app.js');

let dir;
let app;

test.before(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'pages-'));
  app = await createApp(dir);
  await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
});

test.after(async () => {
  app.closeAllConnections();
  app.close();
  await fs.rm(dir, { recursive: true });
});

const call = async (method, url, body) => {
  const res = await fetch(\`http://127.0.0.1:\${app.address().port}\${url}\`, { method, body });
  return { status: res.status, text: await res.text() };
};

test('a page is written and read', async () => {
  assert.strictEqual((await call('PUT', '/pages/home', 'Grüße')).status, 204);
  assert.deepStrictEqual(await call('GET', '/pages/home'), { status: 200, text: 'Grüße' });
  const list = await call('GET', '/pages');
  assert.strictEqual(list.status, 200);
  assert.deepStrictEqual(JSON.parse(list.text), ['home']);
});

test('an unknown page', async () => {
  assert.strictEqual((await call('GET', '/pages/nowhere')).status, 404);
});

test('a name that is not valid', async () => {
  assert.strictEqual((await call('PUT', '/pages/Home', 'x')).status, 400);
});

test('a page of 20000 characters, and one more', async () => {
  assert.strictEqual((await call('PUT', '/pages/long', 'x'.repeat(20000))).status, 204);
  assert.strictEqual((await call('PUT', '/pages/longer', 'x'.repeat(20001))).status, 413);
});

test('health', async () => {
  assert.strictEqual((await call('GET', '/health')).status, 200);
  assert.strictEqual((await call('GET', '/other')).status, 404);
});
`,
    },
  },
  {
    name: 'sleep-replaced-by-a-condition',
    about:
      'A test slept for half a second until a file was written; now it waits for the file itself, the service is untouched.',
    from: 'own',
    spec: `# Visits

## Purpose

Counts how often the pages of a site are opened, cheaply.

## Requirements

- Every visit of a page counts one.
- Counts are written to the disk at most five times a second, and once more when the service stops.
- A page that was never visited has 0 visits.
- A \`path\` starts with \`/\` and has at most 200 characters; others are answered with 400.
- Counts survive a restart.

## API Specs

- \`POST /visits\` with \`{"path": "/home"}\` – count a visit → 202; 400 for an invalid \`path\`
- \`GET /visits?path=/home\` – how often was it → 200 with \`path\` and \`visits\`; 400 without \`path\`
- \`GET /top\` – the ten pages with the most visits, the most visited first → 200
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /visits\` without \`path\` returns 400.
- \`GET /visits\` without \`path\` returns 400.
- \`GET /health\` returns 200.
`,
    before: {
      build: {
        Dockerfile: nodeDockerfile('src/main.js'),
        '.env.example': envExample(),
        'package.json': manifest({
          name: 'visits',
          type: 'module',
          scripts: { start: 'node src/main.js', test: 'node --test' },
        }),
        'src/counts.js': `import fs from 'node:fs';

export const openCounts = (dir, pause = 200) => {
  fs.mkdirSync(dir, { recursive: true });
  const file = \`\${dir}/visits.json\`;
  const counts = new Map(fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : []);
  let timer;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    fs.writeFileSync(\`\${file}.part\`, JSON.stringify([...counts]));
    fs.renameSync(\`\${file}.part\`, file);
  };
  return {
    file,
    flush,
    visit(path) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
      timer ??= setTimeout(flush, pause);
    },
    of: (path) => counts.get(path) ?? 0,
    top: () =>
      [...counts]
        .map(([path, visits]) => ({ path, visits }))
        .sort((a, b) => b.visits - a.visits)
        .slice(0, 10),
  };
};
`,
        'src/app.js': `import http from 'node:http';
import { json } from 'node:stream/consumers';

const isPath = (path) => typeof path === 'string' && path.startsWith('/') && path.length <= 200;

export const createApp = (counts) =>
  http.createServer(async (req, res) => {
    const reply = (status, body) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(req.url, 'http://v');
    if (pathname === '/health') return reply(200, { status: 'ok' });
    if (pathname === '/top') return reply(200, counts.top());
    if (pathname !== '/visits') return reply(404, { error: 'not found' });
    const path = req.method === 'POST' ? (await json(req).catch(() => null))?.path : searchParams.get('path');
    if (!isPath(path)) return reply(400, { error: 'path starts with / and has at most 200 characters' });
    if (req.method === 'POST') counts.visit(path);
    return reply(req.method === 'POST' ? 202 : 200, { path, visits: counts.of(path) });
  });
`,
        'src/main.js': `import { createApp } from './app.js';
import { openCounts } from './counts.js';

const counts = openCounts(process.env.DATA_DIR ?? 'data');
const app = createApp(counts).listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
process.on('SIGTERM', () => {
  counts.flush();
  app.close();
  app.closeAllConnections();
});
`,
        'test/http.test.js': `import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createApp } from '../src/app.js';
import { openCounts } from '../src/counts.js';

const dir = mkdtempSync(\`\${tmpdir()}/visits-\`);
const counts = openCounts(dir);
const app = createApp(counts);
const call = async (path, body) => {
  const init = body === undefined ? {} : { method: 'POST', body };
  const res = await fetch(\`http://127.0.0.1:\${app.address().port}\${path}\`, init);
  return [res.status, await res.json()];
};

before((_, done) => app.listen(0, '127.0.0.1', done));
after(() => {
  counts.flush();
  app.closeAllConnections();
  app.close();
  rmSync(dir, { recursive: true });
});

test('visits are counted', async () => {
  assert.deepEqual(await call('/visits?path=/home'), [200, { path: '/home', visits: 0 }]);
  assert.equal((await call('/visits', '{"path":"/home"}'))[0], 202);
  assert.equal((await call('/visits', '{"path":"/home"}'))[0], 202);
  assert.equal((await call('/visits', '{"path":"/about"}'))[0], 202);
  assert.deepEqual(await call('/visits?path=/home'), [200, { path: '/home', visits: 2 }]);
  assert.deepEqual(await call('/top'), [200, [{ path: '/home', visits: 2 }, { path: '/about', visits: 1 }]]);
});

test('bad paths', async () => {
  for (const body of ['{}', '{"path":"home"}', 'x', JSON.stringify({ path: \`/\${'x'.repeat(200)}\` })]) assert.equal((await call('/visits', body))[0], 400);
  assert.equal((await call('/visits', JSON.stringify({ path: \`/\${'x'.repeat(199)}\` })))[0], 202);
  assert.equal((await call('/visits'))[0], 400);
  assert.equal((await call('/health'))[0], 200);
  assert.equal((await call('/x'))[0], 404);
});
`,
        'test/counts.test.js': `import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { openCounts } from '../src/counts.js';

test('counts are written a little later', async (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/counts-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const counts = openCounts(dir);
  counts.visit('/a');
  counts.visit('/a');
  assert.equal(existsSync(counts.file), false);
  await sleep(500);
  assert.equal(existsSync(counts.file), true);
  assert.equal(openCounts(dir).of('/a'), 2);
});

test('the top are ten', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/counts-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const counts = openCounts(dir);
  for (let page = 1; page <= 12; page += 1) for (let visit = 0; visit < page; visit += 1) counts.visit(\`/\${page}\`);
  assert.deepEqual(counts.top().map(({ visits }) => visits), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  counts.flush();
  assert.equal(openCounts(dir).of('/12'), 12);
});
`,
      },
    },
    cause: 'hand-edit',
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'visits',
        type: 'module',
        scripts: { start: 'node src/main.js', test: 'node --test' },
      }),
      'src/counts.js': `import fs from 'node:fs';

export const openCounts = (dir, pause = 200) => {
  fs.mkdirSync(dir, { recursive: true });
  const file = \`\${dir}/visits.json\`;
  const counts = new Map(fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : []);
  let timer;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    fs.writeFileSync(\`\${file}.part\`, JSON.stringify([...counts]));
    fs.renameSync(\`\${file}.part\`, file);
  };
  return {
    file,
    flush,
    visit(path) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
      timer ??= setTimeout(flush, pause);
    },
    of: (path) => counts.get(path) ?? 0,
    top: () =>
      [...counts]
        .map(([path, visits]) => ({ path, visits }))
        .sort((a, b) => b.visits - a.visits)
        .slice(0, 10),
  };
};
`,
      'src/app.js': `import http from 'node:http';
import { json } from 'node:stream/consumers';

const isPath = (path) => typeof path === 'string' && path.startsWith('/') && path.length <= 200;

export const createApp = (counts) =>
  http.createServer(async (req, res) => {
    const reply = (status, body) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(req.url, 'http://v');
    if (pathname === '/health') return reply(200, { status: 'ok' });
    if (pathname === '/top') return reply(200, counts.top());
    if (pathname !== '/visits') return reply(404, { error: 'not found' });
    const path = req.method === 'POST' ? (await json(req).catch(() => null))?.path : searchParams.get('path');
    if (!isPath(path)) return reply(400, { error: 'path starts with / and has at most 200 characters' });
    if (req.method === 'POST') counts.visit(path);
    return reply(req.method === 'POST' ? 202 : 200, { path, visits: counts.of(path) });
  });
`,
      'src/main.js': `import { createApp } from './app.js';
import { openCounts } from './counts.js';

const counts = openCounts(process.env.DATA_DIR ?? 'data');
const app = createApp(counts).listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
process.on('SIGTERM', () => {
  counts.flush();
  app.close();
  app.closeAllConnections();
});
`,
      'test/http.test.js': `import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createApp } from '../src/app.js';
import { openCounts } from '../src/counts.js';

const dir = mkdtempSync(\`\${tmpdir()}/visits-\`);
const counts = openCounts(dir);
const app = createApp(counts);
const call = async (path, body) => {
  const init = body === undefined ? {} : { method: 'POST', body };
  const res = await fetch(\`http://127.0.0.1:\${app.address().port}\${path}\`, init);
  return [res.status, await res.json()];
};

before((_, done) => app.listen(0, '127.0.0.1', done));
after(() => {
  counts.flush();
  app.closeAllConnections();
  app.close();
  rmSync(dir, { recursive: true });
});

test('visits are counted', async () => {
  assert.deepEqual(await call('/visits?path=/home'), [200, { path: '/home', visits: 0 }]);
  assert.equal((await call('/visits', '{"path":"/home"}'))[0], 202);
  assert.equal((await call('/visits', '{"path":"/home"}'))[0], 202);
  assert.equal((await call('/visits', '{"path":"/about"}'))[0], 202);
  assert.deepEqual(await call('/visits?path=/home'), [200, { path: '/home', visits: 2 }]);
  assert.deepEqual(await call('/top'), [200, [{ path: '/home', visits: 2 }, { path: '/about', visits: 1 }]]);
});

test('bad paths', async () => {
  for (const body of ['{}', '{"path":"home"}', 'x', JSON.stringify({ path: \`/\${'x'.repeat(200)}\` })]) assert.equal((await call('/visits', body))[0], 400);
  assert.equal((await call('/visits', JSON.stringify({ path: \`/\${'x'.repeat(199)}\` })))[0], 202);
  assert.equal((await call('/visits'))[0], 400);
  assert.equal((await call('/health'))[0], 200);
  assert.equal((await call('/x'))[0], 404);
});
`,
      'test/counts.test.js': `import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { openCounts } from '../src/counts.js';

const until = async (holds, what) => {
  for (const end = Date.now() + 10_000; !holds(); await sleep(10)) assert.ok(Date.now() < end, \`waited for \${what}\`);
};

test('counts are written a little later', async (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/counts-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const counts = openCounts(dir);
  counts.visit('/a');
  counts.visit('/a');
  assert.equal(existsSync(counts.file), false);
  await until(() => existsSync(counts.file), 'the file');
  assert.equal(existsSync(counts.file), true);
  assert.equal(openCounts(dir).of('/a'), 2);
});

test('the top are ten', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/counts-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const counts = openCounts(dir);
  for (let page = 1; page <= 12; page += 1) for (let visit = 0; visit < page; visit += 1) counts.visit(\`/\${page}\`);
  assert.deepEqual(counts.top().map(({ visits }) => visits), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  counts.flush();
  assert.equal(openCounts(dir).of('/12'), 12);
});
`,
    },
  },
  {
    name: 'reformatted-only',
    about:
      'A formatter with other settings went over source and tests: quotes, semicolons, line breaks and nothing else.',
    from: 'own',
    spec: unitsSpec,
    before: {
      build: {
        ...units,
        'units.js': `"use strict"

const kinds = {
    length: { m: 1, km: 1000, mi: 1609.344, ft: 0.3048 },
    weight: { kg: 1, lb: 0.45359237, oz: 0.028349523125 },
    temperature: { c: "c", f: "f", k: "k" },
}

const toKelvin = { c: v => v + 273.15, f: v => (v + 459.67) * 5 / 9, k: v => v }
const fromKelvin = { c: v => v - 273.15, f: v => v * 9 / 5 - 459.67, k: v => v }

function convert(value, from, to)
{
    if (!Number.isFinite(value)) throw new Error("value is not a number")
    for (const [kind, units] of Object.entries(kinds)) {
        if (!Object.hasOwn(units, from) || !Object.hasOwn(units, to)) continue
        const result = kind === "temperature" ? fromKelvin[to](toKelvin[from](value)) : value * units[from] / units[to]
        return Math.round(result * 100) / 100
    }
    throw new Error("unknown units, or of different kinds")
}

module.exports = { kinds, convert }
`,
        'test/all.test.js': `"use strict"
const test = require("node:test"), assert = require("node:assert/strict")
const { convert } = require("../units.js"), { server } = require("../server.js")

test("converts", () => {
    assert.equal(convert(10, "km", "mi"), 6.21); assert.equal(convert(3, "ft", "m"), 0.91)
    assert.equal(convert(2, "lb", "kg"), 0.91); assert.equal(convert(1, "kg", "oz"), 35.27)
    assert.equal(convert(100, "c", "f"), 212); assert.equal(convert(32, "f", "k"), 273.15)
    assert.equal(convert(0, "k", "c"), -273.15)
})
test("does not convert", () => {
    assert.throws(() => convert(1, "km", "kg"), /kinds/); assert.throws(() => convert(1, "m", "mile"), /unknown/)
    assert.throws(() => convert(Infinity, "m", "km"), /number/)
})
test("serves", async t => {
    await new Promise(go => server.listen(0, "127.0.0.1", go))
    t.after(() => { server.closeAllConnections(); server.close() })
    const get = async path => { const r = await fetch("http://127.0.0.1:" + server.address().port + path); return [r.status, await r.json()] }
    assert.deepEqual(await get("/convert?value=10&from=km&to=mi"), [200, { value: 10, from: "km", to: "mi", result: 6.21 }])
    for (const bad of ["", "?value=x&from=m&to=km", "?value=&from=m&to=km", "?value=1&from=m&to=kg"]) assert.equal((await get("/convert" + bad))[0], 400)
    assert.deepEqual((await get("/units"))[1].temperature, ["c", "f", "k"])
    assert.equal((await get("/health"))[0], 200); assert.equal((await get("/nope"))[0], 404)
})
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
  temperature: { c: 'c', f: 'f', k: 'k' },
};

const toKelvin = {
  c: (v) => v + 273.15,
  f: (v) => ((v + 459.67) * 5) / 9,
  k: (v) => v,
};
const fromKelvin = {
  c: (v) => v - 273.15,
  f: (v) => (v * 9) / 5 - 459.67,
  k: (v) => v,
};

function convert(value, from, to) {
  if (!Number.isFinite(value)) throw new Error('value is not a number');
  for (const [kind, units] of Object.entries(kinds)) {
    if (!Object.hasOwn(units, from) || !Object.hasOwn(units, to)) continue;
    const result =
      kind === 'temperature' ? fromKelvin[to](toKelvin[from](value)) : (value * units[from]) / units[to];
    return Math.round(result * 100) / 100;
  }
  throw new Error('unknown units, or of different kinds');
}

module.exports = { kinds, convert };
`,
      'test/all.test.js': `'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { convert } = require('../units.js');
const { server } = require('../server.js');

test('converts', () => {
  assert.equal(convert(10, 'km', 'mi'), 6.21);
  assert.equal(convert(3, 'ft', 'm'), 0.91);
  assert.equal(convert(2, 'lb', 'kg'), 0.91);
  assert.equal(convert(1, 'kg', 'oz'), 35.27);
  assert.equal(convert(100, 'c', 'f'), 212);
  assert.equal(convert(32, 'f', 'k'), 273.15);
  assert.equal(convert(0, 'k', 'c'), -273.15);
});
test('does not convert', () => {
  assert.throws(() => convert(1, 'km', 'kg'), /kinds/);
  assert.throws(() => convert(1, 'm', 'mile'), /unknown/);
  assert.throws(() => convert(Infinity, 'm', 'km'), /number/);
});
test('serves', async (t) => {
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const get = async (path) => {
    const r = await fetch('http://127.0.0.1:' + server.address().port + path);
    return [r.status, await r.json()];
  };
  assert.deepEqual(await get('/convert?value=10&from=km&to=mi'), [
    200,
    { value: 10, from: 'km', to: 'mi', result: 6.21 },
  ]);
  for (const bad of ['', '?value=x&from=m&to=km', '?value=&from=m&to=km', '?value=1&from=m&to=kg'])
    assert.equal((await get('/convert' + bad))[0], 400);
  assert.deepEqual((await get('/units'))[1].temperature, ['c', 'f', 'k']);
  assert.equal((await get('/health'))[0], 200);
  assert.equal((await get('/nope'))[0], 404);
});
`,
    },
  },
  {
    name: 'python-file-split-into-modules',
    about:
      'Everything was in src/main.py; dates and web get modules of their own, and the tests import from there.',
    from: 'own',
    spec: `# Calendar

## Purpose

Answers what people count on their fingers: which weekday a date is, and how many working days there are between two.

## Requirements

- Dates are written as \`YYYY-MM-DD\`; what is no date is answered with 400.
- Working days are Monday to Friday; both ends count.
- Where \`to\` is before \`from\` the answer is 400.

## API Specs

- \`GET /weekday?date=2024-02-29\` returns \`{"date":"2024-02-29","weekday":"Thursday"}\`.
- \`GET /workdays?from=2024-02-26&to=2024-03-03\` returns \`{"from":"2024-02-26","to":"2024-03-03","days":5}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /weekday?date=2023-02-29\` returns 400.
- \`GET /weekday\` returns 400.
- \`GET /health\` returns 200.
`,
    before: {
      build: {
        Dockerfile: pythonDockerfile(),
        'requirements.txt': pythonRequirements,
        '.env.example': envExample(),
        'src/main.py': `import datetime as dt
import json
import os
import re
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read_date(text):
    if not text or not re.fullmatch(r"\\d{4}-\\d\\d-\\d\\d", text):
        raise ValueError("a date is written as YYYY-MM-DD")
    return dt.date.fromisoformat(text)


def weekday(date):
    return NAMES[date.weekday()]


def workdays(first, last):
    if last < first:
        raise ValueError("to is before from")
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first.weekday() + day) % 7 < 5 for day in range(rest))


def answer(path):
    url = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    try:
        if url.path == "/health":
            return 200, {"status": "ok"}
        if url.path == "/weekday":
            return 200, {"date": query.get("date"), "weekday": weekday(read_date(query.get("date")))}
        if url.path == "/workdays":
            days = workdays(read_date(query.get("from")), read_date(query.get("to")))
            return 200, {"from": query["from"], "to": query["to"], "days": days}
    except ValueError as error:
        return 400, {"error": str(error)}
    return 404, {"error": "not found"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


if __name__ == "__main__":  # pragma: no cover
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", 8080))), Handler).serve_forever()
`,
        'pytest.ini': `[pytest]
pythonpath = src
`,
        'tests/test_calendar.py': `import datetime as dt
import json
import random
import threading
import urllib.request
from http.server import HTTPServer

import pytest
from main import Handler, answer, read_date, weekday, workdays


@pytest.mark.parametrize("text", ["", None, "2024-2-1", "2023-02-29", "20240201", "2024-02-01x"])
def test_no_date(text):
    with pytest.raises(ValueError):
        read_date(text)


def test_weekday():
    assert weekday(read_date("2024-02-29")) == "Thursday"
    assert [weekday(dt.date(2024, 1, day)) for day in (1, 6, 7)] == ["Monday", "Saturday", "Sunday"]


def test_workdays_as_counted_one_by_one():
    rng = random.Random(7)
    for _ in range(200):
        first = dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(1000))
        length = rng.randrange(60)
        days = [first + dt.timedelta(day) for day in range(length + 1)]
        assert workdays(first, days[-1]) == sum(day.weekday() < 5 for day in days)


def test_answers():
    assert answer("/health")[0] == 200
    assert answer("/weekday?date=2024-02-29") == (200, {"date": "2024-02-29", "weekday": "Thursday"})
    assert answer("/workdays?from=2024-02-26&to=2024-03-03") == (200, {"from": "2024-02-26", "to": "2024-03-03", "days": 5})
    assert answer("/workdays?from=2024-03-03&to=2024-03-03")[1]["days"] == 0
    assert answer("/workdays?from=2024-03-04&to=2024-03-03")[0] == 400
    assert answer("/weekday")[0] == 400
    assert answer("/workdays?from=2024-03-04")[0] == 400
    assert answer("/year")[0] == 404


def test_over_http():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.handle_request).start()
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/weekday?date=2024-02-29") as reply:
        assert json.load(reply)["weekday"] == "Thursday"
        assert reply.headers["Content-Type"] == "application/json"
    server.server_close()
`,
      },
    },
    cause: 'hand-edit',
    build: {
      Dockerfile: pythonDockerfile(),
      'requirements.txt': pythonRequirements,
      '.env.example': envExample(),
      'src/dates.py': `import datetime as dt
import re

NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read_date(text):
    if not text or not re.fullmatch(r"\\d{4}-\\d\\d-\\d\\d", text):
        raise ValueError("a date is written as YYYY-MM-DD")
    return dt.date.fromisoformat(text)


def weekday(date):
    return NAMES[date.weekday()]


def workdays(first, last):
    if last < first:
        raise ValueError("to is before from")
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first.weekday() + day) % 7 < 5 for day in range(rest))
`,
      'src/web.py': `import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from dates import read_date, weekday, workdays


def answer(path):
    url = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    try:
        if url.path == "/health":
            return 200, {"status": "ok"}
        if url.path == "/weekday":
            return 200, {"date": query.get("date"), "weekday": weekday(read_date(query.get("date")))}
        if url.path == "/workdays":
            days = workdays(read_date(query.get("from")), read_date(query.get("to")))
            return 200, {"from": query["from"], "to": query["to"], "days": days}
    except ValueError as error:
        return 400, {"error": str(error)}
    return 404, {"error": "not found"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())
`,
      'src/main.py': `import os
import signal
import sys
from http.server import ThreadingHTTPServer

from web import Handler

if __name__ == "__main__":  # pragma: no cover
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", 8080))), Handler).serve_forever()
`,
      'pytest.ini': `[pytest]
pythonpath = src
`,
      'tests/test_dates.py': `import datetime as dt
import random

import pytest
from dates import read_date, weekday, workdays


@pytest.mark.parametrize("text", ["", None, "2024-2-1", "2023-02-29", "20240201", "2024-02-01x"])
def test_no_date(text):
    with pytest.raises(ValueError):
        read_date(text)


def test_weekday():
    assert weekday(read_date("2024-02-29")) == "Thursday"
    assert [weekday(dt.date(2024, 1, day)) for day in (1, 6, 7)] == ["Monday", "Saturday", "Sunday"]


def test_workdays_as_counted_one_by_one():
    rng = random.Random(7)
    for _ in range(200):
        first = dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(1000))
        length = rng.randrange(60)
        days = [first + dt.timedelta(day) for day in range(length + 1)]
        assert workdays(first, days[-1]) == sum(day.weekday() < 5 for day in days)
`,
      'tests/test_web.py': `import json
import threading
import urllib.request
from http.server import HTTPServer

from web import Handler, answer


def test_answers():
    assert answer("/health")[0] == 200
    assert answer("/weekday?date=2024-02-29") == (200, {"date": "2024-02-29", "weekday": "Thursday"})
    assert answer("/workdays?from=2024-02-26&to=2024-03-03") == (200, {"from": "2024-02-26", "to": "2024-03-03", "days": 5})
    assert answer("/workdays?from=2024-03-03&to=2024-03-03")[1]["days"] == 0
    assert answer("/workdays?from=2024-03-04&to=2024-03-03")[0] == 400
    assert answer("/weekday")[0] == 400
    assert answer("/workdays?from=2024-03-04")[0] == 400
    assert answer("/year")[0] == 404


def test_over_http():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.handle_request).start()
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/weekday?date=2024-02-29") as reply:
        assert json.load(reply)["weekday"] == "Thursday"
        assert reply.headers["Content-Type"] == "application/json"
    server.server_close()
`,
    },
    needs: ['pytest'],
  },
];

export default cases;
