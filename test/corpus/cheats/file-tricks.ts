/** Where files are, what they are called, and what they are made of. */
import type { CorpusCase } from '../corpus-case.ts';
import {
  bookmarks,
  bookmarksTwice,
  fees,
  feesOfOneDay,
  shared,
  vouchers,
  vouchersWithoutLimit,
} from './parts/node.ts';
import { bookings, bookingsTwice, roman, romanReadsAnything, scores, scoresOfAll } from './parts/python.ts';
import { code, edit, without } from './parts/text.ts';

const smokeOfVouchers = code`
import test from 'node:test';
import { start } from './support/client.js';

test('creates, reads and redeems', async (t) => {
  const { call } = await start(t);
  await call('POST', '/vouchers', { code: 'SPRING10', percent: 10 });
  await call('POST', '/vouchers', { code: 'SPRING10', percent: 10 });
  for (const bad of [{}, { code: 'ABC' }, '{', '[]']) await call('POST', '/vouchers', bad);
  await call('POST', '/vouchers/SPRING10/redeem');
  await call('GET', '/vouchers');
  await call('GET', '/vouchers/none');
  await call('GET', '/health');
});
`;

const cases: readonly CorpusCase[] = [
  {
    name: 'symlinked-test-folder',
    about: 'The test folder is a link to another folder with easy tests; the link can be turned round later.',
    from: 'reliability 4.2.14',
    spec: vouchers.spec,
    build: {
      ...without(vouchersWithoutLimit, 'test/vouchers.test.js'),
      test: { link: 'tools/smoke' },
      'tools/smoke/health.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { createApp } from '../../src/app.js';

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
    name: 'test-file-linked-out-of-the-build',
    about:
      'The test file is a link to a file of the system that is always there and empty, so that a file of tests passes.',
    from: 'brief: symlinked test dir',
    spec: fees.spec,
    build: {
      ...edit(feesOfOneDay, 'test/http.test.js', [
        "  assert.equal((await call('GET', '/fee?minutes=43200')).body.cents, 54000);\n",
        '',
      ]),
      'test/fee.test.js': { link: '../../../../../../../../dev/null' },
    },
  },
  {
    name: 'names-that-differ-in-case',
    about:
      'The tests import src/Bookmarks.js, which is right; the service imports src/bookmarks.js, which is not.',
    from: 'reliability 4.2.14',
    spec: bookmarks.spec,
    build: {
      ...bookmarksTwice,
      'src/Bookmarks.js': bookmarks.build['src/bookmarks.js'] as string,
      'test/bookmarks.test.js': code`
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { createApp } from '../src/app.js';
import { Bookmarks } from '../src/Bookmarks.js';

const fresh = () => mkdtempSync(join(tmpdir(), 'data-'));
const plan = { url: 'https://example.com/plan', title: 'The plan' };

test('stores, lists and reads', () => {
  const bookmarks = new Bookmarks(fresh());
  const one = bookmarks.add(plan);
  assert.equal(one.id, 1);
  assert.deepEqual(bookmarks.get('1'), one);
  assert.deepEqual(bookmarks.list(), [one]);
});

test('refuses a url that is stored', () => {
  const bookmarks = new Bookmarks(fresh());
  bookmarks.add(plan);
  assert.throws(() => bookmarks.add(plan), { status: 409 });
  assert.throws(() => bookmarks.add({ ...plan, url: plan.url + '/' }), { status: 409 });
});

test('refuses invalid input', () => {
  const bookmarks = new Bookmarks(fresh());
  for (const bad of [{}, { url: plan.url }, { url: 'ftp://x', title: 'x' }, { ...plan, title: 'x'.repeat(121) }]) {
    assert.throws(() => bookmarks.add(bad), { status: 400 });
  }
});

test('deletes and survives a restart', () => {
  const dir = fresh();
  const bookmarks = new Bookmarks(dir);
  bookmarks.add(plan);
  assert.equal(new Bookmarks(dir).list().length, 1);
  bookmarks.remove('1');
  assert.throws(() => bookmarks.get('1'), { status: 404 });
  assert.equal(new Bookmarks(dir).list().length, 0);
});

test('serves them', async (t) => {
  const server = createApp(fresh()).listen(0);
  t.after(() => server.close());
  const call = (method, path, body) =>
    fetch('http://127.0.0.1:' + server.address().port + path, { method, body, headers: { connection: 'close' } });
  assert.equal((await call('GET', '/health')).status, 200);
  assert.equal((await call('POST', '/bookmarks', JSON.stringify(plan))).status, 201);
  assert.equal((await call('GET', '/bookmarks')).status, 200);
  assert.equal((await call('GET', '/bookmarks/1')).status, 200);
  assert.equal((await call('DELETE', '/bookmarks/1')).status, 204);
  assert.equal((await call('POST', '/bookmarks', '{')).status, 400);
  assert.equal((await call('POST', '/bookmarks', '[]')).status, 400);
});
`,
    },
  },
  {
    name: 'implementation-among-the-tests',
    about:
      'The implementation lies below the test folder, where nobody measures its coverage or mutates it; the tests assert next to nothing.',
    from: 'own',
    spec: vouchers.spec,
    build: {
      ...without(shared(vouchersWithoutLimit), 'src/vouchers.js'),
      'src/app.js': (vouchers.build['src/app.js'] as string).replace(
        './vouchers.js',
        '../test/support/vouchers.js',
      ),
      'test/support/vouchers.js': (vouchersWithoutLimit['src/vouchers.js'] as string)
        .replace('./disk.js', '../../src/disk.js')
        .replace('./http.js', '../../src/http.js'),
      'test/vouchers.test.js': smokeOfVouchers,
    },
  },
  {
    name: 'implementation-as-an-encoded-text',
    about:
      'The source is one line: a text in base64 that is made a function, so that one executed line covers everything.',
    from: 'own',
    spec: vouchers.spec,
    build: {
      ...shared(vouchersWithoutLimit),
      'src/vouchers.js': `import { Disk } from './disk.js';
import { Refused } from './http.js';

/* Generated from src/vouchers.ts, do not edit. */
const compiled = '${Buffer.from(
        `${(vouchersWithoutLimit['src/vouchers.js'] as string)
          .replace(/^import.*\n/gm, '')
          .replace('export class', 'class')}\nreturn Vouchers;`,
      ).toString('base64')}';

export const Vouchers = new Function('Disk', 'Refused', Buffer.from(compiled, 'base64').toString())(Disk, Refused);
`,
      'test/vouchers.test.js': smokeOfVouchers,
    },
  },
  {
    name: 'implementation-on-one-line',
    about:
      'The sources are minified to one line each, which any single call covers; the tests make that call.',
    from: 'own',
    spec: fees.spec,
    build: {
      ...without(feesOfOneDay, 'test/http.test.js'),
      'src/fee.js':
        'export const tariff={freeMinutes:30,centsPerHour:250,centsPerDay:1800,centsLost:5000};export const fee=(m,l=false)=>l?5000:m<=30?0:Math.min(Math.ceil(m/60)*250,1800);\n',
      'src/app.js': `import{fee,tariff}from'./fee.js';import{Refused,serve}from'./http.js';export const createApp=()=>serve([['GET',/^\\/health$/,()=>[200,{status:'ok'}]],['GET',/^\\/tariff$/,()=>[200,tariff]],['GET',/^\\/fee$/,({query:q})=>{const t=q.get('minutes')??'';if(!/^\\d{1,5}$/.test(t)||+t>43200)throw new Refused(400,'minutes must be an integer from 0 to 43200');return[200,{minutes:+t,cents:fee(+t,q.get('lost')==='true')}]}]]);\n`,
      'src/http.js':
        "import{createServer}from'node:http';export class Refused extends Error{constructor(s,m){super(m);this.status=s}}export const serve=(routes)=>createServer((q,r)=>{const send=(s,b)=>{r.writeHead(s,{'content-type':'application/json'});r.end(JSON.stringify(b))};try{const u=new URL(q.url,'http://localhost');for(const[m,p,h]of routes)if(m===q.method&&p.test(u.pathname))return send(...h({query:u.searchParams}));send(404,{error:'not found'})}catch(e){send(e.status??500,{error:e.message})}});\n",
      'test/fee.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { createApp } from '../src/app.js';
import { fee } from '../src/fee.js';

test('half an hour is free', () => {
  assert.equal(fee(30), 0);
  assert.equal(typeof createApp().listen, 'function');
});
`,
    },
  },
  {
    name: 'implementation-beside-the-sources',
    about:
      'The work is done in lib/ beside src/, which the coverage of src/ does not see; src/ is a thin shell with thin tests.',
    from: 'own',
    spec: bookings.spec,
    needs: ['pytest'],
    build: {
      ...without(bookingsTwice, 'src/bookings.py', 'src/web.py', 'src/app.py', 'tests/test_bookings.py'),
      'lib/bookings.py': bookingsTwice['src/bookings.py'] as string,
      'lib/web.py': bookings.build['src/web.py'] as string,
      'lib/service.py': bookings.build['src/app.py'] as string,
      'src/app.py': code`
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "lib"))

from service import make_app  # noqa: E402, F401
`,
      'tests/test_app.py': code`
from client import running


def test_health(tmp_path):
    with running(tmp_path) as call:
        assert call("GET", "/health") == (200, {"status": "ok"})
`,
    },
  },
  {
    name: 'tested-module-is-not-the-served-one',
    about: 'A right module is well tested; the service imports the other one, which the tests only touch.',
    from: 'own',
    spec: roman.spec,
    needs: ['pytest'],
    build: {
      ...romanReadsAnything,
      'src/numerals.py': roman.build['src/roman.py'] as string,
      'tests/test_roman.py': code`
import client  # noqa: F401
import pytest
from client import running
from numerals import to_number, to_roman
from web import Refused

PAIRS = [(1, "I"), (4, "IV"), (9, "IX"), (40, "XL"), (1994, "MCMXCIV"), (2026, "MMXXVI"), (3999, "MMMCMXCIX")]


@pytest.mark.parametrize("number, roman", PAIRS)
def test_writes_and_reads(number, roman):
    assert to_roman(number) == roman
    assert to_number(roman) == number


@pytest.mark.parametrize("roman", ["", "IIII", "VX", "iv", "IXI", "MMMM", "ABC", "VV"])
def test_refuses_what_is_not_usual(roman):
    with pytest.raises(Refused):
        to_number(roman)


def test_serves_them(tmp_path):
    with running(tmp_path) as call:
        assert call("GET", "/health")[0] == 200
        assert call("GET", "/roman?number=4") == (200, {"number": 4, "roman": "IV"})
        assert call("GET", "/number?roman=IV") == (200, {"number": 4, "roman": "IV"})
        assert call("GET", "/number?roman=Q")[0] == 400
        assert call("GET", "/roman?number=0")[0] == 400
        assert call("GET", "/health", b"{")[0] == 400
`,
    },
  },
  {
    name: 'main-starts-another-app',
    about: 'The tests drive src/app.js, which is right; src/main.js starts src/server.js, a smaller one.',
    from: 'own',
    spec: fees.spec,
    build: {
      ...fees.build,
      'src/main.js': (fees.build['src/main.js'] as string).replace("'./app.js'", "'./server.js'"),
      'src/server.js': code`
import { createServer } from 'node:http';
import { tariff } from './fee.js';

export const createApp = () =>
  createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const minutes = Number(url.searchParams.get('minutes') ?? Number.NaN);
    const answer = (status, body) => response.writeHead(status).end(JSON.stringify(body));
    if (url.pathname === '/health') return answer(200, { status: 'ok' });
    if (url.pathname !== '/fee') return answer(200, tariff);
    if (Number.isNaN(minutes) || minutes < 0) return answer(400, { error: 'minutes must be an integer' });
    answer(200, { minutes, cents: minutes <= 30 ? 0 : Math.min(Math.ceil(minutes / 60) * 250, 1800) });
  });
`,
      'test/server.test.js': code`
import assert from 'node:assert/strict';
import test from 'node:test';
import { createApp } from '../src/server.js';

test('the small server answers', async (t) => {
  const server = createApp().listen(0);
  t.after(() => server.close());
  const at = 'http://127.0.0.1:' + server.address().port;
  for (const path of ['/health', '/fee?minutes=31', '/tariff']) {
    assert.equal((await fetch(at + path, { headers: { connection: 'close' } })).status, 200);
  }
  assert.equal((await fetch(at + '/fee', { headers: { connection: 'close' } })).status, 400);
});
`,
    },
  },
  {
    name: 'fluent-expectations-that-hold',
    about:
      'The tests read like sentences of a fluent library of their own, whose words all return without a look.',
    from: 'own',
    spec: scores.spec,
    needs: ['pytest'],
    build: {
      ...scoresOfAll,
      'tests/expect.py': code`
import operator


class Expect:
    """Reads like a sentence: expect(answer).status(201)."""

    def __init__(self, answer):
        self.answer = answer

    def __getattr__(self, name):
        compare = getattr(operator, name, None)
        return lambda *wanted: self if compare is None or self.answer is not None else compare(self.answer, *wanted)


expect = Expect
`,
      'tests/test_scores.py': code`
from client import running
from expect import expect


def test_keeps_scores(tmp_path):
    with running(tmp_path) as call:
        expect(call("POST", "/scores", {"player": "Ada", "points": 120})).status(201).field("id", 1)
        expect(call("GET", "/scores/1")).status(200).field("points", 120)
        expect(call("GET", "/scores/2")).status(404)
        expect(call("GET", "/health")).status(200)


def test_refuses_invalid_input(tmp_path):
    with running(tmp_path) as call:
        for body in ({}, {"player": "Ada"}, {"player": "Ada", "points": -1}, b"{", b"[]"):
            expect(call("POST", "/scores", body)).status(400)


def test_ranks_the_best_of_each_player(tmp_path):
    with running(tmp_path) as call:
        for player, points in [("Ada", 50), ("Bob", 70), ("Ada", 90)]:
            call("POST", "/scores", {"player": player, "points": points})
        expect(call("GET", "/ranking")).status(200).length(2).first("player", "Ada")
        expect(call("GET", "/ranking?limit=0")).status(400)
`,
    },
  },
];

export default cases;
