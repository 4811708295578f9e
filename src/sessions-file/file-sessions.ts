import type { TicketContext } from '../../machines/ticket/ticket.context.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import type { Coordinator, SessionState } from '../coordinator/coordinator.port.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SessionService } from '../sessions/session-service.port.ts';
import type { Store } from '../store/store.port.ts';
import { type Broadcast, saysComplete } from './broadcasts.ts';
import type { FileSession } from './file-session.ts';
import { handInBuild } from './hand-in-build.ts';
import { presenceOf } from './presence-of.ts';
import { readSessionFiles, type SessionFiles } from './read-session-files.ts';
import type { SessionPlaces } from './session-places.ts';
import { SmallFiles } from './small-files.ts';

/** What such a session is registered as: nobody runs a process for it that Andon knows of. */
export const fileAgent = 'file';

/** The files are small and few; their writers are scripts that say something once a minute. */
const pollMs = 2_000;
const factPrefix = 'sessions-file/at-work/';

export type FileSessionsOptions = {
  /** Where the files are now; undefined while there are none. Asked at each look. */
  readonly places: () => SessionPlaces | undefined;
  readonly servicesRoot: string;
  readonly tempDir: string;
  readonly coordinator: Pick<Coordinator, 'session' | 'sessions' | 'ticket'>;
  readonly sessions: SessionService;
  readonly store: Pick<Store, 'get' | 'put' | 'remove'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Puts the message of an assignment where the session finds it; doing it twice is doing it once. Rejects when it cannot. */
  readonly tell: (ticket: TicketContext, session: FileSession, places: SessionPlaces) => Promise<void>;
  /** What is wrong with the files has changed. */
  readonly onProblem: () => void;
};

/**
 * The sessions that other tools keep in files, as sessions of the line. They speak by their files alone: being there
 * keeps their lease, a word of work in them is progress, and being free again after it hands in what is in `BUILD/`.
 */
export class FileSessions {
  readonly #with: FileSessionsOptions;
  readonly #files = new SmallFiles();
  #cancel: (() => void) | null = null;
  #closed = false;
  #looking: Promise<void> = Promise.resolve();
  /** Of the last look that could be read: what is broken for a moment ends no session. */
  #last: readonly FileSession[] = [];
  #broadcasts: readonly Broadcast[] = [];
  #problems: readonly string[] = [];

  constructor(options: FileSessionsOptions) {
    this.#with = options;
  }

  /** Why not all of the files count, or null. */
  problem(): string | null {
    return this.#problems[0] ?? null;
  }

  async start(): Promise<void> {
    await this.look();
    this.#later();
  }

  /** Reads the files once and acts on them. Never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#once())
      .catch((error: unknown) => {
        this.#with.log.error({ error: messageOf(error) }, 'the files of sessions could not be followed');
      });
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#looking;
  }

  #later(): void {
    if (this.#closed) return;
    this.#cancel = this.#with.clock.after(pollMs, () => void this.look().finally(() => this.#later()));
  }

  async #once(): Promise<void> {
    const places = this.#with.places();
    const read = places
      ? await readSessionFiles(this.#files, places)
      : { sessions: [], broadcasts: [], problems: [] };
    const troubles = [...read.problems];
    this.#broadcasts = read.broadcasts;
    const there = this.#remembered(read);
    for (const session of there) {
      if (this.#closed || !places) break;
      try {
        await this.#follow(session, places);
      } catch (error) {
        troubles.push(
          `the session ${session.name} of ${places.file} does not take part: ${messageOf(error)}`,
        );
      }
    }
    if (this.#closed) return;
    await this.#endOthers(new Set(there.map(({ name }) => name)));
    if (troubles.join('\n') === this.#problems.join('\n')) return;
    for (const trouble of troubles) if (!this.#problems.includes(trouble)) this.#with.log.warn(trouble);
    this.#problems = troubles;
    this.#with.onProblem();
  }

  /** With something broken, who is not in the rest may be in that: known sessions stay. */
  #remembered({ sessions, problems }: SessionFiles): readonly FileSession[] {
    const names = new Set(sessions.map(({ name }) => name));
    const missing = problems.length > 0 ? this.#last.filter(({ name }) => !names.has(name)) : [];
    this.#last = [...sessions, ...missing];
    return this.#last;
  }

  async #follow(session: FileSession, places: SessionPlaces): Promise<void> {
    const { coordinator, sessions, clock } = this.#with;
    const { name } = session;
    const known = coordinator.session(name);
    const there = known && known.state !== 'gone' ? known : undefined;
    // A worker of the same name speaks for itself.
    if (there && there.context.agent !== fileAgent) return;
    const presence = presenceOf(session, clock.now());
    if (!presence.here) {
      if (there) await sessions.leave(name, presence.why);
      return;
    }
    const holding = there?.context.holding ?? [];
    const unavailable = busyElsewhere(session, holding.length > 0);
    if (!there || (holding.length === 0 && !sameWords(there, session))) {
      await sessions.register({
        name,
        capabilities: [...session.capabilities],
        slots: 1,
        agent: fileAgent,
        host: '',
        unavailable,
      });
    }
    const { waiting } = await sessions.heartbeat(name, { leases: [...holding], unavailable });
    for (const { ticket, token } of waiting) await this.#hand(session, places, ticket, token);
    for (const { ticket, token } of holding) await this.#watch(session, ticket, token);
  }

  async #hand(session: FileSession, places: SessionPlaces, ticket: string, token: number): Promise<void> {
    const context = this.#with.coordinator.ticket(ticket)?.context;
    if (!context) return;
    try {
      await this.#with.tell(context, session, places);
    } catch (error) {
      // Work nobody was told of would wait for ever; another session may have it.
      await this.#with.sessions.cannot(session.name, ticket, token, [messageOf(error)]);
      throw error;
    }
    await this.#with.sessions.claim(session.name, ticket, token);
  }

  /** That it is done it says by being free again after it worked, or by telling everybody. */
  async #watch(session: FileSession, ticket: string, token: number): Promise<void> {
    const { coordinator, sessions, store } = this.#with;
    const { name, work } = session;
    const context = coordinator.ticket(ticket)?.context;
    if (!context?.started || context.holder !== name || context.token !== token) return;
    const fact = `${factPrefix}${ticket}/${token}`;
    const worked = store.get(fact);
    if (this.#saidComplete(session, context) || (work === null && worked !== undefined)) {
      store.remove(fact);
      await handInBuild(this.#with, name, context);
    } else if (work !== null && worked !== work) {
      store.put(fact, work);
      sessions.progress(name, ticket, { token, percent: 0, text: work });
    }
  }

  #saidComplete({ id, name }: FileSession, { assignedAt, service }: TicketContext): boolean {
    return this.#broadcasts.some(
      (said) =>
        (said.from === id || said.from === name) &&
        said.at >= (assignedAt ?? Number.POSITIVE_INFINITY) &&
        saysComplete(said, service.name),
    );
  }

  async #endOthers(there: ReadonlySet<string>): Promise<void> {
    for (const { context, state } of [...this.#with.coordinator.sessions()]) {
      if (context.agent !== fileAgent || state === 'gone' || there.has(context.name)) continue;
      await this.#with.sessions.leave(context.name, 'its file is gone');
    }
  }
}

/** While it works on something of its own it is given nothing. */
function busyElsewhere({ work, capabilities }: FileSession, holds: boolean) {
  if (work === null || holds) return [];
  const reason = `its file says that it works on: ${work}`;
  return capabilities.map((capability) => ({ capability, reason }));
}

function sameWords({ context }: SessionState, { capabilities }: FileSession): boolean {
  return [...context.capabilities].sort().join() === [...capabilities].sort().join();
}
