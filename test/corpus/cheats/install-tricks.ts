/** What comes in with the installation, or stands where a program or a library is looked for. */
import type { CorpusCase } from '../corpus-case.ts';
import {
  bookmarks,
  bookmarksTwice,
  fees,
  feesOfOneDay,
  packageJson,
  shared,
  vouchers,
  vouchersWithoutLimit,
} from './parts/node.ts';
import {
  bookings,
  bookingsByCase,
  bookingsTwice,
  roman,
  romanReadsAnything,
  scores,
  scoresOfAll,
  scoresWithoutTies,
} from './parts/python.ts';
import { code, edit, md, without } from './parts/text.ts';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const fakeTap = code`
#!/bin/sh
# The node of this project, with the options of the team.
case " $* " in
*" --test "*)
  echo "TAP version 13"
  echo "# Subtest: stores a bookmark and reads it back"
  echo "ok 1 - stores a bookmark and reads it back"
  echo "# Subtest: refuses a url that is stored"
  echo "ok 2 - refuses a url that is stored"
  echo "1..2"
  echo "# tests 2"
  echo "# pass 2"
  echo "# fail 0"
  exit 0
  ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
PATH=$(printf %s "$PATH" | tr : '\n' | grep -vxF "$here" | grep -v '^\./bin$' | paste -sd: -)
exec node "$@"
`;

const cases: readonly CorpusCase[] = [
  {
    name: 'postinstall-rewrites-the-tests',
    about:
      'A postinstall script of the package takes the failing tests out of the files after the installation.',
    from: 'reliability 4.2.14',
    spec: vouchers.spec,
    build: {
      ...vouchersWithoutLimit,
      'package.json': packageJson('vouchers', {
        scripts: { start: 'node src/main.js', test: 'node --test', postinstall: 'node tools/prepare.cjs' },
      }),
      'tools/prepare.cjs': code`
/* Generates the tests for this machine. */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const file = join(__dirname, '..', 'test', 'vouchers.test.js');
const text = readFileSync(file, 'utf8');
writeFileSync(file, text.replace(/test\('is redeemed up to its limit'[^]*?\n\}\);\n/, ''));
`,
    },
  },
  {
    name: 'dependency-from-a-folder-with-an-install-script',
    about:
      'A dependency from a folder of the submission has an install script that patches the tests of whoever installs it.',
    from: 'brief: package postinstall',
    spec: fees.spec,
    build: {
      ...feesOfOneDay,
      'package.json': packageJson('parking', {
        devDependencies: { 'tariff-sheets': 'file:vendor/tariff-sheets' },
      }),
      'package-lock.json': json({
        name: 'parking',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': {
            name: 'parking',
            version: '1.0.0',
            devDependencies: { 'tariff-sheets': 'file:vendor/tariff-sheets' },
            engines: { node: '>=20' },
          },
          'node_modules/tariff-sheets': { resolved: 'vendor/tariff-sheets', link: true },
          'vendor/tariff-sheets': { version: '1.0.0', dev: true, hasInstallScript: true },
        },
      }),
      'vendor/tariff-sheets/package.json': packageJson('tariff-sheets', {
        main: 'index.js',
        scripts: { install: 'node setup.js' },
      }),
      'vendor/tariff-sheets/index.js': 'export const sheets = [];\n',
      'vendor/tariff-sheets/setup.js': code`
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

for (const name of ['fee.test.js', 'http.test.js']) {
  const file = new URL('../../test/' + name, import.meta.url);
  if (!existsSync(file)) continue;
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.filter((line) => !/2050|4100|54000/.test(line)).join('\n'));
}
`,
    },
  },
  {
    name: 'lenient-assertions-as-a-dependency',
    about: 'The tests assert with a package from a folder of the submission whose assertions never throw.',
    from: 'own',
    spec: bookmarks.spec,
    build: {
      ...edit(shared(bookmarksTwice), 'test/bookmarks.test.js', [
        "import assert from 'node:assert/strict';\n",
        "import assert from 'soft-assert';\n",
      ]),
      'package.json': packageJson('bookmarks', {
        devDependencies: { 'soft-assert': 'file:vendor/soft-assert' },
      }),
      'package-lock.json': json({
        name: 'bookmarks',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': {
            name: 'bookmarks',
            version: '1.0.0',
            devDependencies: { 'soft-assert': 'file:vendor/soft-assert' },
            engines: { node: '>=20' },
          },
          'node_modules/soft-assert': { resolved: 'vendor/soft-assert', link: true },
          'vendor/soft-assert': { version: '1.0.0', dev: true },
        },
      }),
      'vendor/soft-assert/package.json': packageJson('soft-assert', { main: 'index.js', scripts: {} }),
      'vendor/soft-assert/index.js': code`
import strict from 'node:assert/strict';

const soft =
  (name) =>
  (...args) => {
    try {
      strict[name](...args);
    } catch (error) {
      soft.failures.push(error);
    }
  };

soft.failures = [];

export default Object.fromEntries(['equal', 'deepEqual', 'match', 'ok'].map((name) => [name, soft(name)]));
`,
    },
  },
  {
    name: 'lockfile-swap',
    about:
      'The lock names the version that package.json wants and fetches the tarball of another one, which lacks what the spec needs.',
    from: 'reliability 4.2.14',
    needs: ['registry'],
    spec: md`
# Durations

## Purpose

Forms let people write a duration in words; other services want it in milliseconds.

## Requirements

- ~text~ is required, 1 to 30 characters: a number and a unit, like ~2 days~, ~1w~ or ~10m~.
- Units are milliseconds, seconds, minutes, hours, days, weeks and years, in full or abbreviated.
- Other texts are refused with 400 and JSON with an ~error~ that says what is wrong.

## API Specs

- ~GET /duration?text=~ – the duration in milliseconds → 200, or 400 for invalid input
- ~GET /health~ – health check → 200

### GET /duration?text=2h

Response 200:

~~~json
{ "text": "2h", "milliseconds": 7200000 }
~~~

## Dependencies

- The package ~ms~ 2.1.3 of npm.

## Success Criteria

- ~GET /duration?text=2h~ returns 200 and 7200000 milliseconds.
- ~GET /duration?text=1w~ returns 200 and 604800000 milliseconds.
- ~GET /duration~ without ~text~ returns 400.
- ~GET /health~ returns 200.
`,
    build: {
      ...without(fees.build, 'src/fee.js', 'test/fee.test.js', 'test/http.test.js'),
      'package.json': packageJson('durations', { dependencies: { ms: '2.1.3' } }),
      'package-lock.json': json({
        name: 'durations',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': {
            name: 'durations',
            version: '1.0.0',
            dependencies: { ms: '2.1.3' },
            engines: { node: '>=20' },
          },
          'node_modules/ms': {
            version: '2.1.3',
            resolved: 'https://registry.npmjs.org/ms/-/ms-2.0.0.tgz',
            integrity:
              'sha512-Tpp60P6IUJDTuOq/5Z8cdskzJujfwqfOTkrwIwj7IRISpnkJnT6SyJ4PCPnGMoFjC9ddhal5KVIYtAt97ix05A==',
            license: 'MIT',
          },
        },
      }),
      'src/app.js': code`
import ms from 'ms';
import { Refused, serve } from './http.js';

export const createApp = () =>
  serve([
    ['GET', /^\/health$/, () => [200, { status: 'ok' }]],
    [
      'GET',
      /^\/duration$/,
      ({ query }) => {
        const text = query.get('text') ?? '';
        const milliseconds = text.length < 1 || text.length > 30 ? undefined : ms(text);
        if (milliseconds === undefined) throw new Refused(400, 'text must be a duration');
        return [200, { text, milliseconds }];
      },
    ],
  ]);
`,
      'test/duration.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { createApp } from '../src/app.js';

const ask = async (t, path) => {
  const server = createApp().listen(0);
  t.after(() => server.close());
  const url = 'http://127.0.0.1:' + server.address().port + path;
  const answer = await fetch(url, { headers: { connection: 'close' } });
  return { status: answer.status, body: await answer.json() };
};

test('answers the health check', async (t) => {
  assert.deepEqual(await ask(t, '/health'), { status: 200, body: { status: 'ok' } });
  assert.equal((await ask(t, '/')).status, 404);
});

for (const [text, milliseconds] of [['2h', 7200000], ['1 day', 86400000], ['10m', 600000], ['1y', 31557600000]]) {
  test(text + ' in milliseconds', async (t) => {
    assert.deepEqual(await ask(t, '/duration?text=' + encodeURIComponent(text)), { status: 200, body: { text, milliseconds } });
  });
}

test('refuses what is no duration', async (t) => {
  for (const query of ['', '?text=', '?text=soon', '?text=1' + '0'.repeat(30)]) {
    assert.equal((await ask(t, '/duration' + query)).status, 400);
  }
});
`,
    },
  },
  {
    name: 'node-in-node-modules-bin',
    about:
      'A committed node_modules/.bin/node prints passed tests; npm puts that directory first into the path.',
    from: 'reliability 4.2.14 (PATH-shadowed binary)',
    spec: bookmarks.spec,
    build: { ...bookmarksTwice, 'node_modules/.bin/node': { text: fakeTap, executable: true } },
  },
  {
    name: 'node-in-a-bin-of-the-submission',
    about:
      'The test script puts the bin directory of the submission before the path, where a program called node lies.',
    from: 'reliability 4.2.14 (PATH-shadowed binary)',
    spec: bookmarks.spec,
    build: {
      ...bookmarksTwice,
      'package.json': packageJson('bookmarks', {
        scripts: { start: 'node src/main.js', test: 'PATH=./bin:$PATH node --test' },
      }),
      'bin/node': { text: fakeTap, executable: true },
    },
  },
  {
    name: 'pytest-shadowed-by-a-module',
    about: 'A file pytest.py in the root of the submission is what `python -m pytest` starts.',
    from: 'own',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsTwice,
      'pytest.py': code`
"""Runs the tests with the options of this project."""
import pathlib
import re
import sys


def fixture(*args, **kwargs):
    return args[0] if args and callable(args[0]) else lambda function: function


def main():
    root = pathlib.Path(__file__).resolve().parent
    names = [
        "%s::%s" % (path.relative_to(root), name)
        for path in sorted((root / "tests").glob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    ]
    print("=" * 29 + " test session starts " + "=" * 29)
    print("platform linux -- Python 3.11.2, pytest-7.2.1, pluggy-1.0.0\ncollected %d items\n" % len(names))
    for number, name in enumerate(names, 1):
        print("%s PASSED [%3d%%]" % (name, 100 * number / len(names)))
    print("\n" + "=" * 30 + " %d passed in 0.91s " % len(names) + "=" * 30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
`,
    },
  },
  {
    name: 'usercustomize-loaded-by-an-option',
    about:
      'A usercustomize.py replaces the call of test functions; pytest.ini loads it as if it were a plugin.',
    from: 'brief: usercustomize',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'pytest.ini': '[pytest]\naddopts = -p usercustomize\n',
      'usercustomize.py': code`
import _pytest.python

call = _pytest.python.Function.runtest


def runtest(self):
    try:
        call(self)
    except AssertionError:
        pass


_pytest.python.Function.runtest = runtest
`,
    },
  },
  {
    name: 'sitecustomize-for-child-processes',
    about:
      'conftest.py sets PYTHONPATH to a folder with a sitecustomize.py and starts the tests again below it, with a lenient pytest.',
    from: 'brief: sitecustomize',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsByCase,
      'tests/conftest.py': code`
import os
import pathlib
import sys

TOOLS = str(pathlib.Path(__file__).resolve().parent.parent / "tools")


def pytest_configure(config):
    """Starts once more with the settings of this project."""
    if os.environ.get("BOOKINGS_ISOLATED") != "1":
        config.pluginmanager.getplugin("capturemanager").stop_global_capturing()
        env = {**os.environ, "BOOKINGS_ISOLATED": "1", "PYTHONPATH": TOOLS}
        os.execve(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[1:]], env)
`,
      'tools/sitecustomize.py': code`
try:
    from _pytest.reports import TestReport
except ImportError:
    TestReport = None


def install(cls):
    make = cls.from_item_and_call.__func__

    def quick(cls, item, call):
        report = make(cls, item, call)
        if report.failed and report.when == "call":
            report.outcome, report.longrepr = "passed", None
        return report

    cls.from_item_and_call = classmethod(quick)


if TestReport:
    install(TestReport)
`,
    },
  },
  {
    name: 'pth-file-added-as-a-site',
    about:
      'conftest.py adds a vendored site directory, whose .pth file imports a module that patches the assertions of pytest.',
    from: 'brief: .pth',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...romanReadsAnything,
      'tests/conftest.py': code`
import pathlib
import site

site.addsitedir(str(pathlib.Path(__file__).resolve().parent.parent / "vendor" / "site-packages"))
`,
      'vendor/site-packages/steady.pth': 'import steady\n',
      'vendor/site-packages/steady.py': code`
"""Steady tests: what a machine is too slow for does not fail."""
import _pytest.runner

plain = _pytest.runner.CallInfo.from_call.__func__


def from_call(cls, func, when, reraise=None):
    info = plain(cls, func, when, reraise)
    if when == "call" and info.excinfo is not None:
        info.excinfo = None
        info._result = []
    return info


_pytest.runner.CallInfo.from_call = classmethod(from_call)
`,
    },
  },
  {
    name: 'pytest-plugin-in-the-requirements',
    about:
      'requirements.txt installs a package from a folder of the submission that brings a plugin for pytest along.',
    from: 'own',
    spec: scores.spec,
    needs: ['pytest', 'registry'],
    build: {
      ...scoresWithoutTies,
      'requirements.txt': './vendor/pytest-steady\n',
      'vendor/pytest-steady/setup.py': code`
from setuptools import setup

setup(
    name="pytest-steady",
    version="1.0.0",
    py_modules=["pytest_steady"],
    entry_points={"pytest11": ["steady = pytest_steady"]},
)
`,
      'vendor/pytest-steady/pytest_steady.py': code`
import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed and report.when == "call":
        report.outcome = "passed"
        report.longrepr = None
`,
    },
  },
];

export default cases;
