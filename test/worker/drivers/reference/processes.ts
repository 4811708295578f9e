import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { expect } from 'vitest';

const running = new Set<ChildProcess>();
const path = process.env.PATH ?? '/usr/bin:/bin';

type Ended = { readonly code: number; readonly output: string };

/** Runs a command to its end; both streams as one text. */
export function execute(argv: readonly string[], cwd: string): Promise<Ended> {
  const [file = '', ...args] = argv;
  return new Promise((resolve) => {
    const env = { PATH: path, HOME: cwd, LANG: 'C.UTF-8' };
    execFile(file, args, { cwd, env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

/** A Python that has pytest and pytest-cov, or null. */
export async function pythonWithPytest(): Promise<string | null> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const { code } = await execute([python, '-c', 'import pytest, pytest_cov'], '/');
    if (code === 0) return python;
  }
  return null;
}

type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> };
type Service = {
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
};

/** Starts a service as a release would and waits until it is well. */
export async function startService(argv: readonly string[], cwd: string, dataDir: string): Promise<Service> {
  const port = await freePort();
  const [file = '', ...args] = argv;
  const env = { PATH: path, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, ANDON_RELEASE: 'r-7' };
  const child = spawn(file, args, { cwd, env, stdio: 'ignore' });
  running.add(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const call = async (method: string, at: string, body?: unknown): Promise<Answer> => {
    const options: RequestInit = {
      method,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', connection: 'close' },
    };
    if (body !== undefined) options.body = JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}${at}`, options);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  await expect
    .poll(
      () =>
        call('GET', '/health').then(
          (answer) => answer.body.release,
          () => null,
        ),
      { timeout: 20_000 },
    )
    .toBe('r-7');
  return {
    call,
    end: async (signal) => {
      child.kill(signal);
      await exited;
      running.delete(child);
    },
  };
}

/** Ends what a failed test left running. */
export function endServices(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
