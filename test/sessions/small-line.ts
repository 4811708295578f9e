import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { defaultLimits, type Limits } from '../../machines/policy/limits.ts';
import { treeCommits } from '../../src/app/tree-commits.ts';
import type { Clock } from '../../src/coordinator/clock.port.ts';
import { HomeCoordinator } from '../../src/coordinator/coordinator.ts';
import { MemorySignals } from '../../src/coordinator/memory-signals.ts';
import { silentLog } from '../../src/log.ts';
import { MemoryLogBook } from '../../src/logs/memory-log-book.ts';
import { createInvites } from '../../src/sessions/invites.ts';
import { createLeaseSweeper } from '../../src/sessions/lease-sweeper.ts';
import { createLeases } from '../../src/sessions/leases.ts';
import { createSessionService } from '../../src/sessions/session-service.ts';
import { createUsageBook } from '../../src/sessions/usage-book.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { GitRepositories } from '../../src/workspace/git-repositories.ts';
import { HandClock } from './hand-clock.ts';

export const specText = '# Shortener\n\n## Purpose\nShortens.\n';

/**
 * The real coordinator, machines, session service and git repositories over a store in memory: a line without gates or
 * releases, on which tests open tickets and play sessions.
 */
export async function smallLine(
  options: {
    clock?: Clock;
    limits?: Partial<Limits>;
    store?: ReturnType<typeof createMemoryStore>;
    directory?: string;
  } = {},
) {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'andon-line-'));
  const clock = options.clock ?? new HandClock();
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const store = options.store ?? createMemoryStore();
  let ids = 0;
  const coordinator = new HomeCoordinator({
    store,
    clock,
    limits,
    log: silentLog,
    perform: async () => undefined,
    newId: () => {
      ids += 1;
      return `s${ids}`;
    },
  });
  const repositories = new GitRepositories({
    directory: join(directory, 'git'),
    path: '/usr/local/bin:/usr/bin:/bin',
  });
  const signals = new MemorySignals(clock);
  const logs = new MemoryLogBook(clock);
  signals.on((signal) => {
    if (signal.kind === 'log') logs.append(signal.service, signal.source, signal.line);
  });
  const leases = createLeases(clock, limits);
  coordinator.setFreshSessions((session) => leases.isFresh(session));
  const origins: { session: string; local: boolean }[] = [];
  const usage = createUsageBook(coordinator, clock, silentLog);
  const invites = createInvites(store, clock);
  const sessions = createSessionService({
    coordinator,
    repositories,
    store,
    invites,
    usage,
    trees: treeCommits(repositories, { temp: join(directory, 'temp'), path: '/usr/local/bin:/usr/bin:/bin' }),
    clock,
    secret: 'known to nobody',
    signals,
    leases,
    limits,
    delivery: (session, { local }) => {
      origins.push({ session, local });
      return { prefix: 'test', queue: `session-${session}`, redis: {} };
    },
    builtIn: { names: new Set(['builder-1']), secret: 'of this start' },
    onFresh: () => coordinator.assignSoon(),
    log: silentLog,
  });
  const sweeper = createLeaseSweeper({ coordinator, leases, usage, clock, limits, log: silentLog });
  await coordinator.open();

  /** Resolves when nothing more happens by itself: what an event leads to is committed in the turns after it. */
  const settled = async (): Promise<void> => {
    for (let still = 0, seq = -1; still < 3; still = seq === coordinator.seq() ? still + 1 : 0) {
      seq = coordinator.seq();
      await turn();
    }
  };

  return {
    settled,
    directory,
    clock,
    limits,
    store,
    coordinator,
    repositories,
    signals,
    logs,
    leases,
    usage,
    invites,
    /** Who registered, and whether from this machine. */
    origins,
    sessions,
    sweeper,
    /** A service whose complete spec was seen: a build ticket is open when this resolves. Returns the ticket's id. */
    async openBuild(name = 'shortener'): Promise<string> {
      store.put('spec/h1', specText);
      const id = await coordinator.addService(name);
      await coordinator.receive(`service/${id}`, {
        type: 'SpecSeen',
        spec: { hash: 'h1', problems: [], secrets: [], services: [] },
      });
      await settled();
      const ticket = coordinator.service(id)?.context.ticket?.id;
      if (!ticket) throw new Error(`no ticket is open for ${name}`);
      return ticket;
    },
    async close(): Promise<void> {
      sweeper.stop();
      await coordinator.close();
      if (!options.directory) rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type SmallLine = Awaited<ReturnType<typeof smallLine>>;
