import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { z } from 'zod';
import { AndonError } from '../errors.ts';
import { readJson, writeJson } from './atomic-file.ts';

/** The ports of released services on 127.0.0.1, each reserved by one holder. Reservations outlive a restart. */
export interface Ports {
  /** A port nobody listens on, reserved for `holder`; the one it had when that is still free. */
  allocate(holder: string): Promise<number>;
  free(holder: string): Promise<void>;
  /** Whether Andon itself reserved this port: nothing else is ever forwarded to or probed. */
  owns(port: number): boolean;
}

export type PortRange = { readonly first: number; readonly last: number };

const reservations = z.record(z.string(), z.number().int());
const usual: PortRange = { first: 20_000, last: 29_999 };

/** Opens the reservations kept in `file`. `allocate` rejects with `RELEASE_FAILED` when the range is used up. */
export async function openPorts(file: string, range: PortRange = usual): Promise<Ports> {
  const held = new Map(Object.entries((await readJson(file, reservations)) ?? {}));
  const taken = new Set(held.values());
  let next = startIn(range, file);
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const findFree = async (): Promise<number> => {
    for (let tried = 0; tried <= range.last - range.first; tried++) {
      const port = next;
      next = port >= range.last ? range.first : port + 1;
      if (!taken.has(port) && (await isFree(port))) return port;
    }
    throw new AndonError(
      'RELEASE_FAILED',
      `no free port between ${range.first} and ${range.last}: stop what listens there, or give Andon a wider range`,
    );
  };

  return {
    allocate: (holder) =>
      inTurn(async () => {
        const before = held.get(holder);
        if (before !== undefined && (await isFree(before))) return before;
        const port = await findFree();
        if (before !== undefined) taken.delete(before);
        held.set(holder, port);
        taken.add(port);
        await writeJson(file, Object.fromEntries(held));
        return port;
      }),
    free: (holder) =>
      inTurn(async () => {
        const port = held.get(holder);
        if (port === undefined) return;
        held.delete(holder);
        taken.delete(port);
        await writeJson(file, Object.fromEntries(held));
      }),
    owns: (port) => taken.has(port),
  };
}

/** Homes of one machine begin at different places, so that none takes a port another has just let go of. */
function startIn(range: PortRange, file: string): number {
  const digest = createHash('sha256').update(file).digest().readUInt32BE(0);
  return range.first + (digest % (range.last - range.first + 1));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
