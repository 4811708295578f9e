import type { Case } from './run-case.ts';

/** Cases that found a mistake in Andon: they run first in every sample. */
export const knownCases: readonly Case[] = [
  { point: 'workspace.main.before', hit: 1 },
  { point: 'app.stop.before', hit: 1 },
  { point: 'embedded-redis.start.spawned', hit: 1 },
  { point: 'write-back.aside.moved', hit: 2 },
  { point: 'app.publish.before', hit: 2 },
];
