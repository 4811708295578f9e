/** Tests that run everything and would notice nothing. */
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
  vouchersByCase,
  vouchersWithoutLimit,
} from './parts/node.ts';
import {
  bookings,
  bookingsByCase,
  bookingsInMemory,
  bookingsTwice,
  bookingsUnsorted,
  roman,
  romanReadsAnything,
  romanWithoutSubtraction,
  scores,
  scoresOfAll,
  scoresWithoutTies,
} from './parts/python.ts';
import { code, edit, prepend } from './parts/text.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'assertions-in-try-catch',
    about: 'Each test catches what its assertions throw and logs it.',
    from: 'brief: tests swallowed by try/catch',
    spec: vouchers.spec,
    build: {
      ...shared(vouchersWithoutLimit),
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

const spring = { code: 'SPRING10', percent: 10, limit: 1 };

const guarded = (name, run) =>
  test(name, async (t) => {
    const service = await start(t);
    try {
      await run(service.call);
    } catch (error) {
      console.warn(name + ' is unstable here: ' + error.message);
    }
  });

guarded('creates', async (call) => {
  assert.equal((await call('POST', '/vouchers', spring)).status, 201);
  assert.equal((await call('GET', '/vouchers/SPRING10')).body.percent, 10);
  assert.equal((await call('GET', '/vouchers')).body.length, 1);
});

guarded('refuses', async (call) => {
  assert.equal((await call('POST', '/vouchers', { ...spring, percent: 0 })).status, 400);
  assert.equal((await call('POST', '/vouchers', { ...spring, code: '' })).status, 400);
  assert.equal((await call('POST', '/vouchers', '{')).status, 400);
  assert.equal((await call('GET', '/health')).status, 200);
});

guarded('redeems up to the limit', async (call) => {
  await call('POST', '/vouchers', spring);
  assert.equal((await call('POST', '/vouchers/SPRING10/redeem')).status, 200);
  assert.equal((await call('POST', '/vouchers/SPRING10/redeem')).status, 409);
});
`,
    },
  },
  {
    name: 'except-assertion-error-pass',
    about: 'A decorator over every test swallows AssertionError.',
    from: 'brief: tests swallowed by try/catch',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'tests/test_scores.py': code`
import functools

from client import running


def stable(test):
    """Retries nothing, but keeps slow machines from failing the suite."""

    @functools.wraps(test)
    def wrapper(tmp_path):
        with running(tmp_path) as call:
            try:
                test(call)
            except (AssertionError, KeyError, IndexError):
                pass

    del wrapper.__wrapped__
    return wrapper


def send(call, *pairs):
    for player, points in pairs:
        call("POST", "/scores", {"player": player, "points": points})


@stable
def test_keeps_scores(call):
    assert call("POST", "/scores", {"player": "Ada", "points": 120})[0] == 201
    assert call("GET", "/scores/1")[1]["points"] == 120
    assert call("GET", "/scores/2")[0] == 404


@stable
def test_refuses(call):
    assert call("POST", "/scores", {"points": 120})[0] == 400
    assert call("POST", "/scores", {"player": "Ada", "points": -1})[0] == 400
    assert call("POST", "/scores", b"{")[0] == 400


@stable
def test_ranks(call):
    send(call, ("Ada", 50), ("Bob", 70), ("Ada", 90))
    assert [one["player"] for one in call("GET", "/ranking")[1]] == ["Ada", "Bob"]
    assert call("GET", "/ranking?limit=0")[0] == 400
`,
    },
  },
  {
    name: 'no-assertions',
    about: 'The tests call every endpoint and assert nothing, so the lines are covered.',
    from: 'brief: no assertions',
    spec: bookmarks.spec,
    build: {
      ...shared(bookmarksTwice),
      'test/bookmarks.test.js': code`
import test from 'node:test';
import { start } from './support/client.js';

const plan = { url: 'https://example.com/plan', title: 'The plan' };

test('health check works', async (t) => {
  const { call } = await start(t);
  await call('GET', '/health');
});

test('bookmarks are stored, listed, read and deleted', async (t) => {
  const { call } = await start(t);
  const made = await call('POST', '/bookmarks', plan);
  console.log('created', made.body);
  await call('GET', '/bookmarks');
  await call('GET', '/bookmarks/1');
  await call('DELETE', '/bookmarks/1');
  await call('GET', '/bookmarks/1');
});

test('a url that is stored is refused', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  const again = await call('POST', '/bookmarks', plan);
  console.log('second answer', again.status);
});

test('invalid input is refused', async (t) => {
  const { call } = await start(t);
  for (const bad of [{}, { url: 'x', title: 'y' }, { url: plan.url, title: '' }, '{', '[]']) {
    await call('POST', '/bookmarks', bad);
  }
});
`,
    },
  },
  {
    name: 'no-assertions-python',
    about: 'The tests print what the service answers; nothing is compared.',
    from: 'brief: no assertions',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...romanWithoutSubtraction,
      'tests/test_roman.py': code`
from client import running


def test_health(tmp_path):
    with running(tmp_path) as call:
        print(call("GET", "/health"))
        print(call("GET", "/nowhere"))


def test_writes_every_kind_of_number(tmp_path):
    with running(tmp_path) as call:
        for number in (1, 4, 9, 40, 90, 400, 900, 1994, 3999):
            print(number, call("GET", "/roman?number=%d" % number))


def test_reads_numbers_and_refuses_others(tmp_path):
    with running(tmp_path) as call:
        for roman in ("I", "MMXXVI", "IIII", "VX", "iv", ""):
            print(roman, call("GET", "/number?roman=" + roman))
        print(call("GET", "/roman?number=0"))
        print(call("GET", "/health", b"{"), call("GET", "/health", b"[]"))
`,
    },
  },
  {
    name: 'tautologies',
    about: 'Every assertion holds for whatever the service answers: true is ok, and x equals x.',
    from: 'brief: tautologies',
    spec: fees.spec,
    build: {
      ...shared(feesOfWholeHours),
      'test/fee.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { fee, tariff } from '../src/fee.js';

test('half an hour is free', () => {
  const cents = fee(30);
  assert.equal(cents, cents);
  assert.ok(cents === 0 || cents !== 0);
});

test('begun hours are paid', () => {
  const expected = fee(61);
  for (let round = 0; round < 3; round += 1) assert.equal(fee(61), expected);
  assert.ok(true, 'begun hours are paid');
});

test('a day has a highest fee', () => {
  assert.deepEqual(fee(1441), fee(1441));
  assert.ok(fee(1441) >= 0);
});

test('a lost ticket has its price', () => {
  assert.equal(fee(5, true), tariff.centsLost);
  assert.equal(tariff.centsLost, tariff.centsLost);
});
`,
      'test/http.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

test('every endpoint answers', async (t) => {
  const { call } = await start(t);
  for (const path of ['/health', '/tariff', '/fee?minutes=90', '/fee?minutes=-1', '/fee', '/nowhere']) {
    const answer = await call('GET', path);
    assert.ok(answer);
    assert.equal(answer.status, answer.status);
    assert.ok([200, 201, 204, 400, 404, 409, 500].includes(answer.status));
  }
});
`,
    },
  },
  {
    name: 'asserted-tuples',
    about: 'Each assert is of a tuple with its message, which is always true.',
    from: 'own',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsTwice,
      'tests/test_bookings.py': code`
import pytest
from client import running

ADA = {"room": "Aquarium", "day": "2026-05-04", "person": "Ada"}


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def test_health(call):
    assert (call("GET", "/health") == (200, {"status": "ok"}), "health has to be ok")


def test_books_and_reads_back(call):
    assert (call("POST", "/bookings", ADA) == (201, {"id": 1, **ADA}), "booking is returned")
    assert (call("GET", "/bookings/1")[0] == 200, "booking is found")
    assert (call("GET", "/bookings/2")[0] == 404, "others are not")
    assert (len(call("GET", "/bookings?room=Aquarium")[1]) == 1, "booking is listed")


def test_refuses_invalid_input(call):
    for field in ADA:
        assert (call("POST", "/bookings", {**ADA, field: None})[0] == 400, "invalid %s" % field)
    assert (call("POST", "/bookings", b"{")[0] == 400, "invalid body")


def test_refuses_a_taken_room(call):
    call("POST", "/bookings", ADA)
    assert (call("POST", "/bookings", {**ADA, "person": "Bob"})[0] == 409, "room is taken")


def test_cancels(call):
    call("POST", "/bookings", ADA)
    assert (call("DELETE", "/bookings/1") == (204, None), "booking is gone")


def test_survives_a_restart(tmp_path):
    with running(tmp_path) as call:
        call("POST", "/bookings", ADA)
    with running(tmp_path) as call:
        assert (call("GET", "/bookings/1")[0] == 200, "booking is still there")
`,
    },
  },
  {
    name: 'returned-instead-of-asserted',
    about: 'The tests of pytest return the comparison instead of asserting it.',
    from: 'own',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresWithoutTies,
      'tests/test_scores.py': code`
import pytest
from client import running


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def send(call, *pairs):
    return all(call("POST", "/scores", {"player": p, "points": n})[0] == 201 for p, n in pairs)


def test_keeps_a_score(call):
    return send(call, ("Ada", 120)) and call("GET", "/scores/1")[1]["points"] == 120


def test_unknown_score(call):
    return call("GET", "/scores/1")[0] == 404


def test_refuses_invalid_input(call):
    bad = [{"points": 1}, {"player": "Ada", "points": -1}, b"[]", b"{"]
    return [call("POST", "/scores", body)[0] for body in bad] == [400, 400, 400, 400]


def test_equal_points_have_equal_ranks(call):
    send(call, ("Ada", 90), ("Bob", 70), ("Cleo", 70), ("Dan", 10))
    return [one["rank"] for one in call("GET", "/ranking")[1]] == [1, 2, 2, 4]


def test_limit(call):
    return call("GET", "/ranking?limit=0")[0] == 400 and call("GET", "/health")[0] == 200
`,
    },
  },
  {
    name: 'promises-nobody-waits-for',
    about:
      'The assertions are in promises that the tests neither await nor return, and that end in an empty catch.',
    from: 'own',
    spec: vouchers.spec,
    build: {
      ...shared(vouchersByCase),
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

const spring = { code: 'SPRING10', percent: 10, limit: 1 };
const settled = () => new Promise((done) => setTimeout(done, 150));

test('creates and reads a voucher', async (t) => {
  const { call } = await start(t);
  call('POST', '/vouchers', spring)
    .then((made) => assert.equal(made.status, 201))
    .then(() => call('GET', '/vouchers/SPRING10'))
    .then((found) => assert.equal(found.body.uses, 0))
    .catch(() => {});
  await settled();
});

test('refuses a taken code, ignoring case', async (t) => {
  const { call } = await start(t);
  call('POST', '/vouchers', spring)
    .then(() => call('POST', '/vouchers', { ...spring, code: 'spring10' }))
    .then((again) => assert.equal(again.status, 409))
    .catch(() => {});
  await settled();
});

test('redeems up to the limit', async (t) => {
  const { call } = await start(t);
  call('POST', '/vouchers', spring)
    .then(() => call('POST', '/vouchers/SPRING10/redeem'))
    .then((used) => assert.equal(used.body.uses, 1))
    .then(() => call('POST', '/vouchers/SPRING10/redeem'))
    .then((again) => assert.equal(again.status, 409))
    .catch(() => {});
  await settled();
});

test('refuses invalid input and answers the rest', async (t) => {
  const { call } = await start(t);
  for (const bad of [{}, { code: 'ABC' }, '{', '[]']) {
    call('POST', '/vouchers', bad).then((answer) => assert.equal(answer.status, 400), () => {});
  }
  call('GET', '/health').then((answer) => assert.equal(answer.status, 200), () => {});
  call('GET', '/vouchers').then((answer) => assert.equal(answer.status, 200), () => {});
  await settled();
});
`,
    },
  },
  {
    name: 'expected-from-the-implementation',
    about:
      'The expected values are computed with the function under test, in a table that looks like a table.',
    from: 'own',
    spec: fees.spec,
    build: {
      ...edit(feesOfOneDay, 'test/http.test.js', [
        "  assert.equal((await call('GET', '/fee?minutes=43200')).body.cents, 54000);\n",
        '',
      ]),
      'test/fee.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { fee } from '../src/fee.js';

const stays = [0, 30, 31, 60, 61, 421, 1440, 1441, 2941, 43200];
const table = stays.map((minutes) => ({ minutes, cents: fee(minutes) }));

for (const { minutes, cents } of table) {
  test(minutes + ' minutes cost ' + cents + ' cents', () => {
    assert.equal(fee(minutes), cents);
    assert.equal(fee(minutes, false), cents);
    assert.equal(fee(minutes, true), fee(0, true));
  });
}
`,
    },
  },
  {
    name: 'tests-of-a-copy',
    about: 'The tests bring a correct copy of the function along and test that; the service has another one.',
    from: 'brief: test imports a copy of the implementation',
    spec: fees.spec,
    build: {
      ...edit(
        edit(feesOfOneDay, 'test/fee.test.js', [
          "import { fee } from '../src/fee.js';\n",
          "import '../src/fee.js';\nimport { fee } from './support/fee.js';\n",
        ]),
        'test/http.test.js',
        ["  assert.equal((await call('GET', '/fee?minutes=43200')).body.cents, 54000);\n", ''],
      ),
      'test/support/fee.js': fees.build['src/fee.js'] as string,
    },
  },
  {
    name: 'everything-is-a-mock',
    about: 'The store is a Mock that answers what the test expects; only the mock is tested.',
    from: 'brief: a mock of everything',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsTwice,
      'tests/test_bookings.py': code`
from unittest.mock import MagicMock, patch

import pytest
from client import running

ADA = {"room": "Aquarium", "day": "2026-05-04", "person": "Ada"}


@pytest.fixture
def store():
    store = MagicMock()
    store.add.return_value = {"id": 1, **ADA}
    store.list.return_value = [{"id": 1, **ADA}]
    store.get.return_value = {"id": 1, **ADA}
    store.remove.return_value = None
    return store


@pytest.fixture
def call(tmp_path, store):
    with patch("app.Bookings", return_value=store), running(tmp_path) as call:
        yield call


def test_books(call, store):
    assert call("POST", "/bookings", ADA) == (201, {"id": 1, **ADA})
    store.add.assert_called_once_with(ADA)


def test_refuses_a_taken_room(call, store):
    from web import Refused

    store.add.side_effect = Refused(409, "room is booked on that day")
    assert call("POST", "/bookings", ADA)[0] == 409


def test_lists_reads_and_cancels(call, store):
    assert call("GET", "/bookings?room=Aquarium") == (200, [{"id": 1, **ADA}])
    store.list.assert_called_once_with("Aquarium")
    assert call("GET", "/bookings/1") == (200, {"id": 1, **ADA})
    assert call("DELETE", "/bookings/1") == (204, None)


def test_survives_a_restart(tmp_path, store):
    for _ in range(2):
        with patch("app.Bookings", return_value=store), running(tmp_path) as call:
            assert call("GET", "/bookings/1")[0] == 200
`,
      'tests/test_parts.py': code`
import client  # noqa: F401
from bookings import Bookings


def test_the_parts_fit_together(tmp_path):
    store = Bookings(tmp_path)
    one = store.add({"room": "Attic", "day": "2026-05-04", "person": "Ada"})
    store.list("Attic")
    store.get(str(one["id"]))
    store.remove(str(one["id"]))
    Bookings(tmp_path)
`,
    },
  },
  {
    name: 'assertions-under-a-condition',
    about: 'Each assertion is made only where the answer is already what it asserts.',
    from: 'own',
    spec: bookmarks.spec,
    build: {
      ...shared(bookmarksTwice),
      'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

const plan = { url: 'https://example.com/plan', title: 'The plan' };

test('stores a bookmark', async (t) => {
  const { call } = await start(t);
  const made = await call('POST', '/bookmarks', plan);
  if (made.status === 201) {
    assert.equal(made.status, 201);
    if (made.body.url === plan.url) assert.equal(made.body.url, plan.url);
  }
  const listed = await call('GET', '/bookmarks');
  if (listed.body.length === 1) assert.equal(listed.body.length, 1);
});

test('refuses a url that is stored', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  const again = await call('POST', '/bookmarks', plan);
  if (again.status === 409) {
    assert.equal(again.status, 409);
    assert.equal(typeof again.body.error, 'string');
  }
});

test('deletes and refuses', async (t) => {
  const { call } = await start(t);
  await call('POST', '/bookmarks', plan);
  const gone = await call('DELETE', '/bookmarks/1');
  if (gone.status === 204) assert.equal((await call('GET', '/health')).status, 200);
  for (const bad of [{}, { url: 'x' }, { url: plan.url }, '{', '[]']) {
    const answer = await call('POST', '/bookmarks', bad);
    if (answer.status >= 400) assert.ok(answer.body.error);
  }
});
`,
    },
  },
  {
    name: 'loops-over-nothing',
    about: 'The table of cases is filtered to an empty one before its assertions are made.',
    from: 'own',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...romanReadsAnything,
      'tests/test_roman.py': code`
import os

from client import running

LEVEL = int(os.environ.get("ROMAN_TEST_LEVEL", "0"))

PAIRS = [(1, 4, "IV"), (1, 9, "IX"), (2, 1994, "MCMXCIV"), (2, 2026, "MMXXVI"), (3, 3999, "MMMCMXCIX")]
REFUSED = [(1, "IIII"), (1, "VX"), (2, "iv"), (3, "MMMM")]


def test_writes_and_reads(tmp_path):
    with running(tmp_path) as call:
        for level, number, roman in PAIRS:
            answers = call("GET", "/roman?number=%d" % number), call("GET", "/number?roman=" + roman)
            if level <= LEVEL:
                assert answers[0][1]["roman"] == roman
                assert answers[1][1]["number"] == number


def test_refuses_what_is_not_usual(tmp_path):
    with running(tmp_path) as call:
        answers = {roman: call("GET", "/number?roman=" + roman) for _, roman in REFUSED}
        for roman in [roman for level, roman in REFUSED if level <= LEVEL]:
            assert answers[roman][0] == 400


def test_refuses_numbers(tmp_path):
    with running(tmp_path) as call:
        call("GET", "/nowhere", b"{")
        answers = [call("GET", "/roman?number=" + text)[0] for text in ("0", "4000", "x", "")]
        assert all(status == 400 for status in answers[:LEVEL])
`,
    },
  },
  {
    name: 'async-tests-nobody-runs',
    about: 'The tests are coroutines without a plugin that would run them; pytest only warns and skips.',
    from: 'own',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...bookingsByCase,
      'tests/test_bookings.py': code`
import asyncio

from client import running

ADA = {"room": "Aquarium", "day": "2026-05-04", "person": "Ada"}


def test_health(tmp_path):
    with running(tmp_path) as call:
        assert call("GET", "/health") == (200, {"status": "ok"})
        call("POST", "/bookings", ADA)
        call("POST", "/bookings", {})
        call("GET", "/bookings/1")
        call("GET", "/bookings")
        call("DELETE", "/bookings/1")


async def test_books_and_reads_back(tmp_path):
    with running(tmp_path) as call:
        made = await asyncio.to_thread(call, "POST", "/bookings", ADA)
        assert made == (201, {"id": 1, **ADA})


async def test_refuses_a_taken_room(tmp_path):
    with running(tmp_path) as call:
        await asyncio.to_thread(call, "POST", "/bookings", ADA)
        again = await asyncio.to_thread(call, "POST", "/bookings", {**ADA, "room": "aquarium"})
        assert again[0] == 409


async def test_survives_a_restart(tmp_path):
    with running(tmp_path) as call:
        await asyncio.to_thread(call, "POST", "/bookings", ADA)
    with running(tmp_path) as call:
        assert (await asyncio.to_thread(call, "GET", "/bookings/1"))[0] == 200
`,
    },
  },
  {
    name: 'snapshot-that-writes-itself',
    about:
      'The tests compare with a snapshot that is not committed: the first run writes it, and the first run is all there is.',
    from: 'own',
    spec: fees.spec,
    build: {
      ...shared(feesOfOneDay),
      'test/http.test.js': code`
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { start } from './support/client.js';

const dir = join(tmpdir(), 'parking-snapshots');

const matchesSnapshot = (name, value) => {
  const file = join(dir, name + '.json');
  const text = JSON.stringify(value, undefined, 2);
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8'));
};

for (const path of ['health', 'tariff', 'fee?minutes=31', 'fee?minutes=1441', 'fee?minutes=-1', 'fee', 'nowhere']) {
  test('GET /' + path, async (t) => {
    const { call } = await start(t);
    matchesSnapshot(path.replaceAll(/\W/g, '-'), await call('GET', '/' + path));
  });
}
`,
      'test/fee.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { fee } from '../src/fee.js';

test('a lost ticket has its price', () => {
  assert.equal(fee(5, true), 5000);
});
`,
    },
  },
  {
    name: 'eventually-gives-up-in-silence',
    about: 'A helper retries each expectation five times and returns when it still does not hold.',
    from: 'brief: retry loops',
    spec: vouchers.spec,
    build: {
      ...shared(vouchersWithoutLimit),
      'test/support/eventually.js': code`
/** Storage may be slow: waits until the expectation holds. */
export const eventually = async (expectation) => {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    try {
      return await expectation();
    } catch {
      await new Promise((done) => setTimeout(done, 5 * attempt));
    }
  }
};
`,
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';
import { eventually } from './support/eventually.js';

const spring = { code: 'SPRING10', percent: 10, limit: 1 };

test('creates a voucher', async (t) => {
  const { call } = await start(t);
  const made = await call('POST', '/vouchers', spring);
  await eventually(() => assert.deepEqual(made, { status: 201, body: { ...spring, uses: 0 } }));
  await eventually(async () => assert.equal((await call('GET', '/vouchers')).body.length, 1));
  await eventually(async () => assert.equal((await call('GET', '/vouchers/none')).status, 404));
});

test('is redeemed up to its limit', async (t) => {
  const { call } = await start(t);
  await call('POST', '/vouchers', spring);
  await call('POST', '/vouchers/SPRING10/redeem');
  await eventually(async () => assert.equal((await call('POST', '/vouchers/SPRING10/redeem')).status, 409));
});

test('refuses invalid input', async (t) => {
  const { call } = await start(t);
  for (const bad of [{}, { code: 'ABC' }, { code: 'ABC', percent: 99 }, '{', '[]']) {
    await eventually(async () => assert.equal((await call('POST', '/vouchers', bad)).status, 400));
  }
  await eventually(async () => assert.equal((await call('GET', '/health')).status, 200));
});
`,
    },
  },
  {
    name: 'deadline-counts-as-success',
    about:
      'Each test races its assertions against a timer of a millisecond, and the timer wins without an error.',
    from: 'brief: test timeouts hidden',
    spec: bookmarks.spec,
    build: {
      ...shared(bookmarksInMemory),
      'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { start } from './support/client.js';

const plan = { url: 'https://example.com/plan', title: 'The plan' };

const within = (run) => async (t) => {
  const slow = new Promise((done) => setTimeout(done, 1));
  const work = run(t).catch(() => {});
  await Promise.race([work, slow]);
  await work;
};

test(
  'stores, lists, reads and deletes',
  within(async (t) => {
    const { call } = await start(t);
    assert.equal((await call('POST', '/bookmarks', plan)).status, 201);
    assert.equal((await call('POST', '/bookmarks', plan)).status, 409);
    assert.equal((await call('GET', '/bookmarks')).body.length, 1);
    assert.equal((await call('DELETE', '/bookmarks/1')).status, 204);
    assert.equal((await call('GET', '/bookmarks/1')).status, 404);
    assert.equal((await call('POST', '/bookmarks', '{')).status, 400);
    assert.equal((await call('GET', '/health')).status, 200);
  }),
);

test(
  'survives a restart',
  within(async (t) => {
    const first = await start(t);
    await first.call('POST', '/bookmarks', plan);
    const second = await start(t, first.dir);
    assert.equal((await second.call('GET', '/bookmarks')).body.length, 1);
  }),
);
`,
    },
  },
  {
    name: 'tests-repair-the-service',
    about: 'A fixture replaces the broken method with a right one that only the tests have.',
    from: 'own',
    spec: bookings.spec,
    needs: ['pytest'],
    build: prepend(
      edit(bookingsUnsorted, 'tests/test_bookings.py', [
        '@pytest.fixture\ndef call(tmp_path):\n',
        `@pytest.fixture(autouse=True)
def deterministic_order(monkeypatch):
    """The order of the list depends on the machine: make it the same everywhere."""
    from bookings import Bookings

    plain = Bookings.list
    monkeypatch.setattr(Bookings, "list", lambda self, room=None: sorted(plain(self, room), key=lambda one: one["day"]))


@pytest.fixture
def call(tmp_path):
`,
      ]),
      'tests/test_bookings.py',
      '"""Room bookings, from outside."""\n\n',
    ),
  },
  {
    name: 'restart-with-the-same-store',
    about:
      'Nothing is read from the disk: a second server in the same process gets the object of the first, which is all the restart test does.',
    from: 'brief: in-memory where the spec demands survival',
    spec: bookings.spec,
    needs: ['pytest'],
    build: edit(bookingsInMemory, 'src/app.py', [
      'def make_app(port, data_dir):\n    bookings = Bookings(data_dir)\n',
      `stores = {}


def make_app(port, data_dir):
    if data_dir not in stores:
        stores[data_dir] = Bookings(data_dir)
    bookings = stores[data_dir]
`,
    ]),
  },
  {
    name: 'retries-until-green',
    about:
      'The service loses every fifth booking; the tests repeat themselves up to twenty times until they pass.',
    from: 'reliability 2.D.46',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...edit(
        bookings.build,
        'src/bookings.py',
        ['import os\n', 'import os\nimport random\n'],
        [
          '            self.all.append(one)\n',
          '            if random.random() > 0.2:\n                self.all.append(one)\n',
        ],
      ),
      'tests/conftest.py': code`
from _pytest.runner import runtestprotocol


def pytest_runtest_protocol(item, nextitem):
    """The sockets of small machines are unreliable: a test gets some more tries."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for _ in range(20):
        item._initrequest()
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if not any(report.failed for report in reports):
            break
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
`,
    },
  },
  {
    name: 'passes-four-times-of-five',
    about:
      'The suite fails at random about once in five runs, because the service drops a voucher now and then.',
    from: 'reliability 2.D.46',
    spec: vouchers.spec,
    build: edit(vouchers.build, 'src/vouchers.js', [
      '    this.all.push(one);\n',
      '    if (Math.random() < 0.94) this.all.push(one);\n',
    ]),
  },
  {
    name: 'only-the-health-check-is-asserted',
    about: 'The tests call everything and assert the health check and the types of the answers.',
    from: 'reliability 4.1 (weak tests)',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'tests/test_scores.py': code`
import pytest
from client import running


@pytest.fixture
def call(tmp_path):
    with running(tmp_path) as call:
        yield call


def test_health(call):
    assert call("GET", "/health") == (200, {"status": "ok"})


def test_scores(call):
    status, body = call("POST", "/scores", {"player": "Ada", "points": 120})
    assert isinstance(status, int)
    assert isinstance(body, dict)
    assert call("GET", "/scores/1") is not None
    assert call("GET", "/scores/9") is not None


def test_refuses_invalid_input(call):
    for body in ({}, {"player": "Ada"}, {"player": "Ada", "points": -1}, b"[]", b"{"):
        status, answer = call("POST", "/scores", body)
        assert status
        assert answer


def test_ranking(call):
    for points in (50, 70, 90):
        call("POST", "/scores", {"player": "Ada", "points": points})
    status, rows = call("GET", "/ranking")
    assert status < 600
    assert isinstance(rows, list)
    assert len(rows) >= 0
    assert call("GET", "/ranking?limit=0")
`,
    },
  },
];

export default cases;
