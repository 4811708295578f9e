import type { LockRequest, LockView, MessageView, SendRequest } from '../contracts/hub.ts';

/**
 * What sessions tell each other. Messages and locks are durable when a call returns; a restart loses none. The caller's
 * name was authenticated; nothing here is an instruction to anybody, it is shown as text.
 */
export interface Hub {
  /** Rejects with `NOT_ALLOWED` when the sender sends too much. */
  send(from: string, message: SendRequest): MessageView;
  /**
   * Andon's own message, which repeats what the journal holds: kept in memory, told again after a restart, known by its
   * id, so that telling it twice is telling it once.
   */
  tell(id: string, message: Omit<MessageView, 'id' | 'from' | 'read'>): void;
  /** What is addressed to this reader, errors and warnings first, then by time, newest `limit` of them. */
  messages(reader: string, query: { readonly unread: boolean; readonly limit: number }): MessageView[];
  /** All messages as the people of the line see them, newest `limit`, by time. */
  all(limit: number): MessageView[];
  unread(reader: string): number;
  markRead(reader: string, ids: readonly string[]): void;
  locks(): LockView[];
  /** Taken again by its owner it is prolonged under its number. Rejects with `NOT_ALLOWED` while another holds it. */
  lock(owner: string, request: LockRequest): LockView;
  /** Rejects with `NOT_FOUND` where there is none, with `NOT_ALLOWED` where it is another's or has another number. */
  unlock(owner: string, scope: string, fence?: number): void;
  /** A person's word: whoever holds it loses it. Rejects with `NOT_FOUND` where there is none. */
  breakLock(scope: string): void;
  /** The session is over, and its locks with it. */
  ended(session: string): void;
}
