import type { SandboxTier } from '../sandbox.port.ts';

/**
 * Attempts of the start check that a tier cannot hold, with the reason; every other attempt that succeeds rules the tier
 * out. Bubblewrap has none.
 */
export const knownGaps: Readonly<Partial<Record<SandboxTier, Readonly<Record<string, string>>>>> = {
  unshare: {
    'make system calls without a filter': 'util-linux loads no system call filter',
  },
  'sandbox-exec': {
    'connect to a port of this machine': 'macOS has no network namespace: loopback is this machine’s own',
  },
};
