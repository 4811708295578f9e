import { relative } from 'node:path';

/** The path as people below it write it; absolute where it is not below the working directory. */
export function shortestPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === '' || below.startsWith('..') ? path : below;
}
