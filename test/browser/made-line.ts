import type { ServiceEvent } from '../../machines/service/service.events.ts';
import { createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { servedLine } from '../http/served-line.ts';
import { handMadeWork } from '../sessions/hand-made-work.ts';
import { someRecord } from '../verification/record/some-record.ts';

const files = {
  'BUILD/src/main.mjs': 'export const one = 1;\nexport const two = 3;\n',
  'BUILD/src/other name.mjs': '<img src=x onerror=alert(1)>\n',
};

/** The whole server with its board, over a line of one service whose first build was handed in by ada. */
export async function startMadeLine(webRoot: string) {
  const line = await servedLine({ config: { webRoot } });
  await line.sessions.register(
    { name: 'ada', capabilities: ['builder'], slots: 1, agent: 'test', host: 'here' },
    { local: true },
  );
  const ticket = await line.openBuild();
  const made = await handMadeWork(line, 'ada', await line.sessions.claim('ada', ticket, 1), files);
  const { commit } = made;
  await line.sessions.submit('ada', ticket, { token: 1, commit }, async () => made.bundle);
  await line.settled();

  const feed = new CoordinatorBoardFeed({
    ...{ views: line.views, coordinator: line.coordinator, signals: line.signals },
    ...{ clock: realClock, epoch: 'run-1' },
  });
  const gateway = createBoardGateway({
    ...{ server: line.app.server, feed, log: silentLog, allowedHosts: [], allowedOrigins: [] },
  });
  await line.app.listen({ host: '127.0.0.1', port: 0 });
  const address = line.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const service = { id: 's1', name: 'shortener' };
  const tell = async (event: ServiceEvent) => {
    await line.coordinator.receive('service/s1', event);
    await line.settled();
  };
  const verification = () => line.coordinator.service('s1')?.context.verification?.id ?? '';

  return {
    url: `http://127.0.0.1:${port}/`,
    link: `http://127.0.0.1:${port}/#token=${line.keys.operator}`,
    commit,
    events: () => line.store.events({ stream: 'service/s1' }).map(({ event }) => event),
    /** The build gate passes and the test gate fails, with a record of each; its attempts are used up. */
    async fails(): Promise<void> {
      const about = { service, commit, ticket };
      await line.records.write(someRecord({ id: 'rec-v-5', gate: 'build', ...about }));
      await tell({
        ...{ type: 'VerificationFinished', verification: verification(), verdict: 'passed', reasons: [] },
        ...{ hasTests: true, record: 'rec-v-5' },
      });
      const reasons = ['adds fails: 3 != 2'];
      const counts = { passed: 1, failed: 1, skipped: 0, total: 2 };
      const result = { ...someRecord().result, verdict: 'failed' as const, class: 'work' as const, reasons };
      await line.records.write(
        someRecord({
          ...{ id: 'rec-v-9', ...about, ticket: null, result: { ...result, tests: counts } },
          tests: [
            { id: 'test/a.test.js > keeps', status: 'passed', message: '', durationMs: 12 },
            {
              id: 'test/a.test.js > adds',
              status: 'failed',
              message: '<b>3</b> != 2',
              file: 'test/a.test.js',
            },
          ],
          covered: [{ path: 'src/main.mjs', covered: 1, lines: 2, missed: [[2, 2]] }],
          checks: [
            {
              ...{ name: 'suite', status: 'failed' as const, class: 'work' as const, advisory: false },
              ...{ reasons, facts: { passed: 1, testsBefore: 0 }, durationMs: 8 },
            },
          ],
        }),
      );
      await tell({
        ...{ type: 'VerificationFinished', verification: verification(), verdict: 'failed', reasons },
        ...{ class: 'work', record: 'rec-v-9', tests: counts },
      });
      const fix = line.coordinator.service('s1')?.context.ticket?.id ?? '';
      await tell({ type: 'TicketExhausted', ticket: fix, reasons, why: 'attempts' });
    },
    async close(): Promise<void> {
      await gateway.close();
      feed.close();
      await line.close();
    },
  };
}

export type MadeLine = Awaited<ReturnType<typeof startMadeLine>>;
