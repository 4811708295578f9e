import { expect, it } from 'vitest';
import { createPool } from '../../src/work-queue/queue-pool.ts';

it('keeps what is used and closes what was not used for longest', async () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const pool = createPool(2, (name) => {
    opened.push(name);
    return { name, close: async () => void closed.push(name) };
  });
  for (const name of ['a', 'b', 'a', 'c', 'a', 'd']) expect(pool.get(name).name).toBe(name);
  expect(opened).toEqual(['a', 'b', 'c', 'd']);
  expect(closed).toEqual(['b', 'c']);
  expect(pool.get('b').name).toBe('b');
  await pool.close();
  expect(closed).toEqual(['b', 'c', 'a', 'd', 'b']);
});
