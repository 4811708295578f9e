import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A real sshd on the loopback, with keys and a home of its own, for this user. */
export async function startSshServer() {
  const directory = mkdtempSync(join(tmpdir(), 'andon-sshd-'));
  const at = (name: string) => join(directory, name);
  const home = at('home');
  mkdirSync(home);
  for (const key of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  const port = await freePort();
  writeFileSync(at('authorized'), readFileSync(at('user.pub')), { mode: 0o600 });
  const hostKey = readFileSync(at('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${hostKey}\n`);
  writeFileSync(
    at('server'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized')}`,
      `PidFile ${at('pid')}`,
      'PasswordAuthentication no',
      'UsePAM no',
      // The temporary directory is everybody's.
      'StrictModes no',
      `SetEnv HOME=${home}`,
    ].join('\n'),
  );
  writeFileSync(
    at('client'),
    [
      'Host there',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${at('user')}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${at('known')}`,
      '  StrictHostKeyChecking yes',
    ].join('\n'),
  );
  // Root's sshd wants this one, which its service makes.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const log: string[] = [];
  const start = async () => {
    const server = spawn(sshd(), ['-D', '-e', '-f', at('server')], { stdio: ['ignore', 'ignore', 'pipe'] });
    server.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
    await listening(port, log);
    return server;
  };
  let server = await start();
  const gone = () =>
    new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(0)));
  return {
    home,
    port,
    host: 'there',
    configFile: at('client'),
    log,
    /** What is left there of runs of agents. */
    runs(): string[] {
      const base = join(home, '.andon-remote');
      if (!existsSync(base)) return [];
      return readdirSync(base).flatMap((owner) => readdirSync(join(base, owner)));
    },
    /** Ends the server and every connection to it, as a machine that is switched off. */
    async cut(): Promise<void> {
      const sessions = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number));
      const own = [server.pid ?? 0];
      for (const parent of own)
        own.push(...sessions.filter(([, of]) => of === parent).map(([pid]) => pid ?? 0));
      const named = own.filter((pid) => /sshd/.test(commandOf(pid)));
      server.kill('SIGKILL');
      for (const pid of named) tryKill(pid);
      await gone();
    },
    async again(): Promise<void> {
      server = await start();
    },
    async stop(): Promise<void> {
      server.kill('SIGKILL');
      await gone();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type SshServer = Awaited<ReturnType<typeof startSshServer>>;

function sshd(): string {
  const found = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));
  if (!found) throw new Error('sshd is not installed: apt install openssh-server');
  return found;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function listening(port: number, log: readonly string[]): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((done) => setTimeout(done, 25))) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
  }
  throw new Error(`sshd does not listen: ${log.join('')}`);
}
