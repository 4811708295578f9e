import { describe, expect, it } from 'vitest';
import { journalCases } from './cases/journal-cases.ts';
import { lineCases } from './cases/line-cases.ts';
import { moneyCases } from './cases/money-cases.ts';
import { violationsOf } from './cases/promise-case.ts';
import { releaseCases } from './cases/release-cases.ts';
import { ticketCases } from './cases/ticket-cases.ts';
import { linePromises } from './promises/line-promises.ts';

const cases = [...journalCases, ...ticketCases, ...releaseCases, ...lineCases, ...moneyCases];

describe.each(cases.map((each) => [each.promise.name, each] as const))('%s', (_name, each) => {
  it('is found kept where it is', () => {
    expect(violationsOf(each, each.keeps)).toEqual([]);
  });

  it.each(Object.entries(each.breaks))('is found broken when %s', (_how, tell) => {
    expect(violationsOf(each, tell)).not.toEqual([]);
  });
});

it('has a history that breaks it for every promise of the line', () => {
  expect(cases.map(({ promise }) => promise.name).sort()).toEqual(
    linePromises.map(({ name }) => name).sort(),
  );
});
