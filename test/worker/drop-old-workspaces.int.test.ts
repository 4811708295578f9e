import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropOldWorkspaces } from '../../src/worker/drop-old-workspaces.ts';

describe('what failed work left', () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'andon-left-'));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  /** A workspace with its repository beside it, of so many bytes, last touched at this second. */
  const left = (name: string, bytes: number, second: number): void => {
    for (const part of [name, `${name}.base.git`]) {
      mkdirSync(join(place, part));
      writeFileSync(join(place, part, 'file'), 'x'.repeat(bytes / 2));
      utimesSync(join(place, part), second, second);
    }
  };
  const there = () => readdirSync(place).filter((name) => !name.endsWith('.git'));
  const all = { before: 0, count: 100, bytes: 1e9 };

  it('goes when it is old, with all that is beside it', async () => {
    left('a-1', 10, 100);
    left('b-1', 10, 200);
    await dropOldWorkspaces(place, { ...all, before: 150_000 });
    expect(readdirSync(place)).toEqual(['b-1', 'b-1.base.git']);
  });

  it('goes when there is more of it than may be, the oldest first', async () => {
    for (const n of [1, 2, 3, 4]) left(`t-${n}`, 10, n);
    await dropOldWorkspaces(place, { ...all, count: 2 });
    expect(there()).toEqual(['t-3', 't-4']);
  });

  it('goes when it is larger than it may be, the oldest first', async () => {
    for (const n of [1, 2, 3]) left(`t-${n}`, 200_000, n);
    await dropOldWorkspaces(place, { ...all, bytes: 500_000 });
    expect(there()).toEqual(['t-2', 't-3']);
  });

  it('stays while it is worked in, also where another begins with the same name', async () => {
    left('t-1', 10, 1);
    left('t-12', 10, 1);
    await dropOldWorkspaces(place, { before: Number.POSITIVE_INFINITY, count: 0, bytes: 0 }, ['t-1']);
    expect(there()).toEqual(['t-1']);
  });
});
