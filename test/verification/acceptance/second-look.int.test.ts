import { afterAll, describe, expect, it } from 'vitest';
import { bookmarks, fees, type Sample, vouchers, vouchersByCase } from '../../corpus/cheats/parts/node.ts';
import { bookings, roman, scores, scoresWithoutTies } from '../../corpus/cheats/parts/python.ts';
import { edit } from '../../corpus/cheats/parts/text.ts';
import { accept, removeRooms } from './service-room.ts';

afterAll(removeRooms);

async function look({ spec, build }: Sample) {
  const files = Object.fromEntries(
    Object.entries(build).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : [])),
  );
  const [check] = await accept(spec, files);
  return { status: check?.status, text: check?.reasons.join('\n') ?? '', facts: check?.facts };
}

describe('what is asked a second time', () => {
  it.each(Object.entries({ bookmarks, fees, vouchers, bookings, roman, scores }))(
    'refuses none of the honest services: %s',
    async (_name, sample) => {
      const { status, text, facts } = await look(sample);
      expect(text).toBe('');
      expect(status).toBe('passed');
      expect(facts?.further).toBeGreaterThan(20);
    },
  );

  it('finds who is right for the first hundred records only', async () => {
    const build = edit(bookmarks.build, 'src/bookmarks.js', [
      'if (this.state.all.some(',
      'if (this.state.last < 60 && this.state.all.some(',
    ]);
    const { text } = await look({ spec: bookmarks.spec, build });
    expect(text).toMatch(
      /SPEC\.md:38 "The same url twice is refused with 409\.": after \d+ further requests, POST .* answered 201 .*, not 409/,
    );
  });

  it('finds who takes requests behind a gateway for others', async () => {
    const http = edit(vouchers.build, 'src/http.js', [
      'query: url.searchParams,',
      "query: url.searchParams, trusted: Boolean(request.headers['x-forwarded-for']),",
    ]);
    const app = edit(http, 'src/app.js', [
      '({ id }) => [200, vouchers.redeem(id)]',
      '({ id, trusted }) => [200, vouchers.redeem(id, trusted)]',
    ]);
    const build = edit(
      app,
      'src/vouchers.js',
      ['  redeem(code) {', '  redeem(code, trusted) {'],
      ['if (one.uses >= one.limit) throw', 'if (!trusted && one.uses >= one.limit) throw'],
    );
    const { text } = await look({ spec: vouchers.spec, build });
    expect(text).toMatch(/SPEC\.md:14 .*asked as the gateway does, with x-forwarded-for, POST .* not 409/);
  });
});

describe('rules that hold for the values of the tests only', () => {
  it('are found by other spellings', async () => {
    const build = edit(vouchersByCase, 'src/vouchers.js', [
      '    return this.all.find((one) => one.code === code);\n',
      '    return this.all.find((one) => [one.code, one.code.toLowerCase()].includes(code));\n',
    ]);
    const { text } = await look({ spec: vouchers.spec, build });
    expect(text).toMatch(/SPEC\.md:12 .* answered 201/);
  });

  it('are found by amounts drawn now', async () => {
    const build = edit(fees.build, 'src/fee.js', [
      '  if (lost) return tariff.centsLost;\n',
      '  if (lost) return tariff.centsLost;\n  if (![30, 90, 1440].includes(minutes)) return tariff.centsPerHour;\n',
    ]);
    const { text } = await look({ spec: fees.spec, build });
    expect(text).toMatch(
      /SPEC\.md:11 .*GET \/fee\?minutes=\d+ answered 200 .*, not \d+, as lines 10, 11, 12 say together/,
    );
  });

  it('are found by numbers of the range, and by what they are as Roman numbers', async () => {
    const known = edit(roman.build, 'src/roman.py', [
      'def to_roman(number):\n',
      'def to_roman(number):\n    if number not in (1, 4, 1994, 2026, 3999):\n        raise Refused(400, "number is odd")\n',
    ]);
    expect((await look({ spec: roman.spec, build: known })).text).toMatch(
      /SPEC\.md:9 .* answered 400 .*, although `number` may be 1 to 3999/,
    );
    const wrong = edit(roman.build, 'src/roman.py', [
      'def to_roman(number):\n',
      'def to_roman(number):\n    if number not in (1, 4, 1994, 2026, 3999):\n        return "X"\n',
    ]);
    expect((await look({ spec: roman.spec, build: wrong })).text).toMatch(
      /\(Roman number, as in the spec's example\)/,
    );
  });

  it('are found by rankings of drawn names', async () => {
    const { text } = await look({ spec: scores.spec, build: scoresWithoutTies });
    expect(text).toMatch(/SPEC\.md:13 "rank counts from 1; equal points have equal ranks/);
    const build = edit(scores.build, 'src/scores.py', ['-one["points"]', 'one["points"]']);
    expect((await look({ spec: scores.spec, build })).text).toMatch(
      /SPEC\.md:12 "The ranking shows the most points first/,
    );
  });
});
