import { existsSync } from 'node:fs';
import type { SandboxCommand } from './sandbox.port.ts';

const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path));
const largestFileBytes = 2 * 1024 ** 3;

/**
 * Resource limits as words before the command; none where `prlimit` is not there. Memory is the private writable kind
 * (`--data`): address space is no measure for runtimes that reserve far more than they use. Processes are not counted,
 * since that limit is shared by everything of one user.
 */
export function limitsOf(order: SandboxCommand): string[] {
  if (!prlimit) return [];
  const memory = order.memoryBytes ? [`--data=${order.memoryBytes}`] : [];
  return [prlimit, '--core=0', '--nofile=4096:4096', `--fsize=${largestFileBytes}`, ...memory, '--'];
}
