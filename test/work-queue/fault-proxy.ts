import { once } from 'node:events';
import { createConnection, createServer, type NetConnectOpts, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type FaultProxy = {
  readonly url: string;
  /** How many connections were accepted so far. */
  accepted(): number;
  /** Existing connections go silent and stay open; new ones are served. */
  freeze(): void;
  /** From now on new connections are accepted and never answered; false serves new ones again. */
  swallow(on: boolean): void;
  /** Ends every existing connection. */
  cut(): void;
};

/** A TCP proxy in front of a server of the test that breaks connections in the ways a network does. */
export async function faultProxy(target: NetConnectOpts): Promise<FaultProxy> {
  const pairs = new Set<readonly Socket[]>();
  let accepted = 0;
  let swallowing = false;

  const server = createServer((near) => {
    accepted += 1;
    near.on('error', () => undefined);
    if (swallowing) {
      near.resume();
      pairs.add([near]);
      return;
    }
    const far = createConnection(target);
    far.on('error', () => near.destroy());
    const pair = [near, far];
    pairs.add(pair);
    for (const socket of pair) {
      socket.once('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  onTestFinished(async () => {
    server.close();
    cut();
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    accepted: () => accepted,
    freeze() {
      for (const [near, far] of pairs) {
        if (!far || !near) continue;
        near.unpipe(far);
        far.unpipe(near);
        // What arrives is taken and thrown away, so that neither side notices by a full buffer.
        near.resume();
        far.resume();
      }
    },
    swallow(on) {
      swallowing = on;
    },
    cut,
  };
}
