import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import {
  lineResponse,
  type Readiness,
  readyResponse,
  servicesResponse,
  ticketsResponse,
} from '../../../src/contracts/api.ts';
import type { LineView, ServiceView, TicketView } from '../../../src/contracts/board.ts';
import { eventsView } from '../../../src/contracts/history.ts';
import { endLeftovers, hasEnded, type Started, start } from './processes.ts';
import { specText, type Wishes } from './spec-text.ts';
import { until } from './until.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const entry = join(root, 'dist', 'src', 'main.js');
const builder = join(import.meta.dirname, '..', 'fixtures', 'builder.mjs');

/** Everything that makes a person wait, shortened; the promises stay the same. */
const quickLimits = {
  probeEveryMs: 300,
  startMs: 4_000,
  provingMs: 600,
  leaseBeatMs: 300,
  leaseExpiryMs: 2_500,
  leaseSweepMs: 200,
  sessionStaleMs: 2_500,
  supersedeQuietMs: 500,
  recheckMs: 1_000,
  rescanMs: 2_000,
  reconcileMs: 2_000,
  restartBackoffMs: 50,
  vanishShare: 1,
};

const runFile = z.object({ pid: z.number(), url: z.string(), gatewayUrl: z.string() });
const builds = z.object({
  what: z.enum(['started', 'finished']),
  service: z.string(),
  kind: z.string(),
  change: z.number(),
  attempt: z.number(),
  ticket: z.string(),
  pid: z.number(),
});

/** Removes read-only directories too, as releases are: only root may without making them writable first. */
export function removeWhole(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(directory, entry.name);
    chmodSync(path, 0o700);
    removeWhole(path);
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Stories of the line wait for many verdicts: what takes long and changes nothing about them is left out. */
const quickVerification = {
  controls: { mutation: 'off', stubs: 'off' },
  levels: { quality: 'off', production: 'off' },
};

/** One home with its services root, and the processes a test starts for it. Ask it anything through the API. */
export class Line {
  readonly directory = mkdtempSync(join(tmpdir(), 'andon-e2e-'));
  readonly home = join(this.directory, 'home');
  readonly services = join(this.directory, 'services');
  readonly gates = join(this.directory, 'gates');
  readonly env: Record<string, string>;
  readonly #started: Started[] = [];

  constructor(
    options: { redisUrl?: string; limits?: Record<string, number>; wholeVerification?: boolean } = {},
  ) {
    for (const each of ['services', 'gates', 'tmp']) mkdirSync(join(this.directory, each));
    const config = join(this.directory, 'andon.yaml');
    const limits = { ...quickLimits, ...options.limits };
    const verification = options.wholeVerification ? {} : quickVerification;
    writeFileSync(config, JSON.stringify({ builtInSessions: false, limits, verification }));
    this.env = {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/',
      TMPDIR: join(this.directory, 'tmp'),
      ANDON_HOME: this.home,
      ANDON_SERVICES: this.services,
      ANDON_CONFIG: config,
      ANDON_PORT: '0',
      ANDON_GATEWAY_PORT: '0',
      ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
    };
  }

  /** Starts a coordinator and resolves once it can be asked. */
  async up(): Promise<Started> {
    const andon = this.launch('up');
    await until('Andon is up', async () => {
      if (hasEnded(andon)) throw new Error(`it has ended: ${andon.said()}`);
      return this.#run().pid === andon.pid && (await fetch(`${this.#run().url}/healthz`)).ok;
    }).catch(async (error: unknown) => {
      // It may stand by behind another one, and would be in the way of the next test.
      await andon.kill();
      throw error;
    });
    // Whoever coordinates next is found at the same place.
    this.env.ANDON_PORT = new URL(this.#run().url).port;
    this.env.ANDON_GATEWAY_PORT = new URL(this.#run().gatewayUrl).port;
    return andon;
  }

  /** The program with these arguments, as a child that `close` ends. */
  launch(...args: string[]): Started {
    return this.launchWith({}, ...args);
  }

  /** The same, with this added to its environment. */
  launchWith(env: Record<string, string>, ...args: string[]): Started {
    const started = start([process.execPath, entry, ...args], {
      cwd: this.directory,
      env: { ...this.env, ...env },
    });
    this.#started.push(started);
    return started;
  }

  /** A session as a process of its own, run by the scripted builder. Resolves once it is registered. */
  async worker(name: string, { capabilities = 'builder,tester,fixer', slots = 2 } = {}): Promise<Started> {
    const worker = this.launch(
      ...['worker', '--name', name, '--capabilities', capabilities, '--slots', String(slots)],
      ...['--work-dir', join(this.directory, 'work'), '--agent', 'command'],
      ...['--writable', this.gates, '--', process.execPath, builder, this.gates],
    );
    await until(`${name} is registered`, async () => {
      if (worker.child.exitCode !== null) throw new Error(worker.said());
      const { sessions } = z
        .object({ sessions: z.array(z.object({ name: z.string(), state: z.string() })) })
        .parse(await this.ask('/api/sessions'));
      return sessions.some((session) => session.name === name && ['idle', 'busy'].includes(session.state));
    });
    return worker;
  }

  /** A command of the program, to its end. */
  async andon(...args: string[]): Promise<{ code: number | string; said: string }> {
    const started = this.launch(...args);
    const code = await started.ended;
    return { code, said: started.said() };
  }

  /** Saves SPEC.md as editors do: beside it, then renamed onto it. */
  saveSpec(name: string, wishes: Wishes = {}): void {
    this.save(name, 'SPEC.md', specText(name, wishes));
  }

  save(service: string, path: string, text: string): void {
    const file = join(this.services, service, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(`${file}.swp`, text);
    renameSync(`${file}.swp`, file);
  }

  read(service: string, path: string): string {
    return readFileSync(join(this.services, service, path), 'utf8');
  }

  /** While held, the builder of this service is busy. */
  hold(service: string): void {
    writeFileSync(join(this.gates, `${service}.hold`), '');
  }

  letGo(service: string): void {
    rmSync(join(this.gates, `${service}.hold`));
  }

  /** Every run of the scripted builder, in order. */
  builds(service: string) {
    const file = join(this.gates, 'builds.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines.map((line) => builds.parse(JSON.parse(line))).filter((run) => run.service === service);
  }

  async ask(path: string, method = 'GET'): Promise<unknown> {
    const response = await fetch(new URL(path, this.#run().url), {
      method,
      headers: { authorization: `Bearer ${this.#key()}` },
      signal: AbortSignal.timeout(10_000),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  }

  async list(): Promise<ServiceView[]> {
    return servicesResponse.parse(await this.ask('/api/services')).services;
  }

  async service(name: string): Promise<ServiceView> {
    const found = (await this.list()).find((service) => service.name === name);
    if (!found) throw new Error(`there is no service ${name}`);
    return found;
  }

  async line(): Promise<LineView> {
    return lineResponse.parse(await this.ask('/api/line')).line;
  }

  /** What `/readyz` says; it does so with 503 too. */
  async ready(): Promise<Readiness> {
    return readyResponse.parse(await (await fetch(`${this.#run().url}/readyz`)).json());
  }

  async tickets(): Promise<TicketView[]> {
    return ticketsResponse.parse(await this.ask('/api/tickets')).tickets;
  }

  /** The journal of a service, oldest first. */
  async events(name: string) {
    const { events } = eventsView.parse(await this.ask(`/api/services/${name}/events?limit=1000`));
    return events.map(({ event }) => event).reverse();
  }

  /** Kinds of the tickets the scripted builder finished. */
  kindsBuilt(service: string): string[] {
    return this.builds(service)
      .filter(({ what }) => what === 'finished')
      .map(({ kind }) => kind);
  }

  /** The reasons of every gate that a service did not pass. */
  async refusals(name: string): Promise<string[]> {
    const finished = z.object({
      type: z.literal('VerificationFinished'),
      verdict: z.string(),
      reasons: z.array(z.string()),
    });
    return (await this.events(name)).flatMap((event) => {
      const { data } = finished.safeParse(event);
      return data && data.verdict !== 'passed' ? data.reasons.join('\n') || data.verdict : [];
    });
  }

  async count(name: string, type: string): Promise<number> {
    return (await this.events(name)).filter((event) => event.type === type).length;
  }

  until<T>(
    what: string,
    probe: () => Promise<T> | T,
    withinMs?: number,
  ): Promise<NonNullable<Exclude<T, false>>> {
    return until(what, probe, { ...(withinMs ? { withinMs } : {}), explain: () => this.#explain() });
  }

  /** Resolves once the service stands as asked. */
  reaches(name: string, what: string, holds: (view: ServiceView) => boolean): Promise<ServiceView> {
    return this.until(`${name} ${what}`, async () => {
      const view = await this.service(name);
      return holds(view) && view;
    });
  }

  /** Resolves once this change (or a later one) of the service is in production and healthy. */
  shipped(name: string, change = 1): Promise<ServiceView> {
    return this.reaches(
      name,
      `has shipped change ${change}`,
      (view) => view.state === 'shipped' && view.change >= change && view.live.health === 'healthy',
    );
  }

  /** Asks the service through the gateway. */
  async call(name: string, path = '/', method = 'GET'): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#run().gatewayUrl}/${name}${path}`, { method });
    const text = await response.text();
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // Shown as it is.
    }
    return { status: response.status, body };
  }

  /** Where what serves listens, and as which process, whoever coordinates. */
  async serving(name: string): Promise<{ release: string; pid: number; port: number }> {
    const { id } = await this.service(name);
    const place = join(this.home, 'releases', id);
    const { release } = z
      .object({ release: z.string() })
      .parse(JSON.parse(readFileSync(join(place, 'serving.json'), 'utf8')));
    const note = readFileSync(join(place, release, 'process.json'), 'utf8');
    return { release, ...z.object({ pid: z.number(), port: z.number() }).parse(JSON.parse(note)) };
  }

  /** The process that coordinates now. */
  coordinatorPid(): number {
    return this.#run().pid;
  }

  /** Where the embedded Redis listens. */
  redisSocket(): string {
    const temp = join(this.directory, 'tmp');
    const folder = readdirSync(temp).find((name) => existsSync(join(temp, name, 'redis.sock'))) ?? '';
    return join(temp, folder, 'redis.sock');
  }

  /** Says one command to the embedded Redis. */
  redis(command: string): Promise<string> {
    return new Promise((answer, fail) => {
      const socket = connect(this.redisSocket(), () => socket.write(`${command}\r\n`));
      socket.setEncoding('utf8');
      socket.once('error', fail).once('data', (text) => {
        socket.end();
        answer(String(text).trim());
      });
    });
  }

  /** Pid of the embedded Redis. */
  redisPid(): number {
    return z
      .object({ pid: z.number() })
      .parse(JSON.parse(readFileSync(join(this.home, 'redis', 'server.json'), 'utf8'))).pid;
  }

  /** Ends everything in order, removes the directory, and gives back every process that was left. */
  async close(): Promise<string[]> {
    for (const started of this.#started.reverse()) {
      if (hasEnded(started)) continue;
      const late = setTimeout(() => started.child.kill('SIGKILL'), 25_000);
      await started.stop();
      clearTimeout(late);
    }
    const left = await endLeftovers(this.directory);
    removeWhole(this.directory);
    return left;
  }

  #run() {
    return runFile.parse(JSON.parse(readFileSync(join(this.home, 'run.json'), 'utf8')));
  }

  #key(): string {
    return readFileSync(join(this.home, 'keys', 'operator'), 'utf8').trim();
  }

  async #explain(): Promise<string> {
    const log = readFileSync(join(this.home, 'andon.log'), 'utf8').trim().split('\n').slice(-15);
    const views = await this.list().catch(String);
    const tickets = await this.tickets().catch(String);
    const events: string[] = [];
    if (Array.isArray(views)) {
      for (const { name } of views) {
        const last = (await this.events(name)).slice(-12);
        events.push(`${name}: ${last.map((event) => JSON.stringify(event).slice(0, 300)).join('\n    ')}`);
      }
    }
    return [JSON.stringify(views, null, 1), JSON.stringify(tickets), ...events, ...log].join('\n');
  }
}
