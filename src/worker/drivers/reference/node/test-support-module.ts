/** `testing/service.js`: the service in the process of a test, over a directory of its own. */
export const testSupportModule = `import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService } from '../src/server.js';

/**
 * Runs a test against a fresh service on a free port. call() sends a request and gives status, headers and body;
 * restart() stops the service and starts it again over the same data; setClock() sets its time.
 */
export async function withService(run) {
  const dataDir = mkdtempSync(join(tmpdir(), 'service-'));
  let time = null;
  let port = 0;
  let service;
  const start = async () => {
    service = await createService({ dataDir, release: 'test', now: () => (time === null ? new Date() : new Date(time)) });
    port = await service.listen(0, '127.0.0.1');
  };
  const raw = async (method, path, body, headers = {}) => {
    const options = { method, headers: { 'content-type': 'application/json', connection: 'close', ...headers }, redirect: 'manual' };
    const response = await fetch('http://127.0.0.1:' + port + path, body === undefined ? options : { ...options, body });
    const text = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text === '' ? undefined : JSON.parse(text) };
  };
  await start();
  try {
    await run({
      raw,
      call: (method, path, body) => raw(method, path, body === undefined ? undefined : JSON.stringify(body)),
      setClock: (at) => {
        time = at;
      },
      restart: async () => {
        await service.close();
        await start();
      },
      dataDir,
    });
  } finally {
    await service.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
`;
