import { expect, it } from 'vitest';
import { onSmallDisk } from '../store/on-small-disk.ts';

it('a full disk never tears a user’s file or moves it away, and what was refused is written once there is room', async () => {
  expect(await onSmallDisk(new URL('./full-disk.ts', import.meta.url), 'size=1m,nr_inodes=60')).toEqual({
    seen: [expect.stringContaining('ENOSPC'), true, expect.stringContaining('ENOSPC'), true, true, true],
    refused: expect.stringContaining('ENOSPC'),
    torn: [],
    published: expect.objectContaining({ skipped: [] }),
    whole: true,
    files: ['a.js', 'b.js'],
  });
});
