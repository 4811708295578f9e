import { stubError } from './stub.ts';

/** Functions that run before any test does. */
const early = /^(?:init|main|TestMain)$/;

/** A Go file, as gofmt writes it, whose functions panic when they are called; null when there is none. */
export function stubGo(text: string): string | null {
  let count = 0;
  const lines = text.split('\n').map((line) => {
    const name = line.match(/^func (?:\([^)]*\) )?(\w+)[[(].*\{\s*$/)?.[1];
    if (!name || early.test(name)) return line;
    count += 1;
    return `${line} panic("${stubError}");`;
  });
  return count === 0 ? null : lines.join('\n');
}
