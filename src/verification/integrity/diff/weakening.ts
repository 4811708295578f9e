import type { FoldedTest } from './folded-tests.ts';

/** One thing the suite says less than it did. */
export type Weakening = {
  readonly path: string;
  readonly line: number;
  /** Of the test; empty for what is no test. */
  readonly title: string;
  readonly was: string;
  readonly is: string;
};

export function weakened(test: FoldedTest, line: number, was: string, is: string): Weakening {
  return { path: test.path, line, title: test.title, was, is };
}

/** `BUILD/test/x.test.js:12 "title": what was, what is`. */
export function sentence({ path, line, title, was, is }: Weakening): string {
  const place = line > 0 ? `BUILD/${path}:${line}` : `BUILD/${path}`;
  return `${place}${title === '' ? '' : ` "${short(title)}"`}: ${was}, ${is}`;
}

/** Text of the work in a reason: one line, not long. */
export function short(text: string, length = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
