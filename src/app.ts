import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { createActs } from './acts/create-acts.ts';
import { createBuilds } from './app/build-contents.ts';
import { builtInSessions, startBuiltInSessions } from './app/built-in-sessions.ts';
import { clearLeftovers } from './app/clear-leftovers.ts';
import { createLine, type Line } from './app/create-line.ts';
import { Disposer } from './app/disposer.ts';
import { fillExamples } from './app/fill-examples.ts';
import { homeDirectories } from './app/home-directories.ts';
import { homeId } from './app/home-id.ts';
import { openBoard } from './app/open-board.ts';
import { openGates } from './app/open-gates.ts';
import { openHistory } from './app/open-history.ts';
import { openLogs, openServiceOutput } from './app/open-logs.ts';
import { openRedis } from './app/open-redis.ts';
import { openReleases } from './app/open-releases.ts';
import { openSpecs } from './app/open-specs.ts';
import { openTools, type Tools } from './app/open-tools.ts';
import { keepRedisUsers } from './app/redis-users.ts';
import { serveHttp } from './app/serve-http.ts';
import { sessionDelivery } from './app/session-delivery.ts';
import { openTree } from './app/tree.ts';
import { treeCommits } from './app/tree-commits.ts';
import { VerifyAgain } from './app/verify-again.ts';
import { createWhatWasMade } from './app/what-was-made.ts';
import type { Config } from './config.ts';
import { MemorySignals } from './coordinator/memory-signals.ts';
import { realClock } from './coordinator/real-clock.ts';
import { loadKeys } from './http/keys.ts';
import type { Log } from './log.ts';
import { LogFigures } from './metrics/log-figures.ts';
import { createHomeBriefings } from './prompt/home-briefings.ts';
import { openLibsqlStore } from './store/libsql-store.ts';
import { acquireWriterLock } from './store/writer-lock.ts';
import { createRecordBook } from './verification/record/record-book.ts';
import { createRecordBriefs } from './verification/record/record-briefs.ts';
import { loadSigningKeys } from './verification/record/signing-keys.ts';
import { createAclRedisAccess } from './work-queue/acl-redis-access.ts';
import { createBullMqWorkQueue } from './work-queue/bullmq-work-queue.ts';
import { GitRepositories } from './workspace/git-repositories.ts';

export type Andon = {
  readonly url: string;
  /** The board with the operator's token in its fragment. */
  readonly boardUrl: string;
  readonly gatewayUrl: string;
  close(): Promise<void>;
};

export type StartOptions = {
  readonly config: Config;
  readonly log: Log;
  /** Told each step in one line, for people. */
  readonly say: (line: string) => void;
  /** This package's root: examples, built board. */
  readonly root: string;
  /** The program started for built-in sessions. */
  readonly entry: string;
  readonly execArgv: readonly string[];
  readonly version: string;
  /** Gives up waiting as a standby. */
  readonly signal?: AbortSignal;
  /** Another coordinator took over the home: this process must end at once and leave alone what is that one's now. */
  readonly onSuperseded?: (why: string) => void;
};

const newId = customAlphabet('0123456789abcdefghijkmnpqrstuvwxyz', 12);

/** The composition root: builds every adapter, wires the ports, starts in order; `close` disposes in reverse. */
export async function startAndon(options: StartOptions): Promise<Andon> {
  const { config, log, say } = options;
  const { limits } = config;
  const clock = realClock;
  const disposer = new Disposer();
  let touchLine = () => {};
  try {
    const directories = homeDirectories(config.home);
    const lock = await acquireWriterLock(config.home, {
      ...(options.signal ? { signal: options.signal } : {}),
      onWaiting: (writer) =>
        say(
          `another coordinator (${writer ? `process ${writer.pid}` : 'unknown'}) writes this home; waiting as its standby`,
        ),
    });
    disposer.add('writer lock', () => lock.release());
    if (lock.afterCrash) await clearLeftovers(directories, config.services);
    const store = openLibsqlStore(directories.database, {
      onProblem(text) {
        if (text !== null) log.error({ problem: text }, 'the database');
        touchLine();
      },
      onSuperseded: (why) => options.onSuperseded?.(why),
    });
    disposer.add('store', () => store.close());
    const id = await homeId(directories, store, newId);
    const keys = loadKeys(directories.keys);
    const signing = loadSigningKeys(directories.keys);
    const records = createRecordBook(directories.records, signing);

    if (config.servicesIsDefault) {
      const filled = await fillExamples(join(options.root, 'services-example'), config.services);
      if (filled.length > 0) say(`filled ${config.services} with the examples: ${filled.join(', ')}`);
    }

    const redis = await openRedis({ config, directories, say });
    disposer.add('redis', () => redis.close(), 10_000);
    const prefix = `andon-${id}`;
    const workQueue = createBullMqWorkQueue({ connection: redis.connection, prefix, log });
    disposer.add('work queue', () => workQueue.close());

    const repositories = new GitRepositories({
      directory: directories.git,
      path: config.childEnv.PATH ?? '',
    });
    const builtIn = config.builtInSessions ? builtInSessions : [];
    const builtInSecret = randomBytes(32).toString('base64url');
    const signals = new MemorySignals(clock);
    const logs = openLogs({ config, directories, signals, clock, log });
    disposer.add('logs', () => logs.close(), 10_000);
    const holder: { line?: Line; tools?: Tools } = {};
    const coordinatorNow = () => {
      if (!holder.line) throw new TypeError('the coordinator is not there yet');
      return holder.line.coordinator;
    };

    const gates = await openGates({
      config,
      directories,
      repositories,
      keys: signing,
      nameOf: (service) => coordinatorNow().service(service)?.context.name,
      connection: redis.connection,
      prefix,
      version: options.version,
      log,
      say,
    });
    disposer.add('verification', () => gates.close(), 10_000);
    const releases = await openReleases({
      config,
      directories,
      repositories,
      sandbox: gates.sandbox,
      dependencies: gates.dependencies,
      records,
      clock,
      log,
      coordinator: coordinatorNow,
    });
    disposer.add('releases', () => releases.close(), 20_000);
    const tree = openTree({
      config,
      clock,
      log,
      store,
      repositories,
      coordinator: coordinatorNow,
      temp: directories.temp,
      records,
      publicKey: signing.publicPem,
    });

    const access = createAclRedisAccess({
      connection: redis.connection,
      prefix,
      secret: keys.seal,
      log,
    });
    disposer.add('redis users', () => access.close());
    const line = createLine({
      store,
      clock,
      limits,
      budgets: config.budgets,
      log,
      newId,
      workQueue,
      releases: releases.releases,
      repositories,
      signals,
      briefings: createHomeBriefings({
        services: config.services,
        templates: config.promptTemplates,
        coverage: limits.coveragePercent,
        verification: config.verification,
        builtPaths: async (service, commit) =>
          (await repositories.list(service, commit, 'BUILD')).map(({ path }) => path),
        onNote(service, note) {
          log.warn({ service: service.name, note }, 'what sessions are told');
          signals.send({ kind: 'log', service: service.id, source: 'andon', line: note });
        },
      }),
      publish: tree.publish,
      delivery: sessionDelivery({ access, connection: redis.connection, prefix }),
      trees: treeCommits(repositories, { temp: directories.temp, path: config.childEnv.PATH ?? '' }),
      tokenSecret: keys.seal,
      builtIn: { names: new Set(builtIn.map((session) => session.name)), secret: builtInSecret },
      host: config.hostname,
    });
    holder.line = line;
    const { coordinator, sessions, invites } = line;
    disposer.add('coordinator', () => coordinator.close(), 10_000);

    const { views, feed, ...board } = openBoard({
      config,
      coordinator,
      signals,
      figures: (id) => releases.releases.figures(id),
      gatewayUrl: releases.url,
      facts: () => ({
        redis: workQueue.up ? 'up' : 'down',
        redisProblem: redis.problem ?? workQueue.problem ?? null,
        sandbox: gates.sentence,
        unsandboxed: gates.tier === 'process-group',
        catalog: store.problem() ?? tree.problem() ?? holder.tools?.problem() ?? null,
      }),
      clock,
      log,
      say,
    });
    disposer.add('board', () => board.close());
    touchLine = () => feed.touchLine();
    workQueue.onUpChanged(() => feed.touchLine());
    redis.onProblem(() => feed.touchLine());
    tree.attach({ coordinator, views, onStatus: () => feed.touchLine() });
    disposer.add('tree', () => tree.close(), 10_000);

    const tools = openTools({
      ...{ config, tempDir: directories.temp, coordinator, sessions, views, signals, repositories, store },
      ...{ clock, limits, version: options.version, log, onProblem: () => feed.touchLine() },
    });
    holder.tools = tools;
    const { hub, mcp } = tools;

    const { specs, ...specsOpen } = openSpecs({ config, records, log });
    disposer.add('specs', () => specsOpen.close());
    const briefs = createRecordBriefs(records);
    const verifyAgain = new VerifyAgain({ coordinator, workQueue, repositories, records, newId });
    const output = openServiceOutput({ directories, book: logs, secrets: releases.secrets, coordinator });
    disposer.add('service output', () => output.stop());
    const figures = new LogFigures({ store, coordinator, clock, log });
    disposer.add('figures', () => figures.close());
    const http = await serveHttp({
      config,
      directories,
      deps: {
        ...{
          coordinator,
          sessions,
          invites,
          views,
          hub,
          mcp,
          logs,
          pullOutput: (id) => output.pull(id),
          store,
          history: openHistory({ config, store, views, gatewayUrl: releases.url, clock }),
          secrets: releases.secrets,
          keys,
        },
        records: { ...records, briefs: briefs.list, publicKey: signing.publicPem },
        made: createWhatWasMade({
          ...{ coordinator, briefs, repositories, events: store.events, now: clock.now },
          kept: releases.releases.kept,
          url: (service) => releases.releases.figures(service).url,
        }),
        verifyAgain,
        builds: createBuilds({ coordinator, repositories }),
        figures,
        specs,
        acts: createActs({ coordinator, ageingMs: limits.ageingMs }),
      },
      feed,
      webRoot: join(options.root, 'dist', 'web'),
      version: options.version,
      ready: () => ({
        ok: workQueue.up && store.problem() === null,
        checks: {
          store: store.problem() ?? 'ok',
          redis: workQueue.up ? 'ok' : 'down',
          catalog: tree.problem() ?? 'ok',
        },
      }),
      log,
    });
    disposer.add('http', () => http.close());

    // What a killed coordinator left running is settled before any owed effect touches it.
    await releases.adopt();
    disposer.add('line', () => line.stop());
    const stopUsers = keepRedisUsers({
      ...{ coordinator, access, workQueue, clock },
      everyMs: limits.reconcileMs,
    });
    disposer.add('redis users', stopUsers);
    await line.open();
    await tree.start();
    await tools.start();
    void figures.read();
    disposer.add('tools', () => tools.close());

    await mkdir(dirname(directories.run), { recursive: true });
    const run = { pid: process.pid, url: http.url, gatewayUrl: releases.url, startedAt: clock.now() };
    await writeFile(directories.run, `${JSON.stringify(run)}\n`, { mode: 0o600 });
    disposer.add('run file', () => rm(directories.run, { force: true }));

    if (builtIn.length > 0) {
      const running = startBuiltInSessions(builtIn, {
        entry: options.entry,
        execArgv: options.execArgv,
        url: http.url,
        workDir: join(directories.workspaces, 'sessions'),
        workerToken: keys.worker,
        secret: builtInSecret,
        env: config.childEnv,
        slots: 2,
        log,
      });
      disposer.add('built-in sessions', () => running.close(8_000), 10_000);
    }
    return {
      url: http.url,
      boardUrl: `${http.url}/#token=${keys.operator}`,
      gatewayUrl: releases.url,
      close: () => disposer.close(log),
    };
  } catch (error) {
    await disposer.close(log);
    throw error;
  }
}

/** Version in package.json. */
export async function packageVersion(root: string): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const parsed: unknown = JSON.parse(text);
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
