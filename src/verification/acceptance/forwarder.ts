/**
 * Runs a service inside its sandbox and leads a socket in the file system to its port, so that Andon can ask it from
 * outside although its network is its own. Nothing of it judges: what the service could do to it only changes its own
 * answers. Arguments: folder of the socket, port, the command. Ends as the service ends; a stop reaches both.
 */
export const serviceForwarder = `
const { spawn } = require('node:child_process');
const net = require('node:net');
const [folder, port, program, ...args] = process.argv.slice(1);
process.title = [program, ...args].join(' ');
const service = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
service.on('error', (error) => { console.error('the start command cannot be run: ' + error.message); process.exit(127); });
service.on('exit', (code, signal) => {
  if (signal) console.error('the service was ended by ' + signal);
  process.exitCode = code === null ? 1 : code;
  setImmediate(() => process.exit());
});
process.chdir(folder);
net.createServer({ allowHalfOpen: true }, (outer) => {
  const inner = net.connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  outer.pipe(inner).pipe(outer);
  outer.on('error', () => inner.destroy());
  inner.on('error', () => outer.destroy());
  outer.on('close', () => inner.destroy());
  inner.on('close', () => outer.destroy());
}).listen('s');
`;

/** The other way round: a port of the loopback inside a second sandbox that leads to the socket. Arguments: socket, port, the command. */
export const clientForwarder = `
const { spawn } = require('node:child_process');
const net = require('node:net');
const [socket, port, program, ...args] = process.argv.slice(1);
net.createServer({ allowHalfOpen: true }, (inner) => {
  const outer = net.connect({ path: socket, allowHalfOpen: true });
  inner.pipe(outer).pipe(inner);
  inner.on('error', () => outer.destroy());
  outer.on('error', () => inner.destroy());
  inner.on('close', () => outer.destroy());
  outer.on('close', () => inner.destroy());
}).listen(Number(port), '127.0.0.1', () => {
  const command = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  command.on('error', (error) => { console.error(error.message); process.exit(127); });
  command.on('exit', (code) => process.exit(code === null ? 1 : code));
});
`;

/** In place of a service: a port of the loopback that takes every request. Arguments: port, the command. */
export const stubService = `
const { spawn } = require('node:child_process');
const http = require('node:http');
const [port, program, ...args] = process.argv.slice(1);
http.createServer((request, response) => {
  request.resume();
  response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
  response.end('{"id":"1"}');
}).listen(Number(port), '127.0.0.1', () => {
  const command = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  command.on('error', (error) => { console.error(error.message); process.exit(127); });
  command.on('exit', (code) => process.exit(code === null ? 1 : code));
});
`;
