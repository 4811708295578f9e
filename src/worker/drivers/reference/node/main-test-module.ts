/** `test/main.test.js`: the process itself. */
export const mainTestModule = String.raw`import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'service-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

async function start() {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ANDON_RELEASE: 'r-1' };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const line = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
  return { child, ended, port: /port (\d+)/.exec(line)[1] };
}

test('the process answers, and ends in order on SIGTERM', async () => {
  const { child, ended, port } = await start();
  const response = await fetch('http://127.0.0.1:' + port + '/health', { headers: { connection: 'close' } });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ok', release: 'r-1' });
  child.kill('SIGTERM');
  assert.deepEqual(await ended, { code: 0, signal: null });
});

test('the process starts again over the data of one that was killed', async () => {
  const first = await start();
  first.child.kill('SIGKILL');
  assert.equal((await first.ended).signal, 'SIGKILL');
  const second = await start();
  assert.equal((await fetch('http://127.0.0.1:' + second.port + '/health', { headers: { connection: 'close' } })).status, 200);
  second.child.kill('SIGTERM');
  assert.equal((await second.ended).code, 0);
});
`;
