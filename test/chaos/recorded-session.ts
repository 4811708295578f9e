import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ticketKind } from '../../machines/ticket/ticket.events.ts';
import { gitWorkspaces } from '../../src/cli/git-workspaces.ts';
import { heartbeatResponse, receipt, registerResponse, ticketBrief } from '../../src/contracts/sessions.ts';
import { processGroupSandbox } from '../../src/sandbox/process-group-sandbox.ts';
import { findToolchain } from '../../src/sandbox/toolchain.ts';
import { createCommandDriver } from '../../src/worker/drivers/command/command-driver.ts';
import type { Observation } from '../checker/observation.ts';
import type { Random } from '../simulation/random.ts';
import { driverEvents } from '../worker/driver-events.ts';

export type SessionOptions = {
  readonly name: string;
  /** Of the API as this session reaches it. */
  readonly url: string;
  readonly workerKey: () => string;
  readonly directory: string;
  /** The program that does the work. */
  readonly argv: readonly string[];
  readonly leaseMs: number;
  readonly random: Random;
  readonly tell: (observation: Observation) => void;
};

type Held = { readonly ticket: string; readonly token: number; beats: boolean; stop: AbortController };

class Refused extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

const slots = 2;
const answerMs = 4_000;

/**
 * A session of this process that speaks HTTP and writes down every answer that promised something. It is honest about
 * its work and careless about its leases: now and then it falls silent with one and hands in late, or hands in twice.
 */
export class RecordedSession {
  readonly #options: SessionOptions;
  readonly #held = new Map<string, Held>();
  readonly #workspaces = gitWorkspaces(process.env.PATH ?? '');
  readonly #ending = new AbortController();
  readonly #runs = new Set<Promise<void>>();
  #token: string | undefined;
  #beatMs = 300;
  #beating: Promise<void> | undefined;
  handedIn = 0;
  late = 0;
  refused = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#beating = this.#beatForever();
  }

  /** Works on what it has to its end, takes nothing new, leaves. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#beating;
    const late = AbortSignal.timeout(10_000);
    late.addEventListener('abort', () => {
      for (const { stop } of this.#held.values()) stop.abort();
    });
    await Promise.all(this.#runs);
    await this.#call('DELETE', `/api/sessions/${this.#options.name}`).catch(() => undefined);
  }

  async #beatForever(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      await this.#beat().catch((error: unknown) => {
        if (error instanceof Refused && error.status === 401) return this.#register().catch(() => undefined);
        return undefined;
      });
      await wait(this.#beatMs);
    }
  }

  async #register(): Promise<void> {
    const { name, workerKey } = this.#options;
    const former = this.#token;
    const body = {
      name,
      capabilities: ['builder', 'tester', 'fixer'],
      slots,
      ...(former ? { former } : {}),
    };
    this.#token = workerKey();
    try {
      const answer = registerResponse.parse(await this.#call('POST', '/api/sessions', body));
      this.#token = answer.token;
      this.#beatMs = answer.beatMs;
    } catch (error) {
      this.#token = former;
      throw error;
    }
  }

  async #beat(): Promise<void> {
    if (!this.#token) return this.#register();
    const { name, tell } = this.#options;
    const leases = [...this.#held.values()]
      .filter(({ beats }) => beats)
      .map(({ ticket, token }) => ({ ticket, token }));
    const answer = heartbeatResponse.parse(
      await this.#call('POST', `/api/sessions/${name}/heartbeat`, { leases }),
    );
    for (const { ticket, token } of answer.over) {
      const held = this.#held.get(ticket);
      if (held?.token === token && held.beats) held.stop.abort();
    }
    const over = new Set(answer.over.map(({ ticket, token }) => `${ticket} ${token}`));
    for (const { ticket, token } of leases) {
      if (!over.has(`${ticket} ${token}`)) tell({ what: 'beat', session: name, ticket, token });
    }
    for (const { ticket, token } of answer.waiting) this.#take(ticket, token);
  }

  #take(ticket: string, token: number): void {
    if (this.#held.has(ticket) || this.#held.size >= slots || this.#ending.signal.aborted) return;
    const held: Held = { ticket, token, beats: false, stop: new AbortController() };
    this.#held.set(ticket, held);
    const run = this.#work(held)
      // Whatever went wrong is a fault of the day: the lease runs out, and another holding follows.
      .catch(() => undefined)
      .finally(() => {
        this.#held.delete(ticket);
        this.#runs.delete(run);
      });
    this.#runs.add(run);
  }

  async #work(held: Held): Promise<void> {
    const { argv, directory, random, leaseMs } = this.#options;
    const { ticket, token } = held;
    const at = `/api/tickets/${encodeURIComponent(ticket)}`;
    const brief = ticketBrief.parse(await this.#call('POST', `${at}/claim`, { token }));
    held.beats = true;
    const place = join(directory, `${encodeURIComponent(ticket)}-${token}`);
    await mkdir(directory, { recursive: true });
    const bundle = `${place}.from.bundle`;
    try {
      const bytes = await this.#send('GET', `${at}/bundle?token=${token}`);
      await writeFile(bundle, Buffer.from(await bytes.arrayBuffer()));
      await this.#workspaces.create(bundle, brief.base, place, []);
      const env = { PATH: process.env.PATH ?? '' };
      const sandbox = processGroupSandbox({ toolchain: await findToolchain({ path: env.PATH }), hidden: [] });
      const driver = createCommandDriver({ argv, env, sandbox });
      const work = { ...brief, kind: ticketKind.parse(brief.kind) };
      const { signal } = held.stop;
      const outcome = await driver.run({ brief: work, workspace: place, events: driverEvents(), signal });
      if (held.stop.signal.aborted || outcome.type !== 'submitted') return;
      const only = [brief.kind === 'write-spec' ? 'SPEC.md' : 'BUILD/'];
      const made = await this.#workspaces.commit(place, `${brief.kind} of ${brief.service}`, only);
      if (random.chance(0.08)) {
        held.beats = false;
        this.late += 1;
        await wait(leaseMs * 1.6);
      }
      await this.#handIn(held, made);
      if (random.chance(0.1)) await this.#handIn(held, made);
    } finally {
      await rm(bundle, { force: true });
      await this.#workspaces.remove(place);
    }
  }

  /** Until it is answered: only then is it known whose the work is. */
  async #handIn({ ticket, token, stop }: Held, made: { commit: string; bundle: string }): Promise<void> {
    const { tell } = this.#options;
    const { commit } = made;
    const path = `/api/tickets/${encodeURIComponent(ticket)}/submission?token=${token}&commit=${commit}`;
    for (;;) {
      try {
        const { seq, ignored } = receipt.parse(await this.#call('POST', path, undefined, made.bundle));
        this.handedIn += 1;
        tell({ what: 'submission-answered', ticket, token, commit, accepted: true });
        if (!ignored)
          tell({ what: 'acknowledged', stream: `ticket/${ticket}`, seq, type: 'SubmissionReceived' });
        return;
      } catch (error) {
        if (error instanceof Refused && error.status === 401) await this.#register().catch(() => undefined);
        else if (error instanceof Refused && error.status < 500) {
          this.refused += 1;
          tell({ what: 'submission-answered', ticket, token, commit, accepted: false });
          return;
        }
        if (stop.signal.aborted) return;
        await wait(200);
      }
    }
  }

  async #call(method: string, path: string, json?: object, file?: string): Promise<unknown> {
    return (await this.#send(method, path, json, file)).json();
  }

  async #send(method: string, path: string, json?: object, file?: string): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` };
    if (json) headers['content-type'] = 'application/json';
    if (file) headers['content-type'] = 'application/octet-stream';
    const response = await fetch(new URL(path, this.#options.url), {
      method,
      headers,
      signal: AbortSignal.timeout(answerMs),
      ...(json ? { body: JSON.stringify(json) } : {}),
      ...(file ? { body: Readable.toWeb(createReadStream(file)), duplex: 'half' } : {}),
    });
    if (response.ok) return response;
    throw new Refused(response.status, z.string().parse(await response.text()));
  }
}
