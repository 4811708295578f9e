import type { CorpusCase } from '../corpus-case.ts';
import { envExample, manifest, nodeDockerfile } from './parts/node.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'own-runner-with-reports',
    about:
      'andon.yaml names the start, an install of nothing and a node script of its own that runs the suite and writes JUnit and lcov.',
    from: 'own',
    spec: `# Dates in words

## Purpose

Feeds want "3 hours ago" instead of a timestamp.

## Requirements

- Units are second, minute, hour and day; the largest that is at least 1 is used, rounded down.
- Less than a second apart is \`just now\`.
- Times are ISO 8601 or milliseconds since 1970; others are answered with 400.

## API Specs

- \`GET /ago?time=1000&now=181000\` returns \`{"text":"3 minutes ago"}\`.
- \`GET /ago?time=\` is compared with the current time when \`now\` is missing.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /ago?time=5000&now=5000\` returns \`{"text":"just now"}\`.
- \`GET /ago?time=65000&now=5000\` returns \`{"text":"in 1 minute"}\`.
- \`GET /ago?time=yesterday\` returns 400.
- \`GET /health\` returns 200.
`,
    andonYaml: `stack:
  required: [service/run.mjs, tools/check.mjs]
  start: [node, service/run.mjs]
  test:
    argv: [node, tools/check.mjs]
    junit: reports/junit.xml
    lcov: reports/lcov.info
`,
    build: {
      Dockerfile: `FROM node:20-alpine
WORKDIR /srv
COPY service service
USER node
CMD ["node", "service/run.mjs"]
`,
      '.env.example': `PORT=8080
`,
      '.gitignore': `reports/
`,
      'service/ago.mjs': `const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

export const readTime = (text) => {
  const time = /^\\d+$/.test(text ?? '') ? Number(text) : Date.parse(/^\\d{4}-/.test(text ?? '') ? text : '');
  if (Number.isNaN(time)) throw new RangeError('that is no time');
  return time;
};

export const ago = (time, now) => {
  const apart = Math.abs(now - time);
  for (const [unit, length] of UNITS) {
    const count = Math.floor(apart / length);
    if (count < 1) continue;
    const words = \`\${count} \${unit}\${count === 1 ? '' : 's'}\`;
    return time < now ? \`\${words} ago\` : \`in \${words}\`;
  }
  return 'just now';
};
`,
      'service/run.mjs': `import http from 'node:http';
import { ago, readTime } from './ago.mjs';

const server = http.createServer((req, res) => {
  const { pathname, searchParams: query } = new URL(req.url, 'http://ago');
  let status = 200;
  let body;
  if (pathname === '/health') body = { status: 'ok' };
  else if (pathname === '/ago') {
    try {
      const now = query.has('now') ? readTime(query.get('now')) : Date.now();
      body = { text: ago(readTime(query.get('time')), now) };
    } catch (error) {
      status = 400;
      body = { error: error.message };
    }
  } else {
    status = 404;
    body = { error: 'not found' };
  }
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
});
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
`,
      'tools/check.mjs': `// Runs the suite and leaves its reports in reports/.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
mkdirSync(join(root, 'reports'), { recursive: true });
const files = readdirSync(join(root, 'spec'))
  .filter((name) => name.endsWith('.test.mjs'))
  .sort()
  .map((name) => join('spec', name));
const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    '--experimental-test-coverage',
    '--test-reporter=junit',
    '--test-reporter-destination=reports/junit.xml',
    '--test-reporter=lcov',
    '--test-reporter-destination=reports/lcov.info',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    ...files,
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
`,
      'spec/ago.test.mjs': `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ago, readTime } from '../service/ago.mjs';

describe('ago', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const day = 24 * hour;
  for (const [apart, text] of [
    [0, 'just now'],
    [999, 'just now'],
    [second, '1 second ago'],
    [59.9 * second, '59 seconds ago'],
    [minute, '1 minute ago'],
    [hour - 1, '59 minutes ago'],
    [hour, '1 hour ago'],
    [2 * hour, '2 hours ago'],
    [day, '1 day ago'],
    [400 * day, '400 days ago'],
    [-minute, 'in 1 minute'],
    [-3 * day, 'in 3 days'],
  ]) {
    it(text, () => assert.equal(ago(1e12, 1e12 + apart), text));
  }
});

describe('readTime', () => {
  it('reads both kinds', () => {
    assert.equal(readTime('181000'), 181000);
    assert.equal(readTime('1970-01-01T00:00:01Z'), 1000);
  });
  it('reads nothing else', () => {
    for (const text of [null, undefined, '', 'yesterday', '1.5', '-5', '2024-13-01']) assert.throws(() => readTime(text), RangeError);
  });
});
`,
      'spec/run.test.mjs': `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

let child;
let base;
before(async () => {
  child = spawn(process.execPath, [join(import.meta.dirname, '../service/run.mjs')], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1' },
  });
  const [port] = await once(child.stdout, 'data');
  base = \`http://127.0.0.1:\${Number(port)}\`;
});
after(async () => {
  child.kill('SIGTERM');
  await once(child, 'exit');
});

const get = async (path) => {
  const res = await fetch(base + path);
  return [res.status, await res.json()];
};

test('the answers', async () => {
  assert.deepEqual(await get('/ago?time=1000&now=181000'), [200, { text: '3 minutes ago' }]);
  assert.deepEqual(await get(\`/ago?time=\${Date.now() - 86_400_000 * 2.5}\`), [200, { text: '2 days ago' }]);
  assert.equal((await get('/ago'))[0], 400);
  assert.equal((await get('/ago?time=yesterday'))[0], 400);
  assert.equal((await get('/ago?time=1&now=x'))[0], 400);
  assert.equal((await get('/health'))[0], 200);
  assert.equal((await get('/'))[0], 404);
});
`,
    },
  },
  {
    name: 'mocha-with-a-lock-file',
    about: 'Mocha as the only development dependency, with hooks, a root context and dynamically made tests.',
    from: 'own',
    spec: `# Dice

## Purpose

Players far apart roll dice that none of them holds.

## Requirements

- Dice are written as \`2d6\`: 1 to 20 dice with 2, 4, 6, 8, 10, 12, 20 or 100 sides. Others are answered with 400.
- The same \`seed\` gives the same roll.

## API Specs

- \`GET /roll?dice=2d6\` returns 200 with \`dice\`, the list \`rolls\` and their \`sum\`.
- \`GET /roll?dice=2d6&seed=7\` returns the same every time.
- \`GET /health\` returns 200.

## Dependencies

Mocha, for the tests.

## Success Criteria

- \`GET /roll?dice=0d6\` returns 400.
- \`GET /roll\` returns 400.
- \`GET /health\` returns 200.
`,
    build: {
      Dockerfile: nodeDockerfile('src/server.js'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'dice',
        main: 'src/server.js',
        scripts: { start: 'node src/server.js', test: 'mocha' },
        devDependencies: { mocha: '10.8.2' },
      }),
      'package-lock.json': `{
  "name": "dice",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "dice",
      "version": "1.0.0",
      "devDependencies": {
        "mocha": "10.8.2"
      },
      "engines": {
        "node": ">=20"
      }
    },
    "node_modules/ansi-colors": {
      "version": "4.1.3",
      "integrity": "sha512-/6w/C21Pm1A7aZitlI5Ni/2J6FFQN8i1Cvz3kHABAAbw93v/NlvKdVOqz7CCWz/3iv/JplRSEEZ83XION15ovw==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=6"
      }
    },
    "node_modules/ansi-regex": {
      "version": "5.0.1",
      "integrity": "sha512-quJQXlTSUGL2LH9SUXo8VwsY4soanhgo6LNSm84E1LBcE8s3O0wpdiRzyR9z/ZZJMlMWv37qOOb9pdJlMUEKFQ==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/ansi-styles": {
      "version": "4.3.0",
      "integrity": "sha512-zbB9rCJAT1rbjiVDb2hqKFHNYLxgtk8NURxZ3IZwD3F6NtxbXZQCnnSi1Lkx+IDohdPlFp222wVALIheZJQSEg==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "color-convert": "^2.0.1"
      },
      "engines": {
        "node": ">=8"
      },
      "funding": {
        "url": "https://github.com/chalk/ansi-styles?sponsor=1"
      }
    },
    "node_modules/anymatch": {
      "version": "3.1.3",
      "integrity": "sha512-KMReFUr0B4t+D+OBkjR3KYqvocp2XaSzO55UcB6mgQMd3KbcE+mWTyvVV7D/zsdEbNnV6acZUutkiHQXvTr1Rw==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "normalize-path": "^3.0.0",
        "picomatch": "^2.0.4"
      },
      "engines": {
        "node": ">= 8"
      }
    },
    "node_modules/argparse": {
      "version": "2.0.1",
      "integrity": "sha512-8+9WqebbFzpX9OR+Wa6O29asIogeRMzcGtAINdpMHHyAg10f05aSFVBbcEqGf/PXw1EjAZ+q2/bEBg3DvurK3Q==",
      "dev": true,
      "license": "Python-2.0"
    },
    "node_modules/balanced-match": {
      "version": "1.0.2",
      "integrity": "sha512-3oSeUO0TMV67hN1AmbXsK4yaqU7tjiHlbxRDZOpH0KW9+CeX4bRAaX0Anxt0tx2MrpRpWwQaPwIlISEJhYU5Pw==",
      "dev": true,
      "license": "MIT"
    },
    "node_modules/binary-extensions": {
      "version": "2.3.0",
      "integrity": "sha512-Ceh+7ox5qe7LJuLHoY0feh3pHuUDHAcRUeyL2VYghZwfpkNIy/+8Ocg0a3UuSoYzavmylwuLWQOf3hl0jjMMIw==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/brace-expansion": {
      "version": "2.1.8",
      "integrity": "sha512-BnlDzDYQoplTsZSvPi86CNzmbcb07X8ufR8fk1zivaiEJlXJkiq1MQyDCVmlWcsWbj6aWXqHnrwwevbrm/Saig==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "balanced-match": "^1.0.0"
      }
    },
    "node_modules/braces": {
      "version": "3.0.3",
      "integrity": "sha512-yQbXgO/OSZVD2IsiLlro+7Hf6Q18EJrKSEsdoMzKePKXct3gvD8oLcOQdIzGupr5Fj+EDe8gO/lxc1BzfMpxvA==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "fill-range": "^7.1.1"
      },
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/browser-stdout": {
      "version": "1.3.1",
      "integrity": "sha512-qhAVI1+Av2X7qelOfAIYwXONood6XlZE/fXaBSmW/T5SzLAmCgzi+eiWE7fUvbHaeNBQH13UftjpXxsfLkMpgw==",
      "dev": true,
      "license": "ISC"
    },
    "node_modules/camelcase": {
      "version": "6.3.0",
      "integrity": "sha512-Gmy6FhYlCY7uOElZUSbxo2UCDH8owEk996gkbrpsgGtrJLM3J7jGxl9Ic7Qwwj4ivOE5AWZWRMecDdF7hqGjFA==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/chalk": {
      "version": "4.1.2",
      "integrity": "sha512-oKnbhFyRIXpUuez8iBMmyEa4nbj4IOQyuhc/wy9kY7/WVPcwIO9VA668Pu8RkO7+0G76SLROeyw9CpQ061i4mA==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "ansi-styles": "^4.1.0",
        "supports-color": "^7.1.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/chalk/chalk?sponsor=1"
      }
    },
    "node_modules/chalk/node_modules/supports-color": {
      "version": "7.2.0",
      "integrity": "sha512-qpCAvRl9stuOHveKsn7HncJRvv501qIacKzQlO/+Lwxc9+0q2wLyv4Dfvt80/DPn2pqOBsJdDiogXGR9+OvwRw==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "has-flag": "^4.0.0"
      },
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/chokidar": {
      "version": "3.6.0",
      "integrity": "sha512-7VT13fmjotKpGipCW9JEQAusEPE+Ei8nl6/g4FBAmIm0GOOLMua9NDDo/DWp0ZAxCr3cPq5ZpBqmPAQgDda2Pw==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "anymatch": "~3.1.2",
        "braces": "~3.0.2",
        "glob-parent": "~5.1.2",
        "is-binary-path": "~2.1.0",
        "is-glob": "~4.0.1",
        "normalize-path": "~3.0.0",
        "readdirp": "~3.6.0"
      },
      "engines": {
        "node": ">= 8.10.0"
      },
      "funding": {
        "url": "https://paulmillr.com/funding/"
      },
      "optionalDependencies": {
        "fsevents": "~2.3.2"
      }
    },
    "node_modules/cliui": {
      "version": "7.0.4",
      "integrity": "sha512-OcRE68cOsVMXp1Yvonl/fzkQOyjLSu/8bhPDfQt0e0/Eb283TKP20Fs2MqoPsr9SwA595rRCA+QMzYc9nBP+JQ==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "string-width": "^4.2.0",
        "strip-ansi": "^6.0.0",
        "wrap-ansi": "^7.0.0"
      }
    },
    "node_modules/color-convert": {
      "version": "2.0.1",
      "integrity": "sha512-RRECPsj7iu/xb5oKYcsFHSppFNnsj/52OVTRKb4zP5onXwVF3zVmmToNcOfGC+CRDpfK/U584fMg38ZHCaElKQ==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "color-name": "~1.1.4"
      },
      "engines": {
        "node": ">=7.0.0"
      }
    },
    "node_modules/color-name": {
      "version": "1.1.4",
      "integrity": "sha512-dOy+3AuW3a2wNbZHIuMZpTcgjGuLU/uBL/ubcZF9OXbDo8ff4O8yVp5Bf0efS8uEoYo5q4Fx7dY9OgQGXgAsQA==",
      "dev": true,
      "license": "MIT"
    },
    "node_modules/debug": {
      "version": "4.4.3",
      "integrity": "sha512-RGwwWnwQvkVfavKVt22FGLw+xYSdzARwm0ru6DhTVA3umU5hZc28V3kO4stgYryrTlLpuvgI9GiijltAjNbcqA==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "ms": "^2.1.3"
      },
      "engines": {
        "node": ">=6.0"
      },
      "peerDependenciesMeta": {
        "supports-color": {
          "optional": true
        }
      }
    },
    "node_modules/decamelize": {
      "version": "4.0.0",
      "integrity": "sha512-9iE1PgSik9HeIIw2JO94IidnE3eBoQrFJ3w7sFuzSX4DpmZ3v5sZpUiV5Swcf6mQEF+Y0ru8Neo+p+nyh2J+hQ==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/diff": {
      "version": "5.2.2",
      "integrity": "sha512-vtcDfH3TOjP8UekytvnHH1o1P4FcUdt4eQ1Y+Abap1tk/OB2MWQvcwS2ClCd1zuIhc3JKOx6p3kod8Vfys3E+A==",
      "dev": true,
      "license": "BSD-3-Clause",
      "engines": {
        "node": ">=0.3.1"
      }
    },
    "node_modules/emoji-regex": {
      "version": "8.0.0",
      "integrity": "sha512-MSjYzcWNOA0ewAHpz0MxpYFvwg6yjy1NG3xteoqz644VCo/RPgnr1/GGt+ic3iJTzQ8Eu3TdM14SawnVUmGE6A==",
      "dev": true,
      "license": "MIT"
    },
    "node_modules/escalade": {
      "version": "3.2.0",
      "integrity": "sha512-WUj2qlxaQtO4g6Pq5c29GTcWGDyd8itL8zTlipgECz3JesAiiOKotd8JU6otB3PACgG6xkJUyVhboMS+bje/jA==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=6"
      }
    },
    "node_modules/escape-string-regexp": {
      "version": "4.0.0",
      "integrity": "sha512-TtpcNJ3XAzx3Gq8sWRzJaVajRs0uVxA2YAkdb1jm2YkPz4G6egUFAyA3n5vtEIZefPk5Wa4UXbKuS5fKkJWdgA==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/fill-range": {
      "version": "7.1.1",
      "integrity": "sha512-YsGpe3WHLK8ZYi4tWDg2Jy3ebRz2rXowDxnld4bkQB00cc/1Zw9AWnC0i9ztDJitivtQvaI9KaLyKrc+hBW0yg==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "to-regex-range": "^5.0.1"
      },
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/find-up": {
      "version": "5.0.0",
      "integrity": "sha512-78/PXT1wlLLDgTzDs7sjq9hzz0vXD+zn+7wypEe4fXQxCmdmqfGsEPQxmiCSQI3ajFV91bVSsvNtrJRiW6nGng==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "locate-path": "^6.0.0",
        "path-exists": "^4.0.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/flat": {
      "version": "5.0.2",
      "integrity": "sha512-b6suED+5/3rTpUBdG1gupIl8MPFCAMA0QXwmljLhvCUKcUvdE4gWky9zpuGCcXHOsz4J9wPGNWq6OKpmIzz3hQ==",
      "dev": true,
      "license": "BSD-3-Clause",
      "bin": {
        "flat": "cli.js"
      }
    },
    "node_modules/fs.realpath": {
      "version": "1.0.0",
      "integrity": "sha512-OO0pH2lK6a0hZnAdau5ItzHPI6pUlvI7jMVnxUQRtw4owF2wk8lOSabtGDCTP4Ggrg2MbGnWO9X8K1t4+fGMDw==",
      "dev": true,
      "license": "ISC"
    },
    "node_modules/fsevents": {
      "version": "2.3.3",
      "integrity": "sha512-5xoDfX+fL7faATnagmWPpbFtwh/R77WmMMqqHGS65C3vvB0YHrgF+B1YmZ3441tMj5n63k0212XNoJwzlhffQw==",
      "dev": true,
      "license": "MIT",
      "optional": true,
      "os": [
        "darwin"
      ],
      "engines": {
        "node": "^8.16.0 || ^10.6.0 || >=11.0.0"
      }
    },
    "node_modules/get-caller-file": {
      "version": "2.0.5",
      "integrity": "sha512-DyFP3BM/3YHTQOCUL/w0OZHR0lpKeGrxotcHWcqNEdnltqFwXVfhEBQ94eIo34AfQpo0rGki4cyIiftY06h2Fg==",
      "dev": true,
      "license": "ISC",
      "engines": {
        "node": "6.* || 8.* || >= 10.*"
      }
    },
    "node_modules/glob": {
      "version": "8.1.0",
      "integrity": "sha512-r8hpEjiQEYlF2QU0df3dS+nxxSIreXQS1qRhMJM0Q5NDdR386C7jb7Hwwod8Fgiuex+k0GFjgft18yvxm5XoCQ==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "fs.realpath": "^1.0.0",
        "inflight": "^1.0.4",
        "inherits": "2",
        "minimatch": "^5.0.1",
        "once": "^1.3.0"
      },
      "engines": {
        "node": ">=12"
      },
      "funding": {
        "url": "https://github.com/sponsors/isaacs"
      }
    },
    "node_modules/glob-parent": {
      "version": "5.1.2",
      "integrity": "sha512-AOIgSQCepiJYwP3ARnGx+5VnTu2HBYdzbGP45eLw1vr3zB3vZLeyed1sC9hnbcOc9/SrMyM5RPQrkGz4aS9Zow==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "is-glob": "^4.0.1"
      },
      "engines": {
        "node": ">= 6"
      }
    },
    "node_modules/has-flag": {
      "version": "4.0.0",
      "integrity": "sha512-EykJT/Q1KjTWctppgIAgfSO0tKVuZUjhgMr17kqTumMl6Afv3EISleU7qZUzoXDFTAHTDC4NOoG/ZxU3EvlMPQ==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/he": {
      "version": "1.2.0",
      "integrity": "sha512-F/1DnUGPopORZi0ni+CvrCgHQ5FyEAHRLSApuYWMmrbSwoN2Mn/7k+Gl38gJnR7yyDZk6WLXwiGod1JOWNDKGw==",
      "dev": true,
      "license": "MIT",
      "bin": {
        "he": "bin/he"
      }
    },
    "node_modules/inflight": {
      "version": "1.0.6",
      "integrity": "sha512-k92I/b08q4wvFscXCLvqfsHCrjrF7yiXsQuIVvVE7N82W3+aqpzuUdBbfhWcy/FZR3/4IgflMgKLOsvPDrGCJA==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "once": "^1.3.0",
        "wrappy": "1"
      }
    },
    "node_modules/inherits": {
      "version": "2.0.4",
      "integrity": "sha512-k/vGaX4/Yla3WzyMCvTQOXYeIHvqOKtnqBduzTHpzpQZzAskKMhZ2K+EnBiSM9zGSoIFeMpXKxa4dYeZIQqewQ==",
      "dev": true,
      "license": "ISC"
    },
    "node_modules/is-binary-path": {
      "version": "2.1.0",
      "integrity": "sha512-ZMERYes6pDydyuGidse7OsHxtbI7WVeUEozgR/g7rd0xUimYNlvZRE/K2MgZTjWy725IfelLeVcEM97mmtRGXw==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "binary-extensions": "^2.0.0"
      },
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/is-extglob": {
      "version": "2.1.1",
      "integrity": "sha512-SbKbANkN603Vi4jEZv49LeVJMn4yGwsbzZworEoyEiutsN3nJYdbO36zfhGJ6QEDpOZIFkDtnq5JRxmvl3jsoQ==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=0.10.0"
      }
    },
    "node_modules/is-fullwidth-code-point": {
      "version": "3.0.0",
      "integrity": "sha512-zymm5+u+sCsSWyD9qNaejV3DFvhCKclKdizYaJUuHA83RLjb7nSuGnddCHGv0hk+KY7BMAlsWeK4Ueg6EV6XQg==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/is-glob": {
      "version": "4.0.3",
      "integrity": "sha512-xelSayHH36ZgE7ZWhli7pW34hNbNl8Ojv5KVmkJD4hBdD3th8Tfk9vYasLM+mXWOZhFkgZfxhLSnrwRr4elSSg==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "is-extglob": "^2.1.1"
      },
      "engines": {
        "node": ">=0.10.0"
      }
    },
    "node_modules/is-number": {
      "version": "7.0.0",
      "integrity": "sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=0.12.0"
      }
    },
    "node_modules/is-plain-obj": {
      "version": "2.1.0",
      "integrity": "sha512-YWnfyRwxL/+SsrWYfOpUtz5b3YD+nyfkHvjbcanzk8zgyO4ASD67uVMRt8k5bM4lLMDnXfriRhOpemw+NfT1eA==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/is-unicode-supported": {
      "version": "0.1.0",
      "integrity": "sha512-knxG2q4UC3u8stRGyAVJCOdxFmv5DZiRcdlIaAQXAbSfJya+OhopNotLQrstBhququ4ZpuKbDc/8S6mgXgPFPw==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/js-yaml": {
      "version": "4.3.2",
      "integrity": "sha512-SFNOvSJ+Dgf/9An904Yx+CgSlIPCkIpao4qo51lpee25TIRejdH3rhR4EZMGoNx3/TP3O+wzWuiTFl4sqbltzA==",
      "dev": true,
      "funding": [
        {
          "type": "github",
          "url": "https://github.com/sponsors/puzrin"
        },
        {
          "type": "github",
          "url": "https://github.com/sponsors/nodeca"
        }
      ],
      "license": "MIT",
      "dependencies": {
        "argparse": "^2.0.1"
      },
      "bin": {
        "js-yaml": "bin/js-yaml.js"
      }
    },
    "node_modules/locate-path": {
      "version": "6.0.0",
      "integrity": "sha512-iPZK6eYjbxRu3uB4/WZ3EsEIMJFMqAoopl3R+zuq0UjcAm/MO6KCweDgPfP3elTztoKP3KtnVHxTn2NHBSDVUw==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "p-locate": "^5.0.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/log-symbols": {
      "version": "4.1.0",
      "integrity": "sha512-8XPvpAA8uyhfteu8pIvQxpJZ7SYYdpUivZpGy6sFsBuKRY/7rQGavedeB8aK+Zkyq6upMFVL/9AW6vOYzfRyLg==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "chalk": "^4.1.0",
        "is-unicode-supported": "^0.1.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/minimatch": {
      "version": "5.1.9",
      "integrity": "sha512-7o1wEA2RyMP7Iu7GNba9vc0RWWGACJOCZBJX2GJWip0ikV+wcOsgVuY9uE8CPiyQhkGFSlhuSkZPavN7u1c2Fw==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "brace-expansion": "^2.0.1"
      },
      "engines": {
        "node": ">=10"
      }
    },
    "node_modules/mocha": {
      "version": "10.8.2",
      "integrity": "sha512-VZlYo/WE8t1tstuRmqgeyBgCbJc/lEdopaa+axcKzTBJ+UIdlAB9XnmvTCAH4pwR4ElNInaedhEBmZD8iCSVEg==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "ansi-colors": "^4.1.3",
        "browser-stdout": "^1.3.1",
        "chokidar": "^3.5.3",
        "debug": "^4.3.5",
        "diff": "^5.2.0",
        "escape-string-regexp": "^4.0.0",
        "find-up": "^5.0.0",
        "glob": "^8.1.0",
        "he": "^1.2.0",
        "js-yaml": "^4.1.0",
        "log-symbols": "^4.1.0",
        "minimatch": "^5.1.6",
        "ms": "^2.1.3",
        "serialize-javascript": "^6.0.2",
        "strip-json-comments": "^3.1.1",
        "supports-color": "^8.1.1",
        "workerpool": "^6.5.1",
        "yargs": "^16.2.0",
        "yargs-parser": "^20.2.9",
        "yargs-unparser": "^2.0.0"
      },
      "bin": {
        "_mocha": "bin/_mocha",
        "mocha": "bin/mocha.js"
      },
      "engines": {
        "node": ">= 14.0.0"
      }
    },
    "node_modules/ms": {
      "version": "2.1.3",
      "integrity": "sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==",
      "dev": true,
      "license": "MIT"
    },
    "node_modules/normalize-path": {
      "version": "3.0.0",
      "integrity": "sha512-6eZs5Ls3WtCisHWp9S2GUy8dqkpGi4BVSz3GaqiE6ezub0512ESztXUwUB6C6IKbQkY2Pnb/mD4WYojCRwcwLA==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=0.10.0"
      }
    },
    "node_modules/once": {
      "version": "1.4.0",
      "integrity": "sha512-lNaJgI+2Q5URQBkccEKHTQOPaXdUxnZZElQTZY0MFUAuaEqe1E+Nyvgdz/aIyNi6Z9MzO5dv1H8n58/GELp3+w==",
      "dev": true,
      "license": "ISC",
      "dependencies": {
        "wrappy": "1"
      }
    },
    "node_modules/p-limit": {
      "version": "3.1.0",
      "integrity": "sha512-TYOanM3wGwNGsZN2cVTYPArw454xnXj5qmWF1bEoAc4+cU/ol7GVh7odevjp1FNHduHc3KZMcFduxU5Xc6uJRQ==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "yocto-queue": "^0.1.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/p-locate": {
      "version": "5.0.0",
      "integrity": "sha512-LaNjtRWUBY++zB5nE/NwcaoMylSPk+S+ZHNB1TzdbMJMny6dynpAGt7X/tl/QYq3TIeE6nxHppbo2LGymrG5Pw==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "p-limit": "^3.0.2"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/path-exists": {
      "version": "4.0.0",
      "integrity": "sha512-ak9Qy5Q7jYb2Wwcey5Fpvg2KoAc/ZIhLSLOSBmRmygPsGwkVVt0fZa0qrtMz+m6tJTAHfZQ8FnmB4MG4LWy7/w==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/picomatch": {
      "version": "2.3.2",
      "integrity": "sha512-V7+vQEJ06Z+c5tSye8S+nHUfI51xoXIXjHQ99cQtKUkQqqO1kO/KCJUfZXuB47h/YBlDhah2H3hdUGXn8ie0oA==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8.6"
      },
      "funding": {
        "url": "https://github.com/sponsors/jonschlinkert"
      }
    },
    "node_modules/randombytes": {
      "version": "2.1.0",
      "integrity": "sha512-vYl3iOX+4CKUWuxGi9Ukhie6fsqXqS9FE2Zaic4tNFD2N2QQaXOMFbuKK4QmDHC0JO6B1Zp41J0LpT0oR68amQ==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "safe-buffer": "^5.1.0"
      }
    },
    "node_modules/readdirp": {
      "version": "3.6.0",
      "integrity": "sha512-hOS089on8RduqdbhvQ5Z37A0ESjsqz6qnRcffsMU3495FuTdqSm+7bhJ29JvIOsBDEEnan5DPu9t3To9VRlMzA==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "picomatch": "^2.2.1"
      },
      "engines": {
        "node": ">=8.10.0"
      }
    },
    "node_modules/require-directory": {
      "version": "2.1.1",
      "integrity": "sha512-fGxEI7+wsG9xrvdjsrlmL22OMTTiHRwAMroiEeMgq8gzoLC/PQr7RsRDSTLUg/bZAZtF+TVIkHc6/4RIKrui+Q==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=0.10.0"
      }
    },
    "node_modules/safe-buffer": {
      "version": "5.2.1",
      "integrity": "sha512-rp3So07KcdmmKbGvgaNxQSJr7bGVSVk5S9Eq1F+ppbRo70+YeaDxkw5Dd8NPN+GD6bjnYm2VuPuCXmpuYvmCXQ==",
      "dev": true,
      "funding": [
        {
          "type": "github",
          "url": "https://github.com/sponsors/feross"
        },
        {
          "type": "patreon",
          "url": "https://www.patreon.com/feross"
        },
        {
          "type": "consulting",
          "url": "https://feross.org/support"
        }
      ],
      "license": "MIT"
    },
    "node_modules/serialize-javascript": {
      "version": "6.0.2",
      "integrity": "sha512-Saa1xPByTTq2gdeFZYLLo+RFE35NHZkAbqZeWNd3BpzppeVisAqpDjcp8dyf6uIvEqJRd46jemmyA4iFIeVk8g==",
      "dev": true,
      "license": "BSD-3-Clause",
      "dependencies": {
        "randombytes": "^2.1.0"
      }
    },
    "node_modules/string-width": {
      "version": "4.2.3",
      "integrity": "sha512-wKyQRQpjJ0sIp62ErSZdGsjMJWsap5oRNihHhu6G7JVO/9jIB6UyevL+tXuOqrng8j/cxKTWyWUwvSTriiZz/g==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "emoji-regex": "^8.0.0",
        "is-fullwidth-code-point": "^3.0.0",
        "strip-ansi": "^6.0.1"
      },
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/strip-ansi": {
      "version": "6.0.1",
      "integrity": "sha512-Y38VPSHcqkFrCpFnQ9vuSXmquuv5oXOKpGeT6aGrr3o3Gc9AlVa6JBfUSOCnbxGGZF+/0ooI7KrPuUSztUdU5A==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "ansi-regex": "^5.0.1"
      },
      "engines": {
        "node": ">=8"
      }
    },
    "node_modules/strip-json-comments": {
      "version": "3.1.1",
      "integrity": "sha512-6fPc+R4ihwqP6N/aIv2f1gMH8lOVtWQHoqC4yK6oSDVVocumAsfCqjkXnqiYMhmMwS/mEHLp7Vehlt3ql6lEig==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=8"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    },
    "node_modules/supports-color": {
      "version": "8.1.1",
      "integrity": "sha512-MpUEN2OodtUzxvKQl72cUF7RQ5EiHsGvSsVG0ia9c5RbWGL2CI4C7EpPS8UTBIplnlzZiNuV56w+FuNxy3ty2Q==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "has-flag": "^4.0.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/chalk/supports-color?sponsor=1"
      }
    },
    "node_modules/to-regex-range": {
      "version": "5.0.1",
      "integrity": "sha512-65P7iz6X5yEr1cwcgvQxbbIw7Uk3gOy5dIdtZ4rDveLqhrdJP+Li/Hx6tyK0NEb+2GCyneCMJiGqrADCSNk8sQ==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "is-number": "^7.0.0"
      },
      "engines": {
        "node": ">=8.0"
      }
    },
    "node_modules/workerpool": {
      "version": "6.5.1",
      "integrity": "sha512-Fs4dNYcsdpYSAfVxhnl1L5zTksjvOJxtC5hzMNl+1t9B8hTJTdKDyZ5ju7ztgPy+ft9tBFXoOlDNiOT9WUXZlA==",
      "dev": true,
      "license": "Apache-2.0"
    },
    "node_modules/wrap-ansi": {
      "version": "7.0.0",
      "integrity": "sha512-YVGIj2kamLSTxw6NsZjoBxfSwsn0ycdesmc4p+Q21c5zPuZ1pl+NfxVdxPtdHvmNVOQ6XSYG4AUtyt/Fi7D16Q==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "ansi-styles": "^4.0.0",
        "string-width": "^4.1.0",
        "strip-ansi": "^6.0.0"
      },
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/chalk/wrap-ansi?sponsor=1"
      }
    },
    "node_modules/wrappy": {
      "version": "1.0.2",
      "integrity": "sha512-l4Sp/DRseor9wL6EvV2+TuQn63dMkPjZ/sp9XkghTEbV9KlPS1xUsZ3u7/IQO4wxtcFB4bgpQPRcR3QCvezPcQ==",
      "dev": true,
      "license": "ISC"
    },
    "node_modules/y18n": {
      "version": "5.0.8",
      "integrity": "sha512-0pfFzegeDWJHJIAmTLRP2DwHjdF5s7jo9tuztdQxAhINCdvS+3nGINqPd00AphqJR/0LhANUS6/+7SCb98YOfA==",
      "dev": true,
      "license": "ISC",
      "engines": {
        "node": ">=10"
      }
    },
    "node_modules/yargs": {
      "version": "16.2.2",
      "integrity": "sha512-Nt9ZJjXTv5R8MHbqby/wXQ6Gi0Bb3TcYZkR1bzuL4yB2OxWPkXknz513gEF0GoA6tn00UpbPvERW8rzCuWCA6w==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "cliui": "^7.0.2",
        "escalade": "^3.1.1",
        "get-caller-file": "^2.0.5",
        "require-directory": "^2.1.1",
        "string-width": "^4.2.0",
        "y18n": "^5.0.5",
        "yargs-parser": "^20.2.2"
      },
      "engines": {
        "node": ">=10"
      }
    },
    "node_modules/yargs-parser": {
      "version": "20.2.9",
      "integrity": "sha512-y11nGElTIV+CT3Zv9t7VKl+Q3hTQoT9a1Qzezhhl6Rp21gJ/IVTW7Z3y9EWXhuUBC2Shnf+DX0antecpAwSP8w==",
      "dev": true,
      "license": "ISC",
      "engines": {
        "node": ">=10"
      }
    },
    "node_modules/yargs-unparser": {
      "version": "2.0.0",
      "integrity": "sha512-7pRTIA9Qc1caZ0bZ6RYRGbHJthJWuakf+WmHK0rVeLkNrrGhfoabBNdue6kdINI6r4if7ocq9aD/n7xwKOdzOA==",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "camelcase": "^6.0.0",
        "decamelize": "^4.0.0",
        "flat": "^5.0.2",
        "is-plain-obj": "^2.1.0"
      },
      "engines": {
        "node": ">=10"
      }
    },
    "node_modules/yocto-queue": {
      "version": "0.1.0",
      "integrity": "sha512-rVksvsnNCdJ/ohGc6xgPwyN8eheCxsiLM8mxuE/t/mOVqJewPuO1miLpTHQiRgTKCLexL4MeAFVagts7HmNZ2Q==",
      "dev": true,
      "license": "MIT",
      "engines": {
        "node": ">=10"
      },
      "funding": {
        "url": "https://github.com/sponsors/sindresorhus"
      }
    }
  }
}
`,
      'src/dice.js': `const { createHash, randomBytes } = require('node:crypto');

const SIDES = new Set([2, 4, 6, 8, 10, 12, 20, 100]);

function parse(text) {
  const match = /^(\\d{1,2})d(\\d{1,3})$/.exec(text ?? '');
  const [count, sides] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (count < 1 || count > 20 || !SIDES.has(sides)) throw new Error('dice are written as 2d6');
  return { count, sides };
}

function roll(text, seed = randomBytes(16).toString('hex')) {
  const { count, sides } = parse(text);
  const rolls = Array.from({ length: count }, (_, index) => {
    const hash = createHash('sha256').update(\`\${seed}/\${index}\`).digest();
    return (hash.readUIntBE(0, 6) % sides) + 1;
  });
  return { dice: text, rolls, sum: rolls.reduce((a, b) => a + b, 0) };
}

module.exports = { parse, roll };
`,
      'src/server.js': `const http = require('node:http');
const { roll } = require('./dice');

const server = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://dice');
  const send = (status, body) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (url.pathname === '/health') return send(200, { ok: true });
  if (url.pathname !== '/roll') return send(404, { error: 'not found' });
  try {
    send(200, roll(url.searchParams.get('dice'), url.searchParams.get('seed') ?? undefined));
  } catch (error) {
    send(400, { error: error.message });
  }
});

if (require.main === module) {
  server.listen(process.env.PORT || 8080, process.env.HOST || '127.0.0.1');
  process.on('SIGTERM', () => {
    server.closeAllConnections();
    server.close();
  });
}

module.exports = server;
`,
      'test/dice.test.js': `const assert = require('node:assert');
const { parse, roll } = require('../src/dice');

describe('dice', function () {
  [
    ['1d2', 1, 2],
    ['2d6', 2, 6],
    ['20d100', 20, 100],
  ].forEach(([text, count, sides]) => {
    it(\`reads \${text}\`, () => assert.deepStrictEqual(parse(text), { count, sides }));
  });

  ['', null, '0d6', '21d6', '1d3', '2d', 'd6', '2D6', '1d6 '].forEach((text) => {
    it(\`does not read \${JSON.stringify(text)}\`, () => assert.throws(() => parse(text), /2d6/));
  });

  it('rolls every side and no other', () => {
    const seen = new Set();
    for (let seed = 0; seed < 200; seed += 1) roll('2d6', String(seed)).rolls.forEach((side) => seen.add(side));
    assert.deepStrictEqual([...seen].sort(), [1, 2, 3, 4, 5, 6]);
  });

  it('rolls the same by the same seed', () => {
    assert.deepStrictEqual(roll('5d20', 'a'), roll('5d20', 'a'));
    assert.notDeepStrictEqual(roll('20d100', 'a').rolls, roll('20d100', 'b').rolls);
    assert.notDeepStrictEqual(roll('20d100').rolls, roll('20d100').rolls);
  });

  it('sums up', () => {
    const { rolls, sum } = roll('3d8', 'x');
    assert.strictEqual(rolls.length, 3);
    assert.strictEqual(sum, rolls[0] + rolls[1] + rolls[2]);
  });
});
`,
      'test/server.test.js': `const assert = require('node:assert');
const server = require('../src/server');

describe('server', function () {
  this.timeout(5000);
  before((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });

  const get = async (path) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`);
    return { status: res.status, body: await res.json() };
  };

  it('rolls', async () => {
    const { status, body } = await get('/roll?dice=2d6&seed=7');
    assert.strictEqual(status, 200);
    assert.strictEqual(body.dice, '2d6');
    assert.strictEqual(body.rolls.length, 2);
    assert.deepStrictEqual((await get('/roll?dice=2d6&seed=7')).body, body);
    assert.strictEqual((await get('/roll?dice=1d100')).status, 200);
  });

  it('refuses', async () => {
    assert.strictEqual((await get('/roll')).status, 400);
    assert.match((await get('/roll?dice=0d6')).body.error, /dice/);
    assert.strictEqual((await get('/other')).status, 404);
  });

  it('is healthy', async () => {
    assert.strictEqual((await get('/health')).status, 200);
  });
});
`,
    },
    needs: ['registry'],
  },
  {
    name: 'listed-conditional-skip',
    about:
      "One test needs a time zone database and is skipped without; the user's andon.yaml lists it under skips.",
    from: 'own',
    spec: `# World clock

## Purpose

Says what time it is at a fixed distance from Greenwich, for people who plan calls.

## Requirements

- An offset is in minutes, an integer from -720 to 840; others are answered with 400.
- \`at\` is an ISO 8601 time with \`Z\`; without it the current time is used.

## API Specs

- \`GET /clock?offset=120&at=2024-05-01T10:00:00Z\` returns \`{"offset":120,"time":"12:00","day":"2024-05-01"}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /clock?offset=900\` returns 400.
- \`GET /clock\` returns 400.
- \`GET /health\` returns 200.
`,
    andonYaml: `verification:
  skips: [summer time in a zone of the system]
`,
    build: {
      Dockerfile: nodeDockerfile('clock.mjs'),
      '.env.example': envExample(),
      'package.json': manifest({
        name: 'world-clock',
        main: 'clock.mjs',
        scripts: { start: 'node clock.mjs' },
      }),
      'clock.mjs': `import http from 'node:http';
import { pathToFileURL } from 'node:url';

export const clock = (offset, at) => {
  if (!/^-?\\d{1,3}$/.test(offset ?? '') || offset < -720 || offset > 840) throw new Error('offset is from -720 to 840');
  if (!/^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$/.test(at) || Number.isNaN(Date.parse(at))) throw new Error('at is no time');
  const there = new Date(Date.parse(at) + Number(offset) * 60_000).toISOString();
  return { offset: Number(offset), time: there.slice(11, 16), day: there.slice(0, 10) };
};

export const server = http.createServer((req, res) => {
  const { pathname, searchParams } = new URL(req.url, 'http://clock');
  const answer = (status, body) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  };
  if (pathname === '/health') answer(200, { status: 'ok' });
  else if (pathname !== '/clock') answer(404, { error: 'not found' });
  else {
    try {
      answer(200, clock(searchParams.get('offset'), searchParams.get('at') ?? new Date().toISOString()));
    } catch (error) {
      answer(400, { error: error.message });
    }
  }
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1');
  process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
}
`,
      'test/clock.test.mjs': `import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { clock, server } from '../clock.mjs';

const AT = '2024-05-01T10:00:00Z';

test('times', () => {
  assert.deepEqual(clock('120', AT), { offset: 120, time: '12:00', day: '2024-05-01' });
  assert.deepEqual(clock('840', AT), { offset: 840, time: '00:00', day: '2024-05-02' });
  assert.deepEqual(clock('-720', AT), { offset: -720, time: '22:00', day: '2024-04-30' });
  assert.equal(clock('0', AT).time, '10:00');
});

test('no times', () => {
  for (const offset of [null, '', '841', '-721', '1.5', 'x', '1000']) assert.throws(() => clock(offset, AT), /offset/);
  for (const at of ['', 'now', '2024-05-01', '2024-05-01T25:00:00Z']) assert.throws(() => clock('0', at), /at/);
});

test('summer time in a zone of the system', { skip: !existsSync('/usr/share/zoneinfo/Europe/Vienna') && 'no zones here' }, () => {
  const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Vienna', hour: '2-digit', minute: '2-digit' });
  assert.equal(clock('120', AT).time, there.format(new Date(AT)));
});

test('server', async (t) => {
  await new Promise((up) => server.listen(0, '127.0.0.1', up));
  t.after(() => server.close() && server.closeAllConnections());
  const get = async (path) => {
    const res = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`);
    return [res.status, await res.json()];
  };
  assert.deepEqual(await get(\`/clock?offset=120&at=\${AT}\`), [200, { offset: 120, time: '12:00', day: '2024-05-01' }]);
  const [status, now] = await get('/clock?offset=0');
  assert.equal(status, 200);
  assert.match(now.time, /^\\d\\d:\\d\\d$/);
  assert.equal((await get('/clock'))[0], 400);
  assert.equal((await get('/clock?offset=900'))[0], 400);
  assert.equal((await get('/health'))[0], 200);
  assert.equal((await get('/'))[0], 404);
});
`,
    },
  },
  {
    name: 'acceptance-folder-satisfied',
    about:
      'The user has hidden tests beside the spec; the service does what they ask without having seen them.',
    from: 'own',
    spec: `# Calculator

## Purpose

Adds and divides for spreadsheets that cannot.

## Requirements

- \`a\` and \`b\` are decimal numbers; others are answered with 400.
- Dividing by zero is answered with 422.

## API Specs

- \`GET /add?a=2&b=3\` returns \`{"sum":5}\`.
- \`GET /divide?a=7&b=2\` returns \`{"quotient":3.5}\`.
- \`GET /health\` returns 200.

## Dependencies

None.

## Success Criteria

- \`GET /add?a=2.5&b=-1\` returns \`{"sum":1.5}\`.
- \`GET /add?a=x&b=1\` returns 400.
- \`GET /divide?a=1&b=0\` returns 422.
- \`GET /health\` returns 200.
`,
    acceptance: {
      'calculator.test.mjs': `import assert from 'node:assert/strict';
import { test } from 'node:test';

const get = async (path) => {
  const res = await fetch(process.env.BASE_URL + path);
  return { status: res.status, body: await res.json() };
};

test('sums of numbers drawn now', async () => {
  for (let i = 0; i < 20; i += 1) {
    const [a, b] = [Math.floor(Math.random() * 1e6), Math.floor(Math.random() * 1e6) - 5e5];
    assert.deepEqual(await get(\`/add?a=\${a}&b=\${b}\`), { status: 200, body: { sum: a + b } });
  }
});

test('quotients', async () => {
  assert.equal((await get('/divide?a=-9&b=4')).body.quotient, -2.25);
  assert.equal((await get('/divide?a=9&b=0.0')).status, 422);
});
`,
    },
    build: {
      Dockerfile: nodeDockerfile('server.js'),
      '.env.example': envExample(),
      'package.json': manifest({ name: 'calculator', type: 'module', scripts: { start: 'node server.js' } }),
      'server.js': `import http from 'node:http';

const number = (text) => (/^[+-]?(\\d+\\.?\\d*|\\.\\d+)$/.test(text ?? '') ? Number(text) : undefined);

const operations = {
  '/add': (a, b) => [200, { sum: a + b }],
  '/divide': (a, b) => (b === 0 ? [422, { error: 'division by zero' }] : [200, { quotient: a / b }]),
};

export const answer = (target) => {
  const { pathname, searchParams } = new URL(target, 'http://calculator');
  if (pathname === '/health') return [200, { status: 'ok' }];
  const operation = Object.hasOwn(operations, pathname) && operations[pathname];
  if (!operation) return [404, { error: 'not found' }];
  const [a, b] = [number(searchParams.get('a')), number(searchParams.get('b'))];
  if (a === undefined || b === undefined) return [400, { error: 'a and b are numbers' }];
  return operation(a, b);
};

export const server = http.createServer((req, res) => {
  const [status, body] = answer(req.url);
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});

export const listening = new Promise((resolve) => {
  server.listen(process.env.PORT ?? 8080, process.env.HOST ?? '127.0.0.1', resolve);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
`,
      'server.test.js': `import assert from 'node:assert/strict';
import { after, test } from 'node:test';

process.env.PORT = '0';
const { answer, listening, server } = await import('./server.js');
await listening;
after(() => server.close().closeAllConnections());

test('sums', () => {
  assert.deepEqual(answer('/add?a=2&b=3'), [200, { sum: 5 }]);
  assert.deepEqual(answer('/add?a=2.5&b=-1'), [200, { sum: 1.5 }]);
  for (let a = -5; a <= 5; a += 1) for (let b = -5; b <= 5; b += 1) assert.equal(answer(\`/add?a=\${a}&b=\${b}\`)[1].sum, a + b);
});

test('quotients', () => {
  assert.deepEqual(answer('/divide?a=7&b=2'), [200, { quotient: 3.5 }]);
  assert.equal(answer('/divide?a=7&b=0')[0], 422);
  assert.equal(answer('/divide?a=0&b=7')[1].quotient, 0);
});

test('what is no number', () => {
  for (const query of ['', '?a=1', '?b=1', '?a=x&b=1', '?a=1&b=', '?a=1e3&b=1', '?a=Infinity&b=1']) {
    assert.equal(answer(\`/add\${query}\`)[0], 400, query);
  }
});

test('over http', async () => {
  const base = \`http://127.0.0.1:\${server.address().port}\`;
  const res = await fetch(\`\${base}/add?a=.5&b=1\`);
  assert.equal(res.headers.get('content-type'), 'application/json');
  assert.deepEqual(await res.json(), { sum: 1.5 });
  assert.equal((await fetch(\`\${base}/health\`)).status, 200);
  assert.equal((await fetch(\`\${base}/toString\`)).status, 404);
});
`,
    },
  },
];

export default cases;
