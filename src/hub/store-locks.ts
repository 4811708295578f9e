import { type LockRequest, type LockView, lockView } from '../contracts/hub.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { AndonError } from '../errors.ts';
import type { Store } from '../store/store.port.ts';

const prefix = 'hub/lock/';
const fenceKey = 'hub/fence';
const mostLocks = 1_000;

/** Locks over the store: by scope, with a time to live on the wall clock and a number that only grows. */
export class StoreLocks {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #locks = new Map<string, LockView>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    for (const key of store.keys(prefix)) {
      const kept = lockView.safeParse(JSON.parse(store.get(key) ?? 'null'));
      if (kept.success) this.#locks.set(kept.data.scope, kept.data);
    }
  }

  all(): LockView[] {
    this.#dropExpired();
    return [...this.#locks.values()].sort((a, b) => a.scope.localeCompare(b.scope));
  }

  take(owner: string, { scope, seconds, reason }: LockRequest): LockView {
    this.#dropExpired();
    const now = this.#clock.now();
    const held = this.#locks.get(scope);
    if (held && held.owner !== owner) {
      throw new AndonError(
        'NOT_ALLOWED',
        `"${scope}" is locked by ${held.owner} until ${new Date(held.expiresAt).toISOString()}. Try again then, or ask its owner.`,
        { owner: held.owner, expiresAt: held.expiresAt },
      );
    }
    if (!held && this.#locks.size >= mostLocks) {
      throw new AndonError('NOT_ALLOWED', `There are ${mostLocks} locks already. Release some first.`);
    }
    const lock: LockView = {
      scope,
      owner,
      reason,
      fence: held?.fence ?? this.#nextFence(),
      takenAt: held?.takenAt ?? now,
      expiresAt: now + seconds * 1_000,
    };
    this.#store.put(prefix + scope, JSON.stringify(lock));
    this.#locks.set(scope, lock);
    return lock;
  }

  release(owner: string, scope: string, fence: number | undefined): void {
    const lock = this.#found(scope);
    if (lock.owner !== owner) {
      throw new AndonError('NOT_ALLOWED', `"${scope}" is locked by ${lock.owner}, not by ${owner}.`);
    }
    if (fence !== undefined && fence !== lock.fence) {
      throw new AndonError('NOT_ALLOWED', `"${scope}" is held under ${lock.fence}; ${fence} is over.`);
    }
    this.#drop(scope);
  }

  break(scope: string): void {
    this.#found(scope);
    this.#drop(scope);
  }

  /** Everything this owner holds. */
  releaseAll(owner: string): void {
    for (const lock of [...this.#locks.values()]) if (lock.owner === owner) this.#drop(lock.scope);
  }

  #found(scope: string): LockView {
    this.#dropExpired();
    const lock = this.#locks.get(scope);
    if (!lock) throw new AndonError('NOT_FOUND', `Nobody holds a lock on "${scope}" (any more).`);
    return lock;
  }

  // The number is durable before the lock that carries it: no crash gives it out twice.
  #nextFence(): number {
    const next = Number(this.#store.get(fenceKey) ?? 0) + 1;
    this.#store.put(fenceKey, String(next));
    return next;
  }

  #dropExpired(): void {
    const now = this.#clock.now();
    for (const { scope, expiresAt } of [...this.#locks.values()]) if (expiresAt <= now) this.#drop(scope);
  }

  #drop(scope: string): void {
    this.#store.remove(prefix + scope);
    this.#locks.delete(scope);
  }
}
