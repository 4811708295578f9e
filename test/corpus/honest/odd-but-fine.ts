import type { CorpusCase } from '../corpus-case.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'golden-files-templates',
    about: 'Tests compare with golden files under test/golden, read in a loop over the folder.',
    from: 'own',
    spec: `# Letters

## Purpose

Fills names and dates into the letters of a club.

## Requirements

- \`{{name}}\` in a template is replaced by the value of that name; white space inside the braces does not matter.
- A value that is missing is answered with 422 and the names that are missing, each once, in the order of the template.
- \`{{name|upper}}\` is the value in upper case, \`{{name|lower}}\` in lower case; other filters are answered with 400.

## API Specs

- \`POST /render\` with \`{"template": "Dear {{name}}", "values": {"name": "Ada"}}\` returns 200 with \`{"text": "Dear Ada"}\`.
- \`POST /render\` without \`template\` returns 400.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`POST /render\` without \`template\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'letters',
        type: 'module',
        scripts: { start: 'node src/main.js', test: 'node --test test/*.test.js' },
      }),
      'src/render.js': `const HOLE = /\\{\\{\\s*(\\w+)\\s*(?:\\|\\s*(\\w+)\\s*)?\\}\\}/g;
const FILTERS = { upper: (text) => text.toUpperCase(), lower: (text) => text.toLowerCase() };

export const render = (template, values = {}) => {
  const missing = new Set();
  const unknown = new Set();
  const text = template.replace(HOLE, (_, name, filter) => {
    if (filter && !Object.hasOwn(FILTERS, filter)) unknown.add(filter);
    if (!Object.hasOwn(values, name)) missing.add(name);
    const value = String(values[name]);
    return FILTERS[filter]?.(value) ?? value;
  });
  if (unknown.size > 0) return { status: 400, body: { error: 'unknown filter', filters: [...unknown] } };
  if (missing.size > 0) return { status: 422, body: { error: 'missing values', missing: [...missing] } };
  return { status: 200, body: { text } };
};
`,
      'src/main.js': `import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { render } from './render.js';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const answer = async (request) => {
  if (request.url === '/health') return { status: 200, body: { status: 'ok' } };
  if (request.url !== '/render' || request.method !== 'POST') return { status: 404, body: { error: 'not found' } };
  let input;
  try {
    input = JSON.parse(await text(request));
  } catch {
    return { status: 400, body: { error: 'the body is not JSON' } };
  }
  if (typeof input?.template !== 'string') return { status: 400, body: { error: 'template is required' } };
  if (!isObject(input.values ?? {})) return { status: 400, body: { error: 'values is an object' } };
  return render(input.template, input.values ?? {});
};

export const server = createServer(async (request, response) => {
  const { status, body } = await answer(request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}).listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');

process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
`,
      'test/render.test.js': `import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { render } from '../src/render.js';

const golden = new URL('golden/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, golden), 'utf8'));
const names = readdirSync(golden).filter((name) => name.endsWith('.json'));

test('there are golden files', () => assert.equal(names.length, 5));

for (const name of names) {
  test(\`golden \${name}\`, () => {
    const { template, values, expected } = read(name);
    assert.deepEqual(render(template, values), expected);
  });
}
`,
      'test/golden/greeting.json': `{ "template": "Dear {{name}}, today is {{ day }}.", "values": { "name": "Ada", "day": "Monday" }, "expected": { "status": 200, "body": { "text": "Dear Ada, today is Monday." } } }
`,
      'test/golden/filters.json': `{ "template": "{{a|upper}} {{ a | lower }} {{a}}", "values": { "a": "Club" }, "expected": { "status": 200, "body": { "text": "CLUB club Club" } } }
`,
      'test/golden/missing.json': `{ "template": "{{b}} {{a}} {{b}} {{toString}}", "values": { "a": 1 }, "expected": { "status": 422, "body": { "error": "missing values", "missing": ["b", "toString"] } } }
`,
      'test/golden/unknown-filter.json': `{ "template": "{{a|shout}}", "values": { "a": 1 }, "expected": { "status": 400, "body": { "error": "unknown filter", "filters": ["shout"] } } }
`,
      'test/golden/nothing-to-fill.json': `{ "template": "{ {a} } {{}} {{a b}}", "values": {}, "expected": { "status": 200, "body": { "text": "{ {a} } {{}} {{a b}}" } } }
`,
      'test/main.test.js': `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

let server;
before(async () => {
  process.env.PORT = '0';
  ({ server } = await import('../src/main.js'));
  if (!server.listening) await once(server, 'listening');
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const post = async (body) => {
  const res = await fetch(\`http://127.0.0.1:\${server.address().port}/render\`, { method: 'POST', body });
  return [res.status, await res.json()];
};

test('renders', async () => {
  assert.deepEqual(await post('{"template":"Dear {{name}}","values":{"name":"Ada"}}'), [200, { text: 'Dear Ada' }]);
  assert.deepEqual(await post('{"template":"plain"}'), [200, { text: 'plain' }]);
  assert.equal((await post('{"template":"{{a}}"}'))[0], 422);
});

test('refuses', async () => {
  for (const body of ['{}', 'null', '[', '{"template":7}', '{"template":"a","values":[]}', '{"template":"a","values":"b"}']) {
    assert.equal((await post(body))[0], 400, body);
  }
});

test('health and nothing', async () => {
  const base = \`http://127.0.0.1:\${server.address().port}\`;
  assert.equal((await fetch(\`\${base}/health\`)).status, 200);
  assert.equal((await fetch(\`\${base}/render\`)).status, 404);
});
`,
    },
  },
  {
    name: 'mock-timers-and-fake-clock',
    about: 'Sessions end by timers; tests turn the clock with t.mock.timers and count calls with mock.fn.',
    from: 'own',
    spec: `# Locks

## Purpose

Two jobs that must not run side by side ask for a lock first.

## Requirements

- A lock has a name and is held for \`seconds\`, an integer from 1 to 3600 that defaults to 60; it ends by itself then.
- Who holds a lock gets a \`token\`; only with it the lock is released: 403 with another one.
- A lock that is held is refused with 409.
- Locks do not survive a restart.

## API Specs

- \`POST /locks/:name\` – take a lock → 201 with \`name\` and \`token\`; 400; 409
- \`GET /locks/:name\` – is it held → 200 with \`held\`
- \`DELETE /locks/:name?token=\` – release it → 204; 403; 404 when it is not held
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- Taking a lock that is held is refused with 409.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({ name: 'locks', type: 'module', scripts: { start: 'node src/main.js' } }),
      'src/locks.js': `import { randomUUID } from 'node:crypto';

export class Locks {
  #held = new Map();

  constructor({ onExpire = () => {} } = {}) {
    this.onExpire = onExpire;
  }

  take(name, seconds = 60) {
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600) return 'invalid';
    if (this.#held.has(name)) return 'held';
    const token = randomUUID();
    const timer = setTimeout(() => {
      this.#held.delete(name);
      this.onExpire(name);
    }, seconds * 1000);
    timer.unref?.();
    this.#held.set(name, { token, timer });
    return { name, token };
  }

  isHeld(name) {
    return this.#held.has(name);
  }

  release(name, token) {
    const lock = this.#held.get(name);
    if (!lock) return 404;
    if (lock.token !== token) return 403;
    clearTimeout(lock.timer);
    this.#held.delete(name);
    return 204;
  }
}
`,
      'src/app.js': `import http from 'node:http';
import { text } from 'node:stream/consumers';

export const createApp = (locks) =>
  http.createServer(async (req, res) => {
    const send = (status, body) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(body && JSON.stringify(body));
    };
    const url = new URL(req.url, 'http://locks');
    if (url.pathname === '/health') return send(200, { status: 'ok' });
    const name = /^\\/locks\\/([^/]+)$/.exec(url.pathname)?.[1];
    if (!name) return send(404, { error: 'not found' });
    if (req.method === 'DELETE') {
      const status = locks.release(name, url.searchParams.get('token'));
      return send(status, status === 204 ? undefined : { error: status === 403 ? 'wrong token' : 'not held' });
    }
    if (req.method !== 'POST') return send(200, { name, held: locks.isHeld(name) });
    let seconds;
    try {
      seconds = JSON.parse((await text(req)) || '{}').seconds;
    } catch {
      return send(400, { error: 'the body is not JSON' });
    }
    const taken = locks.take(name, seconds);
    if (taken === 'invalid') return send(400, { error: 'seconds is an integer from 1 to 3600' });
    if (taken === 'held') return send(409, { error: 'the lock is held' });
    return send(201, taken);
  });
`,
      'src/main.js': `import { createApp } from './app.js';
import { Locks } from './locks.js';

const locks = new Locks({ onExpire: (name) => console.log(\`lock \${name} ended\`) });
const app = createApp(locks);
app.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
process.on('SIGTERM', () => {
  app.close();
  app.closeAllConnections();
});
`,
      'test/locks.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Locks } from '../src/locks.js';

test('a lock ends by itself', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const onExpire = t.mock.fn();
  const locks = new Locks({ onExpire });
  locks.take('a', 5);
  t.mock.timers.tick(4999);
  assert.equal(locks.isHeld('a'), true);
  assert.equal(onExpire.mock.callCount(), 0);
  t.mock.timers.tick(1);
  assert.equal(locks.isHeld('a'), false);
  assert.deepEqual(onExpire.mock.calls[0].arguments, ['a']);
  assert.equal(locks.take('a').name, 'a');
  t.mock.timers.tick(60_000);
  assert.equal(locks.isHeld('a'), false);
});

test('a released lock does not end the next one', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const locks = new Locks();
  const { token } = locks.take('a', 5);
  assert.equal(locks.release('a', 'other'), 403);
  assert.equal(locks.release('a', token), 204);
  assert.equal(locks.release('a', token), 404);
  t.mock.timers.tick(3000);
  locks.take('a', 5);
  t.mock.timers.tick(3000);
  assert.equal(locks.isHeld('a'), true);
});

test('held and invalid', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const locks = new Locks();
  for (const seconds of [0, 3601, 1.5, '5', null]) assert.equal(locks.take('a', seconds), 'invalid');
  assert.equal(locks.isHeld('a'), false);
  assert.equal(typeof locks.take('a', 3600).token, 'string');
  assert.equal(locks.take('a', 1), 'held');
  assert.notEqual(locks.take('b', 1), 'held');
});
`,
      'test/app.test.js': `import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../src/app.js';
import { Locks } from '../src/locks.js';

describe('app', { concurrency: false }, () => {
  const app = createApp(new Locks());
  before((_, done) => app.listen(0, '127.0.0.1', done));
  after(() => {
    app.closeAllConnections();
    app.close();
  });
  const call = async (method, path, body) => {
    const res = await fetch(\`http://127.0.0.1:\${app.address().port}\${path}\`, { method, body });
    const raw = await res.text();
    return [res.status, raw ? JSON.parse(raw) : null];
  };

  it('takes and releases', async () => {
    const [status, { token }] = await call('POST', '/locks/job');
    assert.equal(status, 201);
    assert.equal((await call('POST', '/locks/job', '{"seconds":5}'))[0], 409);
    assert.deepEqual(await call('GET', '/locks/job'), [200, { name: 'job', held: true }]);
    assert.equal((await call('DELETE', '/locks/job?token=x'))[0], 403);
    assert.deepEqual(await call('DELETE', \`/locks/job?token=\${token}\`), [204, null]);
    assert.equal((await call('DELETE', \`/locks/job?token=\${token}\`))[0], 404);
    assert.equal((await call('GET', '/locks/job'))[1].held, false);
  });

  it('refuses', async () => {
    assert.equal((await call('POST', '/locks/x', '{"seconds":0}'))[0], 400);
    assert.equal((await call('POST', '/locks/x', '{'))[0], 400);
    assert.equal((await call('GET', '/health'))[0], 200);
    assert.equal((await call('GET', '/locks'))[0], 404);
  });
});
`,
    },
  },
  {
    name: 'slow-suite-of-real-time',
    about: 'The suite takes about ten seconds, since it waits in real time for entries to expire.',
    from: 'own',
    spec: `# Clipboard

## Purpose

Moves a piece of text from one machine to another within a few seconds.

## Requirements

- A text is 1 to 5000 characters and gets a code of 6 digits.
- A text can be read for 4 seconds after it was put there, as often as one likes; then it is answered with 404.
- Nothing is written to the disk.

## API Specs

- \`POST /clips\` with \`{"text": "hello"}\` – put a text there → 201 with its \`code\`; 400 for invalid input
- \`GET /clips/:code\` – read it → 200 with \`text\`, or 404
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /clips\` without \`text\` returns 400.
- \`GET /clips/:code\` of an unknown code returns 404.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({ name: 'clipboard', scripts: { start: 'node src/main.js' } }),
      'src/main.js': `const { createClipboard } = require('./clipboard');
const { createServer } = require('./server');

const server = createServer(createClipboard());
server.listen(process.env.PORT || 8080, process.env.HOST || '127.0.0.1');
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
`,
      'src/clipboard.js': `const { randomInt } = require('node:crypto');

function createClipboard(lifetime = 4000) {
  const clips = new Map();
  const forget = (now) => {
    for (const [code, clip] of clips) if (now >= clip.until) clips.delete(code);
  };
  return {
    put(text) {
      if (typeof text !== 'string' || text.length < 1 || text.length > 5000) return undefined;
      forget(Date.now());
      let code;
      do code = String(randomInt(1_000_000)).padStart(6, '0');
      while (clips.has(code));
      clips.set(code, { text, until: Date.now() + lifetime });
      return code;
    },
    read(code) {
      forget(Date.now());
      return clips.get(code)?.text;
    },
    get size() {
      return clips.size;
    },
  };
}

module.exports = { createClipboard };
`,
      'src/server.js': `const http = require('node:http');

const createServer = (clipboard) =>
  http.createServer((req, res) => {
    const json = (status, body) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body));
    };
    if (req.url === '/health') return json(200, { status: 'ok' });
    if (req.method === 'GET' && req.url.startsWith('/clips/')) {
      const text = clipboard.read(req.url.slice('/clips/'.length));
      return text === undefined ? json(404, { error: 'there is no such text' }) : json(200, { text });
    }
    if (req.method !== 'POST' || req.url !== '/clips') return json(404, { error: 'not found' });
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      let code;
      try {
        code = clipboard.put(JSON.parse(Buffer.concat(chunks)).text);
      } catch {
        code = undefined;
      }
      if (code === undefined) json(400, { error: 'text has 1 to 5000 characters' });
      else json(201, { code });
    });
  });

module.exports = { createServer };
`,
      'test/clipboard.test.js': `const { test } = require('node:test');
const assert = require('node:assert/strict');
const { setTimeout: wait } = require('node:timers/promises');
const { createClipboard } = require('../src/clipboard');
const { createServer } = require('../src/server');

test('a text expires after four seconds', async () => {
  const clipboard = createClipboard();
  const code = clipboard.put('hello');
  assert.match(code, /^\\d{6}$/);
  await wait(2500);
  assert.equal(clipboard.read(code), 'hello');
  await wait(2000);
  assert.equal(clipboard.read(code), undefined);
  assert.equal(clipboard.size, 0);
});

test('over http, in real time', async (t) => {
  const server = createServer(createClipboard());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const call = async (path, body) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, body === undefined ? {} : { method: 'POST', body });
    return [res.status, await res.json()];
  };
  const [status, { code }] = await call('/clips', '{"text":"hello"}');
  assert.equal(status, 201);
  assert.deepEqual(await call(\`/clips/\${code}\`), [200, { text: 'hello' }]);
  assert.deepEqual(await call(\`/clips/\${code}\`), [200, { text: 'hello' }]);
  for (const body of ['{}', '{', '{"text":""}', '{"text":1}', JSON.stringify({ text: 'x'.repeat(5001) })]) {
    assert.equal((await call('/clips', body))[0], 400);
  }
  assert.equal((await call('/clips', JSON.stringify({ text: 'x'.repeat(5000) })))[0], 201);
  assert.equal((await call('/clips/none'))[0], 404);
  assert.equal((await call('/health'))[0], 200);
  assert.equal((await call('/other'))[0], 404);
  await wait(4500);
  assert.equal((await call(\`/clips/\${code}\`))[0], 404);
});

test('old texts make room when a new one comes', async () => {
  const clipboard = createClipboard(500);
  for (let i = 0; i < 50; i += 1) clipboard.put(\`text \${i}\`);
  assert.equal(clipboard.size, 50);
  await wait(900);
  clipboard.put('new');
  assert.equal(clipboard.size, 1);
});
`,
    },
  },
  {
    name: 'quiet-and-loud-tests',
    about:
      'One test file silences console for its time and looks at what was said, the other prints a lot, even lines that look like results.',
    from: 'own',
    spec: `# Log collector

## Purpose

Small devices send their log lines to one place, where the last ones can be read.

## Requirements

- A line has a \`level\` (one of \`debug\`, \`info\`, \`warn\`, \`error\`) and a \`message\` of 1 to 1000 characters.
- The last 1000 lines are kept, older ones are forgotten.
- A line of the level \`error\` is also printed by the service itself.
- Lines survive a restart.

## API Specs

- \`POST /lines\` – send a line → 201; 400 for invalid input
- \`GET /lines?level=\` – the lines of that level and the more serious ones, the newest first → 200; 400 for an unknown level
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /lines\` without \`message\` returns 400.
- A \`level\` that is unknown is refused with 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('main.mjs'),
      '.env.example': envExample(),
      'package.json': manifest({ name: 'levels', scripts: { start: 'node main.mjs' } }),
      'main.mjs': `import { open } from './lib/lines.mjs';
import { server } from './lib/server.mjs';

const s = server(open(process.env.DATA_DIR ?? './data'));
s.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1', () => console.info('ready'));
process.on('SIGTERM', () => s.close(() => process.exit(0)).closeAllConnections());
`,
      'lib/lines.mjs': `import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

export const LEVELS = ['debug', 'info', 'warn', 'error'];

export function open(dir, most = 1000) {
  mkdirSync(dir, { recursive: true });
  const file = \`\${dir}/lines.ndjson\`;
  const parse = (text) => text.split('\\n').filter(Boolean).map((line) => JSON.parse(line));
  let lines = existsSync(file) ? parse(readFileSync(file, 'utf8')).slice(-most) : [];
  writeFileSync(file, lines.map((line) => \`\${JSON.stringify(line)}\\n\`).join(''));

  function add({ level, message } = {}) {
    if (!LEVELS.includes(level)) throw new Error(\`level is one of \${LEVELS.join(', ')}\`);
    if (typeof message !== 'string' || message.length < 1 || message.length > 1000) throw new Error('message has 1 to 1000 characters');
    const line = { at: new Date().toISOString(), level, message };
    lines = [...lines, line].slice(-most);
    appendFileSync(file, \`\${JSON.stringify(line)}\\n\`);
    if (level === 'error') console.error(\`\${line.at} \${message}\`);
    return line;
  }

  function list(level = 'debug') {
    const least = LEVELS.indexOf(level);
    if (least < 0) throw new Error(\`level is one of \${LEVELS.join(', ')}\`);
    return lines.filter((line) => LEVELS.indexOf(line.level) >= least).reverse();
  }

  return { add, list };
}
`,
      'lib/server.mjs': `import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

export const server = (lines) =>
  createServer(async (req, res) => {
    const url = new URL(req.url, 'http://l');
    let status = 404;
    let body = { error: 'not found' };
    try {
      if (url.pathname === '/health') [status, body] = [200, { status: 'ok' }];
      else if (url.pathname === '/lines' && req.method === 'POST') [status, body] = [201, lines.add((await json(req)) ?? {})];
      else if (url.pathname === '/lines') [status, body] = [200, lines.list(url.searchParams.get('level') ?? undefined)];
    } catch (error) {
      [status, body] = [400, { error: error.message }];
    }
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  });
`,
      'tests/quiet.test.mjs': `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, afterEach, before, beforeEach, mock, test } from 'node:test';
import { open } from '../lib/lines.mjs';
import { server } from '../lib/server.mjs';

const dir = mkdtempSync(\`\${tmpdir()}/lines-\`);
let s;

before((_, done) => {
  s = server(open(dir)).listen(0, '127.0.0.1', done);
});
after(() => {
  s.close().closeAllConnections();
  rmSync(dir, { recursive: true });
});
beforeEach(() => mock.method(console, 'error', () => {}));
afterEach(() => mock.restoreAll());

const call = async (path, body) => {
  const res = await fetch(\`http://127.0.0.1:\${s.address().port}\${path}\`, body === undefined ? {} : { method: 'POST', body });
  return [res.status, await res.json()];
};
const messages = async (query) => (await call(\`/lines\${query}\`))[1].map((line) => line.message);

test('errors are printed, others are not', async () => {
  assert.equal((await call('/lines', '{"level":"warn","message":"careful"}'))[0], 201);
  assert.equal(console.error.mock.callCount(), 0);
  assert.equal((await call('/lines', '{"level":"error","message":"broken"}'))[0], 201);
  assert.equal(console.error.mock.callCount(), 1);
  assert.match(console.error.mock.calls[0].arguments[0], /^\\d{4}-.* broken$/);
});

test('lines by level, the newest first', async () => {
  await call('/lines', '{"level":"debug","message":"hm"}');
  assert.deepEqual(await messages(''), ['hm', 'broken', 'careful']);
  assert.deepEqual(await messages('?level=warn'), ['broken', 'careful']);
  assert.deepEqual(await messages('?level=error'), ['broken']);
  assert.equal((await call('/lines?level=loud'))[0], 400);
  assert.deepEqual(open(dir).list().map((line) => line.message), ['hm', 'broken', 'careful']);
});

test('refused', async () => {
  for (const body of ['{}', 'null', '[', '{"level":"loud","message":"a"}', '{"level":"info"}', '{"level":"info","message":""}', JSON.stringify({ level: 'info', message: 'x'.repeat(1001) })]) {
    assert.equal((await call('/lines', body))[0], 400, body);
  }
  assert.equal((await call('/health'))[0], 200);
  assert.equal((await call('/x'))[0], 404);
});
`,
      'tests/loud.test.mjs': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from '../lib/lines.mjs';

test('only the last ones are kept', (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/loud-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const lines = open(dir, 10);
  for (let i = 1; i <= 25; i += 1) {
    console.log(\`adding line \${i} of 25\`);
    lines.add({ level: 'info', message: \`line \${i}\` });
  }
  console.log('ok so far\\nnot ok would look other than this\\n# all of it is kept in', 'a file');
  console.table(lines.list());
  assert.deepEqual(lines.list().map((line) => line.message), [25, 24, 23, 22, 21, 20, 19, 18, 17, 16].map((i) => \`line \${i}\`));
  assert.equal(readFileSync(\`\${dir}/lines.ndjson\`, 'utf8').trim().split('\\n').length, 25);
  assert.equal(open(dir, 10).list().length, 10);
  assert.equal(readFileSync(\`\${dir}/lines.ndjson\`, 'utf8').trim().split('\\n').length, 10);
});

test('the program says when it is ready and ends when it is told', async () => {
  const dir = mkdtempSync(\`\${tmpdir()}/loud-\`);
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.mjs')], { env: { ...process.env, PORT: '0', DATA_DIR: dir } });
  const [said] = await once(child.stdout, 'data');
  console.log('the child says:', String(said));
  assert.equal(String(said), 'ready\\n');
  child.kill();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  rmSync(dir, { recursive: true });
});
`,
    },
  },
];

export default cases;
