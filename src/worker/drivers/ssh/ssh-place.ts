import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Launch } from '../../launch.port.ts';
import { elsewhereOf } from './copy-folders.ts';
import { holdScript, signalScript } from './scripts.ts';
import { type SshTarget, sshControl, sshScript } from './ssh-command.ts';
import { runSsh, type SshEnd, type SshOptions, unreachable } from './ssh-process.ts';
import { startOverSsh } from './start-over-ssh.ts';

/** A folder of our own on another machine, and the connection it lives as long as. */
export type SshPlace = {
  readonly launch: Launch & Required<Pick<Launch, 'elsewhere'>>;
  /** A port of that machine's loopback that leads to one of ours; undefined where it is not allowed. */
  tunnelTo(port: number): Promise<number | undefined>;
  /** Ends everything that was started there and removes the folder. */
  close(): Promise<void>;
};

/** What `start-over-ssh` needs of a place. */
export type Connection = {
  readonly target: SshTarget;
  readonly token: string;
  readonly place: string;
  /** Arguments of ssh that go over the connection that is there already. */
  readonly over: readonly string[];
  isLost(): boolean;
  run(script: string, args: readonly string[], more: Partial<SshOptions>): Promise<SshEnd>;
  /** Sends a signal to everything that was started there; resolves also where the machine is gone. */
  signal(name: 'TERM' | 'KILL'): Promise<void>;
};

const openWithinMs = 60_000;
const callWithinMs = 30_000;
const farewellMs = 10_000;

/** Opens the connection and makes the folder. Rejects with a sentence when the machine cannot be reached. */
export async function openSshPlace(target: SshTarget, owner: string, signal: AbortSignal): Promise<SshPlace> {
  // Short, since the path of a socket may hold 108 bytes, and nobody else's.
  const own = await mkdtemp(join(tmpdir(), 'andon-ssh-'));
  const socket = join(own, 'c');
  const token = randomBytes(16).toString('hex');
  const over = ['-o', 'ControlMaster=no', '-o', `ControlPath=${socket}`];
  const master = ['-o', 'ControlMaster=yes', '-o', `ControlPath=${socket}`, '-o', 'ControlPersist=no'];
  // It ends, and clears everything away there, when its stdin does: also when this process is killed.
  const holder = spawn('ssh', sshScript(target, master, holdScript, [owner, token]), {
    env: target.env,
    stdio: 'pipe',
    detached: true,
  });
  let place: string;
  try {
    place = await placeOf(holder, token, target, signal);
  } catch (error) {
    holder.kill('SIGKILL');
    await rm(own, { recursive: true, force: true });
    throw error;
  }
  let lost = false;
  const gone = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  holder.once('exit', () => {
    lost = true;
  });
  const connection: Connection = {
    target,
    token,
    place,
    over,
    isLost: () => lost,
    run: (script, args, more) =>
      runSsh(target, sshScript(target, over, script, args), { withinMs: callWithinMs, ...more }),
    async signal(name) {
      if (!lost) await connection.run(signalScript, [token, place, name], {});
    },
  };
  const elsewhere = elsewhereOf(connection);
  return {
    launch: { start: (order) => startOverSsh(connection, order, elsewhere.pathOf), elsewhere },
    tunnelTo: (port) => tunnel(target, socket, port),
    async close() {
      holder.stdin.end();
      const late = setTimeout(() => holder.kill('SIGKILL'), farewellMs);
      await gone;
      clearTimeout(late);
      await rm(own, { recursive: true, force: true });
    },
  };
}

/** Reads where the place is; whatever else the login says before is left aside. */
function placeOf(
  holder: ChildProcess,
  token: string,
  target: SshTarget,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    const fail = (why: string) => reject(new Error(unreachable(target, why)));
    const late = setTimeout(() => fail(`no answer within ${openWithinMs / 1_000} s`), openWithinMs);
    const stop = () => fail('it was stopped');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const settle = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
    };
    holder.stdin?.on('error', () => undefined);
    holder.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-4_000);
    });
    holder.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out = (out + text).slice(-64 * 1024);
      const place = new RegExp(`^andon-place ${token} (/\\S.*)$`, 'm').exec(out)?.[1];
      if (place === undefined) return;
      settle();
      resolve(place);
    });
    holder.once('error', (error) => fail(error.message));
    holder.once('close', () => {
      settle();
      fail(err);
    });
  });
}

async function tunnel(target: SshTarget, socket: string, port: number): Promise<number | undefined> {
  const words = ['-O', 'forward', '-R', `127.0.0.1:0:127.0.0.1:${port}`];
  const { exit, stdout } = await runSsh(target, sshControl(target, socket, words), {
    withinMs: callWithinMs,
  });
  const opened = Number(/\b(\d{2,5})\b/.exec(stdout)?.[1]);
  return exit === 0 && Number.isInteger(opened) ? opened : undefined;
}
