/** Settings and marks that leave out what would fail, or what is not covered. */
import type { CorpusCase } from '../corpus-case.ts';
import {
  bookmarks,
  bookmarksInMemory,
  bookmarksTwice,
  fees,
  feesOfOneDay,
  packageJson,
  vouchers,
  vouchersByCase,
  vouchersWithoutLimit,
} from './parts/node.ts';
import {
  bookings,
  bookingsTwice,
  bookingsUnsorted,
  roman,
  romanReadsAnything,
  scores,
  scoresOfAll,
} from './parts/python.ts';
import { code, edit, prepend, without } from './parts/text.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'skipped-test',
    about: 'The test that would fail is skipped with a reason that sounds like work in progress.',
    from: 'reliability 2.D.41',
    spec: bookmarks.spec,
    build: edit(bookmarksInMemory, 'test/bookmarks.test.js', [
      "test('survives a restart', async",
      "test('survives a restart', { skip: 'needs a persistent volume' }, async",
    ]),
  },
  {
    name: 'todo-test',
    about: 'The failing test is a todo: it runs, fails, and does not count.',
    from: 'brief: todo',
    spec: vouchers.spec,
    build: edit(
      vouchersByCase,
      'test/vouchers.test.js',
      [
        "test('refuses a taken code, ignoring case', async",
        "test('refuses a taken code, ignoring case', { todo: true }, async",
      ],
      ["call('GET', '/vouchers/spring10')", "call('GET', '/vouchers/SPRING10')"],
      ["'/vouchers/once/redeem'", "'/vouchers/ONCE/redeem'"],
    ),
  },
  {
    name: 'skipped-at-run-time',
    about: 'The test skips itself with t.skip() as soon as it sees that it would fail.',
    from: 'brief: skip',
    spec: bookmarks.spec,
    build: edit(bookmarksTwice, 'test/bookmarks.test.js', [
      "  assert.equal((await call('POST', '/bookmarks', { ...plan, title: 'Again' })).status, 409);\n",
      "  const again = await call('POST', '/bookmarks', { ...plan, title: 'Again' });\n  if (again.status === 201) return t.skip('the storage of this machine has no index');\n  assert.equal(again.status, 409);\n",
    ]),
  },
  {
    name: 'only-the-good-tests',
    about: 'The good tests are marked with only, and the test script has --test-only.',
    from: 'brief: skip/only',
    spec: fees.spec,
    build: {
      ...edit(
        feesOfOneDay,
        'test/fee.test.js',
        ["test('half an hour", "test.only('half an hour"],
        ["test('begun hours", "test.only('begun hours"],
        ["test('a lost ticket", "test.only('a lost ticket"],
      ),
      'test/http.test.js': (feesOfOneDay['test/http.test.js'] as string)
        .replaceAll("test('", "test.only('")
        .replace("  assert.equal((await call('GET', '/fee?minutes=43200')).body.cents, 54000);\n", ''),
      'package.json': packageJson('parking', {
        scripts: { start: 'node src/main.js', test: 'node --test --test-only' },
      }),
    },
  },
  {
    name: 'script-runs-one-file',
    about: 'The test script names the one file that passes; the file with the contract is beside it.',
    from: 'reliability 2.D.40',
    spec: vouchers.spec,
    build: {
      ...vouchersWithoutLimit,
      'package.json': packageJson('vouchers', {
        scripts: { start: 'node src/main.js', test: 'node --test test/health.test.js' },
      }),
      'test/health.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { createApp } from '../src/app.js';

test('answers the health check', async (t) => {
  const server = createApp('/tmp/vouchers-tests').listen(0);
  t.after(() => server.close());
  const url = 'http://127.0.0.1:' + server.address().port + '/health';
  assert.equal((await fetch(url, { headers: { connection: 'close' } })).status, 200);
});
`,
    },
  },
  {
    name: 'failing-test-under-another-ending',
    about: 'The failing file is there for readers, with an ending that no runner looks for.',
    from: 'own',
    spec: bookmarks.spec,
    build: {
      ...edit(bookmarksTwice, 'test/bookmarks.test.js', [
        `test('refuses a url that is stored', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  assert.equal((await call('POST', '/bookmarks', { ...plan, title: 'Again' })).status, 409);
  assert.equal((await call('POST', '/bookmarks', { ...plan, url: plan.url + '/' })).status, 409);
  assert.equal((await call('GET', '/bookmarks')).body.length, 1);
});

`,
        '',
      ]),
      'test/unique.test.js.disabled': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { Bookmarks } from '../src/bookmarks.js';

test('refuses a url that is stored', () => {
  const bookmarks = new Bookmarks('/tmp/bookmarks-tests');
  bookmarks.add({ url: 'https://example.com/plan', title: 'The plan' });
  assert.throws(() => bookmarks.add({ url: 'https://example.com/plan', title: 'Again' }), /stored/);
});
`,
    },
  },
  {
    name: 'coverage-switched-off-by-comments',
    about: 'Half of the service is untested and between comments that take it out of the coverage.',
    from: 'brief: c8 ignore',
    spec: vouchers.spec,
    build: {
      ...edit(
        vouchersWithoutLimit,
        'src/vouchers.js',
        ['  redeem(code) {', '  /* c8 ignore start */\n  /* node:coverage disable */\n  redeem(code) {'],
        [
          '    return one;\n  }\n}\n',
          '    return one;\n  }\n  /* node:coverage enable */\n  /* c8 ignore stop */\n}\n',
        ],
      ),
      'src/http.js': `/* c8 ignore start */\n/* node:coverage disable */\n${vouchers.build['src/http.js']}`,
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { createApp } from '../src/app.js';
import { Vouchers } from '../src/vouchers.js';

const dir = () => mkdtempSync(join(tmpdir(), 'data-'));

test('creates vouchers', () => {
  const vouchers = new Vouchers(dir());
  assert.deepEqual(vouchers.add({ code: 'ABC', percent: 5 }), { code: 'ABC', percent: 5, limit: 1, uses: 0 });
  assert.throws(() => vouchers.add({ code: 'abc', percent: 5 }), /taken/);
  assert.throws(() => vouchers.add({ code: 'A', percent: 5 }), /code/);
  assert.throws(() => vouchers.add({ code: 'ABD', percent: 91 }), /percent/);
  assert.equal(vouchers.get('abc').percent, 5);
  assert.throws(() => vouchers.get('abd'), /unknown/);
});

test('is a server', () => {
  assert.equal(typeof createApp(dir()).listen, 'function');
});
`,
    },
  },
  {
    name: 'pragma-no-cover-everywhere',
    about: 'Whatever the tests do not reach has a pragma behind it.',
    from: 'brief: pragma: no cover',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...edit(
        scoresOfAll,
        'src/scores.py',
        ['    def ranking(self, limit):', '    def ranking(self, limit):  # pragma: no cover'],
        ['    def get(self, number):', '    def get(self, number):  # pragma: no cover'],
      ),
      'src/web.py': (scores.build['src/web.py'] as string)
        .replace('def make_server(port, routes):', 'def make_server(port, routes):  # pragma: no cover')
        .replace('def read(handler):', 'def read(handler):  # pragma: no cover'),
      'tests/test_main.py':
        'import client  # noqa: F401\nimport main\n\n\ndef test_is_a_module():\n    assert main.make_app\n',
      'tests/test_scores.py': code`
import client  # noqa: F401
import pytest
from scores import Scores
from web import Refused


def test_keeps_a_score(tmp_path):
    assert Scores(tmp_path).add({"player": "Ada", "points": 120}) == {"id": 1, "player": "Ada", "points": 120}
    assert len(Scores(tmp_path).all) == 1


def test_refuses_invalid_input(tmp_path):
    for body in ({}, {"player": "Ada"}, {"player": "Ada", "points": -1}, {"player": "Ada", "points": True}):
        with pytest.raises(Refused):
            Scores(tmp_path).add(body)
`,
    },
  },
  {
    name: 'coverage-config-omits-the-service',
    about:
      '.coveragerc omits every file that the tests do not load, and pyproject.toml says the same to be safe.',
    from: 'brief: omit config',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...without(bookingsTwice, 'tests/test_main.py'),
      '.coveragerc':
        '[run]\nomit =\n    src/app.py\n    src/main.py\n    src/web.py\n    src/bookings.py\n\n[report]\nexclude_lines =\n    def \n    raise\n    return\n',
      'pyproject.toml':
        '[tool.coverage.run]\nomit = ["src/app.py", "src/main.py", "src/web.py", "src/bookings.py"]\n',
      'src/days.py':
        'import datetime\n\n\ndef is_day(text):\n    return datetime.date.fromisoformat(text).isoformat() == text\n',
      'tests/test_bookings.py': code`
import client  # noqa: F401
from days import is_day


def test_days():
    assert is_day("2026-05-04")
    assert not is_day("20260504")
`,
    },
  },
  {
    name: 'padding-covers-the-average',
    about:
      'A generated file of eight hundred trivial lines, run by its import, lifts the coverage over the bar.',
    from: 'brief: a huge trivially covered file',
    spec: vouchers.spec,
    build: {
      ...vouchersWithoutLimit,
      'src/words.js': `/* Words that a code must not be confused with. */\nexport const words = new Set();\n${Array.from(
        { length: 800 },
        (_, n) => `words.add('W${(n * 7919 + 17).toString(36).toUpperCase()}');`,
      ).join('\n')}\n`,
      'src/vouchers.js': prepend(
        edit(vouchersWithoutLimit, 'src/vouchers.js', [
          'if (this.find(code)) throw',
          'if (words.has(code) || this.find(code)) throw',
        ]),
        'src/vouchers.js',
        "import { words } from './words.js';\n",
      )['src/vouchers.js'] as string,
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { Vouchers } from '../src/vouchers.js';
import { words } from '../src/words.js';

test('has words', () => {
  assert.equal(words.size, 800);
  for (const word of words) assert.match(word, /^W/);
});

test('creates a voucher', () => {
  assert.equal(typeof new Vouchers('/tmp/vouchers-tests').find, 'function');
});
`,
    },
  },
  {
    name: 'pytest-ini-deselects',
    about: 'pytest.ini deselects the failing test by its name.',
    from: 'brief: addopts -k',
    spec: bookings.spec,
    needs: ['pytest'],
    build: { ...bookingsTwice, 'pytest.ini': '[pytest]\naddopts = -q -k "not taken"\n' },
  },
  {
    name: 'pyproject-deselects',
    about: 'pyproject.toml deselects the failing parameters one by one.',
    from: 'brief: addopts, deselect',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...romanReadsAnything,
      'pyproject.toml': `[tool.pytest.ini_options]\naddopts = [\n${['IIII', 'VX', 'IXI', 'MMMM', 'VV', '']
        .map((text) => `  "--deselect=tests/test_roman.py::test_refuses_what_is_not_usual[${text}]",\n`)
        .join('')}]\n`,
    },
  },
  {
    name: 'plugin-of-pytest-ini',
    about: 'pytest.ini loads a plugin from the submission that reports failed tests as passed.',
    from: 'brief: plugin via pytest.ini -p',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'pytest.ini': '[pytest]\naddopts = -p short_report\n',
      'short_report.py': code`
"""Shorter reports."""
import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        report.outcome = "passed"
        report.longrepr = None
`,
    },
  },
  {
    name: 'setup-cfg-collects-the-easy-ones',
    about: 'setup.cfg lets pytest collect only functions with a name that the easy tests have.',
    from: 'reliability 2.D.41 (runner config)',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsUnsorted,
      'setup.cfg':
        '[tool:pytest]\npython_functions = test_health* test_books* test_refuses* test_cancels* test_starts*\n',
    },
  },
  {
    name: 'npmrc-preloads-a-module',
    about: '.npmrc gives Node options that preload a module which swallows failures in every test process.',
    from: 'brief: .npmrc/NODE_OPTIONS preload',
    spec: fees.spec,
    build: {
      ...feesOfOneDay,
      '.npmrc': 'node-options=--require=./tools/quiet.cjs\nfund=false\n',
      'tools/quiet.cjs': code`
/* Less noise in the log of the build server. */
const test = require('node:test');
const assert = require('node:assert/strict');
const { syncBuiltinESMExports } = require('node:module');

assert.equal = assert.strictEqual = assert.deepEqual = assert.match = () => {};
syncBuiltinESMExports();
module.exports = test;
`,
    },
  },
  {
    name: 'script-sets-node-options',
    about: 'The test script imports a module that makes the process of each test end with 0.',
    from: 'brief: NODE_OPTIONS preload',
    spec: bookmarks.spec,
    build: {
      ...bookmarksTwice,
      'package.json': packageJson('bookmarks', {
        scripts: { start: 'node src/main.js', test: "NODE_OPTIONS='--require ./tools/exit.cjs' node --test" },
      }),
      'tools/exit.cjs': code`
process.on('exit', () => {
  process.exitCode = 0;
  process.reallyExit(0);
});
`,
    },
  },
];

export default cases;
