import { existsSync } from 'node:fs';
import { release } from 'node:os';
import type { SandboxCommand } from './sandbox.port.ts';
import { sandboxLimits } from './sandbox-limits.ts';

const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path));

/**
 * Resource limits as words before the program that builds the sandbox; none where `prlimit` is not there. Memory is the
 * private writable kind (`--data`): address space is no measure for runtimes that reserve far more than they use.
 */
export function limitsOf(order: SandboxCommand): string[] {
  if (!prlimit) return [];
  const { openFiles, largestFileBytes } = sandboxLimits;
  const memory = order.memoryBytes ? [`--data=${order.memoryBytes}`] : [];
  return [
    prlimit,
    '--core=0',
    `--nofile=${openFiles}:${openFiles}`,
    `--fsize=${largestFileBytes}`,
    ...memory,
    '--',
  ];
}

/**
 * The limit on processes as words before the command itself, inside its own user namespace: since Linux 5.14 the kernel
 * counts there apart from everything else this user runs. It does not hold for what root starts, which a control group
 * limits instead. None where `prlimit` is not there or the kernel is older.
 */
export function processLimitOf(order: SandboxCommand, kernel: string = release()): string[] {
  const [major = 0, minor = 0] = kernel.split('.').map(Number);
  if (!prlimit || major < 5 || (major === 5 && minor < 14)) return [];
  const most = order.processes ?? sandboxLimits.processes;
  return [prlimit, `--nproc=${most}:${most}`, '--'];
}
