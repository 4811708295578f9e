import { afterAll, describe, expect, it } from 'vitest';
import { desk, events, tasks } from './honest-services.ts';
import { nodeBuild } from './other-links.ts';
import { accept, removeRooms } from './service-room.ts';

afterAll(removeRooms);

describe('honest services whose specs leave much open', () => {
  it.each([tasks, desk, events].map((one) => [one.about, one] as const))(
    '%s',
    async (_about, { spec, main }) => {
      for (const seed of ['one', 'two']) {
        const [check] = await accept(spec, nodeBuild(main), { seed });
        expect(check?.reasons).toEqual([]);
        expect(check?.status).toBe('passed');
      }
    },
  );

  it('are told from those that know the examples only', async () => {
    const known = desk.main.replace(
      'number(query.a) + number(query.b)',
      "({ '2+3': 5, '10+-4': 6 })[number(query.a) + '+' + number(query.b)] ?? 0",
    );
    const [check] = await accept(desk.spec, nodeBuild(known));
    expect(check?.status).toBe('failed');
    expect(check?.reasons.join('\n')).toMatch(
      /GET \/add\?a=\d+&b=\d+ answered 200 \{"result":0\}, not \{"result":\d+\} \(sum/,
    );
  });
});
