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
  /** What sessions and people sent, by id, in that order, with the key it is stored under. */
  readonly #sent = new Map<string, { readonly message: Message; readonly key: string }>();
  /** What Andon tells of its own, by id, in that order. */
  readonly #told = new Map<string, Message>();
  readonly #read = new Map<string, Set<string>>();
  #last: number;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#rate = new SendingRate(clock);
    this.#last = Number(store.get(lastKey) ?? 0);
    for (const key of store.keys(prefix)) {
      const one = message.safeParse(JSON.parse(store.get(key) ?? 'null'));
      if (one.success) this.#sent.set(one.data.id, { message: one.data, key });
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
    this.#sent.set(sent.id, { message: sent, key });
    for (const [id, { key: stored }] of this.#sent) {
      if (this.#sent.size <= kept) break;
      this.#store.remove(stored);
      this.#sent.delete(id);
    }
    return { ...sent, read: false };
  }

  tell(id: string, told: Omit<Message, 'id' | 'from'>): void {
    if (this.#told.has(id)) return;
    this.#told.set(id, { ...told, id, from: 'andon' });
    for (const old of this.#told.keys()) {
      if (this.#told.size <= toldKept) return;
      this.#told.delete(old);
    }
  }

  /** For `reader`; a broadcast of its own is not sent back to it. */
  for(reader: string, query: { readonly unread: boolean; readonly limit: number }): MessageView[] {
    const mine = this.#addressed(reader).filter(({ read }) => !(query.unread && read));
    return mine.slice(-query.limit).sort((a, b) => order[a.type] - order[b.type] || a.at - b.at);
  }

  all(limit: number): MessageView[] {
    const read = this.#read.get(people);
    return this.#byTime()
      .slice(-limit)
      .map((one) => ({ ...one, read: !isFor(one, people) || read?.has(one.id) === true }));
  }

  unread(reader: string): number {
    return this.#addressed(reader).filter(({ read }) => !read).length;
  }

  markRead(reader: string, which: readonly string[]): void {
    const known = this.#read.get(reader) ?? new Set<string>();
    const find = (id: string): Message | undefined => this.#sent.get(id)?.message ?? this.#told.get(id);
    const now = new Set([...known].filter((id) => find(id) !== undefined));
    for (const id of which) {
      const there = find(id);
      if (there && isFor(there, reader)) now.add(id);
    }
    if (now.size === known.size && [...now].every((id) => known.has(id))) return;
    this.#read.set(reader, now);
    this.#store.put(readPrefix + reader, JSON.stringify([...now]));
  }

  #addressed(reader: string): MessageView[] {
    const read = this.#read.get(reader);
    return this.#byTime().flatMap((one) =>
      isFor(one, reader) ? [{ ...one, read: read?.has(one.id) === true }] : [],
    );
  }

  #byTime(): Message[] {
    const sent = [...this.#sent.values()].map((each) => each.message);
    return [...sent, ...this.#told.values()].sort((a, b) => a.at - b.at);
  }
}

function isFor(one: Message, reader: string): boolean {
  return one.to === reader || (one.to === everybody && one.from !== reader);
}
