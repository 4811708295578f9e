import { userInfo } from 'node:os';

/** Who runs this: a name, or the number where the system knows no name for it, as in some containers. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? 0}`;
  }
}
