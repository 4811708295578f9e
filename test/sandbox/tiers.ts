import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { bubblewrapSandbox } from '../../src/sandbox/bubblewrap-sandbox.ts';
import { chooseSandbox } from '../../src/sandbox/choose-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.port.ts';
import { findToolchain, type Toolchain } from '../../src/sandbox/toolchain.ts';
import { unshareSandbox } from '../../src/sandbox/unshare-sandbox.ts';

export const toolchain: Toolchain = await findToolchain({
  path: process.env.PATH ?? '/usr/bin:/bin',
  home: homedir(),
});
export const best = await chooseSandbox({ toolchain, hidden: [] });

type Made = [tier: string, make: (hidden: string[]) => Sandbox];

/** Tiers with walls that hold on this machine, with these programs. */
export function walledWith(programs: Toolchain): Made[] {
  const made: Made[] = [];
  if (best.tier !== 'process-group')
    made.push(['unshare', (hidden) => unshareSandbox({ toolchain: programs, hidden })]);
  if (best.tier === 'bubblewrap') {
    const bubblewrap = '/usr/bin/bwrap';
    made.push(['bubblewrap', (hidden) => bubblewrapSandbox({ toolchain: programs, hidden, bubblewrap })]);
  }
  return made;
}

export const walled = walledWith(toolchain);

/** Whether a process of this machine has `word` in its command line. */
export function runs(word: string): boolean {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .some((line) => line.includes(word) && !line.startsWith('ps '));
}
