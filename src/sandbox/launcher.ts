/**
 * Words before a command that bring it into control groups and open the system call filter as file descriptor 9, which
 * only a process of its own can do for a program it becomes. Nothing where there is neither. It ends in failure when a
 * file cannot be opened: without its limits nothing is run.
 */
export function launcherOf(filter: string | null, groups: readonly string[]): string[] {
  if (filter === null && groups.length === 0) return [];
  return ['/bin/sh', '-c', script, 'sh', filter ?? '', ...groups, '--'];
}

/** Where the program finds the filter. */
export const filterDescriptor = 9;

const script = `set -eu
filter=$1
shift
while [ "$1" != -- ]; do echo $$ > "$1"; shift; done
shift
if [ -n "$filter" ]; then exec 9< "$filter"; fi
exec "$@"`;
