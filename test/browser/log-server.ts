import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { FileLogBook } from '../../src/logs/file-log-book.ts';
import { servedLine } from '../http/served-line.ts';

/** The service whose log it is, and its id. */
export const service = 'shortener';
const id = 's1';

/** The whole server with its board, over a line of one service whose log is in files. */
export async function startLogServer(webRoot: string) {
  const directory = mkdtempSync(join(tmpdir(), 'andon-log-'));
  const logs = new FileLogBook({ directory, clock: realClock, keep: { lines: 200_000, bytes: 50 << 20 } });
  const line = await servedLine({ logs, config: { webRoot } });
  await line.openBuild(service);
  const feed = new CoordinatorBoardFeed({
    ...{ views: line.views, coordinator: line.coordinator, signals: line.signals },
    ...{ clock: realClock, epoch: 'run-1' },
  });
  const gateway = createBoardGateway({
    ...{ server: line.app.server, feed, log: silentLog, allowedHosts: [], allowedOrigins: [] },
    logs: { book: logs, known: (known) => known === id },
  });
  const wires = new Set<Socket>();
  line.app.server.on('connection', (wire) => {
    wires.add(wire);
    wire.once('close', () => wires.delete(wire));
  });
  await line.app.listen({ host: '127.0.0.1', port: 0 });
  const address = line.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    print: (source: string, text: string) => logs.append(id, source, text),
    settled: () => logs.settled(),
    /** Every connection breaks; pages may connect anew. */
    drop(): void {
      for (const wire of wires) wire.destroy();
    },
    async close(): Promise<void> {
      await gateway.close();
      feed.close();
      await line.close();
      await logs.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type LogServer = Awaited<ReturnType<typeof startLogServer>>;

/** `count` lines from four places, some of them coloured, some grave; number `n` says `step n`. */
export async function printMany(server: LogServer, count: number): Promise<void> {
  const sources = ['ada', 'ada', 'ada', 'verify', 'service', 'andon'];
  for (let begin = 1; begin <= count; begin += 50) {
    const source = sources[((begin / 50) % sources.length) | 0] ?? 'ada';
    const lines = Array.from({ length: Math.min(50, count - begin + 1) }, (_, i) => lineOf(begin + i));
    server.print(source, lines.join('\n'));
    if (begin % 4_000 < 50) await server.settled();
  }
  await server.settled();
}

function lineOf(n: number): string {
  if (n % 5_000 === 0) return `\u001b[1;31mERROR\u001b[0m step ${n}: connect ECONNREFUSED 127.0.0.1:6379`;
  if (n % 900 === 0) return `\u001b[33mWARN\u001b[0m step ${n} was slow`;
  if (n % 7 === 0) return `\u001b[32m✓\u001b[39m step ${n} \u001b[2m(12 ms)\u001b[22m`;
  return n % 11 === 0 ? `\u001b[36mGET\u001b[0m /items/${n} step ${n} 200` : `step ${n} writes src/item.ts`;
}
