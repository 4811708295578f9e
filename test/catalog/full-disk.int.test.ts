import { expect, it } from 'vitest';
import { onSmallDisk } from '../store/on-small-disk.ts';

it('edits on a full disk are told once there is room, each once; until then the problem is said and nothing is', async () => {
  expect(await onSmallDisk(new URL('./full-disk.ts', import.meta.url), 'size=4m')).toEqual({
    first: ['SpecSeen', 'TreeEdited'],
    meanwhile: { told: [], problem: expect.stringMatching(/full|space/) },
    untouched: true,
    later: ['SpecSeen', 'TreeEdited'],
    problems: 0,
    again: 0,
  });
});
