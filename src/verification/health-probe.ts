/** Exit codes of the probe. */
export const probeExit = { healthy: 0, ended: 10, silent: 11, unhealthy: 12, occupied: 13 } as const;

/**
 * Starts a service and asks it for its health from inside the same sandbox: with a network of its own nobody but the
 * started process can answer, and no port of this machine is used. Arguments: port, milliseconds, the command. Its exit
 * code is the answer; what a service prints is never read as one.
 */
export const healthProbe = `
const { spawn } = require('node:child_process');
const http = require('node:http');
const [port, within, program, ...args] = process.argv.slice(1);
const deadline = performance.now() + Number(within);
let last = 'nothing listens on PORT';
let status = 0;
const end = (code, text) => { console.error('\\n[start check] ' + text); process.exit(code); };
const ask = (answer) => {
  const request = http.get({ host: '127.0.0.1', port, path: '/health', timeout: 5000, agent: false }, (response) => {
    response.resume();
    answer(response.statusCode);
  });
  request.on('timeout', () => request.destroy(new Error('GET /health took longer than 5 s')));
  request.on('error', (error) => { if (error.code !== 'ECONNREFUSED') last = error.message; answer(0); });
};
const look = () => ask((code) => {
  status = code || status;
  if (code === 200) end(0, 'GET /health answered 200');
  if (performance.now() > deadline) {
    if (status) end(${probeExit.unhealthy}, 'GET /health answered ' + status + ' and not 200');
    end(${probeExit.silent}, last);
  }
  setTimeout(look, 50);
});
ask((code) => {
  if (code) end(${probeExit.occupied}, 'another process answers on the port of the check');
  const service = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  service.on('error', (error) => end(${probeExit.ended}, 'the start command cannot be run: ' + error.message));
  service.on('exit', (code, signal) => end(${probeExit.ended}, 'the service ended by itself (' + (signal ?? 'exit ' + code) + ')'));
  look();
});
`;
