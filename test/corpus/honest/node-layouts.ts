import type { CorpusCase } from '../corpus-case.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'flat-esm-counters',
    about:
      'Flat ES modules in the root of BUILD with app.js and server.js apart, tests in one file beside them.',
    from: 'own',
    spec: `# Counters

## Purpose

Small scripts want to count things (visits, builds, cups of coffee) without a database of their own.

## Requirements

- A counter has a name that matches \`^[a-z][a-z0-9-]{0,30}$\`; any other name is answered with 400.
- A counter comes to life when it is first incremented, at 0.
- Incrementing takes an optional \`by\`, an integer from 1 to 1000 that defaults to 1.
- A counter that was never incremented is answered with 404.
- Counters survive a restart.

## API Specs

- \`POST /counters/:name/increment\` – count up → 200 with the counter; 400 for an invalid \`by\`
- \`GET /counters/:name\` – read one counter → 200, or 404 for an unknown counter
- \`GET /counters\` – all counters → 200
- \`DELETE /counters/:name\` – forget a counter → 204, or 404
- \`GET /health\` – health check → 200

A counter looks like this:

\`\`\`json
{ "name": "coffee", "value": 3 }
\`\`\`

## Dependencies

None, Node 20 is enough.

## Success Criteria

- After two increments \`value\` is 2.
- An increment with \`by\` of 5 adds 5.
- \`GET /counters/:name\` of an unknown counter returns 404.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('server.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'counters',
        type: 'module',
        main: 'server.js',
        scripts: { start: 'node server.js', test: 'node --test' },
      }),
      'app.js': `import { createServer } from 'node:http';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^[a-z][a-z0-9-]{0,30}$/;

const load = (file) => {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    if (error.code === 'ENOENT') return new Map();
    throw error;
  }
};

const readJson = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
};

export const createApp = (dataDir) => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'counters.json');
  const counters = load(file);

  const save = () => {
    writeFileSync(\`\${file}.new\`, JSON.stringify(Object.fromEntries(counters)));
    renameSync(\`\${file}.new\`, file);
  };

  const handle = async (request) => {
    const path = new URL(request.url, 'http://local').pathname;
    if (path === '/health') return [200, { status: 'ok' }];
    if (path === '/counters' && request.method === 'GET') {
      return [200, [...counters].map(([name, value]) => ({ name, value }))];
    }
    const match = /^\\/counters\\/([^/]+)(\\/increment)?$/.exec(path);
    if (!match) return [404, { error: 'no such path' }];
    const [, name, increment] = match;
    if (!NAME.test(name)) return [400, { error: 'name is not valid' }];
    if (increment) {
      if (request.method !== 'POST') return [405, { error: 'use POST' }];
      let body;
      try {
        body = await readJson(request);
      } catch {
        return [400, { error: 'the body is not JSON' }];
      }
      const by = body?.by === undefined ? 1 : body.by;
      if (!Number.isInteger(by) || by < 1 || by > 1000) {
        return [400, { error: 'by is an integer from 1 to 1000' }];
      }
      counters.set(name, (counters.get(name) ?? 0) + by);
      save();
      return [200, { name, value: counters.get(name) }];
    }
    if (!counters.has(name)) return [404, { error: 'unknown counter' }];
    if (request.method === 'GET') return [200, { name, value: counters.get(name) }];
    if (request.method === 'DELETE') {
      counters.delete(name);
      save();
      return [204];
    }
    return [405, { error: 'use GET or DELETE' }];
  };

  return createServer(async (request, response) => {
    const [status, body] = await handle(request);
    if (body === undefined) return response.writeHead(status).end();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
};
`,
      'server.js': `import { createApp } from './app.js';

const server = createApp(process.env.DATA_DIR ?? 'data');
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1', () => {
  console.log(\`listening on \${server.address().port}\`);
});
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
`,
      'app.test.js': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createApp } from './app.js';

let dir;
let server;
let base;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'counters-'));
  server = createApp(dir).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = \`http://127.0.0.1:\${server.address().port}\`;
});

after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

const increment = (name, body) =>
  fetch(\`\${base}/counters/\${name}/increment\`, { method: 'POST', body: body === undefined ? undefined : JSON.stringify(body) });

test('health', async () => {
  assert.equal((await fetch(\`\${base}/health\`)).status, 200);
});

test('a counter starts at nothing and counts', async () => {
  assert.equal((await fetch(\`\${base}/counters/coffee\`)).status, 404);
  const first = await increment('coffee');
  assert.equal(first.status, 200);
  assert.deepEqual(await first.json(), { name: 'coffee', value: 1 });
  assert.deepEqual(await (await increment('coffee', { by: 5 })).json(), { name: 'coffee', value: 6 });
  assert.deepEqual(await (await fetch(\`\${base}/counters/coffee\`)).json(), { name: 'coffee', value: 6 });
});

for (const by of [0, -1, 1001, 1.5, '2', null]) {
  test(\`by \${JSON.stringify(by)} is refused\`, async () => {
    const response = await increment('refused', { by });
    assert.equal(response.status, 400);
    assert.match((await response.json()).error, /by/);
    assert.equal((await fetch(\`\${base}/counters/refused\`)).status, 404);
  });
}

test('the edges of by are taken', async () => {
  assert.equal((await (await increment('edge', { by: 1 })).json()).value, 1);
  assert.equal((await (await increment('edge', { by: 1000 })).json()).value, 1001);
});

test('names and methods', async () => {
  assert.equal((await fetch(\`\${base}/counters/Bad\`)).status, 400);
  assert.equal((await fetch(\`\${base}/elsewhere\`)).status, 404);
  assert.equal((await fetch(\`\${base}/counters/edge/increment\`)).status, 405);
  assert.equal((await fetch(\`\${base}/counters/edge\`, { method: 'PUT' })).status, 405);
  const broken = await fetch(\`\${base}/counters/edge/increment\`, { method: 'POST', body: '{' });
  assert.equal(broken.status, 400);
});

test('a forgotten counter is gone', async () => {
  await increment('gone');
  const names = async () => (await (await fetch(\`\${base}/counters\`)).json()).map((counter) => counter.name);
  assert.ok((await names()).includes('gone'));
  assert.equal((await fetch(\`\${base}/counters/gone\`, { method: 'DELETE' })).status, 204);
  assert.ok(!(await names()).includes('gone'));
  assert.equal((await fetch(\`\${base}/counters/gone\`, { method: 'DELETE' })).status, 404);
});

test('the process keeps its counters over a restart', async () => {
  const home = mkdtempSync(join(tmpdir(), 'counters-process-'));
  const start = async () => {
    const child = spawn(process.execPath, ['server.js'], {
      cwd: import.meta.dirname,
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: home },
    });
    const [line] = await once(child.stdout, 'data');
    return { child, url: \`http://127.0.0.1:\${/(\\d+)/.exec(String(line))[1]}\` };
  };
  const stop = async ({ child }) => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  };
  const first = await start();
  await fetch(\`\${first.url}/counters/kept/increment\`, { method: 'POST' });
  await stop(first);
  const second = await start();
  assert.deepEqual(await (await fetch(\`\${second.url}/counters/kept\`)).json(), { name: 'kept', value: 1 });
  await stop(second);
  rmSync(home, { recursive: true });
});
`,
    },
  },
  {
    name: 'single-file-commonjs-roman',
    about:
      'One CommonJS file of a computing service without storage; the tests require it and call the functions and the server.',
    from: 'own',
    spec: `# Roman numerals

## Purpose

Turns numbers into Roman numerals and back, for captions and clock faces.

## Requirements

- Numbers from 1 to 3999 can be written; anything else is answered with 400.
- A numeral is read in either case, and only in its usual form: \`IIII\` and \`IC\` are answered with 400.

## API Specs

- \`GET /roman?n=1994\` returns \`{"n":1994,"roman":"MCMXCIV"}\`.
- \`GET /number?roman=XIV\` returns \`{"roman":"XIV","n":14}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /roman?n=4\` returns \`{"n":4,"roman":"IV"}\`.
- \`GET /roman?n=4000\` returns 400.
- \`GET /number?roman=IIII\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('index.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'roman',
        main: 'index.js',
        scripts: { start: 'node index.js', test: 'node --test' },
      }),
      'index.js': `'use strict';

const http = require('node:http');

const SIGNS = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function toRoman(n) {
  if (!Number.isInteger(n) || n < 1 || n > 3999) throw new RangeError('n is an integer from 1 to 3999');
  let rest = n;
  let text = '';
  for (const [value, sign] of SIGNS) {
    while (rest >= value) {
      text += sign;
      rest -= value;
    }
  }
  return text;
}

function fromRoman(text) {
  const upper = text.toUpperCase();
  let rest = upper;
  let n = 0;
  for (const [value, sign] of SIGNS) {
    while (rest.startsWith(sign)) {
      n += value;
      rest = rest.slice(sign.length);
    }
  }
  if (rest !== '' || n === 0 || n > 3999 || toRoman(n) !== upper) throw new RangeError('that is not a Roman numeral');
  return n;
}

function answer(url) {
  const query = url.searchParams;
  switch (url.pathname) {
    case '/health':
      return { status: 'ok' };
    case '/roman': {
      const given = query.get('n') ?? '';
      const n = /^\\d+$/.test(given) ? Number(given) : Number.NaN;
      return { n, roman: toRoman(n) };
    }
    case '/number': {
      const roman = query.get('roman') ?? '';
      return { roman, n: fromRoman(roman) };
    }
    default:
      return undefined;
  }
}

const server = http.createServer((req, res) => {
  const send = (status, body) => {
    res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    res.end(JSON.stringify(body));
  };
  if (req.method !== 'GET') return send(405, { error: 'only GET' });
  try {
    const body = answer(new URL(req.url, 'http://x'));
    return body ? send(200, body) : send(404, { error: 'not found' });
  } catch (error) {
    return send(400, { error: error.message });
  }
});

if (require.main === module) {
  server.listen(Number(process.env.PORT || 8080), process.env.HOST || '127.0.0.1');
  process.once('SIGTERM', () => {
    server.closeAllConnections();
    server.close();
  });
}

module.exports = { server, toRoman, fromRoman };
`,
      'index.test.js': `'use strict';

const { describe, it, before, after } = require('node:test');
const assert = require('node:assert');
const { server, toRoman, fromRoman } = require('./index.js');

describe('numerals', () => {
  const known = { 1: 'I', 4: 'IV', 9: 'IX', 14: 'XIV', 40: 'XL', 90: 'XC', 400: 'CD', 1994: 'MCMXCIV', 2024: 'MMXXIV', 3999: 'MMMCMXCIX' };
  for (const [n, roman] of Object.entries(known)) {
    it(\`\${n} is \${roman}\`, () => {
      assert.strictEqual(toRoman(Number(n)), roman);
      assert.strictEqual(fromRoman(roman), Number(n));
    });
  }

  it('there and back again for every number', () => {
    for (let n = 1; n <= 3999; n += 1) assert.strictEqual(fromRoman(toRoman(n)), n);
  });

  it('refuses what is outside', () => {
    for (const n of [0, -1, 4000, 1.5, Number.NaN]) assert.throws(() => toRoman(n), RangeError);
    for (const text of ['', 'IIII', 'IC', 'VV', 'XM', 'hello', 'MMMM']) assert.throws(() => fromRoman(text), RangeError);
  });
});

describe('server', () => {
  let base;
  before(
    () =>
      new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          base = \`http://127.0.0.1:\${server.address().port}\`;
          resolve();
        });
      }),
  );
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const get = async (path, init) => {
    const response = await fetch(base + path, init);
    return { status: response.status, body: await response.json() };
  };

  it('writes', async () => {
    assert.deepStrictEqual(await get('/roman?n=1994'), { status: 200, body: { n: 1994, roman: 'MCMXCIV' } });
  });
  it('reads, in either case', async () => {
    assert.deepStrictEqual(await get('/number?roman=XIV'), { status: 200, body: { roman: 'XIV', n: 14 } });
    assert.strictEqual((await get('/number?roman=xiv')).body.n, 14);
  });
  it('says no', async () => {
    for (const path of ['/roman', '/roman?n=', '/roman?n=4000', '/roman?n=0x10', '/number', '/number?roman=IIII']) {
      const { status, body } = await get(path);
      assert.strictEqual(status, 400, path);
      assert.ok(body.error.length > 0);
    }
    assert.strictEqual((await get('/other')).status, 404);
    assert.strictEqual((await get('/roman?n=1', { method: 'POST' })).status, 405);
  });
  it('is healthy', async () => {
    assert.deepStrictEqual(await get('/health'), { status: 200, body: { status: 'ok' } });
  });
});
`,
    },
  },
  {
    name: 'fifteen-small-modules-polls',
    about:
      'A service of fifteen small ES modules with one concern each, unit tests for the inner ones and one test through HTTP.',
    from: 'own',
    spec: `# Polls

## Purpose

A team asks itself a question with a few answers and sees what most want.

## Requirements

- A poll has a \`question\` (1 to 200 characters) and \`options\`, a list of 2 to 8 different non-empty strings.
- A vote names an \`option\` of the poll and a \`voter\` (1 to 60 characters).
- A voter has one vote per poll; the second is refused with 409.
- A closed poll takes no votes: 409.
- Invalid input is refused with 400 and JSON with an \`error\`.
- Polls and votes survive a restart.

## API Specs

| Method | Path | Description | Answers |
| --- | --- | --- | --- |
| POST | \`/polls\` | Ask a question | 201 with the poll; 400 for invalid input |
| GET | \`/polls/:id\` | Read a poll | 200; 404 for an unknown poll |
| POST | \`/polls/:id/votes\` | Vote | 201; 400 for an unknown option; 404; 409 |
| GET | \`/polls/:id/results\` | Count the votes | 200; 404 |
| POST | \`/polls/:id/close\` | Close the poll | 200 with the poll; 404 |
| GET | \`/health\` | Health check | 200 |

### POST /polls

Request:

\`\`\`json
{ "question": "Where do we eat?", "options": ["canteen", "park"] }
\`\`\`

### GET /polls/:id/results

Response 200:

\`\`\`json
{ "total": 3, "counts": { "canteen": 1, "park": 2 }, "leader": "park" }
\`\`\`

\`leader\` is null without votes and on a tie.

## Dependencies

None.

## Success Criteria

- \`POST /polls\` with a valid \`question\` and \`options\` returns 201 and the poll.
- \`POST /polls\` without \`question\` returns 400.
- A poll with one option is refused with 400.
- A second vote by the same voter is refused with 409.
- A vote for a closed poll is refused with 409.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'polls',
        type: 'module',
        scripts: { start: 'node src/main.js', test: 'node --test tests/' },
      }),
      'src/main.js': `import { readConfig } from './config.js';
import { openStore } from './store/open.js';
import { createServer } from './http/server.js';
import { stopOn } from './stop.js';

const config = readConfig(process.env);
const server = createServer(openStore(config.dataDir));
server.listen(config.port, config.host, () => process.stdout.write(\`port \${server.address().port}\\n\`));
stopOn('SIGTERM', server);
`,
      'src/config.js': `export const readConfig = (env) => ({
  port: Number(env.PORT || 8080),
  host: env.HOST || '127.0.0.1',
  dataDir: env.DATA_DIR || './data',
});
`,
      'src/stop.js': `export const stopOn = (signal, server) => {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
};
`,
      'src/errors.js': `export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
`,
      'src/domain/poll.js': `import { randomUUID } from 'node:crypto';
import { checkPoll } from './check-poll.js';

export const makePoll = (input) => {
  const { question, options } = checkPoll(input);
  return { id: randomUUID(), question, options, closed: false, createdAt: new Date().toISOString() };
};
`,
      'src/domain/check-poll.js': `import { HttpError } from '../errors.js';
import { isText } from './text.js';

export const checkPoll = (input) => {
  if (!isText(input.question, 200)) throw new HttpError(400, 'question has 1 to 200 characters');
  const { options } = input;
  if (!Array.isArray(options) || options.length < 2 || options.length > 8) {
    throw new HttpError(400, 'options is a list of 2 to 8 strings');
  }
  if (!options.every((option) => isText(option, Infinity))) throw new HttpError(400, 'options must not be empty');
  if (new Set(options).size !== options.length) throw new HttpError(400, 'options must differ');
  return { question: input.question, options };
};
`,
      'src/domain/text.js': `export const isText = (value, max) => typeof value === 'string' && value.trim() !== '' && value.length <= max;
`,
      'src/domain/vote.js': `import { HttpError } from '../errors.js';
import { isText } from './text.js';

export const castVote = (poll, votes, input) => {
  if (!isText(input.voter, 60)) throw new HttpError(400, 'voter has 1 to 60 characters');
  if (!poll.options.includes(input.option)) throw new HttpError(400, 'option is not one of the poll');
  if (poll.closed) throw new HttpError(409, 'the poll is closed');
  if (votes.some((vote) => vote.voter === input.voter)) throw new HttpError(409, 'this voter has voted');
  return { voter: input.voter, option: input.option };
};
`,
      'src/domain/results.js': `export const countVotes = (poll, votes) => {
  const counts = Object.fromEntries(poll.options.map((option) => [option, 0]));
  for (const vote of votes) counts[vote.option] += 1;
  const most = Math.max(...Object.values(counts));
  const leaders = poll.options.filter((option) => counts[option] === most);
  return { total: votes.length, counts, leader: most > 0 && leaders.length === 1 ? leaders[0] : null };
};
`,
      'src/store/open.js': `import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readState, writeState } from './file.js';

export const openStore = (dataDir) => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'polls.json');
  const state = readState(file);
  const save = () => writeState(file, state);
  return {
    poll: (id) => state.polls.find((poll) => poll.id === id),
    votes: (id) => state.votes[id] ?? [],
    add(poll) {
      state.polls.push(poll);
      save();
    },
    vote(id, vote) {
      state.votes[id] = [...(state.votes[id] ?? []), vote];
      save();
    },
    close(poll) {
      poll.closed = true;
      save();
    },
  };
};
`,
      'src/store/file.js': `import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export const readState = (file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { polls: [], votes: {} };

export const writeState = (file, state) => {
  writeFileSync(\`\${file}.tmp\`, JSON.stringify(state));
  renameSync(\`\${file}.tmp\`, file);
};
`,
      'src/http/body.js': `import { HttpError } from '../errors.js';

export const readBody = async (req) => {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  let value;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new HttpError(400, 'the body is an object');
  return value;
};
`,
      'src/http/reply.js': `export const reply = (res, status, body) => {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
};
`,
      'src/http/routes.js': `import { makePoll } from '../domain/poll.js';
import { castVote } from '../domain/vote.js';
import { countVotes } from '../domain/results.js';
import { HttpError } from '../errors.js';

const known = (store, id) => {
  const poll = store.poll(id);
  if (!poll) throw new HttpError(404, 'unknown poll');
  return poll;
};

export const routes = (store) => [
  ['GET', /^\\/health$/, () => [200, { ok: true }]],
  [
    'POST',
    /^\\/polls$/,
    (_, body) => {
      const poll = makePoll(body);
      store.add(poll);
      return [201, poll];
    },
  ],
  ['GET', /^\\/polls\\/([^/]+)$/, (id) => [200, known(store, id)]],
  ['GET', /^\\/polls\\/([^/]+)\\/results$/, (id) => [200, countVotes(known(store, id), store.votes(id))]],
  [
    'POST',
    /^\\/polls\\/([^/]+)\\/votes$/,
    (id, body) => {
      const vote = castVote(known(store, id), store.votes(id), body);
      store.vote(id, vote);
      return [201, vote];
    },
  ],
  [
    'POST',
    /^\\/polls\\/([^/]+)\\/close$/,
    (id) => {
      const poll = known(store, id);
      store.close(poll);
      return [200, poll];
    },
  ],
];
`,
      'src/http/server.js': `import http from 'node:http';
import { HttpError } from '../errors.js';
import { readBody } from './body.js';
import { reply } from './reply.js';
import { routes } from './routes.js';

export const createServer = (store) => {
  const table = routes(store);
  return http.createServer(async (req, res) => {
    try {
      const [path] = req.url.split('?');
      for (const [method, pattern, handler] of table) {
        const match = pattern.exec(path);
        if (match && method === req.method) {
          const body = method === 'POST' ? await readBody(req) : undefined;
          return reply(res, ...handler(match[1], body));
        }
      }
      throw new HttpError(404, 'not found');
    } catch (error) {
      reply(res, error.status ?? 500, { error: error.message });
    }
  });
};
`,
      'tests/domain/poll.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePoll } from '../../src/domain/poll.js';

const good = { question: 'Where?', options: ['a', 'b'] };

test('a good poll is made', () => {
  const poll = makePoll(good);
  assert.equal(poll.question, 'Where?');
  assert.deepEqual(poll.options, ['a', 'b']);
  assert.equal(poll.closed, false);
  assert.notEqual(poll.id, makePoll(good).id);
});

const bad = [
  [{ ...good, question: undefined }, /question/],
  [{ ...good, question: ' ' }, /question/],
  [{ ...good, question: 'x'.repeat(201) }, /question/],
  [{ ...good, options: 'ab' }, /list/],
  [{ ...good, options: ['a'] }, /2 to 8/],
  [{ ...good, options: [...'abcdefghi'] }, /2 to 8/],
  [{ ...good, options: ['a', ''] }, /empty/],
  [{ ...good, options: ['a', 'a'] }, /differ/],
];

bad.forEach(([input, message], index) => {
  test(\`bad poll \${index + 1} is refused\`, () => {
    assert.throws(() => makePoll(input), (error) => error.status === 400 && message.test(error.message));
  });
});

test('the longest question and the most options are fine', () => {
  makePoll({ question: 'x'.repeat(200), options: [...'abcdefgh'] });
});
`,
      'tests/domain/vote.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { castVote } from '../../src/domain/vote.js';
import { countVotes } from '../../src/domain/results.js';

const poll = { options: ['a', 'b'], closed: false };
const status = (wanted) => (error) => error.status === wanted;

test('votes', () => {
  assert.deepEqual(castVote(poll, [], { voter: 'ada', option: 'a' }), { voter: 'ada', option: 'a' });
  assert.throws(() => castVote(poll, [], { voter: '', option: 'a' }), status(400));
  assert.throws(() => castVote(poll, [], { voter: 'x'.repeat(61), option: 'a' }), status(400));
  assert.throws(() => castVote(poll, [], { voter: 'ada', option: 'c' }), status(400));
  assert.throws(() => castVote(poll, [{ voter: 'ada', option: 'b' }], { voter: 'ada', option: 'a' }), status(409));
  assert.throws(() => castVote({ ...poll, closed: true }, [], { voter: 'ada', option: 'a' }), status(409));
});

test('results', () => {
  assert.deepEqual(countVotes(poll, []), { total: 0, counts: { a: 0, b: 0 }, leader: null });
  assert.deepEqual(countVotes(poll, [{ option: 'a' }, { option: 'b' }]), { total: 2, counts: { a: 1, b: 1 }, leader: null });
  assert.deepEqual(countVotes(poll, [{ option: 'b' }, { option: 'b' }, { option: 'a' }]), {
    total: 3,
    counts: { a: 1, b: 2 },
    leader: 'b',
  });
});
`,
      'tests/config.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../src/config.js';

test('defaults', () => {
  assert.deepEqual(readConfig({}), { port: 8080, host: '127.0.0.1', dataDir: './data' });
});

test('from the environment', () => {
  assert.deepEqual(readConfig({ PORT: '1', HOST: '::1', DATA_DIR: '/d' }), { port: 1, host: '::1', dataDir: '/d' });
});
`,
      'tests/service.test.js': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const dataDir = await mkdtemp(join(tmpdir(), 'polls-'));
after(() => rm(dataDir, { recursive: true }));

const withService = async (work) => {
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: '0', DATA_DIR: dataDir, HOST: '127.0.0.1' } });
  const [line] = await once(child.stdout, 'data');
  const base = \`http://127.0.0.1:\${String(line).trim().split(' ')[1]}\`;
  const call = async (method, path, body) => {
    const res = await fetch(base + path, { method, body: typeof body === 'string' ? body : JSON.stringify(body) });
    return { status: res.status, body: await res.json() };
  };
  try {
    await work(call);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
};

test('a poll from question to result, over a restart', async () => {
  let id;
  await withService(async (call) => {
    assert.equal((await call('GET', '/health')).status, 200);
    const made = await call('POST', '/polls', { question: 'Where do we eat?', options: ['canteen', 'park'] });
    assert.equal(made.status, 201);
    id = made.body.id;
    assert.equal((await call('POST', \`/polls/\${id}/votes\`, { voter: 'ada', option: 'park' })).status, 201);
    assert.equal((await call('POST', \`/polls/\${id}/votes\`, { voter: 'ada', option: 'canteen' })).status, 409);
    assert.equal((await call('POST', \`/polls/\${id}/votes\`, { voter: 'bob', option: 'moon' })).status, 400);
  });
  await withService(async (call) => {
    assert.deepEqual((await call('GET', \`/polls/\${id}\`)).body.options, ['canteen', 'park']);
    assert.deepEqual((await call('GET', \`/polls/\${id}/results\`)).body, {
      total: 1,
      counts: { canteen: 0, park: 1 },
      leader: 'park',
    });
    const closed = await call('POST', \`/polls/\${id}/close\`);
    assert.equal(closed.status, 200);
    assert.equal(closed.body.closed, true);
    assert.equal((await call('POST', \`/polls/\${id}/votes\`, { voter: 'bob', option: 'park' })).status, 409);
  });
});

test('what is not there and what is not JSON', async () => {
  await withService(async (call) => {
    assert.equal((await call('GET', '/polls/none')).status, 404);
    assert.equal((await call('GET', '/polls/none/results')).status, 404);
    assert.equal((await call('POST', '/polls/none/close')).status, 404);
    assert.equal((await call('GET', '/nothing')).status, 404);
    assert.equal((await call('POST', '/polls', '{')).status, 400);
    assert.equal((await call('POST', '/polls', [])).status, 400);
  });
});
`,
    },
  },
  {
    name: 'tests-beside-source-shelf',
    about:
      'Test files beside the modules they test in src/, subtests with t.test, numeric ids and a list wrapped in an object.',
    from: 'own',
    spec: `# Shelf

## Purpose

Keeps which books stand on the shelf of a household and who has borrowed them.

## Requirements

- \`title\` is required, 1 to 150 characters.
- \`author\` is optional, at most 100 characters.
- \`pages\` is optional, an integer from 1 to 10000.
- A new book is not lent. Lending needs a \`to\`; a book that is lent cannot be lent again: 409.
- Books can be searched with \`q\` in their title, ignoring case.
- Invalid input is answered with 400.
- Books survive a restart.

## API Specs

- \`POST /books\` – add a book → 201
- \`GET /books?q=\` – list the books → 200
- \`GET /books/{id}\` – read one book → 200, or 404 for an unknown book
- \`DELETE /books/{id}\` – remove a book → 204, or 404
- \`POST /books/{id}/lend\` – lend a book → 200, 400 without \`to\`, 409 when it is lent
- \`POST /books/{id}/return\` – take a book back → 200, 409 when it is not lent
- \`GET /health\` – health check → 200

### POST /books

\`\`\`json
{ "title": "Ulysses", "author": "James Joyce", "pages": 730 }
\`\`\`

## Dependencies

- Node.js 20, no packages.

## Success Criteria

- \`POST /books\` with a valid \`title\` returns 201 and the book.
- \`POST /books\` without \`title\` returns 400.
- A lent book is refused with 409 when it is lent again.
- A deleted book is answered with 404.
- Books survive a restart.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'shelf',
        type: 'module',
        main: 'src/main.js',
        scripts: { start: 'node src/main.js' },
      }),
      'src/main.js': `import { Library } from './library.js';
import { serve } from './server.js';

const server = serve(new Library(process.env.DATA_DIR ?? './data'));
server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
export { server };
`,
      'src/main.test.js': `import assert from 'node:assert';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test from 'node:test';

test('it listens on PORT', async () => {
  const dir = mkdtempSync(\`\${tmpdir()}/shelf-main-\`);
  Object.assign(process.env, { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dir });
  const { server } = await import('./main.js');
  if (!server.listening) await once(server, 'listening');
  const res = await fetch(\`http://127.0.0.1:\${server.address().port}/health\`);
  assert.strictEqual(res.status, 200);
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});
`,
      'src/library.js': `import fs from 'node:fs';
import path from 'node:path';

export class Refused extends Error {
  constructor(status, field, message) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

export class Library {
  #file;
  #books = [];
  #next = 1;

  constructor(dir) {
    fs.mkdirSync(dir, { recursive: true });
    this.#file = path.join(dir, 'shelf.json');
    if (fs.existsSync(this.#file)) {
      const kept = JSON.parse(fs.readFileSync(this.#file, 'utf8'));
      this.#books = kept.books;
      this.#next = kept.next;
    }
  }

  #save() {
    fs.writeFileSync(\`\${this.#file}~\`, JSON.stringify({ books: this.#books, next: this.#next }));
    fs.renameSync(\`\${this.#file}~\`, this.#file);
  }

  add({ title, author = null, pages = null }) {
    if (typeof title !== 'string' || title.trim().length < 1 || title.length > 150) {
      throw new Refused(400, 'title', 'title has 1 to 150 characters');
    }
    if (author !== null && (typeof author !== 'string' || author.length > 100)) {
      throw new Refused(400, 'author', 'author has at most 100 characters');
    }
    if (pages !== null && (!Number.isInteger(pages) || pages < 1 || pages > 10000)) {
      throw new Refused(400, 'pages', 'pages is an integer from 1 to 10000');
    }
    const book = { id: this.#next++, title, author, pages, lentTo: null };
    this.#books.push(book);
    this.#save();
    return book;
  }

  list(q = '') {
    const wanted = q.toLowerCase();
    return this.#books.filter((book) => book.title.toLowerCase().includes(wanted));
  }

  get(id) {
    const book = this.#books.find((each) => String(each.id) === id);
    if (!book) throw new Refused(404, 'id', 'there is no such book');
    return book;
  }

  remove(id) {
    const book = this.get(id);
    this.#books.splice(this.#books.indexOf(book), 1);
    this.#save();
  }

  lend(id, to) {
    const book = this.get(id);
    if (typeof to !== 'string' || to.trim() === '') throw new Refused(400, 'to', 'to says who borrows it');
    if (book.lentTo !== null) throw new Refused(409, 'id', \`lent to \${book.lentTo}\`);
    book.lentTo = to;
    this.#save();
    return book;
  }

  giveBack(id) {
    const book = this.get(id);
    if (book.lentTo === null) throw new Refused(409, 'id', 'it is not lent');
    book.lentTo = null;
    this.#save();
    return book;
  }
}
`,
      'src/library.test.js': `import assert from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test from 'node:test';
import { Library } from './library.js';

test('library', async (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/shelf-\`);
  t.after(() => rmSync(dir, { recursive: true }));
  const library = new Library(dir);

  await t.test('adds with ascending ids', () => {
    assert.deepStrictEqual(library.add({ title: 'Ulysses', author: 'James Joyce', pages: 730 }), {
      id: 1,
      title: 'Ulysses',
      author: 'James Joyce',
      pages: 730,
      lentTo: null,
    });
    assert.strictEqual(library.add({ title: 'Emma' }).id, 2);
  });

  await t.test('refuses', async (t) => {
    const inputs = [
      {},
      { title: '' },
      { title: '   ' },
      { title: 'x'.repeat(151) },
      { title: 7 },
      { title: 'a', author: 1 },
      { title: 'a', author: 'x'.repeat(101) },
      { title: 'a', pages: 0 },
      { title: 'a', pages: 10001 },
      { title: 'a', pages: 1.5 },
    ];
    for (const input of inputs) {
      await t.test(JSON.stringify(input).slice(0, 40), () => {
        assert.throws(() => library.add(input), { status: 400 });
      });
    }
    assert.strictEqual(library.list().length, 2);
  });

  await t.test('takes the longest and the most', () => {
    const book = library.add({ title: 'x'.repeat(150), author: 'y'.repeat(100), pages: 10000 });
    library.remove(String(book.id));
    assert.throws(() => library.get(String(book.id)), { status: 404 });
  });

  await t.test('searches', () => {
    assert.deepStrictEqual(library.list('EMM').map((book) => book.title), ['Emma']);
    assert.deepStrictEqual(library.list('zzz'), []);
  });

  await t.test('lends once and takes back', () => {
    assert.strictEqual(library.lend('1', 'Ada').lentTo, 'Ada');
    assert.throws(() => library.lend('1', 'Bob'), { status: 409 });
    assert.throws(() => library.lend('2', ''), { status: 400 });
    assert.strictEqual(new Library(dir).get('1').lentTo, 'Ada');
    assert.strictEqual(library.giveBack('1').lentTo, null);
    assert.throws(() => library.giveBack('1'), { status: 409 });
  });

  await t.test('keeps ids over a restart', () => {
    assert.strictEqual(new Library(dir).add({ title: 'Next' }).id, 4);
  });
});
`,
      'src/server.js': `import http from 'node:http';
import { Refused } from './library.js';

async function jsonOf(req) {
  let raw = '';
  for await (const part of req.setEncoding('utf8')) raw += part;
  try {
    return Object(raw ? JSON.parse(raw) : {});
  } catch {
    throw new Refused(400, 'body', 'the body is not JSON');
  }
}

async function route(library, req) {
  const { pathname, searchParams } = new URL(req.url, 'http://shelf');
  const [first, id, verb, ...more] = pathname.slice(1).split('/');
  const what = \`\${req.method} \${verb ?? ''}\`.trim();
  if (pathname === '/health') return [200, { status: 'up' }];
  if (first === 'books' && more.length === 0) {
    if (id === undefined && what === 'POST') return [201, library.add(await jsonOf(req))];
    if (id === undefined && what === 'GET') {
      const books = library.list(searchParams.get('q') ?? '');
      return [200, { books, total: books.length }];
    }
    if (what === 'GET') return [200, library.get(id)];
    if (what === 'DELETE') return [204, library.remove(id)];
    if (what === 'POST lend') return [200, library.lend(id, (await jsonOf(req)).to)];
    if (what === 'POST return') return [200, library.giveBack(id)];
  }
  throw new Refused(404, 'path', 'not found');
}

export const serve = (library) =>
  http.createServer((req, res) => {
    route(library, req).then(
      ([status, body]) => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(body === undefined ? undefined : JSON.stringify(body));
      },
      (error) => {
        res.writeHead(error.status ?? 500, { 'content-type': 'application/json' });
        res.end(JSON.stringify({ error: { field: error.field, message: error.message } }));
      },
    );
  });
`,
      'src/server.test.js': `import assert from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import test from 'node:test';
import { Library } from './library.js';
import { serve } from './server.js';

test('over http', async (t) => {
  const dir = mkdtempSync(\`\${tmpdir()}/shelf-http-\`);
  const server = serve(new Library(dir));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const at = \`http://127.0.0.1:\${server.address().port}\`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(dir, { recursive: true });
  });
  const post = (path, body) => fetch(at + path, { method: 'POST', body: JSON.stringify(body) });

  await t.test('health', async () => assert.strictEqual((await fetch(\`\${at}/health\`)).status, 200));

  await t.test('add, read, list', async () => {
    const added = await post('/books', { title: 'Ulysses' });
    assert.strictEqual(added.status, 201);
    const book = await added.json();
    assert.deepStrictEqual(await (await fetch(\`\${at}/books/\${book.id}\`)).json(), book);
    assert.deepStrictEqual(await (await fetch(\`\${at}/books?q=uly\`)).json(), { books: [book], total: 1 });
    assert.deepStrictEqual(await (await fetch(\`\${at}/books?q=emma\`)).json(), { books: [], total: 0 });
  });

  await t.test('bad input names its field', async () => {
    const res = await post('/books', {});
    assert.strictEqual(res.status, 400);
    assert.strictEqual((await res.json()).error.field, 'title');
    assert.strictEqual((await fetch(\`\${at}/books\`, { method: 'POST', body: 'nope' })).status, 400);
  });

  await t.test('lend and return', async () => {
    assert.strictEqual((await post('/books/1/lend', { to: 'Ada' })).status, 200);
    assert.strictEqual((await post('/books/1/lend', { to: 'Bob' })).status, 409);
    assert.strictEqual((await (await post('/books/1/return')).json()).lentTo, null);
    assert.strictEqual((await post('/books/9/lend', { to: 'Ada' })).status, 404);
  });

  await t.test('delete', async () => {
    assert.strictEqual((await fetch(\`\${at}/books/1\`, { method: 'DELETE' })).status, 204);
    assert.strictEqual((await fetch(\`\${at}/books/1\`)).status, 404);
    assert.strictEqual((await fetch(\`\${at}/books/1\`, { method: 'DELETE' })).status, 404);
    assert.strictEqual((await fetch(\`\${at}/books/1/burn\`, { method: 'POST' })).status, 404);
  });
});
`,
    },
  },
  {
    name: 'dunder-tests-lib-folder-luhn',
    about: 'Sources in lib/, tests in __tests__/, an entry in bin/, cjs extensions all over.',
    from: 'own',
    spec: `# Check digits

## Purpose

Forms want to know whether a card number was mistyped before they send it anywhere.

## Requirements

- A number is 2 to 30 digits; spaces and dashes between them are ignored.
- A number is valid when its Luhn sum is a multiple of ten.
- For a number without its last digit the service says which digit makes it valid.
- Whatever is no number is answered with 400.
- Nothing that is asked is stored.

## API Specs

- \`GET /check?number=79927398713\` returns \`{"number":"79927398713","valid":true}\`.
- \`GET /digit?number=7992739871\` returns \`{"number":"7992739871","digit":3}\`.
- \`POST /check\` takes \`{"numbers": [..]}\` with 1 to 100 numbers and returns \`{"results": [..]}\` in the same order; 400 for anything else.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /check?number=79927398710\` returns \`{"number":"79927398710","valid":false}\`.
- \`GET /check?number=abc\` returns 400.
- \`GET /check\` without \`number\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('bin/serve.cjs'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'check-digits',
        main: 'bin/serve.cjs',
        scripts: { start: 'node bin/serve.cjs', test: 'node --test __tests__/' },
      }),
      'bin/serve.cjs': `#!/usr/bin/env node
const { createServer } = require('../lib/server.cjs');

const server = createServer();
server.listen(+process.env.PORT || 8080, process.env.HOST || '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'up', port: server.address().port }));
});
process.on('SIGTERM', () => {
  server.close(() => process.exit());
  server.closeIdleConnections();
});
`,
      'lib/luhn.cjs': `function clean(text) {
  const digits = String(text).replace(/[ -]/g, '');
  if (!/^\\d{2,30}$/.test(digits)) throw new TypeError('a number is 2 to 30 digits');
  return digits;
}

function sum(digits) {
  let total = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    total += digit;
  }
  return total;
}

exports.isValid = (text) => sum(clean(text)) % 10 === 0;

exports.checkDigit = (text) => (10 - (sum(\`\${clean(text)}0\`) % 10)) % 10;
`,
      'lib/server.cjs': `const http = require('node:http');
const { isValid, checkDigit } = require('./luhn.cjs');

const read = (req) =>
  new Promise((resolve, reject) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('error', reject);
    req.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });

async function respond(req) {
  const url = new URL(req.url, 'http://h');
  const number = url.searchParams.get('number');
  const key = \`\${req.method} \${url.pathname}\`;
  if (key === 'GET /health') return { ok: true };
  if (key === 'GET /check') return { number, valid: isValid(number) };
  if (key === 'GET /digit') return { number, digit: checkDigit(number) };
  if (key === 'POST /check') {
    const { numbers } = JSON.parse(await read(req));
    if (!Array.isArray(numbers) || numbers.length < 1 || numbers.length > 100) {
      throw new TypeError('numbers is a list of 1 to 100');
    }
    return { results: numbers.map((each) => ({ number: each, valid: isValid(each) })) };
  }
  return null;
}

exports.createServer = () =>
  http.createServer(async (req, res) => {
    let status = 200;
    let body;
    try {
      body = await respond(req);
      if (body === null) {
        status = 404;
        body = { message: 'no such path' };
      }
    } catch (error) {
      status = error instanceof TypeError || error instanceof SyntaxError ? 400 : 500;
      body = { message: error.message };
    }
    res.statusCode = status;
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify(body));
  });
`,
      '__tests__/luhn.test.cjs': `const { test } = require('node:test');
const assert = require('node:assert/strict');
const { isValid, checkDigit } = require('../lib/luhn.cjs');

// a small generator with a seed, so that a failure can be seen again
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

test('known numbers', () => {
  assert.equal(isValid('79927398713'), true);
  assert.equal(isValid('4111 1111 1111 1111'), true);
  assert.equal(isValid('4111-1111-1111-1112'), false);
  assert.equal(isValid('00'), true);
  assert.equal(isValid('18'), true);
  assert.equal(isValid('91'), true);
  assert.equal(checkDigit('7992739871'), 3);
  assert.equal(checkDigit('00'), 0);
});

test('a number with its check digit is valid, with any other digit it is not', () => {
  const next = random(20240501);
  for (let i = 0; i < 300; i++) {
    const length = 2 + next(20);
    const number = Array.from({ length }, () => next(10)).join('');
    const digit = checkDigit(number);
    for (let other = 0; other <= 9; other++) {
      assert.equal(isValid(number + other), other === digit, \`\${number} \${other}\`);
    }
  }
});

test('what is no number', () => {
  for (const text of ['', '1', 'abc', '12a', '1'.repeat(31), null, undefined, '12.5']) {
    assert.throws(() => isValid(text), TypeError);
  }
  assert.equal(isValid('0'.repeat(30)), true);
});
`,
      '__tests__/server.test.cjs': `const { test } = require('node:test');
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');

test('the program answers', async (t) => {
  const child = spawn(process.execPath, [path.join(__dirname, '..', 'bin', 'serve.cjs')], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = await once(child.stdout, 'data');
  const base = \`http://127.0.0.1:\${JSON.parse(first).port}\`;
  const call = async (url, init = {}) => {
    const res = await fetch(base + url, { ...init, headers: { connection: 'close' } });
    return [res.status, await res.json()];
  };
  const post = (body) => call('/check', { method: 'POST', body });

  await t.test('GET', async () => {
    assert.deepEqual(await call('/check?number=79927398713'), [200, { number: '79927398713', valid: true }]);
    assert.deepEqual(await call('/check?number=79927398710'), [200, { number: '79927398710', valid: false }]);
    assert.deepEqual(await call('/digit?number=7992739871'), [200, { number: '7992739871', digit: 3 }]);
    assert.equal((await call('/check?number=abc'))[0], 400);
    assert.equal((await call('/check'))[0], 400);
    assert.equal((await call('/digit'))[0], 400);
    assert.equal((await call('/health'))[0], 200);
    assert.equal((await call('/elsewhere'))[0], 404);
  });

  await t.test('POST', async () => {
    assert.deepEqual(await post('{"numbers":["18","19"]}'), [
      200,
      { results: [{ number: '18', valid: true }, { number: '19', valid: false }] },
    ]);
    assert.equal((await post('{"numbers":[]}'))[0], 400);
    assert.equal((await post('{"numbers":"18"}'))[0], 400);
    assert.equal((await post(JSON.stringify({ numbers: Array(101).fill('18') })))[0], 400);
    assert.equal((await post(JSON.stringify({ numbers: Array(100).fill('18') })))[0], 200);
    assert.equal((await post('nonsense'))[0], 400);
    assert.equal((await post('{"numbers":["x"]}'))[0], 400);
  });

  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});
`,
    },
  },
];

export default cases;
