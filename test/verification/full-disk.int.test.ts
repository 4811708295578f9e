import { describe, expect, it } from 'vitest';
import { cleanRoom, nodeService } from './clean-room.ts';

const failing = {
  ...nodeService,
  'BUILD/test/main.test.js': "throw new Error('no space left on device');\n",
};

/** One gate on a disk whose free bytes are these, look by look; the last stays. */
async function verifiedOn(free: readonly number[], files: typeof nodeService) {
  let looks = 0;
  const freeBytes = async () => free[Math.min(looks++, free.length - 1)] ?? 0;
  const room = await cleanRoom({ freeBytes, failedKeptMs: 60_000 });
  try {
    return await room.verify('test', files);
  } finally {
    await room.close();
  }
}

describe('a disk that is full while a build is verified', () => {
  it('is the machine’s fault and never the builder’s, also when there is room again at the end', async () => {
    const { verdict, fault, reasons } = await verifiedOn([1 << 30, 0, 1 << 30], failing);
    expect({ verdict, fault }).toEqual({ verdict: 'inconclusive', fault: 'environment' });
    expect(reasons).toEqual(['The disk was full while this was verified; free some space']);
  });

  it('does not take a pass away', async () => {
    expect((await verifiedOn([0], nodeService)).verdict).toBe('passed');
  });

  it('is not assumed where there was room', async () => {
    expect((await verifiedOn([1 << 30], failing)).verdict).toBe('failed');
  });
});
