import { lstatSync, readlinkSync } from 'node:fs';
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
  return wrappedSandbox('bubblewrap', options, (order, program, lasting) => ({
    argv: [
      ...limitsOf(order),
      options.bubblewrap,
      ...namespaces(order, lasting),
      ...root(order),
      ...mounts(order, options),
      ...loaderSettings(order),
      '--chdir',
      order.cwd,
      '--',
      program,
      ...order.argv.slice(1),
    ],
    cwd: '/',
    env: environment(order, options),
    marker: null,
    dispose: () => {},
  }));
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

/** Handed down through bubblewrap's own environment: a command line is readable by every user of this machine. */
function environment(order: SandboxCommand, options: SandboxOptions): Record<string, string> {
  const plain = Object.entries(order.env).filter(([name]) => !isLoaderSetting(name));
  return {
    HOME: '/tmp',
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    ...Object.fromEntries(plain),
    PATH: options.toolchain.path,
  };
}

/** What the dynamic loader heeds would act on bubblewrap itself, outside the sandbox; it is set inside only. */
function loaderSettings(order: SandboxCommand): string[] {
  return Object.entries(order.env).flatMap(([name, value]) =>
    isLoaderSetting(name) ? ['--setenv', name, value] : [],
  );
}

function isLoaderSetting(name: string): boolean {
  return name.startsWith('LD_');
}
