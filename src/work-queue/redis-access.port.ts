/** How a session's worker speaks to Redis as itself. */
export type RedisCredentials = { readonly username: string; readonly password: string };

/** A session as it is registered now; each registration has credentials of its own. */
export type RedisUser = { readonly session: string; readonly registration: string };

/**
 * A user of Redis for each session, which may touch its own queue and nothing else. Where the server lets us make none,
 * sessions are given no Redis and work over HTTP.
 */
export interface RedisAccess {
  /** Makes the user, or makes it anew; undefined where that cannot be. Never rejects, and waits two seconds at most. */
  grant(user: RedisUser): Promise<RedisCredentials | undefined>;
  /** Makes it so that exactly these users exist; a user that is gone loses its connections too. Never rejects. */
  settle(users: () => readonly RedisUser[]): Promise<void>;
  /** Why sessions are given no Redis, in one sentence; undefined while they are. */
  readonly problem: string | undefined;
  close(): Promise<void>;
}
