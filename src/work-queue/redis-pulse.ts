import type { Redis } from 'ioredis';

const BEAT_MS = 2_000;
const ANSWER_MS = 1_000;

export type RedisPulse = {
  readonly up: boolean;
  onUpChanged(listener: (up: boolean) => void): () => void;
  /** Resolves when the server can be called; rejects when it was up and is down, or when `expired` aborts. */
  ready(expired: AbortSignal): Promise<void>;
  stop(): void;
};

/**
 * Watches one client: its connection, and every two seconds whether the server answers. A connection whose other end
 * stays silent (half-open) is torn down and made anew.
 */
export function watchPulse(client: Redis): RedisPulse {
  const listeners = new Set<(up: boolean) => void>();
  let up = false;
  let everUp = false;

  const set = (now: boolean) => {
    if (now === up) return;
    up = now;
    everUp ||= now;
    for (const listener of listeners) listener(now);
  };
  const onUpChanged = (listener: (up: boolean) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const goUp = () => set(true);
  const goDown = () => set(false);
  client.on('ready', goUp);
  client.on('close', goDown);

  const beat = setInterval(async () => {
    if (client.status !== 'ready') return;
    const answer = await answerOf(client);
    set(answer === 'pong');
    if (answer === 'silence') client.disconnect(true);
  }, BEAT_MS);
  beat.unref();

  return {
    get up() {
      return up;
    },
    onUpChanged,
    ready(expired) {
      if (up) return Promise.resolve();
      if (everUp) return Promise.reject(new Error('the server is down'));
      return new Promise((resolve, reject) => {
        const forget = onUpChanged(() => {
          forget();
          resolve();
        });
        expired.addEventListener('abort', () => {
          forget();
          reject(new Error('it was never reached'));
        });
      });
    },
    stop() {
      clearInterval(beat);
      client.off('ready', goUp);
      client.off('close', goDown);
    },
  };
}

async function answerOf(client: Redis): Promise<'pong' | 'refusal' | 'silence'> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silence'>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS, 'silence');
  });
  const pong = client.ping().then(
    () => 'pong' as const,
    () => 'refusal' as const,
  );
  const answer = await Promise.race([pong, silence]);
  clearTimeout(timer);
  return answer;
}
