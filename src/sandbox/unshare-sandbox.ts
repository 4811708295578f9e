import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeMark } from '../stack/place-mark.ts';
import { environmentOf } from './environment-of.ts';
import { limitsOf, processLimitOf } from './limits-of.ts';
import { mountsOf } from './mounts-of.ts';
import type { Sandbox, SandboxCommand } from './sandbox.port.ts';
import { sandboxLimits } from './sandbox-limits.ts';
import { insideUser, type StateFiles, stateFiles } from './state-files.ts';
import { systemEtc, systemFolders } from './system-folders.ts';
import { unshareScript } from './unshare-script.ts';
import { type SandboxOptions, wrappedSandbox } from './wrapped-sandbox.ts';

/**
 * The same namespaces by util-linux' `unshare`, for machines without bubblewrap; without its system call filter. The
 * script stays PID 1, so that TERM reaches the command with its usual meaning; the command runs in a second user
 * namespace, without capabilities and as nobody of this machine. Without bubblewrap's `--die-with-parent`, it outlives a
 * killed Andon until it ends.
 */
export function unshareSandbox(options: SandboxOptions): Sandbox {
  const files = stateFiles(options.stateDirectory);
  return wrappedSandbox('unshare', options, (order, program, lasting) => {
    // Each command mounts its own root there, in a mount namespace nobody else sees.
    const point = join(tmpdir(), 'andon-root');
    mkdirSync(point, { recursive: true });
    const shown = mounts(order, options, files);
    const { temporaryBytes, sharedMemoryBytes, temporaryFiles } = sandboxLimits;
    const { env, loader } = environmentOf(order);
    return {
      argv: [
        ...limitsOf(order),
        ...[
          'unshare',
          '--user',
          '--map-root-user',
          '--pid',
          '--fork',
          '--mount',
          '--ipc',
          '--uts',
          '--cgroup',
        ],
        ...(lasting ? [] : ['--kill-child']),
        ...(order.network === 'full' ? [] : ['--net']),
        ...['--', '/bin/sh', '-c', unshareScript, 'sh', point, order.cwd, order.network],
        lasting ? 'silent' : 'tell',
        ...[temporaryBytes, sharedMemoryBytes, temporaryFiles, shown.length].map(String),
        ...shown.flat(),
        ...['unshare', '--user', `--map-user=${insideUser}`, `--map-group=${insideUser}`, '--'],
        ...['setpriv', '--no-new-privs', '--inh-caps=-all', '--ambient-caps=-all', '--'],
        ...processLimitOf(order),
        ...['/usr/bin/env', '-u', 'PWD', '-u', 'OLDPWD', '-u', placeMark, `PATH=${options.toolchain.path}`],
        ...Object.entries(loader).map(([name, value]) => `${name}=${value}`),
        program,
        ...order.argv.slice(1),
      ],
      cwd: '/',
      env: { ...env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      marker: null,
      dispose: () => {},
    };
  });
}

type Step = readonly [kind: string, path: string, source: string];

/** Outer paths first. */
function mounts(order: SandboxCommand, options: SandboxOptions, files: StateFiles): Step[] {
  const system = [...systemFolders(), ...systemEtc(order.network)];
  const own = Object.entries(files.etc).filter(([name]) => !system.includes(`/etc/${name}`));
  const asked = mountsOf(order, options);
  const hidden = asked.filter((mount) => mount.kind === 'hidden');
  return [
    ...own.map(([name, path]): Step => ['readable', `/etc/${name}`, path]),
    ...system.map((path): Step => {
      const isLink = lstatSync(path).isSymbolicLink() && !path.startsWith('/etc/');
      return [isLink ? 'link' : 'readable', path, path];
    }),
    ...asked.map(({ kind, path, at }): Step => [kind, at, path]),
    ...hidden.map(({ path, at }): Step => ['seal', at, path]),
  ];
}
