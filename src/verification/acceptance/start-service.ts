import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxOutcome, SandboxProcess } from '../../sandbox/sandbox.port.ts';
import { servicePlaces } from '../../stack/service-places.ts';
import type { Stack } from '../../stack/stack.ts';
import type { CleanRoom } from '../clean-room.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { freePort } from '../free-port.ts';
import { serviceForwarder } from './forwarder.ts';
import { type Asked, askHttp, type HttpRequest, type HttpTarget } from './http-ask.ts';
import { socketFolder } from './socket-folder.ts';

export type StartOptions = {
  /** `DATA_DIR`; made where it is not there. */
  readonly data: string;
  /** `ANDON_RELEASE`, of the form a real release's has. */
  readonly release: string;
  /** How long it may take until it answers `GET /health` with 200. */
  readonly withinMs: number;
};

/** A service that runs in the sandbox and is spoken to from outside it. */
export type StartedService = {
  readonly target: HttpTarget;
  readonly port: number;
  /** Sends one request; see `askHttp`. */
  ask(request: HttpRequest): Promise<Asked>;
  /** How it ended; null while it runs. */
  ended(): SandboxOutcome | null;
  /** Resolves once it has ended. */
  readonly exited: Promise<void>;
  /** TERM, then KILL after `graceMs` (default 5,000; 0 kills at once). Resolves when nothing of it is left. */
  stop(graceMs?: number): Promise<void>;
};

export type StartProblem = {
  readonly kind: 'missing' | 'failed' | 'ended' | 'silent' | 'unhealthy' | 'occupied';
  readonly text: string;
};

const memoryBytes = 2 * 1024 ** 3;
const outputBytes = 256 * 1024;
const lookEveryMs = 25;

/**
 * Starts the service of a room as a release is started, and waits until it is healthy. With a network of its own nobody
 * but what was started can answer. Rejects only when the verification is over.
 */
export async function startService(
  room: CleanRoom,
  stack: Stack,
  options: StartOptions,
): Promise<{ readonly service: StartedService } | { readonly problem: StartProblem }> {
  const [name = '', ...args] = stack.start;
  const program = name.includes('/') ? name : room.sandbox.which(name);
  if (!program) return { problem: { kind: 'missing', text: `${name} is not on this machine; install it` } };
  const port = await freePort();
  const isApart = room.sandbox.tier === 'bubblewrap' || room.sandbox.tier === 'unshare';
  const folder = isApart ? await socketFolder() : null;
  const target: HttpTarget = folder === null ? { port } : { socketPath: join(folder, 's') };
  const host = `127.0.0.1:${port}`;
  if (folder === null && (await askHttp({ port }, host, { method: 'GET', path: '/health' })).answer !== null)
    return { problem: { kind: 'occupied', text: `port ${port} was taken by another process` } };
  await mkdir(options.data, { recursive: true });
  const service = [program, ...args];
  const argv = folder === null ? service : ['node', '-e', serviceForwarder, folder, String(port), ...service];
  const started = room.sandbox.start({
    argv,
    cwd: room.build,
    env: { ...(await environmentOf(room, stack, options)), PORT: String(port) },
    writable: [options.data, ...(folder === null ? [] : [folder])],
    readable: [room.build],
    seenAs: { [room.build]: servicePlaces.app, [options.data]: servicePlaces.data },
    network: 'loopback',
    own: room.own,
    outputBytes,
    memoryBytes,
    signal: room.signal,
  });
  const running = runningService(room, stack, started, target, host, port, folder);
  const problem = await untilHealthy(running, options.withinMs);
  if (problem === null) return { service: running };
  await running.stop(0);
  room.signal.throwIfAborted();
  const words = running.ended()?.output.trim() ?? '';
  return { problem: { ...problem, text: [words, problem.text].filter(Boolean).join('\n') } };
}

/** What a release gets, so that nothing tells a service that it is only looked at. */
async function environmentOf(
  room: CleanRoom,
  stack: Stack,
  options: StartOptions,
): Promise<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    ...stack.env,
    ...(await exampleEnvironment(room.build)),
    HOST: '127.0.0.1',
    DATA_DIR: options.data,
    ANDON_RELEASE: options.release,
  };
}

function runningService(
  room: CleanRoom,
  stack: Stack,
  started: SandboxProcess,
  target: HttpTarget,
  host: string,
  port: number,
  folder: string | null,
): StartedService {
  let ended: SandboxOutcome | null = null;
  const done = started.exited.then(async (outcome) => {
    ended = outcome;
    const { exit, signal, reason, durationMs } = outcome;
    room.runs.push({ argv: [...stack.start], exit, signal, reason, durationMs });
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  });
  return {
    target,
    port,
    ask: (request) => askHttp(target, host, request),
    ended: () => ended,
    exited: done,
    stop: async (graceMs = 5_000) => {
      await started.stop(graceMs);
      await done;
    },
  };
}

async function untilHealthy(service: StartedService, withinMs: number): Promise<StartProblem | null> {
  const deadline = performance.now() + withinMs;
  let silent = 'nothing listens on PORT';
  let status = 0;
  for (;;) {
    const { answer, ...why } = await service.ask({ method: 'GET', path: '/health' });
    const ended = service.ended();
    if (ended !== null) return endedProblem(ended);
    if (answer?.status === 200) return null;
    if (answer !== null) status = answer.status;
    else if ('trouble' in why && why.trouble !== 'nobody') silent = why.text;
    if (performance.now() > deadline)
      return status === 0
        ? { kind: 'silent', text: silent }
        : { kind: 'unhealthy', text: `GET /health answered ${status} and not 200` };
    await delay(lookEveryMs);
  }
}

function endedProblem({ reason, exit, signal }: SandboxOutcome): StartProblem {
  if (reason === 'missing') return { kind: 'missing', text: '' };
  if (reason === 'failed') return { kind: 'failed', text: '' };
  if (reason === 'exited' && (exit === 137 || signal === 'SIGKILL'))
    return { kind: 'failed', text: 'it was killed from outside, most often for want of memory' };
  return { kind: 'ended', text: `the service ended by itself (${signal ?? `exit ${exit}`})` };
}
