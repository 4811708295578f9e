import type { Case } from './run-case.ts';

/** Cases that found a mistake in Andon: they run first in every sample. */
export const knownCases: readonly Case[] = [];
