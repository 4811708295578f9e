/** A system call's number on x86_64 and on aarch64; null where it does not exist. */
type Call = readonly [name: string, x86_64: number | null, aarch64: number | null];

/** What no service and no test needs, and what has led or could lead out of a sandbox; from the kernel's tables. */
export const deniedCalls: readonly Call[] = [
  // Other processes' memory, registers and files.
  ['ptrace', 101, 117],
  ['process_vm_readv', 310, 270],
  ['process_vm_writev', 311, 271],
  ['pidfd_getfd', 438, 438],
  ['kcmp', 312, 272],
  // Large interfaces of the kernel.
  ['bpf', 321, 280],
  ['perf_event_open', 298, 241],
  ['userfaultfd', 323, 282],
  ['io_uring_setup', 425, 425],
  ['io_uring_enter', 426, 426],
  ['io_uring_register', 427, 427],
  // Keys are not kept apart by namespaces.
  ['add_key', 248, 217],
  ['request_key', 249, 218],
  ['keyctl', 250, 219],
  // File systems and namespaces.
  ['mount', 165, 40],
  ['umount2', 166, 39],
  ['pivot_root', 155, 41],
  ['chroot', 161, 51],
  ['open_tree', 428, 428],
  ['move_mount', 429, 429],
  ['fsopen', 430, 430],
  ['fsconfig', 431, 431],
  ['fsmount', 432, 432],
  ['fspick', 433, 433],
  ['mount_setattr', 442, 442],
  ['open_tree_attr', 467, 467],
  ['setns', 308, 268],
  ['open_by_handle_at', 304, 265],
  ['quotactl', 179, 60],
  ['quotactl_fd', 443, 443],
  // The machine itself.
  ['kexec_load', 246, 104],
  ['kexec_file_load', 320, 294],
  ['init_module', 175, 105],
  ['finit_module', 313, 273],
  ['delete_module', 176, 106],
  ['reboot', 169, 142],
  ['swapon', 167, 224],
  ['swapoff', 168, 225],
  ['acct', 163, 89],
  ['syslog', 103, 116],
  ['vhangup', 153, 58],
  ['sethostname', 170, 161],
  ['setdomainname', 171, 162],
  ['settimeofday', 164, 170],
  ['clock_settime', 227, 112],
  ['adjtimex', 159, 171],
  ['clock_adjtime', 305, 266],
  ['iopl', 172, null],
  ['ioperm', 173, null],
];

/** Calls that are looked at by their arguments. */
export const judgedCalls = {
  clone: [56, 220],
  clone3: [435, 435],
  unshare: [272, 97],
  ioctl: [16, 29],
  socket: [41, 198],
} as const;

/** Every `CLONE_NEW…`: user, PID, network, mount, UTS, IPC, cgroup and time namespaces. */
export const namespaceFlags = 0x7e02_0080;

/** Input pushed into somebody else's terminal: `TIOCSTI` and, by way of the console's selection, `TIOCLINUX`. */
export const deniedIoctls = [0x5412, 0x541c] as const;

/**
 * The only families of sockets there are: unix, IPv4, IPv6 and netlink (which lists interfaces). Of the others some, as
 * vsock, reach past the network namespace.
 */
export const allowedSocketFamilies = [1, 2, 10, 16] as const;
