/** `testing/service.js` for a service of others: the process, started and spoken to over HTTP. */
export const blackBoxSupportModule = `import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs a test against the process of the service, over a directory of its own. */
export async function withService(run) {
  const dataDir = mkdtempSync(join(tmpdir(), 'service-'));
  let port = 0;
  let child;
  let ended;
  const call = async (method, path, body) => {
    const options = { method, headers: { 'content-type': 'application/json', connection: 'close' }, redirect: 'manual' };
    const response = await fetch('http://127.0.0.1:' + port + path, body === undefined ? options : { ...options, body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text === '' ? undefined : JSON.parse(text) };
  };
  const start = async () => {
    port = await freePort();
    const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, ANDON_RELEASE: 'test' };
    child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
    ended = new Promise((resolve) => child.once('exit', resolve));
    const deadline = Date.now() + 10_000;
    for (;;) {
      const up = await call('GET', '/health').then((answer) => answer.status === 200, () => false);
      if (up) return;
      if (child.exitCode !== null || Date.now() > deadline) throw new Error('the service does not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  await start();
  try {
    await run({
      call,
      restart: async () => {
        await stop();
        await start();
      },
    });
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
`;
