import { afterAll, beforeAll, expect, it } from 'vitest';
import { Line } from './support/line.ts';

let line: Line;

beforeAll(async () => {
  line = new Line();
  await line.up();
  await line.worker('w1');
});
afterAll(() => line.close());

it('lets a change go to production when somebody says so, and goes back and forward between releases', async () => {
  line.save('greeter', 'andon.yaml', 'approval: true\n');
  line.saveSpec('greeter', { greeting: 'hello' });
  const waits = await line.reaches('greeter', 'waits for somebody', ({ approval }) => approval !== undefined);
  expect([waits.state, waits.reason?.code]).toEqual(['release.awaiting', 'approval']);
  expect((await line.call('greeter')).status).not.toBe(200);
  expect((await line.andon('approve', 'greeter')).code).toBe(0);
  await line.shipped('greeter', 1);
  await line.call('greeter', '/count', 'POST');

  line.saveSpec('greeter', { greeting: 'welcome' });
  await line.reaches('greeter', 'waits again', ({ approval }) => approval?.change === 2);
  expect(JSON.stringify((await line.call('greeter')).body)).toContain('hello');
  expect((await line.andon('approve', 'greeter')).code).toBe(0);
  await line.shipped('greeter', 2);
  const second = await line.serving('greeter');
  expect(JSON.stringify((await line.call('greeter')).body)).toContain('welcome');

  const back = await line.andon('roll-back', 'greeter', '--reason', 'too warm');
  expect(back.code, back.said).toBe(0);
  const older = await line.reaches(
    'greeter',
    'serves the release before',
    ({ live }) => live.reason?.includes('too warm') === true && live.health === 'healthy',
  );
  expect(older.state).toBe('shipped');
  expect(JSON.stringify((await line.call('greeter')).body)).toContain('hello');
  expect(await line.count('greeter', 'RolledBack')).toBe(1);
  // Nothing broke: nobody is asked to fix anything, and the data is as it was left.
  expect(await line.tickets()).toEqual([]);
  expect(JSON.stringify((await line.call('greeter', '/count')).body)).toContain('1');

  const on = await line.andon('roll-back', 'greeter', second.release);
  expect(on.code, on.said).toBe(0);
  await line.until('the newer release serves again', async () =>
    JSON.stringify((await line.call('greeter')).body).includes('welcome'),
  );
  expect((await line.serving('greeter')).release).toBe(second.release);
}, 240_000);
