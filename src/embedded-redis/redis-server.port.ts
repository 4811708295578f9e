/** How to reach a Redis server: a unix socket, or a URL (`redis://…`, `rediss://…`); as the default user unless one is named. */
export type RedisConnection =
  | { readonly path: string; readonly username?: string; readonly password?: string }
  | { readonly url: string };

/** The Redis a home uses, Andon's own or somebody else's. It is transport, never truth. */
export interface RedisServer {
  readonly connection: RedisConnection;
  /** Whether it was answering when last heard of. */
  readonly up: boolean;
  /** What is wrong with it, in one sentence without its full stop; undefined when nothing is. */
  readonly problem: string | undefined;
  /** Says why it is down, in one sentence. Returns the unsubscribe. */
  onDown(listener: (reason: string) => void): () => void;
  onUp(listener: () => void): () => void;
  /** `problem` is another one, or gone. */
  onProblem(listener: () => void): () => void;
  /** Lets go of it; Andon's own server is stopped in order. Safe to call twice. */
  close(): Promise<void>;
}
