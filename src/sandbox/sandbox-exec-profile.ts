import type { Mount } from './mounts-of.ts';
import type { SandboxCommand } from './sandbox.port.ts';

/** What of macOS itself every program reads. */
const system = [
  '/usr',
  '/bin',
  '/sbin',
  '/System',
  '/Library',
  '/private/etc',
  '/private/var/db/timezone',
  '/dev',
];
const devices = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/tty', '/dev/dtracehelper'];

/**
 * A profile for macOS' `sandbox-exec`: all is denied that is not allowed, and of several rules the last that fits counts.
 * There are no namespaces: `loopback` is this machine's own, and other processes can be listed.
 */
export function sandboxExecProfile(order: SandboxCommand, mounts: readonly Mount[], home: string): string {
  const rules = [
    '(version 1)',
    '(deny default)',
    '(allow process-exec process-fork)',
    '(allow signal (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))',
    '(allow file-read-metadata)',
    `(allow file-read* (literal "/") ${subpaths(system)})`,
    `(allow file-write-data ${devices.map((path) => `(literal ${quoted(path)})`).join(' ')})`,
    ...network(order.network),
  ];
  for (const { path, kind } of mounts) {
    if (kind === 'hidden') rules.push(`(deny file* ${subpaths([path])})`);
    if (kind === 'readable')
      rules.push(`(allow file-read* ${subpaths([path])})`, `(deny file-write* ${subpaths([path])})`);
    if (kind === 'writable') rules.push(`(allow file* ${subpaths([path])})`);
  }
  rules.push(`(allow file* ${subpaths([home])})`);
  // Nobody gets at what is hidden by way of another name for it.
  if (mounts.some(({ kind }) => kind === 'hidden')) rules.push('(deny file-link)');
  return `${rules.join('\n')}\n`;
}

function network(kind: SandboxCommand['network']): string[] {
  if (kind === 'full') return ['(allow network*)', '(allow system-socket)'];
  if (kind === 'none') return ['(deny network*)'];
  return [
    '(allow network-bind (local ip "localhost:*"))',
    '(allow network-inbound (local ip "localhost:*"))',
    '(allow network-outbound (remote ip "localhost:*"))',
  ];
}

function subpaths(paths: readonly string[]): string {
  return paths.map((path) => `(subpath ${quoted(path)})`).join(' ');
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, (letter) => `\\${letter}`)}"`;
}
