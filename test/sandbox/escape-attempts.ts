import { deniedCalls, judgedCalls } from '../../src/sandbox/denied-calls.ts';

/** Python for one attempt each: an error that refuses means held, `return False` too; anything else got out. */
export const escapeAttempts: Readonly<Record<string, string>> = {
  // Files
  'read /etc/shadow': "open('/etc/shadow')",
  'read a hidden file': "open(at['secret'])",
  'read a hidden file by way of the root of process 1': "open('/proc/1/root' + at['secret'])",
  'read a hidden file by way of its own root': "open('/proc/self/root' + at['secret'])",
  'read a hidden file through a link in its directory': "os.symlink(at['secret'], 'link'); open('link')",
  'give a hidden file another name': "os.link(at['secret'], 'name')",
  'give a system file another name': "os.link('/usr/bin/env', 'env')",
  'read the directory of another run': "os.listdir(at['other'])",
  'list the home of whoever started it': "return bool(set(os.listdir(at['home'])) - set(at['shownInHome']))",
  'see shared memory of this machine': "return os.path.exists(at['shared'])",
  'write beside its directory': "open(at['other'] + '/made', 'w')",
  'write a read-only directory': "open(at['readable'] + '/made', 'w')",
  'write the toolchain': "open(os.path.join(os.path.dirname(sys.executable), 'andon-made'), 'w')",
  'write /usr': "open('/usr/andon-made', 'w')",
  'write /etc': "open('/etc/andon-made', 'w')",
  'write /': "open('/andon-made', 'w')",
  'write /dev': "open('/dev/andon-made', 'w')",
  'write where something is hidden': "open(os.path.dirname(at['secret']) + '/made', 'w')",
  'fill a temporary directory without end': `
    for line in open('/proc/self/mounts'):
      place, kind, options = line.split()[1:4]
      if kind == 'tmpfs' and 'rw' in options.split(',') and 'size=' not in options: return place
    return False`,
  'make a device': "os.mknod('device', stat.S_IFBLK | 0o600, os.makedev(7, 0))",
  'open a disk':
    "return any(os.path.exists('/dev/' + name) for name in ('sda', 'vda', 'nvme0n1', 'loop0', 'loop-control', 'fuse'))",
  'read physical memory': "open('/dev/mem')",
  'read the memory of the kernel': "open('/proc/kcore').read(1)",
  'read the log of the kernel': "call('syslog', 3, ctypes.create_string_buffer(100), 100)",
  'open the log of the kernel': "os.open('/dev/kmsg', os.O_RDONLY)",
  'open a virtual machine': "os.open('/dev/kvm', os.O_RDWR)",
  'open a file by its handle':
    "call('open_by_handle_at', os.open('/usr', os.O_RDONLY), ctypes.create_string_buffer((8).to_bytes(4, 'little') + (1).to_bytes(12, 'little'), 16), 0)",
  // Other processes
  'read the variables of processes of this machine': `
    for pid in filter(str.isdigit, os.listdir('/proc')):
      try:
        if at['canary'].encode() in open('/proc/' + pid + '/environ', 'rb').read(): return pid
      except OSError: pass
    return False`,
  'read the variables of process 1': "return at['canary'].encode() in open('/proc/1/environ', 'rb').read()",
  'signal a process of this machine': "os.kill(at['victim'], 0)",
  'slow a process of this machine down': "os.setpriority(os.PRIO_PROCESS, at['victim'], 19)",
  'trace process 1': "call('ptrace', 0x4206, 1, 0, 0)",
  'read the memory of process 1': "memory('process_vm_readv')",
  'write the memory of process 1': "memory('process_vm_writev')",
  'take an open file of another process': 'call("pidfd_getfd", 3, 0, 0)',
  'compare itself with another process': 'call("kcmp", os.getpid(), 1, 0, 0, 0)',
  'end process 1': "os.kill(1, signal.SIGKILL); time.sleep(0.05); return not os.path.exists('/proc/1')",
  'be nicer to itself than others are': 'os.setpriority(os.PRIO_PROCESS, 0, -5)',
  'run in real time': 'os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))',
  'inherit open files': `
    for fd in os.listdir('/proc/self/fd'):
      try: link = os.readlink('/proc/self/fd/' + fd)
      except OSError: continue
      if int(fd) > 2 and link.startswith('/') and not link.startswith(('/proc/', at['writable'])): return link
    return False`,
  // The network
  'connect to a port of this machine': "socket.create_connection(('127.0.0.1', at['port']), 1)",
  'connect to the address of cloud metadata': "socket.create_connection(('169.254.169.254', 80), 1)",
  'look a name up': "socket.getaddrinfo('example.com', 80)",
  'ask a server of names': "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53))",
  'connect to a unix socket of this machine': "socket.socket(socket.AF_UNIX).connect(at['socket'])",
  'connect to an abstract socket of this machine':
    "socket.socket(socket.AF_UNIX).connect('\\0' + at['abstract'])",
  'reach the host of a virtual machine': 'socket.socket(40, socket.SOCK_STREAM)',
  'open a raw socket': 'socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)',
  'open a packet socket': 'socket.socket(17, socket.SOCK_RAW)',
  'use the kernel’s ciphers': 'socket.socket(38, socket.SOCK_SEQPACKET)',
  // Namespaces and file systems
  'make a user namespace': "call('unshare', 0x10000000)",
  'make a user namespace with a new process': "call('clone', 0x10000000 | 17, 0, 0, 0, 0)",
  'make a user namespace in a way that cannot be judged':
    "call('clone3', ctypes.create_string_buffer((0x10000000).to_bytes(32, 'little') + (17).to_bytes(56, 'little'), 88), 88)",
  'make a network namespace': "call('unshare', 0x40000000)",
  'enter another namespace': "call('setns', os.open('/proc/self/ns/uts', os.O_RDONLY), 0)",
  'mount a file system': "os.mkdir('m1'); call('mount', b'none', b'm1', b'tmpfs', 0, 0)",
  'mount a directory elsewhere': "os.mkdir('m2'); call('mount', b'/usr', b'm2', 0, 4096, 0)",
  'mount control groups': "os.mkdir('m3'); call('mount', b'none', b'm3', b'cgroup2', 0, 0)",
  'make a read-only directory writable': "call('mount', b'none', b'/usr', 0, 4096 | 32, 0)",
  'uncover what is covered': "call('umount2', b'/proc/sys', 0)",
  'open a file system the new way': "call('fsopen', b'tmpfs', 0)",
  'take a mount out of the tree': "call('open_tree', -100, b'/usr', 1)",
  'change a mount': "call('mount_setattr', -100, b'/usr', 0, ctypes.create_string_buffer(32), 32)",
  'change the root': "call('pivot_root', b'.', b'.')",
  'change its root': "call('chroot', b'.')",
  'set quotas': "call('quotactl', 0x800002 << 8, 0, 0, 0)",
  // The kernel
  'load a program into the kernel':
    "call('bpf', 0, ctypes.create_string_buffer(b''.join(n.to_bytes(4, 'little') for n in (2, 4, 4, 1)), 72), 72)",
  'watch the processor': "call('perf_event_open', ctypes.create_string_buffer(112), 0, -1, -1, 0)",
  'list keys': "call('keyctl', 0, -3, 0)",
  'add a key': "call('add_key', b'user', b'andon', b'x', 1, -1)",
  'ask for a key': "call('request_key', b'user', b'andon', 0, -3)",
  'open an io_uring': "call('io_uring_setup', 4, ctypes.create_string_buffer(120))",
  'handle page faults': "call('userfaultfd', 1)",
  'boot another kernel': "call('kexec_load', 0, 0, 0, 0)",
  'load a module': "call('init_module', 0, 0, b'')",
  'remove a module': "call('delete_module', b'andon', 0)",
  'restart the machine': "call('reboot', 0, 0, 0, 0)",
  'turn swap off': "call('swapoff', b'/andon')",
  'account processes': "call('acct', b'/andon')",
  'set the clock': "call('clock_settime', 0, ctypes.create_string_buffer(16))",
  'set the clock the old way': "call('settimeofday', ctypes.create_string_buffer(16), 0)",
  'bend the clock': "call('clock_adjtime', 0, ctypes.create_string_buffer((2).to_bytes(8, 'little'), 208))",
  'rename the machine': "name = socket.gethostname().encode(); call('sethostname', name, len(name))",
  'name a program for the kernel to start': "os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY)",
  'set up the kernel': "os.open('/proc/sys/vm/overcommit_memory', os.O_WRONLY)",
  'allow itself namespaces': "os.open('/proc/sys/user/max_user_namespaces', os.O_WRONLY)",
  'press the magic key': "os.open('/proc/sysrq-trigger', os.O_WRONLY)",
  'write /sys': "return os.path.exists('/sys/kernel')",
  'write control groups': "return os.path.exists('/sys/fs/cgroup')",
  'use ports of the processor': "call('iopl', 3)",
  'call the kernel as a 32-bit program': `
    if platform.machine() != 'x86_64': return False
    # mov eax, 20 (getpid); int 0x80; ret
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex('b814000000cd80c3'))
    ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()`,
  'call the kernel as an x32 program': `
    if platform.machine() != 'x86_64': return False
    number(0x40000000 + 39)`,
  // Privileges
  'become root': `
    try: os.setresuid(0, 0, 0)
    except OSError as error:
      # Nobody is 0 in there.
      if error.errno == errno.EINVAL: return False
      raise`,
  'be root': 'return os.getuid() == 0',
  'become root by a program':
    "return subprocess.run(['su', '-c', 'true'], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0",
  'gain privileges by a program': "return 'NoNewPrivs:\\t1' not in open('/proc/self/status').read()",
  'have capabilities': "return 'CapEff:\\t0000000000000000' not in open('/proc/self/status').read()",
  'open more files than it may':
    'soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE); resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard + 1))',
  'dump its memory': 'resource.setrlimit(resource.RLIMIT_CORE, (1, 1))',
  'type into a terminal': `
    try: main, end = os.openpty()
    except OSError: return False
    os.setsid(); fcntl.ioctl(end, termios.TIOCSCTTY, 0)
    fcntl.ioctl(end, termios.TIOCSTI, b'x')`,
  'paste into the console': "fcntl.ioctl(0, 0x541c, b'\\x02')",
  'have a terminal': "os.open('/dev/tty', os.O_RDWR)",
  'write a file of ten gigabytes': "os.ftruncate(os.open('large', os.O_RDWR | os.O_CREAT), 10 << 30)",
};

const column = process.arch === 'arm64' ? 1 : 0;
const numbers = Object.fromEntries([
  ...deniedCalls.map((call) => [call[0], call[column + 1]]),
  ...Object.entries(judgedCalls).map(([name, both]) => [name, both[column]]),
]);

/** Runs every attempt in a process of its own and prints, in a line `TRIED`, name → how it got out, or null. */
export const escapeProgram = `
import ctypes, errno, fcntl, json, mmap, os, platform, resource, signal, socket, stat, subprocess, sys, termios, time
at = json.loads(sys.argv[1])
numbers = json.loads('''${JSON.stringify(numbers)}''')
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def number(which, *rest):
  given = [ctypes.c_long(each) if isinstance(each, int) else each for each in rest]
  ctypes.set_errno(0)
  if libc.syscall(ctypes.c_long(which), *given) == -1: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def call(name, *rest): number(numbers[name], *rest)
class Piece(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
def memory(name):
  buffer = ctypes.create_string_buffer(8)
  mine, theirs = Piece(ctypes.addressof(buffer), 8), Piece(4096, 8)
  call(name, 1, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
REFUSED = {errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOSYS, errno.ESRCH, errno.ENXIO, errno.ENODEV, errno.EXDEV,
  errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT, errno.ESOCKTNOSUPPORT, errno.EFBIG, errno.ENOSPC, errno.ENOTTY}
def held(error):
  return isinstance(error, (socket.gaierror, TimeoutError, ValueError)) or error.errno in REFUSED
${Object.entries(escapeAttempts)
  .map(([name, code], index) => {
    const lines = code.includes('\n') ? code.replace(/^\n/, '').replace(/^ {4}/gm, '  ') : `  ${code}`;
    return `def attempt_${index}():\n${lines}\n  return True\nattempt_${index}.of = ${JSON.stringify(name)}\n`;
  })
  .join('')}
tried = {}
for act in [value for name, value in list(globals().items()) if name.startswith('attempt_')]:
  reading, writing = os.pipe()
  child = os.fork()
  if child == 0:
    signal.alarm(10)
    try: said = act()
    except (OSError, ValueError) as error: said = False if held(error) else 'it came as far as: ' + str(error)
    except BaseException as error: said = repr(error)
    os.write(writing, json.dumps(said).encode()); os._exit(0)
  os.close(writing)
  text = b''
  while piece := os.read(reading, 4096): text += piece
  os.close(reading)
  ended = os.waitpid(child, 0)[1]
  if os.WIFSIGNALED(ended): tried[act.of] = None if os.WTERMSIG(ended) == signal.SIGSYS else 'signal %d' % os.WTERMSIG(ended)
  else: said = json.loads(text or 'null'); tried[act.of] = None if said is False else str(said)
print('TRIED ' + json.dumps(tried))
`;
