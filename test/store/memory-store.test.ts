import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { batch, event } from './batch.ts';
import { storeContract } from './store.contract.ts';

describe('the memory store', () => {
  storeContract(async () => createMemoryStore());

  it('is not changed by what a caller does to its rows later', async () => {
    const store = createMemoryStore();
    const snapshot = { value: 'x' };
    await store.commit(
      batch({
        events: [event(1)],
        snapshots: [{ stream: 'service/a', version: 1, seq: 1, snapshot, final: false }],
      }),
    );
    snapshot.value = 'y';
    expect(store.snapshot('service/a')?.snapshot).toEqual({ value: 'x' });
  });
});
