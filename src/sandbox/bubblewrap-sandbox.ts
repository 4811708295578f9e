import { lstatSync, readlinkSync } from 'node:fs';
import { environmentOf } from './environment-of.ts';
import { limitsOf } from './limits-of.ts';
import { mountsOf } from './mounts-of.ts';
import type { Sandbox, SandboxCommand } from './sandbox.port.ts';
import { systemEtc, systemFolders } from './system-folders.ts';
import { type SandboxOptions, wrappedSandbox } from './wrapped-sandbox.ts';

export type BubblewrapOptions = SandboxOptions & { readonly bubblewrap: string };

/**
 * Own user, PID, IPC, UTS, mount and network namespaces by bubblewrap. The root is made of the system's read-only
 * folders, the toolchain and what the order names; nothing else of this machine is there.
 */
export function bubblewrapSandbox(options: BubblewrapOptions): Sandbox {
  return wrappedSandbox('bubblewrap', options, (order, program, lasting) => {
    const { env, loader } = environmentOf(order);
    return {
      argv: [
        ...limitsOf(order),
        options.bubblewrap,
        ...namespaces(order, lasting),
        ...root(order),
        ...mounts(order, options),
        ...Object.entries(loader).flatMap(([name, value]) => ['--setenv', name, value]),
        '--chdir',
        order.cwd,
        '--',
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

function namespaces(order: SandboxCommand, lasting: boolean): string[] {
  return [
    '--unshare-all',
    '--unshare-user',
    '--disable-userns',
    ...(order.network === 'full' ? ['--share-net'] : []),
    ...(lasting ? [] : ['--die-with-parent']),
    '--cap-drop',
    'ALL',
    '--hostname',
    'andon',
  ];
}

/** The system's folders; a distribution with merged `/usr` has links in their place. */
function root(order: SandboxCommand): string[] {
  const words = ['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'];
  for (const path of systemFolders()) {
    if (lstatSync(path).isSymbolicLink()) words.push('--symlink', readlinkSync(path), path);
    else words.push('--ro-bind', path, path);
  }
  for (const path of systemEtc(order.network)) words.push('--ro-bind-try', path, path);
  return words;
}

function mounts(order: SandboxCommand, options: SandboxOptions): string[] {
  return mountsOf(order, options).flatMap((mount) => {
    if (mount.kind === 'hidden') return ['--tmpfs', mount.path];
    return [mount.kind === 'writable' ? '--bind' : '--ro-bind', mount.path, mount.path];
  });
}
