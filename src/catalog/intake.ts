import pLimit from 'p-limit';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Sighting } from './catalog.port.ts';
import { CatalogMemory } from './catalog-memory.ts';
import { type Conclusion, conclude, type KnownService } from './conclude.ts';
import { Teller, type TellerOptions } from './teller.ts';

export type IntakeOptions = TellerOptions & {
  readonly log: Log;
  /** Share of the services that may vanish at once and be believed (limits `vanishShare`). */
  readonly vanishShare: number;
};

/** What keeps the catalog from seeing everything; for the board. */
export type IntakeStatus = {
  readonly suspended: string | null;
  readonly problems: ReadonlyMap<string, string>;
};

const atOnce = 16;
const settleMs = 100;

/**
 * From the services root to the coordinator: looks where a hint points and everywhere on a sweep, concludes, keeps spec
 * texts, takes hand edits into git, and tells the facts. One service at a time in order, many services at once. What
 * fails is logged, shown in `status`, and tried again by the next sweep; it never stops another service.
 */
export class Intake {
  readonly #with: IntakeOptions;
  readonly #memory: CatalogMemory;
  readonly #teller: Teller;
  readonly #limit = pLimit(atOnce);
  readonly #turns = new Map<string, Promise<void>>();
  readonly #problems = new Map<string, string>();
  #suspended: string | null = null;
  #sweeping: Promise<void> | null = null;
  #sweepAgain: Promise<void> | null = null;
  #unsubscribe: () => void = () => {};
  #closed = false;

  constructor(options: IntakeOptions) {
    this.#with = options;
    this.#memory = new CatalogMemory(options.store, options.coordinator, options.known);
    this.#teller = new Teller(options, this.#memory);
  }

  /** Begins to listen, then takes in everything that is there. */
  async start(): Promise<void> {
    this.#unsubscribe = this.#with.catalog.onHint((names) => this.#hinted(names));
    await this.#with.catalog.start();
    await this.sweep();
  }

  status(): IntakeStatus {
    return { suspended: this.#suspended, problems: new Map(this.#problems) };
  }

  /** Looks at everything; asked while one is under way, one more follows it. Resolves when all it found is told. */
  sweep(): Promise<void> {
    if (this.#sweeping === null) {
      this.#sweeping = this.#sweep().finally(() => {
        this.#sweeping = null;
      });
      return this.#sweeping;
    }
    this.#sweepAgain ??= this.#sweeping.then(() => {
      this.#sweepAgain = null;
      return this.sweep();
    });
    return this.#sweepAgain;
  }

  /** Stops listening and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await Promise.all([this.#sweeping, this.#sweepAgain]);
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  #hinted(names: readonly string[] | null): void {
    if (this.#closed) return;
    if (names === null) void this.sweep();
    else for (const name of names) void this.#inTurn(name, () => this.#look(name, true));
  }

  async #sweep(): Promise<void> {
    if (this.#closed) return;
    try {
      const { sightings, suspended } = await this.#with.catalog.sweep();
      this.#suspended = suspended;
      if (suspended !== null) return;
      const conclusions = conclude(this.#memory.all(), sightings, {
        complete: true,
        vanishShare: this.#with.vanishShare,
      });
      this.#problems.clear();
      await Promise.all(conclusions.map((conclusion) => this.#followUp(conclusion)));
    } catch (error) {
      this.#failed('sweep', error);
    }
  }

  /** A sweep takes time, so what it concluded is looked at again in the service's turn before anything is told. */
  #followUp(conclusion: Conclusion): Promise<void> {
    switch (conclusion.type) {
      case 'suspended':
        this.#suspended = conclusion.text;
        this.#with.log.warn({ reason: conclusion.text }, 'scan suspended');
        return Promise.resolve();
      case 'problem':
        this.#problems.set(conclusion.name, conclusion.text);
        return Promise.resolve();
      case 'vanished': {
        const name = this.#with.coordinator.service(conclusion.id)?.context.name ?? '';
        return this.#inTurn(name, () => this.#vanished(conclusion.id, name));
      }
      default:
        return this.#inTurn(conclusion.sighting.name, () => this.#look(conclusion.sighting.name, false));
    }
  }

  #inTurn(name: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(name) ?? Promise.resolve();
    const turn = before
      .then(() => this.#limit(work))
      .catch((error: unknown) => this.#failed(name, error))
      .finally(() => {
        if (this.#turns.get(name) === turn) this.#turns.delete(name);
      });
    this.#turns.set(name, turn);
    return turn;
  }

  async #look(name: string, hinted: boolean): Promise<void> {
    const sighting = await this.#with.catalog.look(name);
    if (sighting === null) {
      if (hinted && this.#memory.named(name)?.present === true) void this.sweep();
      return;
    }
    const known = this.#memory.named(name);
    if (known !== null && known.specHash !== null && sighting.spec === null && hinted) {
      await this.#settled();
      return this.#look(name, false);
    }
    const candidates =
      known === null ? await this.#former(sighting) : { known: [known], gone: new Set<string>() };
    this.#problems.delete(name);
    const conclusions = conclude(candidates.known, [sighting], {
      complete: false,
      gone: candidates.gone,
      vanishShare: this.#with.vanishShare,
    });
    for (const conclusion of conclusions) {
      if (conclusion.type === 'problem') this.#problems.set(conclusion.name, conclusion.text);
      else await this.#teller.tell(conclusion);
    }
  }

  /** Editors that save by removing and creating leave a moment without a spec. */
  #settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#with.clock.after(settleMs, resolve);
    });
  }

  /** Known services that an unknown directory may be: what it resembles, and whether that is gone from its old place. */
  async #former(sighting: Sighting): Promise<{ known: KnownService[]; gone: Set<string> }> {
    const folded = sighting.name.toLowerCase();
    const known = this.#memory
      .all()
      .filter(
        (one) =>
          one.inode === sighting.inode ||
          (one.specHash !== null && one.specHash === sighting.spec?.hash) ||
          one.name.toLowerCase() === folded,
      );
    const gone = new Set<string>();
    for (const { name } of known) if ((await this.#with.catalog.look(name)) === null) gone.add(name);
    return { known, gone };
  }

  async #vanished(id: string, name: string): Promise<void> {
    if ((await this.#with.catalog.look(name)) !== null) return;
    const context = this.#with.coordinator.service(id)?.context;
    if (context === undefined || context.name !== name || !context.present) return;
    await this.#with.coordinator.receive(`service/${id}`, { type: 'DirectoryVanished' });
    this.#with.log.info({ service: name }, 'directory vanished');
  }

  #failed(name: string, error: unknown): void {
    const text = `${name}: ${messageOf(error)}`;
    this.#problems.set(name, text);
    this.#with.log.error({ service: name, reason: messageOf(error) }, 'intake failed');
  }
}
