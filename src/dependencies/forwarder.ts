/** Names under which npm, pip and Go look for a proxy. */
export const proxyNames = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'http_proxy',
  'https_proxy',
  'npm_config_proxy',
  'npm_config_https_proxy',
  'PIP_PROXY',
] as const;

/**
 * Runs a command inside a sandbox with a loopback of its own, and gives it a proxy there that leads to a unix socket.
 * Arguments: the socket, the command. It ends as the command does; 127 says that there was nothing to run.
 */
export const forwarder = `
const { spawn } = require('node:child_process');
const net = require('node:net');
const { constants } = require('node:os');
const [path, program, ...args] = process.argv.slice(1);
const server = net.createServer({ allowHalfOpen: true }, (near) => {
  const far = net.connect({ path, allowHalfOpen: true });
  const end = () => { near.destroy(); far.destroy(); };
  near.on('error', end); far.on('error', end);
  near.pipe(far); far.pipe(near);
});
server.on('error', (error) => { console.error('no way to the registries: ' + error.message); process.exit(126); });
server.listen(0, '127.0.0.1', () => {
  const url = 'http://127.0.0.1:' + server.address().port;
  const env = { ...process.env };
  for (const name of ${JSON.stringify(proxyNames)}) env[name] = url;
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  child.on('error', (error) => { console.error(error.message); process.exit(127); });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
});
`;
