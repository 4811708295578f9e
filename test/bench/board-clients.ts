import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { meaningOf } from '../../machines/states.ts';
import { createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { createBoardViews } from '../../src/board/coordinator-board-views.ts';
import { MemorySignals } from '../../src/coordinator/memory-signals.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { Cleanup } from './cleanup.ts';
import { atMost, type Figure, percentile, spread } from './figure.ts';
import { openHome } from './home-of.ts';
import { specSeen } from './scripted-line.ts';

const clients = 1_000;
const services = 200;
const events = 40;
const everyMs = 250;

const told = z.union([
  z.object({ type: z.literal('connected') }),
  z.object({ type: z.literal('latencies'), latencies: z.array(z.number()), missing: z.number() }),
]);

/** From an event reaching the coordinator to each of 1,000 boards, in a process of their own, having it. */
export async function boardClients(): Promise<Figure[]> {
  const cleanup = new Cleanup();
  try {
    const { coordinator, close } = openHome(join(await cleanup.directory(), 'andon.db'));
    cleanup.add(close);
    await coordinator.open();
    const ids: string[] = [];
    for (let index = 0; index < services; index += 1) {
      const id = await coordinator.addService(`service-${index}`);
      await coordinator.receive(`service/${id}`, specSeen(`spec-${index}`));
      ids.push(id);
    }
    const signals = new MemorySignals(realClock);
    const views = createBoardViews({
      coordinator,
      signals,
      figures: () => undefined,
      meaningOf: (state) => meaningOf(state),
      lineFacts: () => ({
        redis: 'up',
        redisProblem: null,
        sandbox: 'bench',
        unsandboxed: false,
        catalog: null,
        incident: null,
        startedAt: 0,
      }),
      gatewayUrl: 'http://127.0.0.1:8901',
      servicesRoot: 'SERVICES',
    });
    const feed = new CoordinatorBoardFeed({ views, coordinator, signals, clock: realClock, epoch: 'bench' });
    cleanup.add(() => feed.close());
    const server = createServer();
    const gateway = createBoardGateway({
      server,
      feed,
      log: silentLog,
      allowedHosts: [],
      allowedOrigins: [],
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanup.add(() => server.close());
    cleanup.add(() => gateway.close());

    const { port } = server.address() as AddressInfo;
    const boards = fork(join(import.meta.dirname, 'board-clients-process.ts'), [
      String(port),
      String(clients),
    ]);
    cleanup.add(() => boards.kill('SIGKILL'));
    const ended = once(boards, 'exit').then(() => {
      throw new Error('the process of the boards ended');
    });
    ended.catch(() => undefined);
    const hear = async () => told.parse((await Promise.race([once(boards, 'message'), ended]))[0]);
    await hear();

    const sent: { seq: number; at: string }[] = [];
    for (let index = 0; index < events; index += 1) {
      const at = process.hrtime.bigint();
      const { seq } = await coordinator.receive(`service/${ids[index % ids.length] ?? ''}`, {
        type: index < ids.length ? 'ServicePaused' : 'ServiceResumed',
      });
      sent.push({ seq, at: String(at) });
      await new Promise((resolve) => setTimeout(resolve, everyMs + (index % 7) * 11));
    }
    boards.send(sent);
    const answer = await hear();
    if (answer.type !== 'latencies' || answer.missing > 0) throw new Error('some boards missed an event');
    const p95 = percentile(answer.latencies, 0.95);
    return [
      atMost('event-to-boards', p95, 'ms p95', 100, {
        clients,
        events,
        samples: answer.latencies.length,
        ...spread(answer.latencies),
      }),
    ];
  } finally {
    await cleanup.close();
  }
}
