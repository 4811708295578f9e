import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf } from './environment-of.ts';
import { limitsOf } from './limits-of.ts';
import { mountsOf } from './mounts-of.ts';
import type { Sandbox, SandboxCommand } from './sandbox.port.ts';
import { systemEtc, systemFolders } from './system-folders.ts';
import { type SandboxOptions, wrappedSandbox } from './wrapped-sandbox.ts';

/**
 * The same namespaces by util-linux' `unshare`, for machines without bubblewrap. The script builds a root of what may
 * be seen, goes there, and runs the command without capabilities; it stays PID 1, so that TERM reaches the command
 * with its usual meaning. Without bubblewrap's `--die-with-parent`, a command outlives a killed Andon until it ends.
 */
export function unshareSandbox(options: SandboxOptions): Sandbox {
  return wrappedSandbox('unshare', options, (order, program, lasting) => {
    // Each command mounts its own root there, in a mount namespace nobody else sees.
    const point = join(tmpdir(), 'andon-root');
    mkdirSync(point, { recursive: true });
    const shown = mounts(order, options);
    const { env, loader } = environmentOf(order);
    return {
      argv: [
        ...limitsOf(order),
        'unshare',
        ...['--user', '--map-root-user', '--pid', '--fork', '--mount', '--ipc', '--uts'],
        ...(lasting ? [] : ['--kill-child']),
        ...(order.network === 'full' ? [] : ['--net']),
        '--',
        ...[
          '/bin/sh',
          '-c',
          script,
          'sh',
          point,
          order.cwd,
          order.network,
          String(shown.length / 2),
          ...shown,
        ],
        ...['/usr/bin/env', '-u', 'PWD', '-u', 'OLDPWD', `PATH=${options.toolchain.path}`],
        ...Object.entries(loader).map(([name, value]) => `${name}=${value}`),
        ...['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--'],
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

/** Pairs of kind and path, outer paths first. */
function mounts(order: SandboxCommand, options: SandboxOptions): string[] {
  const system = [...systemFolders(), ...systemEtc(order.network)];
  return [
    ...system.flatMap((path) => [
      lstatSync(path).isSymbolicLink() && !path.startsWith('/etc/') ? 'link' : 'readable',
      path,
    ]),
    ...mountsOf(order, options).flatMap((mount) => [mount.kind, mount.path]),
  ];
}

/** Its own names begin with `andon_`, since it runs in the command's environment. Arguments: mount point, working directory, network, number of mounts, kind and path of each, the command. */
const script = `
set -eu
andon_root=$1 andon_cwd=$2 andon_network=$3 andon_count=$4
shift 4
mount --make-rprivate /
mount -t tmpfs -o mode=755 andon "$andon_root"
mkdir -p "$andon_root/proc" "$andon_root/tmp" "$andon_root/dev/shm" "$andon_root/.old"
mount -t proc proc "$andon_root/proc"
mount -t tmpfs -o mode=1777 andon "$andon_root/tmp"
for andon_device in null zero full random urandom; do
  : > "$andon_root/dev/$andon_device"
  mount --bind "/dev/$andon_device" "$andon_root/dev/$andon_device"
done
ln -s /proc/self/fd "$andon_root/dev/fd"
mount -t tmpfs -o mode=1777 andon "$andon_root/dev/shm"
while [ "$andon_count" -gt 0 ]; do
  andon_kind=$1 andon_path=$2
  shift 2
  andon_count=$((andon_count - 1))
  mkdir -p "$andon_root$(dirname "$andon_path")"
  case $andon_kind in
  link) ln -s "$(readlink "$andon_path")" "$andon_root$andon_path"; continue ;;
  hidden) mkdir -p "$andon_root$andon_path"; mount -t tmpfs andon "$andon_root$andon_path"; continue ;;
  esac
  if [ -d "$andon_path" ]; then mkdir -p "$andon_root$andon_path"; else : > "$andon_root$andon_path"; fi
  mount --rbind "$andon_path" "$andon_root$andon_path"
  if [ "$andon_kind" = readable ]; then
    mount -o remount,bind,ro "$andon_root$andon_path" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$andon_root$andon_path"
  fi
done
if [ "$andon_network" != full ]; then ip link set lo up; fi
cd "$andon_root"
pivot_root . .old
umount -l /.old
rmdir /.old
cd "$andon_cwd"
set +e
"$@"
exit $?
`;
