import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gitWorkspaces } from '../../src/cli/git-workspaces.ts';
import { messageOf } from '../../src/errors.ts';
import { ApiFailure, isRefusal } from '../../src/worker/api-failure.ts';
import { type CoordinatorApi, createCoordinatorApi } from '../../src/worker/coordinator-api.ts';
import type { TicketBrief } from '../../src/worker/driver.port.ts';
import type { Observation } from '../checker/observation.ts';
import type { Random } from '../simulation/random.ts';
import { writeCounter } from './write-counter.ts';

export type SoakSessionOptions = {
  readonly name: string;
  readonly url: string;
  readonly workerKey: string;
  readonly capabilities: readonly string[];
  readonly account: string;
  readonly directory: string;
  /** How long a ticket takes, milliseconds: from, to. */
  readonly workMs: readonly [number, number];
  readonly random: Random;
  readonly tell: (observation: Observation) => void;
};

/** What becomes of a holding; drawn for each. */
const endings = ['submit', 'fail', 'limit', 'cannot', 'release', 'vanish'] as const;
const shares = [0.86, 0.04, 0.03, 0.02, 0.03, 0.02];

type Held = { readonly ticket: string; readonly token: number; readonly over: AbortController };

/**
 * One session over plain HTTP, one ticket at a time: most of its work is good, and now and then it fails, reaches its
 * provider's limit, cannot, hands back, or dies without a word and comes again under the same name.
 */
export class SoakSession {
  readonly #options: SoakSessionOptions;
  readonly #api: CoordinatorApi;
  readonly #workspaces = gitWorkspaces(process.env.PATH ?? '');
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;
  #token = '';
  #beatMs = 1_000;
  #held: Held | undefined;
  readonly counts: Record<string, number> = {};
  readonly troubles: string[] = [];

  constructor(options: SoakSessionOptions) {
    this.#options = options;
    this.#api = createCoordinatorApi(options.url);
  }

  start(): void {
    this.#running = Promise.all([this.#beatForever(), this.#workForever()]).then(() => undefined);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
    await this.#api.leave(this.#token, this.#options.name).catch(() => undefined);
  }

  async #register(): Promise<void> {
    const { name, capabilities, account, workerKey } = this.#options;
    const former = this.#token ? { former: this.#token } : {};
    const request = { name, capabilities: [...capabilities], account, slots: 1, agent: 'soak', host: 'soak' };
    const answer = await this.#api.register(workerKey, { ...request, ...former });
    this.#token = answer.token;
    this.#beatMs = answer.beatMs;
  }

  async #beatForever(): Promise<void> {
    for (; !this.#ending.signal.aborted; await this.#pause(this.#beatMs)) {
      try {
        if (!this.#token) await this.#register();
        const held = this.#held;
        const leases = held ? [{ ticket: held.ticket, token: held.token }] : [];
        const { name, tell } = this.#options;
        const answer = await this.#api.heartbeat(this.#token, name, { leases });
        if (!held) continue;
        const over = answer.over.some(({ ticket, token }) => ticket === held.ticket && token === held.token);
        if (over) held.over.abort();
        else tell({ what: 'beat', session: name, ticket: held.ticket, token: held.token });
      } catch (error) {
        if (isRefusal(error, 401)) await this.#register().catch((again: unknown) => this.#note(again));
        else this.#note(error);
      }
    }
  }

  async #workForever(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      if (!this.#token) {
        await this.#pause(200);
        continue;
      }
      const answer = await this.#api
        .next(this.#token, this.#options.name, 10_000, this.#ending.signal)
        .catch((error: unknown) => {
          this.#note(error);
          return undefined;
        });
      const assigned = answer?.assigned;
      if (assigned) await this.#work(assigned.ticket, assigned.token).catch((error) => this.#note(error));
      else await this.#pause(50);
      this.#held = undefined;
    }
  }

  async #work(ticket: string, token: number): Promise<void> {
    const { random, workMs, name, tell } = this.#options;
    const brief = await this.#api.claim(this.#token, ticket, token);
    const held: Held = { ticket, token, over: new AbortController() };
    this.#held = held;
    await this.#pause(random.between(...workMs), held.over.signal);
    if (held.over.signal.aborted) return this.#count('called off');
    const ending = this.#draw();
    this.#count(ending);
    const say = (what: string, body: object) => this.#api.say(this.#token, ticket, what, { token, ...body });
    switch (ending) {
      case 'submit':
        return this.#submit(brief, held);
      case 'fail':
        return say('fail', { class: 'work', reason: 'it would not compile' });
      case 'limit': {
        const resetsAt = Date.now() + random.between(5_000, 20_000);
        return say('fail', { class: 'provider', reason: 'usage limit reached', resetsAt });
      }
      case 'cannot':
        return say('cannot', { clauses: ['SPEC.md:1 this session does not know how'] });
      case 'release':
        return say('release', { reason: 'something else came up' });
      case 'vanish':
        this.#held = undefined;
        tell({ what: 'session-ended', session: name });
        await this.#register();
    }
  }

  async #submit(brief: TicketBrief, { ticket, token }: Held): Promise<void> {
    const place = join(this.#options.directory, `${encodeURIComponent(ticket)}-${token}`);
    await mkdir(this.#options.directory, { recursive: true });
    const bundle = `${place}.from.bundle`;
    try {
      await this.#api.download(this.#token, ticket, token, bundle);
      await this.#workspaces.create(bundle, brief.base, place, []);
      await writeCounter(place, brief, (path, text) => writeFile(path, text));
      const made = await this.#workspaces.commit(place, `${brief.kind} of ${brief.service}`, ['BUILD/']);
      let accepted = true;
      await this.#api.submit(this.#token, ticket, token, made.commit, made.bundle).catch((error: unknown) => {
        if (!(error instanceof ApiFailure) || error.passing) throw error;
        accepted = false;
      });
      this.#options.tell({ what: 'submission-answered', ticket, token, commit: made.commit, accepted });
    } finally {
      await rm(bundle, { force: true });
      await this.#workspaces.remove(place);
    }
  }

  #draw(): (typeof endings)[number] {
    let left = this.#options.random.next();
    for (const [at, ending] of endings.entries()) {
      left -= shares[at] ?? 0;
      if (left < 0) return ending;
    }
    return 'submit';
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #note(error: unknown): void {
    if (this.#ending.signal.aborted) return;
    this.#count('troubles');
    if (this.troubles.length < 20) this.troubles.push(messageOf(error));
  }

  async #pause(ms: number, also?: AbortSignal): Promise<void> {
    const signal = also ? AbortSignal.any([this.#ending.signal, also]) : this.#ending.signal;
    await wait(ms, undefined, { signal }).catch(() => undefined);
  }
}
