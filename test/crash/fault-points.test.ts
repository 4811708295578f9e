import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultPoints } from '../../src/fault-points.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && name !== 'fault-points.ts',
);
/** Every call, as `point folder`. */
const placed = sources.flatMap((name) => {
  const text = readFileSync(join(root, 'src', name), 'utf8');
  return [...text.matchAll(/\bfaultPoint\('([^']+)'\)/g)].map(
    (match) => `${match[1]} in ${name.split('/')[0]}`,
  );
});

describe('the points at which a test may kill a process', () => {
  it('stand in the source once each, in the folder they are named for, and no other stands there', () => {
    const wanted = Object.keys(faultPoints).map((point) => `${point} in ${point.split('.')[0]}`);
    expect(placed.sort()).toEqual(wanted.sort());
  });

  it('are a line of their own wherever they stand', () => {
    const lines = sources.flatMap((name) =>
      readFileSync(join(root, 'src', name), 'utf8')
        .split('\n')
        .filter((line) => /\bfaultPoint\(/.test(line)),
    );
    expect(lines.filter((line) => !/^\s*(if \(.+\) )?faultPoint\('[a-z.-]+'\);$/.test(line))).toEqual([]);
  });
});
