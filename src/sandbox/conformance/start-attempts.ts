/**
 * What a command tries at every start of Andon: a program for Node that prints one line, `TRIED` and a JSON object of
 * attempt → null, or in what way it succeeded. Its argument is JSON: see `StartPlaces`. An attempt that throws was held.
 * In a tier that does not hold, each of them succeeds, perhaps as root: none may change anything of this machine.
 */
export const startAttempts = `
const fs = require('node:fs'), net = require('node:net'), os = require('node:os'), path = require('node:path');
const { spawnSync } = require('node:child_process');
const at = JSON.parse(process.argv[1]);
const linux = process.platform === 'linux';
const could = (act) => () => { act(); return 'it could'; };
const opens = (file) => could(() => fs.closeSync(fs.openSync(file, fs.constants.O_WRONLY)));
const mayWrite = (place) => could(() => fs.accessSync(place, fs.constants.W_OK));
const runs = (...argv) => () => spawnSync(argv[0], argv.slice(1), { timeout: 5000 }).status === 0 && 'it could';
const reaches = (place) => () => new Promise((answer) => {
  const socket = net.connect(place);
  const end = (said) => { socket.destroy(); answer(said); };
  socket.on('connect', () => end('it connected')).on('error', () => end(null)).setTimeout(400, () => end(null));
});
const status = linux ? Object.fromEntries(fs.readFileSync('/proc/self/status', 'utf8').split('\\n').map((line) => line.split(/:\\s*/))) : {};
const limit = (name) => Number(new RegExp('^' + name + ' +(\\\\S+)', 'm').exec(fs.readFileSync('/proc/self/limits', 'utf8'))?.[1]);
const own = (kind) => fs.readlinkSync('/proc/self/ns/' + kind);
const shared = (...kinds) => () => linux && kinds.filter((kind) => own(kind) === at.namespaces[kind]).join(' and ');

const attempts = {
  'read a hidden file': could(() => fs.readFileSync(at.secret)),
  'read a hidden file through a link': could(() => { fs.symlinkSync(at.secret, at.writable + '/link'); fs.readFileSync(at.writable + '/link'); }),
  'give a hidden file another name': could(() => fs.linkSync(at.secret, at.writable + '/name')),
  'write where it is hidden': mayWrite(path.dirname(at.secret)),
  'read another directory beside its own': could(() => fs.readFileSync(at.beside)),
  'read /etc/shadow': could(() => fs.readFileSync('/etc/shadow')),
  'list the home of whoever started it': () => linux && fs.readdirSync(at.home).some((name) => !at.shownInHome.includes(name)) && 'it could',
  'write a read-only directory': mayWrite(at.readable),
  'write the toolchain': mayWrite(path.dirname(process.execPath)),
  'write /usr': mayWrite('/usr'),
  'write /etc': mayWrite('/etc'),
  'write /': mayWrite('/'),
  'inherit variables': () => Object.keys(process.env).filter((name) => !at.variables.includes(name)).join(' '),
  'inherit open files': () => linux && fs.readdirSync('/proc/self/fd').map((fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } })
    .filter((link) => link.startsWith('/') && link !== '/dev/null' && !link.startsWith('/proc/')).join(' '),
  'see processes of this machine': () => linux && fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length > 12 && 'it saw them',
  'share processes, files or names': shared('pid', 'mnt', 'ipc', 'uts', 'user'),
  'share the network': shared('net'),
  'connect to a port of this machine': reaches({ host: '127.0.0.1', port: at.port }),
  'connect to a unix socket of this machine': reaches({ path: at.socket }),
  'connect to the address of cloud metadata': reaches({ host: '169.254.169.254', port: 80 }),
  'look a name up': () => new Promise((answer) => { setTimeout(() => answer(null), 400); new (require('node:dns').Resolver)({ timeout: 300, tries: 1 }).resolve4('example.com', (error) => answer(error ? null : 'it was told')); }),
  'have capabilities': () => linux && !/^0+$/.test(status.CapEff) && status.CapEff,
  'gain privileges by a program': () => linux && status.NoNewPrivs !== '1' && 'it may',
  'be root': () => linux && process.getuid() === 0 && 'it is',
  'make system calls without a filter': () => linux && status.Seccomp !== '2' && 'it may',
  'make a user namespace': runs('unshare', '--user', 'true'),
  'name a program for the kernel to start': opens('/proc/sys/kernel/core_pattern'),
  'press the magic key': opens('/proc/sysrq-trigger'),
  'rename the machine': opens('/proc/sys/kernel/hostname'),
  'write /sys': () => linux && fs.existsSync('/sys/kernel') && 'it is there',
  'see devices': () => linux && fs.readdirSync('/dev').filter((name) => !'console core fd full null ptmx pts random shm stderr stdin stdout tty urandom zero'.split(' ').includes(name)).join(' '),
  'be nicer to itself than others are': could(() => os.setPriority(0, -5)),
  'open files without end': () => linux && limit('Max open files') > at.openFiles && 'it may',
  'dump its memory to a disk': () => linux && limit('Max core file size') > 0 && 'it may',
  'write a file without end': () => linux && limit('Max file size') > at.largestFileBytes && 'it may',
};
const needs = {
  'write its own directory': () => fs.writeFileSync(at.writable + '/made', ''),
  'write its temporary directory': () => { const made = os.tmpdir() + '/andon-try-' + process.pid; fs.writeFileSync(made, ''); fs.rmSync(made); },
  'read what it may': () => fs.readdirSync(at.readable),
  'start a program': () => { if (spawnSync(process.execPath, ['--version']).status !== 0) throw new Error('it did not start'); },
  'use its own loopback': () => new Promise((done, fail) => {
    const server = net.createServer().on('error', fail).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1', done).on('error', fail));
  }),
};
(async () => {
  const tried = {}, missing = {};
  await Promise.all([
    ...Object.entries(attempts).map(async ([name, act]) => { try { tried[name] = (await act()) || null; } catch { tried[name] = null; } }),
    ...Object.entries(needs).map(async ([name, act]) => { try { await act(); missing[name] = null; } catch (error) { missing[name] = String(error.message); } }),
  ]);
  console.log('TRIED ' + JSON.stringify({ tried, missing }));
  process.exit(0);
})();
`;

/** What the attempts are told of this machine. */
export type StartPlaces = {
  readonly secret: string;
  readonly beside: string;
  readonly readable: string;
  readonly writable: string;
  readonly socket: string;
  readonly port: number;
  readonly home: string;
  /** Names in the home that lead to the toolchain. */
  readonly shownInHome: readonly string[];
  readonly variables: readonly string[];
  /** This process's own, kind → what the kernel calls it. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly openFiles: number;
  readonly largestFileBytes: number;
};
