import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { SandboxOutcome, SandboxProcess, SandboxStart } from '../../../sandbox/sandbox.port.ts';
import { runScript } from './scripts.ts';
import { sshScript } from './ssh-command.ts';
import type { Connection } from './ssh-place.ts';
import { unreachable } from './ssh-process.ts';

const mostBytes = 1024 ** 3;

/** Starts the order's command in the place there, spoken to over the connection. Never throws. */
export function startOverSsh(
  connection: Connection,
  order: SandboxStart,
  pathOf: (path: string) => string,
): SandboxProcess {
  const began = performance.now();
  const { target, token, place, over } = connection;
  const args = sshScript(target, over, runScript, [token, place, pathOf(order.cwd), ...order.argv]);
  const child = spawn('ssh', args, { env: target.env, stdio: 'pipe', detached: true });
  let kept = '';
  let stderr = '';
  let total = 0;
  let ended: SandboxOutcome['reason'] | undefined;
  const end = (reason: SandboxOutcome['reason'], graceMs: number): Promise<void> => {
    ended ??= reason;
    return finish(graceMs);
  };
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    child[name].on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk);
      total += chunk.length;
      kept = (kept + text).slice(-order.outputBytes);
      if (name === 'stderr') stderr = (stderr + text).slice(-4_000);
      if (name === 'stdout') order.onBytes?.(chunk);
      order.onOutput?.(text, name);
      if (total > (order.mostOutputBytes ?? mostBytes)) void end('output', 0);
    });
  }
  // Whoever does not listen any more has closed it: that is told by its end.
  child.stdin.on('error', () => undefined);
  child.stdin.write(environmentLines(order.env));
  if (order.stdin !== 'pipe') child.stdin.end();
  const onAbort = () => void end('aborted', 2_000);
  order.signal?.addEventListener('abort', onAbort, { once: true });

  const closed = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (exit) => resolve(exit));
  });
  const exited = closed.then(async (exit): Promise<SandboxOutcome> => {
    order.signal?.removeEventListener('abort', onAbort);
    await connection.signal('KILL').catch(() => undefined);
    const outcome = { exit, signal: null, durationMs: performance.now() - began };
    if (exit === 127 && stderr.includes(`andon-missing ${token}`))
      return {
        ...outcome,
        reason: 'missing',
        output: `the program '${order.argv[0]}' is not on ${target.host}`,
      };
    // 255 is what ssh itself ends with, and what a program may end with, too.
    if (ended === undefined && (exit === null || exit === 255) && (await isGone(connection)))
      return {
        ...outcome,
        reason: 'failed',
        output: unreachable(target, `the connection was lost. ${stderr}`),
      };
    return { ...outcome, reason: ended ?? 'exited', output: kept };
  });

  const finish = async (graceMs: number): Promise<void> => {
    if (graceMs > 0) await connection.signal('TERM').catch(() => undefined);
    const late = setTimeout(() => {
      void connection
        .signal('KILL')
        .catch(() => undefined)
        .finally(() => child.kill('SIGKILL'));
    }, graceMs);
    await exited;
    clearTimeout(late);
  };
  return {
    pid: child.pid ?? 0,
    exited,
    ...(order.stdin === 'pipe' ? { stdin: child.stdin } : {}),
    stop: (graceMs) => finish(graceMs),
  };
}

/** The master notices the end of a connection a moment after those that go over it. */
async function isGone(connection: Connection): Promise<boolean> {
  if (connection.isLost()) return true;
  const { exit } = await connection.run('exit 0', [], { withinMs: 10_000 });
  return exit !== 0;
}

/** Values of more than one line cannot be said; no variable of the contract has one. */
function environmentLines(env: Readonly<Record<string, string>>): string {
  const lines = Object.entries(env).filter(
    ([name, value]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/[\n\0]/.test(value),
  );
  return [...lines.map(([name, value]) => `${name}=${value}`), '.', ''].join('\n');
}
