import { startBoardServer } from '../browser/board-server.ts';
import { BusyLine } from './busy-line.ts';

const TICK_MS = 50;
const PROBE_MS = 500;

/**
 * The server of the bench: `<web root> <services> <events a second>`. Tells its port, then each event of the probe with
 * the moment it happened, until it is ended.
 */
const [webRoot = '', services = '0', rate = '0'] = process.argv.slice(2);
const busy = new BusyLine(Number(services));
const server = await startBoardServer(busy.line, webRoot, { epoch: 'bench' });
process.send?.({ type: 'listening', port: server.port });

let owed = 0;
let last = performance.now();
let nextProbe = 0;
setInterval(() => {
  const now = performance.now();
  owed += ((now - last) * Number(rate)) / 1_000;
  last = now;
  for (; owed >= 1; owed -= 1) busy.next();
  if (now < nextProbe) return;
  nextProbe = now + PROBE_MS;
  const at = Date.now();
  process.send?.({ type: 'probe', n: busy.probe(), at });
}, TICK_MS);
