import { z } from 'zod';
import { everybody, type MessageView, messageView, people, type SendRequest } from '../contracts/hub.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { AndonError } from '../errors.ts';
import type { Store } from '../store/store.port.ts';
import { SendingRate } from './sending-rate.ts';

const prefix = 'hub/message/';
const readPrefix = 'hub/read/';
const lastKey = 'hub/last-message';
/** So many messages are kept, the newest; with bodies of the largest size they are ten megabytes. */
const kept = 1_000;
/** And so many of Andon's own, which push out none of the others. */
const toldKept = 500;

type Message = Omit<MessageView, 'read'>;
const message = messageView.omit({ read: true });
const ids = z.array(z.string());

/** Urgent kinds first, as the hubs this replaces read them. */
const order: Readonly<Record<Message['type'], number>> = { error: 0, warning: 1, request: 2, info: 3 };

/** Messages over the store, and what each reader has read of them. */
export class StoreMessages {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #rate: SendingRate;
  /** In the order they were sent; those with a key are durable. */
  readonly #messages = new Map<string, { readonly message: Message; readonly key: string | null }>();
  readonly #read = new Map<string, Set<string>>();
  #last: number;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#rate = new SendingRate(clock);
    this.#last = Number(store.get(lastKey) ?? 0);
    for (const key of store.keys(prefix)) {
      const one = message.safeParse(JSON.parse(store.get(key) ?? 'null'));
      if (one.success) this.#messages.set(one.data.id, { message: one.data, key });
    }
    for (const key of store.keys(readPrefix)) {
      const known = ids.safeParse(JSON.parse(store.get(key) ?? 'null'));
      if (known.success) this.#read.set(key.slice(readPrefix.length), new Set(known.data));
    }
  }

  send(from: string, request: SendRequest): MessageView {
    if (!this.#rate.take(from)) {
      throw new AndonError('NOT_ALLOWED', `${from} has sent too many messages. Wait a minute.`);
    }
    this.#last += 1;
    const key = prefix + String(this.#last).padStart(12, '0');
    const at = this.#clock.now();
    const { to, type, subject, body, priority } = request;
    const sent: Message = { id: `msg_${this.#last}`, from, to, type, subject, body, priority, at };
    this.#store.put(lastKey, String(this.#last));
    this.#store.put(key, JSON.stringify(sent));
    this.#add(sent, key);
    return { ...sent, read: false };
  }

  tell(id: string, told: Omit<Message, 'id' | 'from'>): void {
    if (!this.#messages.has(id)) this.#add({ ...told, id, from: 'andon' }, null);
  }

  /** For `reader`; a broadcast of its own is not sent back to it. */
  for(reader: string, query: { readonly unread: boolean; readonly limit: number }): MessageView[] {
    const mine = this.#addressed(reader).filter(({ read }) => !(query.unread && read));
    return mine.slice(-query.limit).sort((a, b) => order[a.type] - order[b.type] || a.at - b.at);
  }

  all(limit: number): MessageView[] {
    const read = this.#read.get(people);
    return [...this.#messages.values()]
      .slice(-limit)
      .map(({ message: one }) => ({ ...one, read: !isFor(one, people) || read?.has(one.id) === true }));
  }

  unread(reader: string): number {
    return this.#addressed(reader).filter(({ read }) => !read).length;
  }

  markRead(reader: string, which: readonly string[]): void {
    const known = this.#read.get(reader) ?? new Set<string>();
    const now = new Set([...known].filter((id) => this.#messages.has(id)));
    for (const id of which) {
      const there = this.#messages.get(id);
      if (there && isFor(there.message, reader)) now.add(id);
    }
    if (now.size === known.size && [...now].every((id) => known.has(id))) return;
    this.#read.set(reader, now);
    this.#store.put(readPrefix + reader, JSON.stringify([...now]));
  }

  #addressed(reader: string): MessageView[] {
    const read = this.#read.get(reader);
    return [...this.#messages.values()].flatMap(({ message: one }) =>
      isFor(one, reader) ? [{ ...one, read: read?.has(one.id) === true }] : [],
    );
  }

  #add(added: Message, key: string | null): void {
    this.#messages.set(added.id, { message: added, key });
    const alike = [...this.#messages.values()].filter((one) => (one.key === null) === (key === null));
    for (const { message: old, key: stored } of alike.slice(0, -(key === null ? toldKept : kept))) {
      this.#messages.delete(old.id);
      if (stored !== null) this.#store.remove(stored);
    }
  }
}

function isFor(one: Message, reader: string): boolean {
  return one.to === reader || (one.to === everybody && one.from !== reader);
}
