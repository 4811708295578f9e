import { age } from '../../parts/age.ts';

/** A short span of milliseconds: `8 ms`, `1.2 s`, `42 s`, `3 min`. */
export function took(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return age(ms);
}
