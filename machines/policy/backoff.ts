/** Milliseconds before try number `tried + 1`: doubles with each try there was, never over `cap`. */
export function backoff(tried: number, base: number, cap: number): number {
  return Math.min(cap, base * 2 ** Math.min(tried, 30));
}
