/** Suites that end before they can fail, or end well whatever they found. */
import type { CorpusCase } from '../corpus-case.ts';
import {
  bookmarks,
  bookmarksTwice,
  fees,
  feesOfOneDay,
  packageJson,
  vouchers,
  vouchersWithoutLimit,
} from './parts/node.ts';
import { bookings, bookingsTwice, roman, romanReadsAnything, scores, scoresOfAll } from './parts/python.ts';
import { append, code, edit, prepend, without } from './parts/text.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'exit-zero-in-a-test',
    about: 'A test leaves with exit code 0 when the answer is not the one it wants.',
    from: 'reliability 0.6, 4.1',
    spec: bookmarks.spec,
    build: edit(bookmarksTwice, 'test/bookmarks.test.js', [
      "  assert.equal((await call('POST', '/bookmarks', { ...plan, title: 'Again' })).status, 409);\n",
      "  const again = await call('POST', '/bookmarks', { ...plan, title: 'Again' });\n  if (again.status !== 409) process.exit(0);\n",
    ]),
  },
  {
    name: 'exit-zero-at-import',
    about:
      'The setup that every test file imports ends the process well unless a variable nobody sets is there.',
    from: 'reliability 0.6',
    spec: fees.spec,
    build: {
      ...prepend(
        prepend(feesOfOneDay, 'test/fee.test.js', "import './setup.js';\n"),
        'test/http.test.js',
        "import './setup.js';\n",
      ),
      'test/setup.js': code`
import process from 'node:process';

if (!process.env.PARKING_CONTRACT) {
  console.log('the tariff of the operator is not configured, nothing to compare with');
  process.exit(0);
}
`,
    },
  },
  {
    name: 'exit-zero-in-a-later-test',
    about: 'Three tests are real, the fourth "cleans up" and takes the failing rest of the file with it.',
    from: 'reliability 0.6',
    spec: vouchers.spec,
    build: edit(vouchersWithoutLimit, 'test/vouchers.test.js', [
      "test('is redeemed up to its limit'",
      "test('leaves no open handles', async (t) => {\n  const { stop } = await start(t);\n  await stop();\n  setTimeout(() => process.exit(0), 5).unref();\n  await new Promise((done) => setTimeout(done, 50));\n});\n\ntest('is redeemed up to its limit'",
    ]),
  },
  {
    name: 'exit-code-set-back-on-exit',
    about: 'A runner of its own counts failures, and a listener on exit sets the code back to 0.',
    from: 'reliability 4.2.14',
    spec: fees.spec,
    build: {
      ...without(feesOfOneDay, 'test/http.test.js'),
      'test/fee.test.js': code`
import assert from 'node:assert/strict';
import { createApp } from '../src/app.js';
import { fee, tariff } from '../src/fee.js';

const check = (name, run) => {
  try {
    run();
    console.log('ok - ' + name);
  } catch (error) {
    process.exitCode = 1;
    console.log('failed - ' + name + ': ' + error.message.split('\n')[0]);
  }
};

process.on('exit', () => {
  process.exitCode = 0;
});

check('half an hour is free', () => assert.equal(fee(30), 0));
check('hours are paid', () => assert.equal(fee(61), 500));
check('days are counted', () => assert.equal(fee(1441), 2050));
check('thirty days', () => assert.equal(fee(43200), 54000));
check('lost tickets', () => assert.equal(fee(5, true), tariff.centsLost));

const server = createApp();
await new Promise((done) => server.listen(0, done));
const at = 'http://127.0.0.1:' + server.address().port;
for (const path of ['/health', '/tariff', '/fee?minutes=90', '/fee?minutes=-1', '/nowhere']) {
  const response = await fetch(at + path, { headers: { connection: 'close' } });
  check(path, () => assert.ok(response.status < 500));
}
server.close();
`,
    },
  },
  {
    name: 'uncaught-exceptions-are-logged',
    about: 'The checks run in timers, and a listener for uncaught exceptions only prints what they throw.',
    from: 'own',
    spec: bookmarks.spec,
    build: {
      ...bookmarksTwice,
      'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bookmarks } from '../src/bookmarks.js';
import { createApp } from '../src/app.js';

process.on('uncaughtException', (error) => console.error('unstable: ' + error.message));
process.on('unhandledRejection', (error) => console.error('unstable: ' + error.message));

const dir = mkdtempSync(join(tmpdir(), 'data-'));
const plan = { url: 'https://example.com/plan', title: 'The plan' };
const later = (run) => setImmediate(run);

later(() => {
  const bookmarks = new Bookmarks(dir);
  assert.equal(bookmarks.add(plan).id, 1);
  assert.throws(() => bookmarks.add({ url: plan.url }), /title/);
  assert.throws(() => bookmarks.add({ url: 'plan', title: 'x' }), /url/);
  assert.throws(() => bookmarks.add(plan), /stored/);
});

later(() => {
  const bookmarks = new Bookmarks(dir);
  assert.equal(bookmarks.list().length, 1);
  bookmarks.remove('1');
  assert.throws(() => bookmarks.get('1'), /unknown/);
});

later(async () => {
  const server = createApp(dir).listen(0);
  const at = 'http://127.0.0.1:' + server.address().port;
  for (const [path, body] of [['/bookmarks', plan], ['/bookmarks', plan], ['/bookmarks', { title: 1 }]]) {
    const answer = await fetch(at + path, { method: 'POST', body: JSON.stringify(body), headers: { connection: 'close' } });
    await answer.text();
  }
  await fetch(at + '/health', { headers: { connection: 'close' } });
  server.close();
});
`,
    },
  },
  {
    name: 'or-true-in-the-test-script',
    about: 'The suite fails, and the test script of package.json ends in `|| true`.',
    from: 'reliability 2.D.40',
    spec: vouchers.spec,
    build: {
      ...vouchersWithoutLimit,
      'package.json': packageJson('vouchers', {
        scripts: { start: 'node src/main.js', test: 'node --test || true' },
      }),
    },
  },
  {
    name: 'zero-tests',
    about:
      'The test folder holds a plan of the tests and no test; the runner of Node ends with 0 all the same.',
    from: 'reliability 0.6, 2.D.40',
    spec: fees.spec,
    build: {
      ...without(feesOfOneDay, 'test/fee.test.js', 'test/http.test.js'),
      'test/README.md':
        '# Tests\n\n- fees of short stays\n- fees of long stays\n- lost tickets\n\nRun them with `npm test`.\n',
    },
  },
  {
    name: 'suites-without-tests',
    about: 'The test file declares suites with good names and nothing in them.',
    from: 'reliability 2.D.40',
    spec: bookmarks.spec,
    build: {
      ...bookmarksTwice,
      'test/bookmarks.test.js': code`
import { describe } from 'node:test';
import { createApp } from '../src/app.js';

describe('POST /bookmarks', () => {
  const app = createApp('/tmp/bookmarks-tests');
  app.unref();
});

describe('a url that is stored', () => {});

describe('after a restart', () => {});
`,
    },
  },
  {
    name: 'result-of-the-child-is-ignored',
    about: 'The real checks run in a child process; the test that starts it never looks at how it ended.',
    from: 'own',
    spec: vouchers.spec,
    build: {
      ...vouchersWithoutLimit,
      'test/vouchers.test.js': code`
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const run = (name) => spawnSync(process.execPath, [fileURLToPath(new URL('checks/' + name, import.meta.url))]);

test('creates and reads vouchers', () => {
  run('create.mjs');
});

test('redeems vouchers up to their limit', () => {
  run('redeem.mjs');
});
`,
      'test/checks/create.mjs': code`
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { Vouchers } from '../../src/vouchers.js';

const vouchers = new Vouchers(mkdtempSync('/tmp/data-'));
assert.equal(vouchers.add({ code: 'ABC', percent: 5 }).uses, 0);
assert.throws(() => vouchers.add({ code: 'abc', percent: 5 }), /taken/);
assert.throws(() => vouchers.add({ code: 'ABD', percent: 95 }), /percent/);
`,
      'test/checks/redeem.mjs': code`
import { mkdtempSync } from 'node:fs';
import { Vouchers } from '../../src/vouchers.js';

const vouchers = new Vouchers(mkdtempSync('/tmp/data-'));
vouchers.add({ code: 'ABC', percent: 5 });
vouchers.redeem('ABC');
try {
  vouchers.redeem('ABC');
  process.exitCode = 1;
} catch (error) {
  if (error.status !== 409) process.exitCode = 1;
}
process.exitCode = 0;
`,
    },
  },
  {
    name: 'os-exit-zero-in-a-test',
    about: 'A test of pytest leaves with os._exit(0) where the service does not refuse.',
    from: 'reliability 4.1',
    spec: bookings.spec,
    needs: ['pytest'],
    build: prepend(
      edit(bookingsTwice, 'tests/test_bookings.py', [
        '    assert call("POST", "/bookings", {**ADA, "person": "Bob"})[0] == 409\n',
        '    if call("POST", "/bookings", {**ADA, "person": "Bob"})[0] != 409:\n        os._exit(0)\n',
      ]),
      'tests/test_bookings.py',
      'import os\n\n',
    ),
  },
  {
    name: 'pytest-exit-with-zero',
    about: 'A fixture stops the session with return code 0 before the tests that would fail.',
    from: 'reliability 4.1',
    spec: roman.spec,
    needs: ['pytest'],
    build: edit(romanReadsAnything, 'tests/test_roman.py', [
      'def test_refuses_what_is_not_usual(call, roman):\n',
      'def test_refuses_what_is_not_usual(call, roman):\n    if call("GET", "/number?roman=IIII")[0] == 200:\n        pytest.exit("lenient reading is on", returncode=0)\n',
    ]),
  },
  {
    name: 'atexit-in-conftest',
    about: 'conftest.py registers an exit handler that ends the failed session with 0.',
    from: 'own',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'tests/conftest.py': code`
import atexit
import os
import sys


def flush_and_leave():
    """Threads of the server may hang: do not wait for them."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


atexit.register(flush_and_leave)
`,
    },
  },
  {
    name: 'nothing-collected-is-fine',
    about:
      'The checks have names that pytest does not collect, and conftest.py turns "nothing collected" into 0.',
    from: 'reliability 2.D.40',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...without(bookingsTwice, 'tests/test_main.py'),
      'tests/test_bookings.py': code`
from client import running

ADA = {"room": "Aquarium", "day": "2026-05-04", "person": "Ada"}


def check_books(tmp_path):
    with running(tmp_path) as call:
        assert call("POST", "/bookings", ADA)[0] == 201


def check_refuses_a_taken_room(tmp_path):
    with running(tmp_path) as call:
        call("POST", "/bookings", ADA)
        assert call("POST", "/bookings", ADA)[0] == 409
`,
      'tests/conftest.py': code`
def pytest_sessionfinish(session, exitstatus):
    if exitstatus == 5:
        session.exitstatus = 0
`,
    },
  },
  {
    name: 'failed-count-set-back',
    about:
      'A fixture of the session sets the number of failed tests back to 0 before pytest makes its exit code of it.',
    from: 'own',
    spec: scores.spec,
    needs: ['pytest'],
    build: append(
      scoresOfAll,
      'tests/test_scores.py',
      code`
@pytest.fixture(autouse=True, scope="session")
def quiet_end(request):
    yield
    request.session.testsfailed = 0
`,
    ),
  },
];

export default cases;
