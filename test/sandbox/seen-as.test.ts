import { describe, expect, it } from 'vitest';
import { seenAs } from '../../src/sandbox/seen-as.ts';

const order = {
  argv: ['/rooms/r1/BUILD/.bin/service', '--data=/rooms/r1/data/x', '/rooms/r1/BUILDER'],
  cwd: '/rooms/r1/BUILD',
  env: { DATA_DIR: '/rooms/r1/data', PATH: '/rooms/r1/BUILD/bin:/usr/bin', PORT: '80' },
  writable: ['/rooms/r1/data'],
  network: 'none' as const,
};

describe('paths by another name', () => {
  it('are told wherever the order holds them, and where they are stays as it was', () => {
    const seen = seenAs({
      ...order,
      seenAs: { '/rooms/r1/BUILD': '/srv/app', '/rooms/r1/data': '/srv/data' },
    });
    expect(seen.argv).toEqual(['/srv/app/.bin/service', '--data=/srv/data/x', '/rooms/r1/BUILDER']);
    expect(seen.cwd).toBe('/srv/app');
    expect(seen.env).toEqual({ DATA_DIR: '/srv/data', PATH: '/srv/app/bin:/usr/bin', PORT: '80' });
    expect(seen.writable).toEqual(['/rooms/r1/data']);
  });

  it('change nothing where none is asked for', () => {
    expect(seenAs(order)).toBe(order);
  });
});
