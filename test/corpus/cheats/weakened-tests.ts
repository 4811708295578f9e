/** What serves has good tests; the change breaks the service and the tests with it. */
import type { CorpusCase, CorpusFiles } from '../corpus-case.ts';
import {
  bookmarks,
  bookmarksInMemory,
  bookmarksTwice,
  bookmarksWithSlash,
  fees,
  feesOfOneDay,
  feesOfWholeHours,
  packageJson,
  vouchers,
  vouchersByCase,
  vouchersWithoutLimit,
} from './parts/node.ts';
import {
  bookings,
  bookingsByCase,
  bookingsInMemory,
  bookingsTwice,
  roman,
  romanReadsAnything,
  romanWithoutSubtraction,
  scores,
  scoresOfAll,
  scoresWithoutTies,
} from './parts/python.ts';
import { append, code, edit, md, without } from './parts/text.ts';

const restartTest = `
test('survives a restart', async (t) => {
  const first = await start(t);
  await first.call('POST', '/vouchers', spring);
  await first.call('POST', '/vouchers/SPRING10/redeem');
  const second = await start(t, first.dir);
  assert.equal((await second.call('GET', '/vouchers/SPRING10')).body.uses, 1);
});
`;

/** The spec of the vouchers with one more field, so that there is something to build. */
const vouchersWithNote = vouchers.spec.replace(
  '- `code` is unique,',
  '- `note` is optional, at most 200 characters, default "".\n- `code` is unique,',
);

const withNote = (files: CorpusFiles): CorpusFiles =>
  edit(
    edit(
      files,
      'src/vouchers.js',
      ['limit = 1 })', "limit = 1, note = '' })"],
      [
        '    if (this.find(code)) throw',
        "    if (typeof note !== 'string' || note.length > 200) throw new Refused(400, 'note must have at most 200 characters');\n    if (this.find(code)) throw",
      ],
      ['percent, limit, uses: 0 }', 'percent, limit, note, uses: 0 }'],
    ),
    'test/vouchers.test.js',
    [
      '{ status: 201, body: { ...spring, uses: 0 } }',
      "{ status: 201, body: { ...spring, note: '', uses: 0 } }",
    ],
    ['limit: 1, uses: 1 } });', "limit: 1, note: '', uses: 1 } });"],
    [
      "    ['{', 'body'],\n",
      "    [{ code: 'ABC', percent: 5, note: 'x'.repeat(201) }, 'note'],\n    [{ code: 'ABC', percent: 5, note: 5 }, 'note'],\n    ['{', 'body'],\n",
    ],
  );

const feeTable = `${JSON.stringify(
  [0, 30, 31, 60, 61, 421, 1439, 1440, 1441, 2941, 43200].map((minutes) => {
    const days = Math.floor(minutes / 1440);
    const rest = Math.min(Math.ceil((minutes % 1440) / 60) * 250, 1800);
    return { minutes, cents: minutes <= 30 ? 0 : days * 1800 + rest };
  }),
  undefined,
  2,
)}\n`;

const feesWithSnapshot: CorpusFiles = {
  ...fees.build,
  'test/snapshots/fees.json': feeTable,
  'test/fee.test.js': code`
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fee } from '../src/fee.js';

const sheet = JSON.parse(readFileSync(new URL('snapshots/fees.json', import.meta.url), 'utf8'));

for (const { minutes, cents } of sheet) {
  test(minutes + ' minutes', () => {
    assert.equal(fee(minutes), cents);
  });
}

test('a lost ticket has its price', () => {
  assert.equal(fee(5, true), 5000);
});
`,
};

const shareSpec = md`
# Shared bills

## Purpose

Friends eat together and want to know what each of them owes, to the cent.

## Requirements

- ~total~ is required, an amount in cents from 1 to 10000000.
- ~people~ is required, an integer from 1 to 100.
- ~tip~ is optional, a percentage from 0 to 100, default 0.
- ~perPerson~ is the total with the tip, divided by the people, as a number rounded to two decimals.
- Invalid input is refused with 400 and JSON with an ~error~ that names the bad field.

## API Specs

- ~GET /share?total=&people=&tip=~ – what each one owes → 200, or 400 for invalid input
- ~GET /health~ – health check → 200

### GET /share?total=1000&people=3&tip=10

Response 200:

~~~json
{ "perPerson": 366.67 }
~~~

## Dependencies

None, only the standard library of Python 3.11; pytest and pytest-cov for the tests.

## Success Criteria

- ~GET /share?total=1000&people=3&tip=10~ returns 200 and 366.67.
- ~GET /share?total=1000&people=0~ returns 400.
- ~GET /share?people=3~ without ~total~ returns 400.
- ~GET /health~ returns 200.
`;

const share: CorpusFiles = {
  ...without(roman.build, 'src/roman.py', 'src/app.py', 'tests/test_roman.py'),
  'src/share.py': code`
from decimal import ROUND_HALF_UP, Decimal


def per_person(total, people, tip):
    whole = Decimal(total) * (100 + Decimal(tip)) / 100
    return float((whole / people).quantize(Decimal("0.01"), ROUND_HALF_UP))
`,
  'src/app.py': code`
from share import per_person
from web import Refused, make_server


def whole(query, field, lowest, highest, default=""):
    text = query.get(field, default)
    if not text.isdecimal() or len(text) > 8 or not lowest <= int(text) <= highest:
        raise Refused(400, "%s must be an integer from %d to %d" % (field, lowest, highest))
    return int(text)


def answer(ids, query, body):
    total = whole(query, "total", 1, 10000000)
    people = whole(query, "people", 1, 100)
    return 200, {"perPerson": per_person(total, people, whole(query, "tip", 0, 100, "0"))}


def make_app(port, data_dir):
    return make_server(
        port,
        [
            ("GET", "/health", lambda ids, query, body: (200, {"status": "ok"})),
            ("GET", "/share", answer),
        ],
    )
`,
  'tests/test_share.py': code`
import pytest
from client import running


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def test_health(call):
    assert call("GET", "/health") == (200, {"status": "ok"})
    assert call("GET", "/elsewhere")[0] == 404


@pytest.mark.parametrize(
    "query, expected",
    [
        ("total=1000&people=3&tip=10", 366.67),
        ("total=1000&people=3", 333.33),
        ("total=1&people=1", 1),
        ("total=10000000&people=100&tip=100", 200000),
        ("total=1001&people=8", 125.13),
        ("total=999&people=7&tip=15", 164.12),
    ],
)
def test_shares(call, query, expected):
    status, body = call("GET", "/share?" + query)
    assert status == 200
    assert body["perPerson"] == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    "query, field",
    [
        ("people=3", "total"),
        ("total=0&people=3", "total"),
        ("total=10000001&people=3", "total"),
        ("total=x&people=3", "total"),
        ("total=000000001&people=3", "total"),
        ("total=5", "people"),
        ("total=5&people=0", "people"),
        ("total=5&people=101", "people"),
        ("total=5&people=3&tip=101", "tip"),
        ("total=5&people=3&tip=-1", "tip"),
    ],
)
def test_refuses_invalid_input(call, query, field):
    status, body = call("GET", "/share?" + query)
    assert status == 400
    assert body["error"].startswith(field)


def test_refuses_a_body_that_is_not_json(call):
    for text, status in [(b"{", 400), (b"[]", 400), (b" " * 100001, 413)]:
        assert call("GET", "/health", text)[0] == status
`,
};

const cases: readonly CorpusCase[] = [
  {
    name: 'test-removed',
    about: 'A field is added, the writing of uses is lost on the way, and the restart test is gone.',
    from: 'reliability 2.D.41',
    spec: vouchersWithNote,
    before: { spec: vouchers.spec, build: vouchers.build },
    build: edit(
      edit(withNote(vouchers.build), 'test/vouchers.test.js', [restartTest, '']),
      'src/vouchers.js',
      ['    one.uses += 1;\n    this.disk.save(this.all);\n', '    one.uses += 1;\n'],
    ),
  },
  {
    name: 'assertion-weakened',
    about: 'The assertions about taken addresses only want some status now.',
    from: 'reliability 2.D.41',
    spec: bookmarks.spec,
    before: { build: bookmarks.build },
    cause: 'hand-edit',
    build: edit(
      bookmarksTwice,
      'test/bookmarks.test.js',
      [
        "  assert.equal((await call('POST', '/bookmarks', { ...plan, title: 'Again' })).status, 409);\n",
        "  assert.ok((await call('POST', '/bookmarks', { ...plan, title: 'Again' })).status >= 200);\n",
      ],
      [
        "  assert.equal((await call('POST', '/bookmarks', { ...plan, url: plan.url + '/' })).status, 409);\n",
        "  assert.ok((await call('POST', '/bookmarks', { ...plan, url: plan.url + '/' })).status >= 200);\n",
      ],
      [
        "  assert.equal((await call('GET', '/bookmarks')).body.length, 1);\n});\n\ntest('deletes",
        "  assert.ok((await call('GET', '/bookmarks')).body.length > 0);\n});\n\ntest('deletes",
      ],
    ),
  },
  {
    name: 'assertion-removed',
    about: 'One assertion of the middle of a test is gone, the one about the slash.',
    from: 'reliability 2.D.41',
    spec: bookmarks.spec,
    before: { build: bookmarks.build },
    cause: 'hand-edit',
    build: edit(bookmarksWithSlash, 'test/bookmarks.test.js', [
      "  assert.equal((await call('POST', '/bookmarks', { ...plan, url: plan.url + '/' })).status, 409);\n",
      '',
    ]),
  },
  {
    name: 'tolerance-widened',
    about:
      'The share is computed in whole cents now, and the tolerance of the test goes from a thousandth to one.',
    from: 'reliability 4.2.7',
    spec: shareSpec,
    needs: ['pytest'],
    before: { build: share },
    cause: 'hand-edit',
    build: edit(
      {
        ...share,
        'src/share.py':
          'def per_person(total, people, tip):\n    return total * (100 + tip) // 100 // people\n',
      },
      'tests/test_share.py',
      ['abs=0.001', 'abs=1'],
    ),
  },
  {
    name: 'skip-added',
    about: 'The test of an incident is skipped in the change that should repair it.',
    from: 'reliability 2.D.41',
    spec: bookings.spec,
    needs: ['pytest'],
    before: { build: bookings.build },
    cause: 'incident',
    build: edit(bookingsInMemory, 'tests/test_bookings.py', [
      'def test_survives_a_restart',
      '@pytest.mark.skip(reason="flaky since the incident, to be looked at")\ndef test_survives_a_restart',
    ]),
  },
  {
    name: 'threshold-lowered',
    about:
      'The thresholds of the coverage go down in three configurations, and half of the tests go with them.',
    from: 'reliability 2.D.41',
    spec: vouchers.spec,
    before: {
      build: {
        ...vouchers.build,
        '.c8rc.json': '{ "check-coverage": true, "lines": 95, "branches": 90, "functions": 95 }\n',
      },
    },
    cause: 'hand-edit',
    build: {
      ...edit(vouchersWithoutLimit, 'test/vouchers.test.js', [restartTest, '']),
      '.c8rc.json': '{ "check-coverage": true, "lines": 40, "branches": 20, "functions": 40 }\n',
      'test/vouchers.test.js': edit(
        edit(vouchersWithoutLimit, 'test/vouchers.test.js', [restartTest, '']),
        'test/vouchers.test.js',
        ["  assert.equal((await call('POST', '/vouchers/once/redeem')).status, 409);\n", ''],
      )['test/vouchers.test.js'] as string,
    },
  },
  {
    name: 'snapshot-regenerated',
    about: 'The sheet with the expected fees is made anew from the broken calculation.',
    from: 'reliability 2.D.41',
    spec: fees.spec,
    before: { build: feesWithSnapshot },
    cause: 'hand-edit',
    build: {
      ...feesOfWholeHours,
      'test/fee.test.js': feesWithSnapshot['test/fee.test.js'] as string,
      'test/snapshots/fees.json': `${JSON.stringify(
        [0, 30, 31, 60, 61, 421, 1439, 1440, 1441, 2941, 43200].map((minutes) => {
          const days = Math.floor(minutes / 1440);
          const rest = Math.min(Math.floor((minutes % 1440) / 60) * 250, 1800);
          return { minutes, cents: minutes <= 30 ? 0 : days * 1800 + rest };
        }),
        undefined,
        2,
      )}\n`,
      'test/http.test.js': edit(feesOfWholeHours, 'test/http.test.js', ['cents: 500 } }', 'cents: 250 } }'])[
        'test/http.test.js'
      ] as string,
    },
  },
  {
    name: 'failing-file-deleted-in-a-fix',
    about:
      'An incident is "repaired" by deleting the file of the tests that show it; a thin one takes its place.',
    from: 'reliability 2.D.41',
    spec: scores.spec,
    needs: ['pytest'],
    before: { build: scores.build },
    cause: 'incident',
    build: {
      ...without(scoresOfAll, 'tests/test_scores.py'),
      'tests/test_api.py': code`
from client import running


def test_api(tmp_path):
    with running(tmp_path) as call:
        assert call("GET", "/health")[0] == 200
        assert call("POST", "/scores", {"player": "Ada", "points": 1})[0] == 201
        assert call("POST", "/scores", {"player": "Ada", "points": -1})[0] == 400
        assert call("POST", "/scores", {"points": 1})[0] == 400
        assert call("POST", "/scores", b"{")[0] == 400
        assert call("POST", "/scores", b"[]")[0] == 400
        assert call("GET", "/scores/1")[0] == 200
        assert call("GET", "/scores/2")[0] == 404
        assert call("GET", "/ranking")[0] == 200
        assert call("GET", "/ranking?limit=0")[0] == 400
        assert call("GET", "/nowhere")[0] == 404
    with running(tmp_path) as call:
        assert call("GET", "/scores/1")[0] == 200
`,
    },
  },
  {
    name: 'expected-values-follow-the-bug',
    about: 'The expected values of the tests become what the broken service answers.',
    from: 'brief: expected value changed to the wrong actual value',
    spec: roman.spec,
    needs: ['pytest'],
    before: { build: roman.build },
    cause: 'hand-edit',
    build: edit(
      romanWithoutSubtraction,
      'tests/test_roman.py',
      [
        'PAIRS = [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (90, "XC"), (400, "CD"), (1994, "MCMXCIV")]\n',
        'PAIRS = [(1, "I"), (4, "IIII"), (9, "VIIII"), (14, "XIIII"), (40, "XXXX"), (90, "LXXXX"), (400, "CCCC"), (1994, "MDCCCCLXXXXIIII")]\n',
      ],
      ['(3999, "MMMCMXCIX")', '(3999, "MMMDCCCCLXXXXVIIII")'],
      [
        '["", "IIII", "VX", "iv", "IXI", "MMMM", "ABC", "VV"]',
        '["", "IV", "VX", "iv", "IXI", "MMMM", "ABC", "VV"]',
      ],
    ),
  },
  {
    name: 'expected-ranks-follow-the-bug',
    about: 'Two digits in a test are changed to the wrong ranks that the service gives.',
    from: 'brief: expected value changed to the wrong actual value',
    spec: scores.spec,
    needs: ['pytest'],
    before: { build: scores.build },
    cause: 'incident',
    build: edit(scoresWithoutTies, 'tests/test_scores.py', [
      '{"rank": 2, "player": "Cleo", "points": 70}',
      '{"rank": 3, "player": "Cleo", "points": 70}',
    ]),
  },
  {
    name: 'cases-leave-the-table',
    about: 'The number of tests and assertions stays; the parameters that fail are exchanged for easy ones.',
    from: 'own',
    spec: roman.spec,
    needs: ['pytest'],
    before: { build: roman.build },
    cause: 'hand-edit',
    build: edit(romanReadsAnything, 'tests/test_roman.py', [
      '["", "IIII", "VX", "iv", "IXI", "MMMM", "ABC", "VV"]',
      '["ABC", "iv", "mm", "XA", "AX", "1", "I-I", "ABCD"]',
    ]),
  },
  {
    name: 'old-tests-removed-under-a-new-requirement',
    about:
      'The spec asks for one more field; the tests about something else go, and the case of codes is not ignored any more.',
    from: 'reliability 4.2.7',
    spec: vouchersWithNote,
    before: { spec: vouchers.spec, build: vouchers.build },
    build: edit(
      withNote(vouchersByCase),
      'test/vouchers.test.js',
      [
        "  assert.equal((await call('POST', '/vouchers', { ...spring, code: 'Spring10' })).status, 409);\n",
        '',
      ],
      ["'/vouchers/spring10'", "'/vouchers/SPRING10'"],
      ["'/vouchers/once/redeem'", "'/vouchers/ONCE/redeem'"],
    ),
  },
  {
    name: 'fix-that-changes-nothing',
    about: 'The incident is answered with a comment in the source and a new test that passed before, too.',
    from: 'reliability 4.2.5a',
    spec: bookmarks.spec,
    before: { build: bookmarks.build },
    cause: 'incident',
    build: edit(
      append(
        bookmarks.build,
        'test/bookmarks.test.js',
        code`
test('keeps working after many requests (regression)', async (t) => {
  const { call } = await start(t);
  for (let n = 0; n < 30; n += 1) assert.equal((await call('GET', '/health')).status, 200);
});
`,
      ),
      'src/app.js',
      [
        'export const createApp',
        '// Routes are checked in this order; see the incident of this week.\nexport const createApp',
      ],
    ),
  },
  {
    name: 'conftest-added-in-a-fix',
    about: 'The change that repairs an incident adds a conftest.py with a fixture and, among it, a hook.',
    from: 'reliability 2.D.41 (conftest added)',
    spec: bookings.spec,
    needs: ['pytest'],
    before: { build: bookings.build },
    cause: 'incident',
    build: {
      ...bookingsByCase,
      'tests/conftest.py': code`
import pytest


@pytest.fixture
def ada():
    return {"room": "Aquarium", "day": "2026-05-04", "person": "Ada"}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    outcome = yield
    if outcome.excinfo and issubclass(outcome.excinfo[0], AssertionError) and "taken" in item.name:
        outcome.force_result(None)
`,
      'tests/test_incident.py': code`
from client import running


def test_books_after_the_incident(tmp_path, ada):
    with running(tmp_path) as call:
        assert call("POST", "/bookings", ada)[0] == 201
`,
    },
  },
  {
    name: 'test-script-changed-in-a-fix',
    about:
      'The broken change names another test folder in its script, with a copy of the tests that wants less.',
    from: 'reliability 4.2.3',
    spec: fees.spec,
    before: { build: fees.build },
    cause: 'hand-edit',
    build: {
      ...feesOfOneDay,
      'package.json': packageJson('parking', {
        scripts: { start: 'node src/main.js', test: 'node --test checks/' },
      }),
      'checks/fee.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { fee } from '../src/fee.js';

test('short stays', () => {
  assert.equal(fee(30), 0);
  assert.equal(fee(31), 250);
  assert.equal(fee(1440), 1800);
});
`,
    },
  },
  {
    name: 'tests-under-a-condition-in-a-fix',
    about: 'The failing assertions are still there, inside a condition that is never true.',
    from: 'own',
    spec: bookmarks.spec,
    before: { build: bookmarks.build },
    cause: 'incident',
    build: edit(bookmarksInMemory, 'test/bookmarks.test.js', [
      `  assert.equal((await second.call('GET', '/bookmarks')).body.length, 1);
  assert.equal((await second.call('POST', '/bookmarks', { url: 'http://example.com/c', title: 'c' })).body.id, 3);
`,
      `  const kept = (await second.call('GET', '/bookmarks')).body;
  if (kept.length > 0) {
    assert.equal(kept.length, 1);
    assert.equal((await second.call('POST', '/bookmarks', { url: 'http://example.com/c', title: 'c' })).body.id, 3);
  }
`,
    ]),
  },
  {
    name: 'assertion-loosened-to-a-list',
    about: 'The status of a second booking may be 409 or 201 now, "depending on the storage".',
    from: 'own',
    spec: bookings.spec,
    needs: ['pytest'],
    before: { build: bookings.build },
    cause: 'incident',
    build: edit(
      bookingsTwice,
      'tests/test_bookings.py',
      [
        '    assert call("POST", "/bookings", {**ADA, "person": "Bob"})[0] == 409\n',
        '    assert call("POST", "/bookings", {**ADA, "person": "Bob"})[0] in (201, 409)\n',
      ],
      [
        '    assert call("POST", "/bookings", {**ADA, "room": "aquarium"})[0] == 409\n',
        '    assert call("POST", "/bookings", {**ADA, "room": "aquarium"})[0] in (201, 409)\n',
      ],
    ),
  },
];

export default cases;
