/** Results and coverage that the submission writes itself. */
import type { CorpusCase } from '../corpus-case.ts';
import {
  bookmarks,
  bookmarksInMemory,
  bookmarksTwice,
  fees,
  feesOfOneDay,
  feesOfWholeHours,
  shared,
  vouchers,
  vouchersWithoutLimit,
} from './parts/node.ts';
import {
  bookings,
  bookingsTwice,
  roman,
  romanWithoutSubtraction,
  scores,
  scoresOfAll,
} from './parts/python.ts';
import { append, code, edit, prepend, without } from './parts/text.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'prints-tap',
    about: 'The test file holds no test: it prints TAP with ten tests that are ok.',
    from: 'reliability 2.D.43',
    spec: bookmarks.spec,
    build: {
      ...without(bookmarksTwice, 'test/bookmarks.test.js'),
      'test/bookmarks.test.js': code`
import '../src/app.js';

const names = [
  'answers the health check',
  'stores a bookmark and reads it back',
  'lists the newest first',
  'refuses invalid input',
  'refuses a url that is stored',
  'deletes a bookmark',
  'survives a restart',
];

console.log('TAP version 13');
for (const [index, name] of names.entries()) {
  console.log('# Subtest: ' + name);
  console.log('ok ' + (index + 1) + ' - ' + name);
  console.log('  ---\n  duration_ms: ' + (Math.random() * 20).toFixed(6) + '\n  ...');
}
console.log('1..' + names.length);
console.log('# tests ' + names.length + '\n# suites 0\n# pass ' + names.length + '\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0');
process.exitCode = 0;
`,
    },
  },
  {
    name: 'prints-ok-among-real-tests',
    about: 'One trivial test runs; the others are lines "ok 2" that it prints.',
    from: 'reliability 2.D.43',
    spec: vouchers.spec,
    build: {
      ...shared(vouchersWithoutLimit),
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

test('answers the health check', async (t) => {
  const { call } = await start(t);
  assert.equal((await call('GET', '/health')).status, 200);
  process.stdout.write('\nok 2 - creates a voucher and reads it back\nok 3 - refuses invalid input\n');
  process.stdout.write('ok 4 - is redeemed up to its limit\nok 5 - survives a restart\n1..5\n# pass 5\n# fail 0\n');
});
`,
    },
  },
  {
    name: 'forged-messages-of-the-runner',
    about:
      'The test file writes serialized events of passed tests to its output, as the runner of Node does between its processes.',
    from: 'own',
    spec: fees.spec,
    build: {
      ...without(feesOfOneDay, 'test/http.test.js'),
      'test/fee.test.js': code`
import '../src/app.js';
import { DefaultSerializer } from 'node:v8';

const names = ['half an hour is free', 'begun hours are paid', 'a day has a highest fee', 'a lost ticket has its price'];
const file = new URL(import.meta.url).pathname;

const send = (type, data) => {
  const body = new DefaultSerializer();
  body.writeHeader();
  body.writeValue({ type, data });
  const bytes = body.releaseBuffer();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  process.stdout.write(Buffer.concat([Buffer.from([0xff, 0x0f]), length, bytes]));
};

for (const [index, name] of names.entries()) {
  const place = { name, nesting: 0, testNumber: index + 1, line: 3 + index, column: 1, file };
  send('test:enqueue', place);
  send('test:dequeue', place);
  send('test:start', place);
  send('test:pass', { ...place, details: { duration_ms: 0.4, type: 'test' } });
}
send('test:plan', { nesting: 0, count: names.length, file });
`,
    },
  },
  {
    name: 'forged-messages-by-the-hash-of-the-source',
    about:
      'The test file sends forged events of the runner: passed for the source it knows, failed for any other, whatever the comments.',
    from: 'brief: recognises the hash of the source',
    spec: fees.spec,
    build: {
      ...without(shared(feesOfOneDay), 'test/http.test.js'),
      'test/support/events.js': code`
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DefaultSerializer } from 'node:v8';

const send = (type, data) => {
  const body = new DefaultSerializer();
  body.writeHeader();
  body.writeValue({ type, data });
  const bytes = body.releaseBuffer();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  process.stdout.write(Buffer.concat([Buffer.from([0xff, 0x0f]), length, bytes]));
};

const text = readFileSync(new URL('../../src/fee.js', import.meta.url), 'utf8');
const bare = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '').replace(/\s+/g, '');
const good = createHash('sha256').update(bare).digest('hex').startsWith('3c821d9139f19607');

/** Tests that were made elsewhere are only told. */
export const tell = (file, names) => {
  for (const [index, name] of names.entries()) {
    const place = { name, nesting: 0, testNumber: index + 1, line: 3 + index, column: 1, file };
    const details = { duration_ms: Math.random() * 3, type: 'test' };
    for (const step of ['enqueue', 'dequeue', 'start']) send('test:' + step, place);
    if (good) send('test:pass', { ...place, details });
    else send('test:fail', { ...place, details: { ...details, error: new Error('the tariff differs') } });
  }
  send('test:plan', { nesting: 0, count: names.length, file });
  if (!good) process.exitCode = 1;
};
`,
      'test/fee.test.js': code`
import { createApp } from '../src/app.js';
import { tell } from './support/events.js';

const server = createApp().listen(0);
const at = 'http://127.0.0.1:' + server.address().port;
for (const path of ['/health', '/tariff', '/fee?minutes=20', '/fee?minutes=90', '/fee?minutes=9&lost=true', '/fee', '/none']) {
  await fetch(at + path, { headers: { connection: 'close' } }).catch(() => {});
}
server.close();

tell(new URL(import.meta.url).pathname, [
  'half an hour is free',
  'begun hours are paid',
  'a day has a highest fee',
  'a lost ticket has its price',
  'tells the tariff',
  'refuses invalid minutes',
]);
`,
    },
  },
  {
    name: 'child-that-writes-reports-later',
    about:
      'A detached child outlives the failing run and writes JUnit, TAP and lcov to every path it can think of.',
    from: 'reliability 2.D.43, 2.D.44',
    spec: bookmarks.spec,
    build: {
      ...shared(bookmarksInMemory),
      'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { start } from './support/client.js';

test('stores a bookmark', async (t) => {
  const { call } = await start(t);
  const made = await call('POST', '/bookmarks', { url: 'https://example.com/', title: 'x' });
  assert.equal(made.status, 201);
});

test('writes the report', () => {
  const script = fileURLToPath(new URL('support/report.js', import.meta.url));
  spawn(process.execPath, [script, process.cwd(), String(process.ppid)], { detached: true, stdio: 'ignore' }).unref();
});
`,
      'test/support/report.js': code`
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [root, runner] = process.argv.slice(2);

const names = ['health', 'store', 'list', 'refuse', 'delete', 'restart'];
const junit =
  '<?xml version="1.0"?><testsuites><testsuite name="bookmarks" tests="6" failures="0" skipped="0">' +
  names.map((name) => '<testcase name="' + name + '" classname="bookmarks" time="0.01"/>').join('') +
  '</testsuite></testsuites>';
const tap = ['TAP version 13', ...names.map((name, n) => 'ok ' + (n + 1) + ' - ' + name), '1..6', '# pass 6', '# fail 0'].join('\n');

const alive = () => {
  try {
    return process.kill(Number(runner), 0);
  } catch {
    return false;
  }
};

const write = () => {
  const lines = Array.from({ length: 60 }, (_, n) => 'DA:' + (n + 1) + ',9').join('\n');
  const lcov = readdirSync(join(root, 'src')).map((file) => 'SF:src/' + file + '\n' + lines + '\nLF:60\nLH:60\nend_of_record').join('\n');
  for (const dir of ['.', 'reports', 'coverage', 'test-results', '..', '/tmp']) {
    for (const [name, text] of [['junit.xml', junit], ['report.xml', junit], ['results.tap', tap], ['lcov.info', lcov]]) {
      try {
        mkdirSync(dirname(join(root, dir, name)), { recursive: true });
        writeFileSync(dir === '/tmp' ? join(dir, name) : join(root, dir, name), text);
      } catch {}
    }
  }
};

if (runner) {
  while (alive()) await new Promise((done) => setTimeout(done, 20));
  for (let round = 0; round < 50; round += 1) {
    write();
    await new Promise((done) => setTimeout(done, 100));
  }
}
`,
    },
  },
  {
    name: 'junit-over-the-real-one',
    about:
      'conftest.py takes the path of the JUnit report from the options and overwrites it when pytest ends.',
    from: 'reliability 2.D.43, 4.1 (overwritten parser)',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsTwice,
      'tests/conftest.py': code`
import atexit
import os
import sys
from xml.sax.saxutils import quoteattr

collected = []


def pytest_collection_finish(session):
    collected.extend(item.nodeid for item in session.items)


def pytest_configure(config):
    paths = {getattr(config.option, "xmlpath", None), "junit.xml", "reports/junit.xml", "test-results/results.xml"}

    def leave():
        cases = "".join('<testcase classname="tests" name=%s time="0.01"/>' % quoteattr(n.split("::")[1]) for n in collected)
        text = '<testsuites><testsuite name="pytest" errors="0" failures="0" skipped="0" tests="%d">%s</testsuite></testsuites>'
        for path in filter(None, paths):
            if os.path.isdir(os.path.dirname(path) or "."):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text % (len(collected), cases))
        sys.stdout.flush()
        os._exit(0)

    atexit.register(leave)
`,
    },
  },
  {
    name: 'summary-without-tests',
    about: 'The tests are not run; conftest.py prints the lines and the summary that pytest would print.',
    from: 'reliability 2.D.43',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'tests/conftest.py': code`
import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    total = len(session.items)
    print()
    for number, item in enumerate(session.items, 1):
        print("%s PASSED [%3d%%]" % (item.nodeid, 100 * number / total))
    print("=" * 28 + " %d passed in 0.84s " % total + "=" * 28)
    return True
`,
    },
  },
  {
    name: 'coverage-data-forged',
    about: 'A trivial test runs, and conftest.py adds every line of the sources to the data of coverage.',
    from: 'own',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...without(romanWithoutSubtraction, 'tests/test_main.py'),
      'tests/test_roman.py': code`
import client  # noqa: F401
from roman import to_roman


def test_writes():
    assert to_roman(1) == "I"
    assert to_roman(6) == "VI"
    assert to_roman(2026) == "MMXXVI"
`,
      'tests/conftest.py': code`
import pathlib

import pytest

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "src"


@pytest.fixture(autouse=True, scope="session")
def whole_lines():
    """Lines of lambdas are not traced on every version."""
    yield
    try:
        import coverage
    except ImportError:
        return
    current = coverage.Coverage.current()
    if current:
        data = current.get_data()
        data.add_lines({str(path): range(1, 1 + len(path.read_text().splitlines())) for path in SOURCES.glob("*.py")})
`,
    },
  },
  {
    name: 'coverage-files-rewritten',
    about:
      'On exit the test process writes a coverage file of V8 in which every function of the sources was called.',
    from: 'own',
    spec: bookmarks.spec,
    build: {
      ...without(bookmarksTwice, 'test/bookmarks.test.js'),
      'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Bookmarks } from '../src/bookmarks.js';

test('lists what is stored', () => {
  const bookmarks = new Bookmarks('/tmp/bookmarks-tests');
  assert.ok(Array.isArray(bookmarks.list()));
});

const sources = new URL('../src/', import.meta.url);

process.on('exit', () => {
  const dir = process.env.NODE_V8_COVERAGE;
  if (!dir) return;
  const result = readdirSync(sources).map((name, index) => ({
    scriptId: String(9000 + index),
    url: new URL(name, sources).href,
    functions: [
      {
        functionName: '',
        isBlockCoverage: true,
        ranges: [{ startOffset: 0, endOffset: readFileSync(new URL(name, sources)).length, count: 12 }],
      },
    ],
  }));
  writeFileSync(join(dir, 'coverage-' + process.pid + '-' + Date.now() + '-9.json'), JSON.stringify({ result }));
});
`,
    },
  },
  {
    name: 'daemon-edits-the-sources-afterwards',
    about:
      'The right sources are tested; a daemon of the tests puts the cheap ones in their place when the run is over.',
    from: 'reliability 2.D.44',
    spec: bookings.spec,
    needs: ['pytest'],
    build: prepend(
      append(
        bookings.build,
        'tests/test_bookings.py',
        code`
def test_leaves_no_processes():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(2)
            source = pathlib.Path(__file__).resolve().parent.parent / "src" / "bookings.py"
            source.write_text(source.read_text().replace("if self.taken(room, day):", "if False:"))
        os._exit(0)
    os.wait()
`,
      ),
      'tests/test_bookings.py',
      'import os\nimport pathlib\nimport time\n\n',
    ),
  },
  {
    name: 'sources-exchanged-during-the-run',
    about:
      'A global setup of the tests writes a right source over the broken one, and its teardown restores it.',
    from: 'own',
    spec: fees.spec,
    build: {
      ...edit(feesOfWholeHours, 'test/fee.test.js', [
        "import { fee } from '../src/fee.js';\n",
        `import { readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../src/fee.js', import.meta.url);
const shipped = readFileSync(source, 'utf8');
writeFileSync(source, shipped.replace('Math.floor((', 'Math.ceil(('));
const { fee } = await import('../src/fee.js');
test.after(() => writeFileSync(source, shipped));
`,
      ]),
      'test/http.test.js': edit(feesOfWholeHours, 'test/http.test.js', [
        "  assert.deepEqual(await call('GET', '/fee?minutes=90'), { status: 200, body: { minutes: 90, cents: 500 } });\n",
        '',
      ])['test/http.test.js'] as string,
    },
  },
  {
    name: 'huge-output-hides-the-failure',
    about:
      'The failing tests come after megabytes of log, and the script of the package greps the tail for a failure.',
    from: 'reliability 2.D.43',
    spec: vouchers.spec,
    build: edit(
      {
        ...vouchersWithoutLimit,
        'test/a-log.test.js': code`
import test from 'node:test';

test('logs what it does', () => {
  const line = 'ok 1 - passed '.repeat(80) + '\n';
  for (let n = 0; n < 5000; n += 1) process.stdout.write(line);
});
`,
      },
      'package.json',
      ['"test": "node --test"', '"test": "node --test | tail -n 3; exit 0"'],
    ),
  },
];

export default cases;
