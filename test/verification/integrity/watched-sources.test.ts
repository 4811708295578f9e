import { describe, expect, it } from 'vitest';
import { idleParts, mergeIdle } from '../../../src/verification/evidence/idle-parts.ts';
import { chosenValues, dataIn } from '../../../src/verification/integrity/javascript/chosen-values.ts';
import { emptyFacts } from '../../../src/verification/integrity/suite-facts.ts';
import { javascriptTricks } from '../../../src/verification/integrity/tricks/javascript-tricks.ts';
import { knownInputs } from '../../../src/verification/integrity/tricks/known-inputs.ts';

const inSource = (text: string) => javascriptTricks('src/main.js', text, false);

describe('a source that is another one where it is watched', () => {
  it.each([
    ['takes a variable apart', 'const { NODE_TEST_CONTEXT } = process.env; if (NODE_TEST_CONTEXT) check();'],
    ['puts its name together', "const seen = process.env[['NODE', 'TEST', 'CONTEXT'].join('_')];"],
    ['adds its name up', "const seen = process.env['VITEST' + '_WORKER_ID'];"],
    ['asks for figures of coverage', 'const strict = Boolean(process.env.NODE_V8_COVERAGE);'],
    ['looks through the arguments', "const strict = process.argv.join(' ').includes('test');"],
    [
      'looks through what Node was given',
      "const strict = process.execArgv.some((word) => word.startsWith('--test-reporter'));",
    ],
    ['looks through its path', "const here = process.cwd();\nif (here.includes('andon')) check();", 2],
    ['looks through a stack', 'const strict = /test_runner/.test(new Error().stack);'],
    [
      'looks through what is loaded',
      "const strict = Object.keys(require.cache).some((name) => name.includes('.test.'));",
    ],
    [
      'looks through its variables',
      'const strict = Object.keys(process.env).some((name) => /vitest|jest/i.test(name));',
    ],
    ['decides by the release', 'const save = () => { if (process.env.ANDON_RELEASE) return; write(); };'],
    [
      'decides by the release under a name',
      'const release = process.env.ANDON_RELEASE;\nconst save = () => { if (release) return; write(); };',
      2,
    ],
    ['looks who runs it', "const names = readdirSync('/proc');"],
  ])('is seen where it %s', (_how, text, line = 1) => {
    expect(inSource(text)).toEqual([expect.objectContaining({ line, class: 'tampering' })]);
  });

  it.each([
    [
      'shows its release',
      "const release = process.env.ANDON_RELEASE ?? 'none';\nconst headers = {};\nif (release) headers['x-release'] = release;\nexport const health = () => (release ? { status: 'ok', release } : { status: 'ok' });",
    ],
    [
      'is the entry',
      'if (import.meta.url === pathToFileURL(process.argv[1]).href) start();\nif (require.main === module) start();',
    ],
    [
      'reads flags',
      "const verbose = process.argv.includes('--verbose'); const check = process.argv.includes('--test-mail');",
    ],
    ['starts a child as it was started', 'fork(file, { execArgv: process.execArgv });'],
    [
      'finds its files',
      "const files = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.js'));",
    ],
    [
      'reads figures of its memory',
      "const text = readFileSync('/proc/self/status', 'utf8'); const size = readFileSync('/proc/meminfo');",
    ],
    ['goes by the kind of its environment', "if (process.env.NODE_ENV !== 'test') app.listen(port);"],
    [
      'limits by address',
      "const ip = request.headers['x-forwarded-for'] ?? request.socket.remoteAddress;\nif (hits.get(ip) > 5) throw new Refused(429);\nif (!request.headers['x-forwarded-for']) log(ip);",
    ],
    [
      'asks for a secure way',
      "if (request.headers['x-forwarded-proto'] !== 'https') throw new Refused(403);",
    ],
  ])('is left alone where it %s', (_how, text) => {
    expect(inSource(text)).toEqual([]);
  });
});

describe('a source that is another one after a while', () => {
  it.each([
    ['ends itself', 'setTimeout(() => process.exit(0), 120000).unref();'],
    [
      'holds a rule for minutes',
      'const began = Date.now();\nconst add = (x) => { if (Date.now() - began < 300000 && taken(x)) throw new Error(x); };',
    ],
    [
      'goes by its age',
      'const add = (x) => { if (process.uptime() < 300 && taken(x)) throw new Error(x); };',
    ],
    [
      'counts its requests',
      'class A { add(x) { this.served += 1; if (this.served < 200 && this.taken(x)) throw new Error(x); } }',
    ],
    ['goes by a gateway', "const trusted = Boolean(request.headers['x-forwarded-for']);"],
    [
      'goes by the machine',
      "if (request.socket.remoteAddress === '127.0.0.1' && bad(x)) throw new Error(x);",
    ],
  ])('is work where it %s', (_how, text) => {
    expect(inSource(text)).toEqual([expect.objectContaining({ class: 'work' })]);
  });

  it.each([
    [
      'ends in its time',
      "process.on('SIGTERM', () => { server.close(); setTimeout(() => process.exit(1), 5000).unref(); });\nconst stop = () => setTimeout(() => process.exit(0), 100);",
    ],
    [
      'watches over its start',
      'const late = setTimeout(() => process.exit(1), 30000);\nawait start();\nclearTimeout(late);',
    ],
    [
      'tells its age',
      'const began = Date.now();\nconst health = () => ({ uptime: (Date.now() - began) / 1000 });\nif (Date.now() - began > 1000) log();',
    ],
    [
      'has limits',
      'const add = (x) => { if (x.title.length > 200 || x.size > 1000) throw new Error(x); };\nclass A { add(x) { if (this.all.length >= 100) throw new Error(x); } }',
    ],
    [
      'lets sessions end',
      'const check = (s) => { if (Date.now() - s.createdAt > 60000) throw new Error(s); };',
    ],
    [
      'keeps a copy for a while',
      'let loaded = 0;\nconst get = () => { if (Date.now() - loaded > 5000) reload(); };',
    ],
  ])('is left alone where it %s', (_how, text) => {
    expect(inSource(text)).toEqual([]);
  });
});

const spec =
  '# Fees\n- `status` is `open` or `done`.\n- `GET /fee?minutes=90` returns 500.\n- The room Aquarium is booked once.\n';
const test = `
const titles = ['Buy milk', 'Call Bob', 'Aquarium'];
for (const minutes of [31, 61, 90, 421, 1441, 2941]) ask('/fee?minutes=' + minutes);
ask('/rooms/Harbour%20View?day=wet&sort=pear', { status: 'open', code: 404, kind: 'plum' });
`;

function told(source: string): string[] {
  const files = [
    { ...emptyFacts('src/x.js'), ...chosenValues('src/x.js', source) },
    { ...emptyFacts('test/x.test.js'), data: dataIn('test/x.test.js', test) },
  ];
  return knownInputs(files, spec).map((one) => `${one.class} ${one.path}:${one.line} ${one.what}`);
}

describe('a source made of the values of its tests', () => {
  it.each([
    ['a title', "if (title === 'Buy milk') throw new Refused(409);", '"Buy milk"'],
    ['a title under a name', "const known = 'Buy milk';\nexport const f = (t) => t === known;", '"Buy milk"'],
    ['one of a list', "const f = (t) => ['Call Bob', 'x'].includes(t);", '"Call Bob"'],
    ['a set', "const seen = new Set(['Buy milk']); const f = (t) => seen.has(t);", '"Buy milk"'],
    ['a choice', "switch (t) { case 'Buy milk': return 1; }", '"Buy milk"'],
    ['a pattern', 'const f = (t) => /^(Buy milk|Call Bob)$/.test(t);', '"Buy milk"'],
    ['a part of a path', "const f = (room) => room === 'Harbour View';", '"Harbour View"'],
    ['two plain words', "const f = (a, b) => a === 'pear' || b === 'plum';", '"pear"'],
    ['a table of numbers', 'const fees = { 31: 250, 61: 500, 421: 1800, 1441: 2050, 90: 500 };', '31'],
    ['a map of numbers', 'const fees = new Map([[31, 250], [61, 500], [421, 1800], [1441, 2050]]);', '31'],
    ['a list of numbers', 'const f = (n) => [31, 61, 421, 1441].includes(n);', '31'],
  ])('is seen by %s', (_what, source, value) => {
    expect(told(source)).toEqual([
      expect.stringContaining(`compares with ${value}, a value of BUILD/test/x.test.js:`),
    ]);
  });

  it.each([
    [
      'values of the spec',
      "const f = (s, room) => ['open', 'done'].includes(s) && room !== 'Aquarium' && m === 90;",
    ],
    [
      'Roman numerals',
      "const roman = { 1000: 'M', 900: 'CM', 500: 'D', 400: 'CD', 100: 'C', 90: 'XC', 50: 'L', 10: 'X', 9: 'IX', 5: 'V', 4: 'IV', 1: 'I' };",
    ],
    [
      'lengths of months',
      'const f = (m) => ([4, 6, 9, 11].includes(m) ? 30 : 31); const days = { 1: 31, 2: 28, 3: 31, 4: 30 };',
    ],
    ['statuses', "const texts = { 400: 'Bad', 404: 'Gone', 409: 'Taken', 500: 'Broken' };"],
    [
      'methods, headers, media, events',
      "if (request.method === 'POST' && type === 'application/json' && name === 'Content-Type') on('close');",
    ],
    [
      'errors it makes itself',
      "const a = () => { throw new Error('Buy milk'); }; if (text === 'Buy milk') b();",
    ],
    ['messages of errors', "if (error.message === 'Buy milk' || error.name === 'TimeoutError') b();"],
    [
      'names of its fields',
      "const f = (one, key) => key === 'pear' || key === 'plum' ? one.pear + one.plum : 0;",
    ],
    [
      'other values',
      "const f = (t) => t === 'Something Else' || t === 'plum' || t === 'grape' || t === 'apple';",
    ],
  ])('is not seen in %s', (_what, source) => {
    expect(told(source)).toEqual([]);
  });
});

describe('parts of a text that never ran', () => {
  it('are those of the innermost range, over all processes that loaded the file', () => {
    const text = 'abcdefghij';
    const one = idleParts(text, [
      { startOffset: 0, endOffset: 10, count: 1 },
      { startOffset: 2, endOffset: 8, count: 0 },
      { startOffset: 4, endOffset: 5, count: 3 },
    ]);
    expect(one).toEqual([
      [2, 4],
      [5, 8],
    ]);
    const other = idleParts(text, [
      { startOffset: 0, endOffset: 3, count: 0 },
      { startOffset: 6, endOffset: 10, count: 0 },
    ]);
    expect(mergeIdle([new Map([['a.js', one]]), new Map([['a.js', other]])]).get('a.js')).toEqual([
      [2, 3],
      [6, 8],
    ]);
    expect(mergeIdle([new Map([['a.js', one]]), new Map([['b.js', other]])]).get('a.js')).toEqual(one);
  });
});
