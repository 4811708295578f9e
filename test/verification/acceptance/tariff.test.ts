import { describe, expect, it } from 'vitest';
import { agreedCost, readTariff } from '../../../src/verification/acceptance/tariff.ts';

const stay = [
  'The first 30 minutes of a stay are free.',
  'After that each begun hour of the whole stay costs 250 cents.',
  'A day of 1440 minutes costs at most 1800 cents; after it the count begins anew, without free minutes.',
];
const points = [
  { amount: 30, cost: 0 },
  { amount: 90, cost: 500 },
  { amount: 1440, cost: 1800 },
];

describe('a tariff in sentences', () => {
  it('tells what amounts cost that no example shows', () => {
    const readings = readTariff(stay, 'minutes', points);
    const costs = [0, 31, 60, 61, 421, 1439, 1441, 1440 * 2 + 61, 43200].map((one) =>
      agreedCost(readings, one),
    );
    expect(costs).toEqual([0, 250, 250, 500, 1800, 1800, 2050, 4100, 54000]);
  });

  it('is not used where an example contradicts every way to read it', () => {
    expect(readTariff(stay, 'minutes', [...points, { amount: 60, cost: 400 }])).toEqual([]);
  });

  it('is not used where a sentence about costs has another form, or too few examples say how it is meant', () => {
    expect(readTariff([...stay, 'Members pay half the price.'], 'minutes', points)).toEqual([]);
    expect(readTariff(stay, 'minutes', points.slice(1, 2))).toEqual([]);
    expect(readTariff(stay.slice(0, 1), 'minutes', points.slice(0, 1))).toEqual([]);
  });

  it('says nothing of amounts for which two ways to read it differ', () => {
    const open = ['The first 60 minutes are free.', 'After that each begun hour costs 3 euros.'];
    const known = [
      { amount: 60, cost: 0 },
      { amount: 0, cost: 0 },
      { amount: 30, cost: 0 },
    ];
    expect(readTariff(open, 'minutes', known)).toEqual([]);
    const readings = readTariff([...open, 'A stay costs at most 20 euros.'], 'minutes', [
      ...known,
      { amount: 3000, cost: 20 },
    ]);
    expect(readings.length).toBe(2);
    expect(agreedCost(readings, 90)).toBeNull();
    expect(agreedCost(readings, 2000)).toBe(20);
    expect(agreedCost(readings, 45)).toBe(0);
  });

  it('counts what is further from where it stops being free', () => {
    const rent = ['The first 2 hours are free.', 'Each further begun hour costs 4 euros.'];
    const readings = readTariff(rent, 'hours', [
      { amount: 2, cost: 0 },
      { amount: 3, cost: 4 },
    ]);
    expect(agreedCost(readings, 7)).toBe(20);
  });
});
