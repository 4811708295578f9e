import type { Life } from './life.ts';

export type MortalOptions = {
  /** Whether the process dies just before, or just after, this call does what it does. */
  readonly strikes: (call: string) => boolean;
  /** Calls that only read: they are no place to die, and a dying process may still make them. */
  readonly reads: readonly string[];
};

/**
 * A port as one coordinator's life uses it: the process may die before the call has happened, or after it and before
 * its answer. What a dead process calls never happens, and is never answered.
 */
export function mortal<Port extends object>(port: Port, life: Life, options: MortalOptions): Port {
  const reads = new Set(options.reads);
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || typeof key !== 'string' || reads.has(key)) {
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return (...args: unknown[]) => {
        if (!life.alive) return never();
        if (options.strikes(key)) {
          life.die();
          return never();
        }
        const answer: unknown = value.apply(target, args);
        if (!(answer instanceof Promise)) return answer;
        if (options.strikes(key)) {
          life.die();
          answer.catch(() => undefined);
          return never();
        }
        return answer.then(
          (result) => (life.alive ? result : never()),
          (error) => (life.alive ? Promise.reject(error) : never()),
        );
      };
    },
  });
}

function never(): Promise<never> {
  return new Promise(() => {});
}
