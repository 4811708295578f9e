import { lstatSync } from 'node:fs';
import type { SandboxRun } from './sandbox.port.ts';

const folders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const etc = [
  'nsswitch.conf',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'alternatives',
  'ssl',
  'ca-certificates',
  'pki',
  'mime.types',
];

/**
 * What in `/proc` sets up the machine. It is shown read-only: a command whose user outside is root could write it, whatever
 * its capabilities (`/proc/sys/kernel/core_pattern` names a program that the kernel starts as root).
 */
export const machineFiles = [
  '/proc/sys',
  '/proc/sysrq-trigger',
  '/proc/irq',
  '/proc/bus',
  '/proc/fs',
  '/proc/acpi',
  '/proc/scsi',
];

/** The system's own folders that are here; with a merged `/usr` all but the first are links. */
export function systemFolders(): string[] {
  return folders.filter(isThere);
}

/** What of `/etc` programs need to run; nothing that configures this machine's services, names its users or holds secrets. */
export function systemEtc(network: SandboxRun['network']): string[] {
  const names = network === 'full' ? [...etc, 'resolv.conf', 'hosts'] : etc;
  return names.map((name) => `/etc/${name}`).filter(isThere);
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
