import type { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import type { QueueTiming } from './queue-timing.ts';
import { meaningOfRefusal } from './refusal.ts';

export type RedisPulse = {
  readonly up: boolean;
  /** Why it is down, as a clause ("it does not answer"); undefined while it is up. */
  readonly why: string | undefined;
  onUpChanged(listener: (up: boolean) => void): () => void;
  /** The server lost what it held, without its connection ending (FLUSHALL). */
  onLost(listener: () => void): () => void;
  /** Resolves when the server can be called; waits only for the first connection, until `expired` aborts; rejects while it is down. */
  ready(expired: AbortSignal): Promise<void>;
  stop(): void;
};

type Answer =
  | { readonly is: 'written'; readonly kept: boolean }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'silent' };

/**
 * Watches one client: its connection, and every beat whether the server still writes, by writing `key` and looking
 * whether the former beat's is there. A connection whose other end stays silent (half-open) is torn down and made anew,
 * and a server that refuses is asked by a new one at the next beat: another server may have taken its place.
 */
export function watchPulse(client: Redis, key: string, timing: QueueTiming): RedisPulse {
  const upListeners = new Set<(up: boolean) => void>();
  const lostListeners = new Set<() => void>();
  let up = false;
  /** Whether the first connection came to anything, good or bad. */
  let tried = false;
  let why: string | undefined = 'it was never reached';
  let connection = 0;
  let beats = 0;
  let refused = false;

  const set = (reason: string | undefined) => {
    tried = true;
    why = reason;
    const now = reason === undefined;
    if (now === up) return;
    up = now;
    for (const listener of [...upListeners]) listener(now);
  };
  const onUpChanged = (listener: (up: boolean) => void) => {
    upListeners.add(listener);
    return () => upListeners.delete(listener);
  };

  async function beat(): Promise<void> {
    if (client.status !== 'ready') return;
    if (refused) {
      refused = false;
      client.disconnect(true);
      return;
    }
    const asked = connection;
    const answer = await ask(client, key, timing.answerMs);
    if (asked !== connection) return;
    if (answer.is === 'written') {
      beats += 1;
      set(undefined);
      // The first beat of a connection finds what an earlier run left, or nothing: `up` has said that already.
      if (beats > 1 && !answer.kept) for (const listener of [...lostListeners]) listener();
      return;
    }
    refused = answer.is === 'refused';
    set(answer.is === 'refused' ? answer.why : 'it does not answer');
    if (!refused) client.disconnect(true);
  }

  const onReady = () => {
    beats = 0;
    refused = false;
    void beat();
  };
  const onClose = () => {
    connection += 1;
    tried = true;
    if (up) set('its connection was lost');
  };
  const onError = (error: Error) => {
    if (!up) why = messageOf(error);
  };
  client.on('ready', onReady);
  client.on('close', onClose);
  client.on('error', onError);
  const timer = setInterval(() => void beat(), timing.beatMs);
  timer.unref();

  return {
    get up() {
      return up;
    },
    get why() {
      return why;
    },
    onUpChanged,
    onLost(listener) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },
    ready(expired) {
      if (up) return Promise.resolve();
      if (tried) return Promise.reject(new Error(why));
      return new Promise((resolve, reject) => {
        const forget = onUpChanged(() => {
          forget();
          resolve();
        });
        expired.addEventListener('abort', () => {
          forget();
          reject(new Error(why));
        });
      });
    },
    stop() {
      clearInterval(timer);
      client.off('ready', onReady);
      client.off('close', onClose);
      client.off('error', onError);
    },
  };
}

async function ask(client: Redis, key: string, answerMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Answer>((resolve) => {
    timer = setTimeout(resolve, answerMs, { is: 'silent' });
  });
  const written = client.set(key, '1', 'GET').then(
    (before): Answer => ({ is: 'written', kept: before !== null }),
    (error): Answer => ({ is: 'refused', why: meaningOfRefusal(error) }),
  );
  const answer = await Promise.race([written, silence]);
  clearTimeout(timer);
  return answer;
}
