import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { receipt } from '../../src/contracts/sessions.ts';
import type { Observation } from '../checker/observation.ts';
import type { Line } from '../e2e/support/line.ts';
import type { Random } from '../simulation/random.ts';

const steady = ['steady-1', 'steady-2', 'steady-3'];
const moody = 'moody';
const fragile = 'fragile';
const healthy = z.object({ state: z.literal('shipped') });

/** What people do all day: specs saved and edited, builds edited by hand, services that break, a pause now and then. */
export class Load {
  readonly #line: Line;
  readonly #random: Random;
  readonly #tell: (observation: Observation) => void;
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;
  #n = 0;
  readonly counts = { specs: 0, 'hand edits': 0, 'bad releases': 0, breaks: 0, commands: 0 };

  constructor(line: Line, random: Random, tell: (observation: Observation) => void) {
    this.#line = line;
    this.#random = random;
    this.#tell = tell;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Stops, and leaves nothing paused. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const name of [...steady, moody, fragile])
      this.#save(name, name === fragile ? ['makes it fragile'] : []);
    while (!this.#ending.signal.aborted) {
      await wait(this.#random.between(600, 1_800), undefined, { signal: this.#ending.signal }).catch(
        () => undefined,
      );
      if (this.#ending.signal.aborted) return;
      // A line that cannot be asked is given work all the same, though not ever more of it.
      if ((await this.#moving()) <= 4) await this.#act();
    }
  }

  async #act(): Promise<void> {
    const what = this.#random.next();
    const name = this.#random.pick(steady);
    if (what < 0.4) return this.#save(name, []);
    if (what < 0.55) {
      // Two saves in a row: the first may be on its way already.
      this.#save(name, []);
      await wait(this.#random.between(50, 700));
      return this.#save(name, []);
    }
    if (what < 0.7) return this.#editByHand(name);
    if (what < 0.82) {
      this.counts['bad releases'] += 1;
      return this.#save(moody, ['lets it die in production']);
    }
    if (what < 0.92) return this.#breakFragile();
    return this.#pauseAndResume(name);
  }

  #save(name: string, builder: readonly string[]): void {
    this.#n += 1;
    this.counts.specs += 1;
    this.#line.saveSpec(name, { greeting: `${name} ${this.#n}`, builder });
  }

  #editByHand(name: string): void {
    // There is a build in the tree to be edited only once one was accepted.
    if (!existsSync(join(this.#line.services, name, 'BUILD', 'package.json'))) return;
    this.counts['hand edits'] += 1;
    this.#n += 1;
    this.#line.save(name, 'BUILD/README.md', `# ${name}\n\nEdited by hand, ${this.#n}.\n`);
  }

  /** It answers 500 from now on, until a fixed build takes over. */
  async #breakFragile(): Promise<void> {
    const view = await this.#line.service(fragile).catch(() => undefined);
    if (!healthy.safeParse(view).success) return;
    const broken = await this.#line.call(fragile, '/break', 'POST').catch(() => undefined);
    if (broken?.status === 201) this.counts.breaks += 1;
    else this.#save(fragile, ['makes it fragile']);
  }

  async #pauseAndResume(name: string): Promise<void> {
    // A pause whose answer was lost may be on all the same: it is ended in any case.
    await this.#command(name, 'pause', 'ServicePaused', 3);
    await wait(this.#random.between(200, 1_500));
    await this.#command(name, 'resume', 'ServiceResumed', 600);
  }

  async #command(name: string, verb: string, type: string, tries: number): Promise<void> {
    for (let n = 0; n < tries; n += 1) {
      try {
        const view = await this.#line.service(name);
        const { seq, ignored } = receipt.parse(await this.#line.ask(`/api/services/${name}/${verb}`, 'POST'));
        if (!ignored) this.#tell({ what: 'acknowledged', stream: `service/${view.id}`, seq, type });
        this.counts.commands += 1;
        return;
      } catch (error) {
        // It stands so already: the word was taken before, and the answer lost.
        if (String(error).includes('NOT_ALLOWED')) return;
        await wait(200);
      }
    }
  }

  async #moving(): Promise<number> {
    const services = await this.#line.list().catch(() => undefined);
    return services?.filter(({ state }) => state !== 'shipped' && state !== 'blocked').length ?? 1;
  }
}
