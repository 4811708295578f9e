import type { Clock } from '../coordinator/clock.port.ts';
import type { Store } from '../store/store.port.ts';
import type { Hub } from './hub.port.ts';
import { StoreLocks } from './store-locks.ts';
import { StoreMessages } from './store-messages.ts';

/** The hub over the home's database; what it keeps is read once, here. */
export function createStoreHub(store: Store, clock: Clock): Hub {
  const messages = new StoreMessages(store, clock);
  const locks = new StoreLocks(store, clock);
  return {
    send: (from, message) => messages.send(from, message),
    tell: (id, message) => messages.tell(id, message),
    messages: (reader, query) => messages.for(reader, query),
    all: (limit) => messages.all(limit),
    unread: (reader) => messages.unread(reader),
    markRead: (reader, ids) => messages.markRead(reader, ids),
    locks: () => locks.all(),
    lock: (owner, request) => locks.take(owner, request),
    unlock: (owner, scope, fence) => locks.release(owner, scope, fence),
    breakLock: (scope) => locks.break(scope),
    ended: (session) => locks.releaseAll(session),
  };
}
