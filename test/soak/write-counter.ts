import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TicketBrief } from '../../src/worker/driver.port.ts';

/** Writes a small service that does what `specText` of the soak asks, with tests of it. */
export async function writeCounter(
  workspace: string,
  brief: Pick<TicketBrief, 'service' | 'id' | 'kind'>,
  write: (path: string, text: string) => Promise<void>,
): Promise<void> {
  const files: Record<string, string> = {
    'package.json': `${JSON.stringify({ name: brief.service, version: '1.0.0', type: 'module', scripts: { start: 'node src/main.js' } }, null, 2)}\n`,
    Dockerfile: 'FROM node:20-slim\nCOPY . /app\nWORKDIR /app\nCMD ["node", "src/main.js"]\n',
    '.env.example': 'PORT=8080\nDATA_DIR=\n',
    'README.md': `# ${brief.service}\n`,
    'src/main.js': source,
    'test/main.test.js': test,
    ...(brief.kind === 'fix' ? { 'FIXES.md': `${brief.id}\n` } : {}),
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(workspace, 'BUILD', path);
    await mkdir(dirname(file), { recursive: true });
    await write(file, text);
  }
}

const source = `import { createServer } from 'node:http';

export const server = createServer((request, response) => {
  const asked = \`\${request.method} \${request.url}\`;
  const answers = { 'GET /health': { ok: true }, 'GET /': { greeting: 'hello' } };
  const body = answers[asked];
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? { error: 'there is no ' + asked }));
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

const test = `import assert from 'node:assert/strict';
import { after, test } from 'node:test';

process.env.PORT = '0';
const { server } = await import('../src/main.js');
if (!server.listening) await new Promise((listening) => server.once('listening', listening));
const at = (path) => fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`);
after(() => server.close());

test('greets', async () => assert.deepEqual(await (await at('/')).json(), { greeting: 'hello' }));
test('is healthy', async () => assert.equal((await at('/health')).status, 200));
test('knows nothing else', async () => assert.equal((await at('/other')).status, 404));
`;
