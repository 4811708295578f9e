import { describe, expect, it } from 'vitest';
import { releaseMeant } from '../../src/acts/release-meant.ts';
import { serviceState } from '../board/scripted-line.ts';

const release = (id: string, version: string, commit: string) => ({
  ...{ id, version, commit, digest: null, change: 1, record: 'r', at: 0 },
  spec: { hash: 'h', problems: [], secrets: [], services: [] },
});
const kept = [
  release('r-3', '1.1.0', 'c'.repeat(40)),
  release('r-2', '1.0.0', 'b'.repeat(40)),
  release('r-1', '1.0.0', 'a'.repeat(40)),
];
const { context } = serviceState('shop', 'shipped');
const live = { ...context.live, release: kept[0] ?? null, history: kept, lastGood: kept[2] ?? null };
const meant = (to?: string, more: Partial<typeof live> = {}) =>
  releaseMeant({ live: { ...live, ...more } }, to);

describe('the release that somebody means', () => {
  it('is the last good one where none is named, else the newest that is kept', () => {
    expect(meant()).toMatchObject({ id: 'r-1' });
    expect(meant(undefined, { lastGood: null })).toMatchObject({ id: 'r-2' });
  });

  it.each([
    ['r-2', 'r-2'],
    ['b'.repeat(7), 'r-2'],
  ])('is named by id or commit: %s', (to, id) => {
    expect(meant(to)).toMatchObject({ id });
  });

  it('is named by a version that no other has', () => {
    expect(meant('1.0.0')).toEqual({ why: expect.stringContaining('Several releases are meant') });
    expect(meant('1.0.0', { history: kept.slice(0, 2) })).toMatchObject({ id: 'r-2' });
  });

  it.each(['r-3', '1.1.0', 'b', 'nothing'])('is none that serves, or is not kept: %s', (to) => {
    expect(meant(to)).toEqual({ why: expect.stringContaining('Kept are: 1.0.0 (r-2), 1.0.0 (r-1).') });
  });
});
