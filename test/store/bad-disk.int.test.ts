import { expect, it } from 'vitest';
import { onSmallDisk } from './on-small-disk.ts';

it('a full disk: commits are refused whole, reads go on, and all goes on by itself once there is room', async () => {
  expect(await onSmallDisk(new URL('./full-disk.ts', import.meta.url), 'size=3m')).toEqual({
    refused: ['STORE_FAILED', 'STORE_FAILED', 'STORE_FAILED'],
    meanwhile: { last: 1, events: 1, snapshot: 1, effects: 1, timer: 1, fact: null },
    problem: expect.stringMatching(/full.*work goes on by itself/),
    problems: 2,
    after: 'done',
    last: 2,
  });
});

it('an I/O error: nothing more is accepted, not even once the disk is well, and reads go on until the next start', async () => {
  expect(await onSmallDisk(new URL('./failing-disk.ts', import.meta.url), 'size=3m')).toEqual({
    failed: expect.stringMatching(/I\/O error.*shows at the next start/),
    healed: expect.stringMatching(/accepts nothing more.*start Andon again/),
    meanwhile: { last: 1, events: 1, problem: expect.stringContaining('start Andon again') },
    last: 1,
    after: 2,
  });
});
