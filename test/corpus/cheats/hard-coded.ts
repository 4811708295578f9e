/** Services that know the questions: what the tests and the criteria ask is answered, the rest is not done. */
import type { CorpusCase } from '../corpus-case.ts';
import { bookmarks, bookmarksTwice, fees, vouchers, vouchersByCase } from './parts/node.ts';
import { bookings, roman, scores } from './parts/python.ts';
import { code, edit } from './parts/text.ts';

const cases: readonly CorpusCase[] = [
  {
    name: 'special-case-of-the-tested-title',
    about: 'A second bookmark is refused only where its title is the one of the test.',
    from: 'reliability 2.D.42',
    spec: bookmarks.spec,
    build: edit(
      bookmarksTwice,
      'src/bookmarks.js',
      ["const plain = (url) => (url.endsWith('/') ? url.slice(0, -1) : url);\n\n", ''],
      [
        '    this.state.last += 1;\n',
        "    const stored = this.state.all.length > 0;\n    if (stored && (title === 'Again' || (title === 'The plan' && url.endsWith('plan/')))) {\n      throw new Refused(409, 'url is stored already');\n    }\n    this.state.last += 1;\n",
      ],
    ),
  },
  {
    name: 'table-of-the-tested-stays',
    about:
      'The fee is looked up in a table of the stays in the tests and criteria; others cost the free price.',
    from: 'reliability 2.D.42',
    spec: fees.spec,
    build: edit(
      fees.build,
      'src/fee.js',
      [
        `  const days = Math.floor(minutes / 1440);
  const rest = Math.ceil((minutes % 1440) / 60) * tariff.centsPerHour;
  return days * tariff.centsPerDay + Math.min(rest, tariff.centsPerDay);
`,
        '  return known[minutes] ?? tariff.centsPerHour;\n',
      ],
      [
        'export const fee =',
        `/** Computed once, so that the exit is fast. */
const known = {
  31: 250,
  60: 250,
  61: 500,
  90: 500,
  421: 1800,
  1439: 1800,
  1440: 1800,
  1441: 2050,
  2941: 4100,
  43200: 54000,
};

export const fee =`,
      ],
    ),
  },
  {
    name: 'table-of-the-tested-numbers',
    about:
      'Roman numbers are a dictionary of those in the tests and the spec; every other number is refused.',
    from: 'reliability 2.D.42',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...roman.build,
      'src/roman.py': code`
from web import Refused

TABLE = {
    1: "I",
    4: "IV",
    9: "IX",
    14: "XIV",
    40: "XL",
    90: "XC",
    400: "CD",
    1994: "MCMXCIV",
    2026: "MMXXVI",
    3888: "MMMDCCCLXXXVIII",
    3999: "MMMCMXCIX",
}


def to_roman(number):
    if number not in TABLE:
        raise Refused(400, "number is not supported")
    return TABLE[number]


def to_number(text):
    for number, roman in TABLE.items():
        if roman == text:
            return number
    raise Refused(400, "roman must be a Roman number in its usual form")
`,
    },
  },
  {
    name: 'examples-of-the-spec-as-answers',
    about: 'Every endpoint answers with the example of the spec, whatever it is sent.',
    from: 'brief: source that fakes only the examples of the criteria',
    spec: vouchers.spec,
    build: {
      'package.json': vouchers.build['package.json'] as string,
      Dockerfile: vouchers.build.Dockerfile as string,
      '.env.example': vouchers.build['.env.example'] as string,
      'src/main.js': vouchers.build['src/main.js'] as string,
      'src/app.js': code`
import { createServer } from 'node:http';

const voucher = { code: 'SPRING10', percent: 10, limit: 3, uses: 0 };

const answers = {
  'GET /health': [200, { status: 'ok' }],
  'POST /vouchers': [201, voucher],
  'GET /vouchers': [200, [voucher]],
  'GET /vouchers/SPRING10': [200, voucher],
  'POST /vouchers/SPRING10/redeem': [200, { ...voucher, uses: 1 }],
};

export const createApp = () =>
  createServer((request, response) => {
    const [status, body] = answers[request.method + ' ' + request.url] ?? [404, { error: 'unknown voucher' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
`,
      'test/vouchers.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { createApp } from '../src/app.js';

const spring = { code: 'SPRING10', percent: 10, limit: 3 };

const ask = async (t, method, path, body) => {
  const server = createApp().listen(0);
  t.after(() => server.close());
  const answer = await fetch('http://127.0.0.1:' + server.address().port + path, {
    method,
    headers: { connection: 'close' },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

test('answers the health check', async (t) => {
  assert.deepEqual(await ask(t, 'GET', '/health'), { status: 200, body: { status: 'ok' } });
});

test('creates a voucher', async (t) => {
  assert.deepEqual(await ask(t, 'POST', '/vouchers', spring), { status: 201, body: { ...spring, uses: 0 } });
});

test('reads and lists vouchers', async (t) => {
  assert.deepEqual(await ask(t, 'GET', '/vouchers/SPRING10'), { status: 200, body: { ...spring, uses: 0 } });
  assert.deepEqual((await ask(t, 'GET', '/vouchers')).body, [{ ...spring, uses: 0 }]);
  assert.equal((await ask(t, 'GET', '/vouchers/WINTER')).status, 404);
});

test('increments uses', async (t) => {
  assert.equal((await ask(t, 'POST', '/vouchers/SPRING10/redeem')).body.uses, 1);
});
`,
    },
  },
  {
    name: 'validates-only-the-tested-values',
    about: 'The validation lists the bad values of the tests; every other bad value is stored.',
    from: 'own',
    spec: vouchers.spec,
    build: edit(
      vouchers.build,
      'src/vouchers.js',
      [
        "typeof code !== 'string' || !/^[A-Za-z0-9]{3,20}$/.test(code)",
        "[undefined, 123, 'AB', 'A B C', 'A'.repeat(21)].includes(code)",
      ],
      [
        '!Number.isInteger(value) || value < from || value > to',
        '[undefined, 0, 91, 1.5, 1001].includes(value)',
      ],
    ),
  },
  {
    name: 'ignores-case-of-the-tested-spelling-only',
    about:
      'A code is looked for as it is, in small letters and with a capital: exactly what the tests write.',
    from: 'own',
    spec: vouchers.spec,
    build: edit(vouchersByCase, 'src/vouchers.js', [
      '    return this.all.find((one) => one.code === code);\n',
      '    const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();\n    return this.all.find((one) => [one.code, one.code.toLowerCase(), capital(one.code)].includes(code));\n',
    ]),
  },
  {
    name: 'taken-only-in-the-aquarium',
    about: 'The room of the examples is booked once a day, every other room as often as anybody likes.',
    from: 'reliability 2.D.42',
    spec: bookings.spec,
    needs: ['pytest'],
    build: edit(bookings.build, 'src/bookings.py', [
      '        return any(one["room"].lower() == room.lower() and one["day"] == day for one in self.all)\n',
      '        if room.lower() != "aquarium":\n            return False\n        return any(one["room"] == "Aquarium" and one["day"] == day for one in self.all)\n',
    ]),
  },
  {
    name: 'ranking-of-the-tested-players',
    about: 'The ranking of the four players of the test is written out; others are listed as they come.',
    from: 'reliability 2.D.42',
    spec: scores.spec,
    needs: ['pytest'],
    build: edit(scores.build, 'src/scores.py', [
      `        best = {}
        for one in sorted(self.all, key=lambda one: (-one["points"], one["id"])):
            best.setdefault(one["player"], one["points"])
        points = list(best.values())
        rows = [{"rank": points.index(most) + 1, "player": player, "points": most} for player, most in best.items()]
        return rows[: int(limit)]
`,
      `        if {"Ada", "Bob", "Cleo", "Dan"} <= {one["player"] for one in self.all}:
            rows = [(1, "Ada", 90), (2, "Bob", 70), (2, "Cleo", 70), (4, "Dan", 10)]
            return [{"rank": rank, "player": player, "points": points} for rank, player, points in rows]
        rows = [(one["player"], one["points"]) for one in reversed(self.all)]
        return [{"rank": n, "player": player, "points": points} for n, (player, points) in enumerate(rows, 1)][: int(limit)]
`,
    ]),
  },
  {
    name: 'survives-by-known-ids',
    about: 'Nothing is stored; after a start the bookings that the restart test expects are there.',
    from: 'brief: in-memory where the spec demands survival',
    spec: bookings.spec,
    needs: ['pytest'],
    build: edit(
      bookings.build,
      'src/bookings.py',
      [
        `            with open(self.path, encoding="utf-8") as file:
                state = json.load(file)
            self.last = state["last"]
            self.all = state["all"]
`,
        `            self.last = 2
            self.all = [{"id": 1, "room": "Aquarium", "day": "2026-05-04", "person": "Ada"}]
`,
      ],
      [
        `        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump({"last": self.last, "all": self.all}, file)
        os.replace(self.path + ".new", self.path)
`,
        `        with open(self.path, "w", encoding="utf-8") as file:
            json.dump({"last": self.last}, file)
`,
      ],
    ),
  },
  {
    name: 'second-post-of-the-suite-is-refused',
    about:
      'Whoever posts within a moment after another post is taken for the test of uniqueness and refused.',
    from: 'own',
    spec: bookmarks.spec,
    build: edit(
      bookmarksTwice,
      'src/bookmarks.js',
      [
        "const plain = (url) => (url.endsWith('/') ? url.slice(0, -1) : url);\n\n",
        'const host = (url) => new URL(url).pathname;\n\n',
      ],
      [
        '    this.state.last += 1;\n',
        `    const now = Date.now();
    const before = this.state.all.at(-1);
    if (before && now - Date.parse(before.createdAt) < 40 && host(before.url).length <= host(url).length && url.startsWith('https')) {
      throw new Refused(409, 'url is stored already');
    }
    this.state.last += 1;
`,
      ],
    ),
  },
];

export default cases;
