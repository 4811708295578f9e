import { describe, expect, it } from 'vitest';
import { type ComparedBuild, isAtLeastAsGood, rankBuilds } from '../../../machines/policy/choose-build.ts';

const build = (ticket: string, more: Partial<ComparedBuild> = {}): ComparedBuild => ({
  name: `build ${ticket}`,
  ticket,
  passed: 'test',
  mutation: 70,
  coverage: 90,
  tests: 10,
  usd: 1,
  ms: 60_000,
  ...more,
});
const order = (...builds: ComparedBuild[]) => rankBuilds(builds).map(({ ticket }) => ticket);

describe('of several builds', () => {
  it.each<[string, Partial<ComparedBuild>, Partial<ComparedBuild>]>([
    ['the test gate before the build gate', { mutation: 1 }, { passed: 'build', mutation: 99 }],
    ['the build gate before none', { passed: 'build', mutation: null }, { passed: null, mutation: 99 }],
    ['more mutants noticed', { mutation: 71, coverage: 1 }, {}],
    ['a mutation score before none', {}, { mutation: null, coverage: 100 }],
    ['the larger coverage', { coverage: 91, tests: 1 }, {}],
    ['more tests', { tests: 11, usd: 9 }, {}],
    ['the smaller cost', { usd: 0.5, ms: 99_000 }, {}],
    ['a cost that is known before one that is not', { usd: 99 }, { usd: null }],
    ['the faster', { ms: 59_000 }, {}],
    ['a duration that is known before one that is not', {}, { ms: null }],
  ])('%s', (_what, better, worse) => {
    expect(order(build('1', worse), build('2', better))).toEqual(['2', '1']);
    expect(order(build('1', better), build('2', worse))).toEqual(['1', '2']);
  });

  it('those that are the same in everything stay as they were asked for', () => {
    expect(order(build('2'), build('1'))).toEqual(['2', '1']);
    expect(rankBuilds([build('2'), build('1')])[0]?.text).toBe(
      'build 2 is as good as build 1, and was asked for before it',
    );
  });

  it('each says what sets it before the next, and the last what it is', () => {
    const builds = [build('1', { passed: null }), build('2', { coverage: 84.25 }), build('3')];
    expect(rankBuilds(builds).map(({ text }) => text)).toEqual([
      'build 3 goes before build 2: coverage 90 %, against coverage 84.3 %',
      'build 2 goes before build 1: passed the test gate, against failed the build gate',
      'build 1: failed the build gate, mutation score 70 %, coverage 90 %, 10 passed tests',
    ]);
  });

  it('none is ranked where there is none', () => {
    expect(rankBuilds([])).toEqual([]);
  });
});

describe('a merged build', () => {
  it('is as good as the best whatever it cost and however long it took', () => {
    expect(isAtLeastAsGood(build('m', { usd: 50, ms: 9_000_000 }), build('1'))).toBe(true);
  });

  it('is not as good when a gate found it worse', () => {
    expect(isAtLeastAsGood(build('m', { passed: 'build' }), build('1'))).toBe(false);
    expect(isAtLeastAsGood(build('m', { mutation: 69 }), build('1'))).toBe(false);
    expect(isAtLeastAsGood(build('m', { coverage: 89, mutation: 99 }), build('1'))).toBe(true);
  });
});
