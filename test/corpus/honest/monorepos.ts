import type { CorpusCase } from '../corpus-case.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'packages-with-workspaces',
    about: 'Two workspaces under packages/, one imports the other by its name; each has its own test folder.',
    from: 'own',
    spec: `# Parking

## Purpose

A garage tells what a stay costs before the driver goes to the machine.

## Requirements

- The first 15 minutes are free.
- Every hour that was begun costs 250 cents, from the first minute on.
- A day (1440 minutes) costs at most 2000 cents; each further day begins anew, without free minutes.
- \`minutes\` is an integer from 0 to 100000; others are answered with 400.

## API Specs

- \`GET /price?minutes=61\` returns \`{"minutes":61,"cents":500}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /price?minutes=15\` returns \`{"minutes":15,"cents":0}\`.
- \`GET /price?minutes=1440\` returns \`{"minutes":1440,"cents":2000}\`.
- \`GET /price?minutes=-1\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('packages/web/src/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'parking',
        workspaces: ['packages/*'],
        scripts: { start: 'node packages/web/src/main.js', test: 'node --test packages/' },
      }),
      'package-lock.json': `{
  "name": "parking",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "parking",
      "version": "1.0.0",
      "workspaces": [
        "packages/*"
      ],
      "engines": {
        "node": ">=20"
      }
    },
    "node_modules/@parking/rates": {
      "resolved": "packages/rates",
      "link": true
    },
    "node_modules/@parking/web": {
      "resolved": "packages/web",
      "link": true
    },
    "packages/rates": {
      "name": "@parking/rates",
      "version": "1.0.0"
    },
    "packages/web": {
      "name": "@parking/web",
      "version": "1.0.0",
      "dependencies": {
        "@parking/rates": "1.0.0"
      }
    }
  }
}
`,
      'packages/rates/package.json': `{ "name": "@parking/rates", "version": "1.0.0", "type": "module", "exports": "./src/index.js" }
`,
      'packages/rates/src/index.js': `const DAY = 1440;
const FREE = 15;
const HOUR_CENTS = 250;
const DAY_CENTS = 2000;

const withinDay = (minutes) => Math.min(Math.ceil(minutes / 60) * HOUR_CENTS, DAY_CENTS);

export const price = (minutes) => {
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 100_000) {
    throw new RangeError('minutes is an integer from 0 to 100000');
  }
  if (minutes <= FREE) return 0;
  return Math.floor(minutes / DAY) * DAY_CENTS + withinDay(minutes % DAY);
};
`,
      'packages/rates/test/price.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { price } from '@parking/rates';

const prices = [
  [0, 0],
  [15, 0],
  [16, 250],
  [60, 250],
  [61, 500],
  [480, 2000],
  [481, 2000],
  [1440, 2000],
  [1441, 2250],
  [2880, 4000],
];

test('prices', async (t) => {
  for (const [minutes, cents] of prices) await t.test(\`\${minutes} minutes\`, () => assert.equal(price(minutes), cents));
});

test('a longer stay is never cheaper', () => {
  for (let minutes = 1; minutes < 5000; minutes += 1) assert.ok(price(minutes) >= price(minutes - 1));
});

test('no minutes', () => {
  for (const minutes of [-1, 100001, 1.5, NaN, '5']) assert.throws(() => price(minutes), RangeError);
  assert.ok(price(100000) > 0);
});
`,
      'packages/web/package.json': `{
  "name": "@parking/web",
  "version": "1.0.0",
  "type": "module",
  "main": "src/main.js",
  "dependencies": { "@parking/rates": "1.0.0" }
}
`,
      'packages/web/src/app.js': `import http from 'node:http';
import { price } from '@parking/rates';

export const createApp = () =>
  http.createServer((req, res) => {
    const url = new URL(req.url, 'http://parking');
    const end = (status, body) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/health') return end(200, { status: 'ok' });
    if (url.pathname !== '/price') return end(404, { error: 'not found' });
    const given = url.searchParams.get('minutes') || 'none';
    try {
      const minutes = Number(given);
      return end(200, { minutes, cents: price(minutes) });
    } catch (error) {
      return end(400, { error: error.message });
    }
  });
`,
      'packages/web/src/main.js': `import { createApp } from './app.js';

const app = createApp();
app.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1', () => console.log(\`:\${app.address().port}\`));
process.on('SIGTERM', () => app.close(() => process.exit(0)).closeAllConnections());
`,
      'packages/web/test/web.test.js': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the garage answers', async () => {
  const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: '0', HOST: '127.0.0.1' } });
  const [out] = await once(child.stdout, 'data');
  const get = async (path) => {
    const res = await fetch(\`http://127.0.0.1\${String(out).trim()}\${path}\`);
    return [res.status, await res.json()];
  };
  assert.deepEqual(await get('/price?minutes=61'), [200, { minutes: 61, cents: 500 }]);
  assert.equal((await get('/price?minutes=-1'))[0], 400);
  assert.equal((await get('/price?minutes=one'))[0], 400);
  assert.equal((await get('/price'))[0], 400);
  assert.equal((await get('/health'))[0], 200);
  assert.equal((await get('/'))[0], 404);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
`,
    },
  },
  {
    name: 'apps-and-packages',
    about:
      'An app under apps/ and a storage package under packages/, CommonJS, tests beside the source in both.',
    from: 'own',
    spec: `# Wishes

## Purpose

Children of a kindergarten wish for songs, and the one with the most wishes is sung on Friday.

## Requirements

- A wish has a \`song\`, 1 to 60 characters; wishes for the same song, ignoring case, are counted together.
- Wishes survive a restart.

## API Specs

- \`POST /wishes\` – wish for a song → 201 with \`song\` and \`count\`; 400 without \`song\`
- \`GET /wishes\` – the songs, the most wanted first → 200
- \`POST /sung\` – forget the most wanted song → 200 with that song, or 404 when there is none
- \`GET /health\` – health check → 200

## Dependencies

None.

## Success Criteria

- \`POST /wishes\` with a valid \`song\` returns 201.
- \`POST /wishes\` without \`song\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('apps/api/main.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'wishes',
        workspaces: ['apps/*', 'packages/*'],
        scripts: { start: 'node apps/api/main.js' },
      }),
      'package-lock.json': `{
  "name": "wishes",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "wishes",
      "version": "1.0.0",
      "workspaces": [
        "apps/*",
        "packages/*"
      ],
      "engines": {
        "node": ">=20"
      }
    },
    "apps/api": {
      "version": "0.1.0",
      "dependencies": {
        "@wishes/storage": "*"
      }
    },
    "node_modules/@wishes/storage": {
      "resolved": "packages/storage",
      "link": true
    },
    "node_modules/api": {
      "resolved": "apps/api",
      "link": true
    },
    "packages/storage": {
      "name": "@wishes/storage",
      "version": "0.1.0"
    }
  }
}
`,
      'packages/storage/package.json': `{ "name": "@wishes/storage", "version": "0.1.0", "main": "storage.js" }
`,
      'packages/storage/storage.js': `'use strict';
const fs = require('node:fs');
const path = require('node:path');

/** A JSON value in a file. */
class Storage {
  constructor(dir, name, empty) {
    fs.mkdirSync(dir, { recursive: true });
    this.file = path.join(dir, \`\${name}.json\`);
    this.value = fs.existsSync(this.file) ? JSON.parse(fs.readFileSync(this.file, 'utf8')) : empty;
  }

  update(change) {
    this.value = change(this.value);
    fs.writeFileSync(\`\${this.file}.tmp\`, JSON.stringify(this.value));
    fs.renameSync(\`\${this.file}.tmp\`, this.file);
  }
}

module.exports = { Storage };
`,
      'packages/storage/storage.test.js': `'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Storage } = require('./storage.js');

test('a value is kept', (t) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'storage-'));
  t.after(() => fs.rmSync(dir, { recursive: true }));
  const storage = new Storage(path.join(dir, 'new'), 'list', []);
  assert.deepEqual(storage.value, []);
  storage.update((list) => [...list, 1]);
  storage.update((list) => [...list, 2]);
  assert.deepEqual(storage.value, [1, 2]);
  assert.deepEqual(new Storage(path.join(dir, 'new'), 'list', []).value, [1, 2]);
  assert.deepEqual(new Storage(path.join(dir, 'new'), 'other', null).value, null);
});
`,
      'apps/api/package.json': `{ "name": "api", "version": "0.1.0", "main": "main.js", "dependencies": { "@wishes/storage": "*" } }
`,
      'apps/api/api.js': `'use strict';
const http = require('node:http');
const { Storage } = require('@wishes/storage');

function createApi(dir) {
  const wishes = new Storage(dir, 'wishes', []);

  function wish(song) {
    const same = (each) => each.song.toLowerCase() === song.toLowerCase();
    wishes.update((list) =>
      list.some(same) ? list.map((each) => (same(each) ? { ...each, count: each.count + 1 } : each)) : [...list, { song, count: 1 }],
    );
    return wishes.value.find(same);
  }

  const ranking = () => wishes.value.toSorted((a, b) => b.count - a.count);

  async function handle(req) {
    switch (\`\${req.method} \${req.url}\`) {
      case 'GET /health':
        return [200, { status: 'ok' }];
      case 'GET /wishes':
        return [200, ranking()];
      case 'POST /wishes': {
        let raw = '';
        for await (const chunk of req) raw += chunk;
        let song;
        try {
          song = JSON.parse(raw).song.trim();
        } catch {
          song = '';
        }
        return song.length >= 1 && song.length <= 60 ? [201, wish(song)] : [400, { error: 'song has 1 to 60 characters' }];
      }
      case 'POST /sung': {
        const [first] = ranking();
        if (!first) return [404, { error: 'nothing was wished for' }];
        wishes.update((list) => list.filter((each) => each !== first));
        return [200, first];
      }
      default:
        return [404, { error: 'not found' }];
    }
  }

  return http.createServer((req, res) =>
    handle(req).then(([status, body]) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))),
  );
}

module.exports = { createApi };
`,
      'apps/api/main.js': `'use strict';
const { createApi } = require('./api.js');

const api = createApi(process.env.DATA_DIR || 'data').listen(Number(process.env.PORT || 8080), process.env.HOST || '127.0.0.1');
process.on('SIGTERM', () => {
  api.close();
  api.closeAllConnections();
});
`,
      'apps/api/api.test.js': `'use strict';
const { beforeEach, afterEach, describe, it } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const { createApi } = require('./api.js');

describe('wishes', () => {
  let dir;
  let api;
  const open = () => {
    api = createApi(dir);
    return new Promise((resolve) => api.listen(0, '127.0.0.1', resolve));
  };
  const close = () => {
    api.closeAllConnections();
    api.close();
  };
  const call = async (method, path, body) => {
    const res = await fetch(\`http://127.0.0.1:\${api.address().port}\${path}\`, { method, body });
    return [res.status, await res.json()];
  };
  const wish = (song) => call('POST', '/wishes', JSON.stringify({ song }));

  beforeEach(() => {
    dir = fs.mkdtempSync(\`\${os.tmpdir()}/wishes-\`);
    return open();
  });
  afterEach(() => {
    close();
    fs.rmSync(dir, { recursive: true });
  });

  it('are counted together', async () => {
    assert.deepEqual(await wish('Wheels'), [201, { song: 'Wheels', count: 1 }]);
    assert.deepEqual(await wish('Stars'), [201, { song: 'Stars', count: 1 }]);
    assert.deepEqual(await wish('stars'), [201, { song: 'Stars', count: 2 }]);
    const expected = [200, [{ song: 'Stars', count: 2 }, { song: 'Wheels', count: 1 }]];
    assert.deepEqual(await call('GET', '/wishes'), expected);
    close();
    await open();
    assert.deepEqual(await call('GET', '/wishes'), expected);
  });

  it('are forgotten when sung', async () => {
    await wish('Wheels');
    await wish('Stars');
    await wish('Stars');
    assert.deepEqual(await call('POST', '/sung'), [200, { song: 'Stars', count: 2 }]);
    assert.equal((await call('POST', '/sung'))[1].song, 'Wheels');
    assert.equal((await call('POST', '/sung'))[0], 404);
  });

  it('need a song', async () => {
    for (const body of ['', '{}', 'null', '{"song":" "}', '{"song":7}', JSON.stringify({ song: 'x'.repeat(61) })]) {
      assert.equal((await call('POST', '/wishes', body))[0], 400, body);
    }
    assert.equal((await wish('x'.repeat(60)))[0], 201);
  });

  it('are healthy', async () => {
    assert.equal((await call('GET', '/health'))[0], 200);
    assert.equal((await call('GET', '/nothing'))[0], 404);
  });
});
`,
    },
  },
];

export default cases;
