import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Line } from '../e2e/support/line.ts';
import { hasEnded, type Started } from '../e2e/support/processes.ts';
import { until } from '../e2e/support/until.ts';
import { type FakedClock, fakedClock } from './faked-clock.ts';
import { FaultProxy } from './fault-proxy.ts';
import { embeddedRedis, ownRedis, type RedisUnderFault } from './redis-under-fault.ts';

export type RigOptions = {
  readonly redis: 'own' | 'embedded';
  readonly workers: number;
  /** Size of the file system the home is on. */
  readonly homeMegabytes: number;
  /** The library that sets a process's clock apart; without it clocks are right. */
  readonly faketime: string | undefined;
  readonly limits?: Record<string, number>;
};

/** A process that is meant to run, with its own way to everything it speaks to. */
export type Member = {
  readonly name: string;
  readonly redis: FaultProxy | undefined;
  readonly api: FaultProxy | undefined;
  readonly clock: FakedClock | undefined;
  process: Started | undefined;
};

const builder = resolve(import.meta.dirname, '..', 'e2e', 'fixtures', 'builder.mjs');
const writer = z.object({ pid: z.number(), since: z.number() });

/** A port nobody listens on, below those that systems hand out: no proxy that is opened meanwhile is given it. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 30_000);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await new Promise<boolean>((tried) => {
      server.once('listening', () => tried(true)).once('error', () => tried(false));
    });
    if (!free) continue;
    await new Promise((closed) => server.close(closed));
    return port;
  }
}

/**
 * A home on a small file system of its own, two coordinators, workers and a Redis, each pair with a proxy between. Must
 * run where it may mount: as root, or in a user namespace.
 */
export class Rig {
  readonly line: Line;
  readonly redis: RedisUnderFault;
  readonly coordinators: Member[] = [];
  readonly workers: Member[] = [];
  /** Between the sessions that run in this process and the API. */
  readonly sessionApi: FaultProxy;
  readonly apiPort: number;
  readonly gatewayPort: number;
  readonly filler: string;
  /** Processes that were ended on purpose. */
  readonly ended = new Set<number>();

  private constructor(
    line: Line,
    redis: RedisUnderFault,
    sessionApi: FaultProxy,
    ports: { api: number; gateway: number },
  ) {
    this.line = line;
    this.redis = redis;
    this.sessionApi = sessionApi;
    this.apiPort = ports.api;
    this.gatewayPort = ports.gateway;
    this.filler = join(line.home, 'filler');
  }

  /** Everything is up and every worker registered. */
  static async open(options: RigOptions): Promise<Rig> {
    // A service is killed from outside here every few minutes: that is not the service's doing.
    const line = new Line({ limits: { restartForgiveMs: 10_000, ...options.limits } });
    const ports = { api: await freePort(), gateway: await freePort() };
    line.env.ANDON_PORT = String(ports.api);
    line.env.ANDON_GATEWAY_PORT = String(ports.gateway);
    mkdirSync(line.home, { mode: 0o700 });
    const size = `size=${options.homeMegabytes}m,mode=0700`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'andon-chaos', line.home]);
    const redis =
      options.redis === 'own'
        ? ownRedis(join(line.directory, 'redis'), await freePort())
        : embeddedRedis(line);
    const rig = new Rig(line, redis, await FaultProxy.open(() => ({ port: ports.api })), ports);
    const clockOf = (name: string) =>
      options.faketime ? fakedClock(options.faketime, join(line.directory, `clock-${name}`)) : undefined;
    for (const name of ['coordinator-a', 'coordinator-b']) {
      const link = options.redis === 'own' ? await FaultProxy.open(redis.address) : undefined;
      rig.coordinators.push({ name, redis: link, api: undefined, clock: clockOf(name), process: undefined });
    }
    for (let n = 1; n <= options.workers; n += 1) {
      const name = `worker-${n}`;
      const api = await FaultProxy.open(() => ({ port: ports.api }));
      const link = await FaultProxy.open(redis.address);
      rig.workers.push({ name, redis: link, api, clock: clockOf(name), process: undefined });
    }
    await redis.revive();
    await rig.revive();
    await until('all workers are registered', () => rig.#registered(), {
      withinMs: 30_000,
      explain: async () => rig.words(),
    });
    return rig;
  }

  get members(): Member[] {
    return [...this.coordinators, ...this.workers];
  }

  /** Every link of this kind that exists in this rig. */
  links(kind: 'coordinator-redis' | 'worker-redis' | 'worker-api' | 'session-api'): FaultProxy[] {
    const some = {
      'coordinator-redis': () => this.coordinators.map(({ redis }) => redis),
      'worker-redis': () => this.workers.map(({ redis }) => redis),
      'worker-api': () => this.workers.map(({ api }) => api),
      'session-api': () => [this.sessionApi],
    }[kind]();
    return some.filter((link) => link !== undefined);
  }

  /** Starts every member that does not run, and waits until somebody coordinates. */
  async revive(): Promise<void> {
    await this.redis.revive();
    for (const member of this.coordinators) {
      if (!member.process || hasEnded(member.process)) this.#startCoordinator(member);
    }
    await until('a coordinator answers', () => this.answers(), {
      withinMs: 30_000,
      explain: async () => this.words(),
    });
    for (const member of this.workers) {
      if (!member.process || hasEnded(member.process)) this.#startWorker(member);
    }
  }

  /** The member that holds the writer's lock now, and since when. */
  writing(): { member: Member; since: number } | undefined {
    try {
      const { pid, since } = writer.parse(
        JSON.parse(readFileSync(join(this.line.home, 'writer.json'), 'utf8')),
      );
      const member = this.coordinators.find(({ process: one }) => one && one.pid === pid && !hasEnded(one));
      return member && { member, since };
    } catch {
      return undefined;
    }
  }

  /** Whether the API answers, and is the one of a process of ours. */
  async answers(): Promise<boolean> {
    const url = `http://127.0.0.1:${this.apiPort}/healthz`;
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  }

  /** Members that ended though nobody ended them, each once, with their last words. */
  surprises(): string[] {
    return this.members.flatMap(({ name, process: one }) => {
      if (!one || !hasEnded(one) || this.ended.has(one.pid)) return [];
      this.ended.add(one.pid);
      const how = one.child.exitCode ?? one.child.signalCode;
      return [`${name} ended by itself (${how}): ${one.said().slice(-600)}`];
    });
  }

  /** The last words of everybody, for a person. */
  words(): string {
    const all = this.members.map(({ name, process: one }) => `--- ${name}\n${one?.said().slice(-1_500)}`);
    const log = join(this.line.home, 'andon.log');
    const tail = existsSync(log) ? readFileSync(log, 'utf8').slice(-4_000) : '';
    return `${all.join('\n')}\n--- andon.log\n${tail}`;
  }

  /** Ends everything in order: workers, standby and coordinator, Redis. Resolves with what did not end as it should. */
  async stop(): Promise<string[]> {
    const troubles: string[] = [];
    const active = this.writing()?.member;
    const order = [...this.workers, ...this.coordinators.filter((one) => one !== active), active];
    for (const member of order) {
      if (!member?.process || hasEnded(member.process)) continue;
      const { process: one } = member;
      const late = setTimeout(() => {
        troubles.push(`${member.name} did not end within 30 s of SIGTERM`);
        one.child.kill('SIGKILL');
      }, 30_000);
      const code = await one.stop();
      clearTimeout(late);
      // A standby that is told to end while it waits leaves with a refusal: it never wrote.
      const standby = this.coordinators.includes(member) && member !== active;
      if (code !== 0 && !standby) troubles.push(`${member.name} ended with ${code} after SIGTERM`);
    }
    await this.redis.stop();
    return troubles;
  }

  /** Removes everything. Call after the home was looked at. Resolves with the processes that were left. */
  async close(): Promise<string[]> {
    for (const link of [this.sessionApi, ...this.members.flatMap(({ redis, api }) => [redis, api])]) {
      await link?.close();
    }
    await this.redis.stop();
    execFileSync('umount', ['--lazy', this.line.home]);
    return this.line.close();
  }

  #startCoordinator(member: Member): void {
    const url: Record<string, string> = member.redis
      ? { REDIS_URL: `redis://127.0.0.1:${member.redis.port}` }
      : {};
    member.process = this.line.launchWith({ ...url, ...member.clock?.env }, 'up');
  }

  #startWorker(member: Member): void {
    const { name, redis, api, clock } = member;
    member.process = this.line.launchWith(
      { ANDON_WORKER_REDIS_URL: `redis://127.0.0.1:${redis?.port}`, ...clock?.env },
      ...['--url', `http://127.0.0.1:${api?.port}`, 'worker', '--name', name],
      ...['--capabilities', 'builder,tester,fixer', '--slots', '3', '--agent', 'command'],
      ...['--work-dir', join(this.line.directory, 'work')],
      ...['--writable', this.line.gates, '--', process.execPath, builder, this.line.gates],
    );
  }

  async #registered(): Promise<boolean> {
    const { sessions } = z
      .object({ sessions: z.array(z.object({ name: z.string(), state: z.string() })) })
      .parse(await this.line.ask('/api/sessions'));
    const here = new Set(
      sessions.filter(({ state }) => ['idle', 'busy'].includes(state)).map(({ name }) => name),
    );
    return this.workers.every(({ name }) => here.has(name));
  }
}
