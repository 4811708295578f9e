import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meaningOf } from '../../machines/states.ts';
import { createActs } from '../../src/acts/create-acts.ts';
import { createBuilds } from '../../src/app/build-contents.ts';
import { openHistory } from '../../src/app/open-history.ts';
import { lintSpec, studySpec } from '../../src/app/study-spec.ts';
import { VerifyAgain } from '../../src/app/verify-again.ts';
import { createWhatWasMade } from '../../src/app/what-was-made.ts';
import { createBoardViews } from '../../src/board/coordinator-board-views.ts';
import { costReport } from '../../src/budgets/cost-report.ts';
import { createServer } from '../../src/http/create-server.ts';
import { loadKeys } from '../../src/http/keys.ts';
import type { ServerConfig } from '../../src/http/server-dependencies.ts';
import { createStoreHub } from '../../src/hub/store-hub.ts';
import { type Log, silentLog } from '../../src/log.ts';
import type { LogBook } from '../../src/logs/log-book.port.ts';
import { createMcpEndpoint } from '../../src/mcp/mcp-endpoint.ts';
import { LogFigures } from '../../src/metrics/log-figures.ts';
import { createSecrets } from '../../src/release/secrets.ts';
import { createSpecs } from '../../src/specs/create-specs.ts';
import { createRecordBook } from '../../src/verification/record/record-book.ts';
import { createRecordBriefs } from '../../src/verification/record/record-briefs.ts';
import { loadSigningKeys } from '../../src/verification/record/signing-keys.ts';
import { createMemoryWorkQueue } from '../../src/work-queue/memory-work-queue.ts';
import { readPresent, replaceFile } from '../../src/write-back/safe-file.ts';
import { type SmallLine, smallLine } from '../sessions/small-line.ts';

type Options = Parameters<typeof smallLine>[0] & {
  logs?: LogBook;
  config?: Partial<ServerConfig>;
  log?: Log;
};

/** A small line behind the real HTTP server, which listens to nothing until a test tells it to. */
export async function servedLine(options: Options = {}) {
  const line: SmallLine = await smallLine(options);
  const keys = loadKeys(join(line.directory, 'keys'));
  const webRoot = join(line.directory, 'web');
  mkdirSync(webRoot, { recursive: true });
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>board</title>');
  const backups: string[] = [];
  const readiness = { ok: true, checks: { store: 'ok' } };
  const views = createBoardViews({
    coordinator: line.coordinator,
    signals: line.signals,
    figures: () => undefined,
    meaningOf: (state) => meaningOf(state),
    lineFacts: () => ({
      redis: 'up',
      redisProblem: null,
      sandbox: 'none',
      unsandboxed: false,
      catalog: null,
      incident: null,
      startedAt: 0,
    }),
    gatewayUrl: 'http://localhost:8901',
    servicesRoot: 'SERVICES',
  });
  const signing = loadSigningKeys(join(line.directory, 'keys'));
  const records = createRecordBook(join(line.directory, 'records'), signing);
  const briefs = createRecordBriefs(records);
  const workQueue = createMemoryWorkQueue();
  const { coordinator, repositories } = line;
  let asked = 0;
  const newId = () => {
    asked += 1;
    return `x${asked}`;
  };
  const verifyAgain = new VerifyAgain({ coordinator, workQueue, repositories, records, newId });
  const hub = createStoreHub(line.store, line.clock);
  const tempDir = join(line.directory, 'temp');
  mkdirSync(tempDir, { recursive: true });
  const mcp = createMcpEndpoint({
    ...{ coordinator, repositories, hub, views, tempDir, sessions: line.sessions, signals: line.signals },
    ...{ store: line.store, clock: line.clock, limits: line.limits, version: '0.0.0', log: silentLog },
  });
  const services = join(line.directory, 'services');
  mkdirSync(services, { recursive: true });
  const specs = createSpecs({
    root: services,
    shownRoot: 'SERVICES',
    present: readPresent,
    replace: replaceFile,
    sizeLimit: 256 * 1024,
    study: async (text) => studySpec(text, lintSpec(text, false)),
    records,
  });
  const figures = new LogFigures({ store: line.store, coordinator, clock: line.clock, log: silentLog });
  await figures.read();
  const app = await createServer({
    figures,
    coordinator: line.coordinator,
    sessions: line.sessions,
    invites: line.invites,
    views,
    hub,
    mcp,
    logs: options.logs ?? line.logs,
    events: (query) => line.store.events(query),
    history: openHistory({
      ...{ views, store: line.store, clock: line.clock, gatewayUrl: 'http://localhost:8901' },
      config: { services: 'SERVICES', limits: line.limits },
    }),
    secrets: createSecrets(join(line.directory, 'secrets')),
    records: { ...records, briefs: briefs.list, publicKey: signing.publicPem },
    made: createWhatWasMade({
      ...{ coordinator, briefs, repositories, kept: async () => [], url: () => null },
      events: (query) => line.store.events(query),
      now: () => line.clock.now(),
    }),
    verifyAgain,
    builds: createBuilds({ coordinator, repositories }),
    specs,
    acts: createActs({ coordinator, ageingMs: line.limits.ageingMs }),
    costs: (query) =>
      costReport(
        { coordinator, events: (asked) => line.store.events(asked), line: () => views.line() },
        query,
      ),
    backup: async (path) => void backups.push(path),
    ready: () => readiness,
    keys,
    config: {
      allowedHosts: ['build-box'],
      loopback: true,
      webRoot,
      tempDir,
      version: '0.0.0',
      ...options.config,
    },
    log: options.log ?? silentLog,
  });
  return {
    ...line,
    app,
    views,
    keys,
    /** The services root. */
    services,
    backups,
    readiness,
    records,
    workQueue,
    hub,
    operator: { authorization: `Bearer ${keys.operator}` },
    async close(): Promise<void> {
      await app.close();
      await mcp.close();
      await line.close();
    },
  };
}

export type ServedLine = Awaited<ReturnType<typeof servedLine>>;
