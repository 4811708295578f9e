import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { newOutput } from '../logs/new-output.ts';
import { redact } from '../release/redact.ts';

/** Services that are looked at in one round, and how often there is one, milliseconds. */
const servicesARound = 50;
const roundMs = 1_000;
/** Lines of a secret that has several are hidden by themselves too, unless so short. */
const shortestLine = 8;

const offsets = z.record(z.string(), z.number());

export type ServiceOutputOptions = {
  /** Releases print to `<directory>/<service id>/<release>.log`. */
  readonly directory: string;
  readonly secretsOf: (service: string) => Promise<readonly string[]>;
  readonly append: (service: string, source: string, text: string) => void;
  /** The services that may print. */
  readonly services: () => Iterable<string>;
};

/**
 * Takes what releases print into their services' logs, secrets hidden. They print to files, so that they outlive Andon;
 * how far each was read is kept beside the log, so that nothing is taken twice. All are looked at in turn, those that
 * somebody looks at more often.
 */
export class ServiceOutput {
  readonly #options: ServiceOutputOptions;
  readonly #offsets = new Map<string, Map<string, number>>();
  readonly #pulling = new Map<string, Promise<void>>();
  #turn: Iterator<string> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(options: ServiceOutputOptions) {
    this.#options = options;
  }

  /** Takes what this service printed since the last look; never rejects. */
  pull(service: string): Promise<void> {
    const underway = this.#pulling.get(service);
    if (underway) return underway;
    const pulled = this.#pull(service)
      .catch(() => undefined)
      .finally(() => this.#pulling.delete(service));
    this.#pulling.set(service, pulled);
    return pulled;
  }

  /** Looks at all services, some of them every second. */
  start(): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#look().finally(() => {
        if (this.#timer) this.start();
      });
    }, roundMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#round;
  }

  async #look(): Promise<void> {
    for (let looked = 0; looked < servicesARound; looked += 1) {
      this.#turn ??= this.#options.services()[Symbol.iterator]();
      const next = this.#turn.next();
      if (next.done) {
        this.#turn = null;
        return;
      }
      await this.pull(next.value);
    }
  }

  async #pull(service: string): Promise<void> {
    const directory = join(this.#options.directory, service);
    const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.log'));
    if (names.length === 0) return;
    const known = await this.#known(service);
    const before = JSON.stringify([...known]);
    for (const release of known.keys()) if (!names.includes(`${release}.log`)) known.delete(release);
    for (const name of names) {
      await this.#take(service, join(directory, name), name.slice(0, -'.log'.length), known);
    }
    if (JSON.stringify([...known]) === before) return;
    const path = this.#offsetsPath(service);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, JSON.stringify(Object.fromEntries(known)), { mode: 0o600 });
  }

  async #take(service: string, path: string, release: string, known: Map<string, number>): Promise<void> {
    for (let more = true; more; ) {
      const found = await newOutput(path, known.get(release) ?? null);
      if (!found) return;
      more = found.more;
      known.set(release, found.offset);
      if (found.left > 0) {
        this.#options.append(
          service,
          'andon',
          `(${found.left} bytes were printed faster than they were read)`,
        );
      }
      const hidden = redact(found.text, withLines(await this.#options.secretsOf(service)));
      this.#options.append(service, 'service', hidden);
    }
  }

  async #known(service: string): Promise<Map<string, number>> {
    const known = this.#offsets.get(service);
    if (known) return known;
    const text = await readFile(this.#offsetsPath(service), 'utf8').catch(() => '{}');
    const read = new Map(Object.entries(offsets.catch({}).parse(parsed(text))));
    this.#offsets.set(service, read);
    return read;
  }

  #offsetsPath(service: string): string {
    return join(this.#options.directory, service, 'lines', 'printed.json');
  }
}

/** A secret of several lines may be read in two parts: each of its lines is one too. */
function withLines(secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => [
    secret,
    ...secret.split('\n').filter((line) => line !== secret && line.length >= shortestLine),
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
