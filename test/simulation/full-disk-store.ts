import { AndonError } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.port.ts';

/** A store whose disk may be full: what would write is refused whole, reads go on. */
export function fullDiskStore(store: Store, isFull: () => boolean): Store {
  const refuse = () => {
    if (isFull()) throw new AndonError('STORE_FAILED', 'The disk is full; nothing was written.');
  };
  return {
    ...store,
    async commit(batch) {
      refuse();
      return store.commit(batch);
    },
    async markPerformed(ids) {
      refuse();
      return store.markPerformed(ids);
    },
    put(key, value) {
      refuse();
      store.put(key, value);
    },
    remove(key) {
      refuse();
      store.remove(key);
    },
  };
}
