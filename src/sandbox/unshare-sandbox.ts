import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    const env = { HOME: '/tmp', TMPDIR: '/tmp', LANG: 'C.UTF-8', ...order.env, PATH: options.toolchain.path };
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
        ...['/usr/bin/env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
        ...['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--'],
        program,
        ...order.argv.slice(1),
      ],
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
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

/** Arguments: mount point, working directory, network, number of mounts, kind and path of each, the command. */
const script = `
set -eu
root=$1 cwd=$2 network=$3 count=$4
shift 4
mount --make-rprivate /
mount -t tmpfs -o mode=755 andon "$root"
mkdir -p "$root/proc" "$root/tmp" "$root/dev/shm" "$root/.old"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 andon "$root/tmp"
for device in null zero full random urandom; do
  : > "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=1777 andon "$root/dev/shm"
while [ "$count" -gt 0 ]; do
  kind=$1 path=$2
  shift 2
  count=$((count - 1))
  mkdir -p "$root$(dirname "$path")"
  case $kind in
  link) ln -s "$(readlink "$path")" "$root$path"; continue ;;
  hidden) mkdir -p "$root$path"; mount -t tmpfs andon "$root$path"; continue ;;
  esac
  if [ -d "$path" ]; then mkdir -p "$root$path"; else : > "$root$path"; fi
  mount --rbind "$path" "$root$path"
  if [ "$kind" = readable ]; then
    mount -o remount,bind,ro "$root$path" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$root$path"
  fi
done
if [ "$network" != full ]; then ip link set lo up; fi
cd "$root"
pivot_root . .old
umount -l /.old
rmdir /.old
cd "$cwd"
set +e
"$@"
exit $?
`;
