import { io } from 'socket.io-client';
import { z } from 'zod';

/** The boards of the bench: `<port> <count>`. Told what was sent and when, it answers how long each board waited. */
const [port = '', count = '0'] = process.argv.slice(2);
const sentList = z.array(z.object({ seq: z.number(), at: z.string() }));
const seqOf = z.object({ seq: z.number() });

type Arrival = { readonly seq: number; readonly at: bigint };
const boards: Arrival[][] = [];

for (let from = 0; from < Number(count); from += 50) {
  await Promise.all(Array.from({ length: 50 }, () => connect()));
}
process.send?.({ type: 'connected' });

process.once('message', (message) => {
  const sent = sentList.parse(message).map(({ seq, at }) => ({ seq, at: BigInt(at) }));
  const latencies: number[] = [];
  let missing = 0;
  for (const arrivals of boards) {
    for (const { seq, at } of sent) {
      const arrival = arrivals.find((each) => each.seq >= seq);
      if (arrival) latencies.push(Number(arrival.at - at) / 1e6);
      else missing += 1;
    }
  }
  process.send?.({ type: 'latencies', latencies, missing }, () => process.exit(0));
});

function connect(): Promise<void> {
  const arrivals: Arrival[] = [];
  boards.push(arrivals);
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
  socket.on('delta', (delta) => arrivals.push({ seq: seqOf.parse(delta).seq, at: process.hrtime.bigint() }));
  return new Promise((resolve) => socket.once('snapshot', () => resolve()));
}
