import { age } from '../parts/age.ts';

/** A span of milliseconds as it was measured: `340 ms`, `4.2 s`, `3 min 12 s`, `2 h 5 min`. */
export function exactly(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`;
  const seconds = Math.floor((ms % 60_000) / 1_000);
  return ms < 3_600_000 && seconds > 0 ? `${Math.floor(ms / 60_000)} min ${seconds} s` : age(ms);
}
