import { spawnSync } from 'node:child_process';
import { lstatSync, readlinkSync } from 'node:fs';
import { placeMark } from '../stack/place-mark.ts';
import { environmentOf } from './environment-of.ts';
import { filterDescriptor } from './launcher.ts';
import { limitsOf, processLimitOf } from './limits-of.ts';
import { mountsOf } from './mounts-of.ts';
import type { Sandbox, SandboxCommand } from './sandbox.port.ts';
import { sandboxLimits } from './sandbox-limits.ts';
import { insideUser, type StateFiles, stateFiles } from './state-files.ts';
import { machineFiles, systemEtc, systemFolders } from './system-folders.ts';
import { type SandboxOptions, wrappedSandbox } from './wrapped-sandbox.ts';

export type BubblewrapOptions = SandboxOptions & { readonly bubblewrap: string };

/**
 * Own user, PID, IPC, UTS, cgroup, mount and network namespaces by bubblewrap, and a system call filter. The root is made
 * of the system's read-only folders, the toolchain and what the order names; nothing else of this machine is there.
 */
export function bubblewrapSandbox(options: BubblewrapOptions): Sandbox {
  const files = stateFiles(options.stateDirectory);
  const can = abilitiesOf(options.bubblewrap);
  return wrappedSandbox('bubblewrap', { ...options, filter: files.filter }, (order, program, lasting) => {
    const { env, loader } = environmentOf(order);
    return {
      argv: [
        ...limitsOf(order),
        options.bubblewrap,
        ...namespaces(order, lasting, can),
        ...root(order, files, can),
        ...mounts(order, options, can),
        ...['--remount-ro', '/dev', '--remount-ro', '/'],
        ...(files.filter === null ? [] : ['--seccomp', String(filterDescriptor)]),
        ...['--unsetenv', placeMark],
        ...Object.entries(loader).flatMap(([name, value]) => ['--setenv', name, value]),
        '--chdir',
        order.cwd,
        '--',
        ...processLimitOf(order),
        program,
        ...order.argv.slice(1),
      ],
      cwd: '/',
      env: { ...env, PATH: options.toolchain.path },
      marker: null,
      dispose: () => {},
    };
  });
}

/** Options that came with bubblewrap 0.7 and 0.8. Without `--disable-userns` the filter refuses new namespaces. */
type Abilities = { readonly size: boolean; readonly disableUserns: boolean };

function abilitiesOf(bubblewrap: string): Abilities {
  const help = spawnSync(bubblewrap, ['--help'], { encoding: 'utf8', timeout: 10_000 });
  const text = `${help.stdout}${help.stderr}`;
  return { size: text.includes('--size '), disableUserns: text.includes('--disable-userns ') };
}

/**
 * A command that outlives Andon leads a session already, and is stopped by its process group: with a session of its own
 * inside it would not hear that.
 */
function namespaces(order: SandboxCommand, lasting: boolean, can: Abilities): string[] {
  return [
    '--unshare-all',
    '--unshare-user',
    ...(can.disableUserns ? ['--disable-userns'] : []),
    ...(order.network === 'full' ? ['--share-net'] : []),
    ...(lasting ? [] : ['--die-with-parent', '--new-session', '--json-status-fd', '3']),
    ...['--uid', String(insideUser), '--gid', String(insideUser)],
    ...['--cap-drop', 'ALL', '--hostname', 'andon'],
  ];
}

/** The system's folders; a distribution with merged `/usr` has links in their place. */
function root(order: SandboxCommand, files: StateFiles, can: Abilities): string[] {
  const words = ['--proc', '/proc', '--dev', '/dev'];
  for (const path of machineFiles) words.push('--ro-bind-try', path, path);
  words.push(...empty('/dev/shm', sandboxLimits.sharedMemoryBytes, can));
  words.push(...empty('/tmp', sandboxLimits.temporaryBytes, can));
  for (const path of systemFolders()) {
    if (lstatSync(path).isSymbolicLink()) words.push('--symlink', readlinkSync(path), path);
    else words.push('--ro-bind', path, path);
  }
  for (const [name, path] of Object.entries(files.etc)) words.push('--ro-bind', path, `/etc/${name}`);
  for (const path of systemEtc(order.network)) words.push('--ro-bind-try', path, path);
  return words;
}

function mounts(order: SandboxCommand, options: SandboxOptions, can: Abilities): string[] {
  const all = mountsOf(order, options);
  const words = all.flatMap((mount) => {
    if (mount.kind === 'hidden' || mount.kind === 'empty')
      return empty(mount.at, sandboxLimits.temporaryBytes, can);
    return [mount.kind === 'writable' ? '--bind' : '--ro-bind', mount.path, mount.at];
  });
  const hidden = all.filter((mount) => mount.kind === 'hidden');
  return [...words, ...hidden.flatMap((mount) => ['--remount-ro', mount.at])];
}

function empty(path: string, bytes: number, can: Abilities): string[] {
  return [...(can.size ? ['--size', String(bytes)] : []), '--tmpfs', path];
}
