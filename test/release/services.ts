/** Small services as files of `BUILD/`; each heeds `PORT`. */

const listen = `server.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => server.close(() => process.exit(0)) && server.closeAllConnections());`;

const withHandler = (handler: string, more = ''): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'x', version: '1.4.0', main: 'main.js' }),
  'main.js': `const { createServer } = require('node:http');
const fs = require('node:fs'); const path = require('node:path');
const server = createServer((request, response) => { ${handler} });
console.log('listening on ' + process.env.PORT);
${listen}
${more}`,
});

const health = `if (request.url === '/health') return response.end('{"ok":true}');`;

export const services = {
  healthy: withHandler(
    `${health} response.end(JSON.stringify({ url: request.url, headers: request.headers, release: process.env.ANDON_RELEASE, pid: process.pid, env: process.env }));`,
  ),
  /** Counts in a file of its data directory; two of them at once would be seen in \`started\`. */
  stateful: withHandler(
    `${health}
    const file = path.join(process.env.DATA_DIR, 'count');
    if (request.url === '/add') fs.writeFileSync(file, String(Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 0) + 1));
    response.end(JSON.stringify({ count: Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 0), release: process.env.ANDON_RELEASE }));`,
  ),
  unhealthy: withHandler(`response.writeHead(500).end();`),
  noContent: withHandler(`response.writeHead(204).end();`),
  redirecting: withHandler(
    `if (request.url === '/health') return response.writeHead(302, { location: '/ok' }).end(); response.end('ok');`,
  ),
  endless: withHandler(
    `response.writeHead(200); for (let i = 0; i < 20; i++) response.write('x'.repeat(8192));`,
  ),
  crashing: {
    'package.json': '{"main":"main.js"}',
    'main.js': `console.error('cannot read config: ' + process.env.SECRET_KEY); process.exit(3);`,
  },
  killed: {
    'package.json': '{"main":"main.js"}',
    'main.js': `process.kill(process.pid, 'SIGKILL');`,
  },
  slowToStart: {
    'package.json': '{"main":"main.js"}',
    'main.js': `setTimeout(() => require('node:http').createServer((q, s) => s.end('ok')).listen(Number(process.env.PORT), '127.0.0.1'), 700);`,
  },
  busyPort: {
    'package.json': '{"main":"main.js"}',
    'main.js': `console.error('Error: listen EADDRINUSE: address already in use 127.0.0.1:' + process.env.PORT); process.exit(1);`,
  },
  fixedPort: {
    'package.json': '{"main":"main.js"}',
    'main.js': `console.error('Error: listen EADDRINUSE: address already in use :::3000'); process.exit(1);`,
  },
  /** Healthy on a copy, not on the service's own data. */
  brokenOnRealData: withHandler(
    `${health} response.end('ok');`,
    `if (!process.env.DATA_DIR.endsWith('proving-data')) { console.error('schema mismatch'); process.exit(4); }`,
  ),
  deafToTerm: {
    'package.json': '{"main":"main.js"}',
    'main.js': `require('node:http').createServer((q, s) => s.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => {});`,
  },
  /** Leaves the port to a helper process of its own. */
  withHelper: {
    'package.json': '{"main":"main.js"}',
    'main.js': `const { spawn } = require('node:child_process');
if (process.argv[2] === 'helper') setInterval(() => {}, 1000);
else { const helper = spawn(process.execPath, [__filename, 'helper'], { stdio: 'ignore' });
require('node:http').createServer((q, s) => s.end(q.url === '/health' ? 'ok' : String(helper.pid))).listen(Number(process.env.PORT), '127.0.0.1'); }`,
  },
  failsOnDemand: withHandler(
    `if (request.url === '/break') { global.broken = true; return response.end(); }
    if (request.url === '/mend') { global.broken = false; return response.end(); }
    if (request.url === '/health') return response.writeHead(global.broken ? 503 : 200).end(); response.end('ok');`,
  ),
} satisfies Record<string, Record<string, string>>;

export type ServiceKind = keyof typeof services;
