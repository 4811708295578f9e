import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { BoardViews } from '../board/board-views.port.ts';
import type { ServiceView } from '../contracts/board.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { AndonError, messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.port.ts';
import { isJsonObject, type JsonObject } from './json-document.ts';
import { placeReadmeBlock, renderReadmeBlock } from './readme-block.ts';
import { renderRegistry } from './registry-view.ts';
import { deploymentLine, endsWithDeployment, renderRelease } from './release-view.ts';
import { readPresent, removeFile, replaceFile } from './safe-file.ts';
import { renderWorkQueue } from './work-queue-view.ts';

export type TreeViewsOptions = {
  readonly root: string;
  readonly views: Pick<BoardViews, 'service' | 'services' | 'tickets'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The verification record of what serves and its public key, for `PRODUCTION/verification.json`; null where there is none. */
  readonly recordOf?: (service: string, commit: string) => Promise<string | null>;
  /** From a change to the files, milliseconds. */
  readonly quietMs?: number;
};

const retryMs = 5_000;
const readmeLimit = 4 * 1024 * 1024;
const rootFiles = '';
/** The lists at the root hold every service, so writing them may take this share of the time and no more. */
const rootShare = 0.05;

/**
 * Keeps what people read in the tree current: the README's block, PRODUCTION/, and the two lists at the root. Writes
 * only what differs, one file at a time and whole; what fails is logged and tried again, and stops nothing else.
 */
export class TreeViews {
  readonly #with: TreeViewsOptions;
  readonly #due = new Set<string>();
  readonly #failing = new Map<string, string>();
  #cancel: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;
  #rootNotBefore = 0;

  constructor(options: TreeViewsOptions) {
    this.#with = options;
  }

  /** These services (by id) may look different now, and with them the lists at the root. */
  changed(services: Iterable<string>): void {
    if (this.#closed) return;
    for (const service of services) this.#due.add(service);
    this.#due.add(rootFiles);
    this.#arm(this.#with.quietMs ?? 500);
  }

  /** What could not be written, by service id (empty for the root): shown where people look for trouble. */
  problems(): ReadonlyMap<string, string> {
    return this.#failing;
  }

  /** Writes all that is due. Never rejects. */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    const due = [...this.#due];
    this.#due.clear();
    this.#writing = this.#writing.then(async () => {
      for (const service of due) await this.#attempt(service);
    });
    return this.#writing;
  }

  async close(): Promise<void> {
    if (this.#closed) return this.#writing;
    await this.flush();
    this.#closed = true;
    this.#cancel?.();
  }

  #arm(afterMs: number): void {
    this.#cancel ??= this.#with.clock.after(afterMs, () => {
      this.#cancel = null;
      const wait = this.#due.has(rootFiles) ? this.#rootNotBefore - this.#with.clock.monotonic() : 0;
      if (wait > 0) this.#due.delete(rootFiles);
      void this.flush();
      if (wait > 0 && !this.#closed) {
        this.#due.add(rootFiles);
        this.#arm(wait);
      }
    });
  }

  async #attempt(service: string): Promise<void> {
    try {
      await (service === rootFiles ? this.#writeRoot() : this.#writeService(service));
      this.#failing.delete(service);
    } catch (error) {
      const reason = messageOf(error);
      if (this.#failing.get(service) !== reason) {
        this.#with.log.warn({ service: service || 'services root', reason }, 'view not written');
      }
      this.#failing.set(service, reason);
      this.#due.add(service);
      if (!this.#closed) this.#arm(retryMs);
    }
  }

  async #writeService(id: string): Promise<void> {
    const view = this.#with.views.service(id);
    if (view === undefined) return;
    const directory = join(this.#with.root, view.name);
    if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    await this.#writeReadme(directory, view);
    if (view.release !== undefined) await this.#writeProduction(directory, view, view.release);
  }

  async #writeReadme(directory: string, view: ServiceView): Promise<void> {
    const present = await readPresent(directory, 'README.md');
    if (present.type === 'foreign') return;
    const readme = present.type === 'file' ? present.bytes : null;
    if (readme !== null && readme.length > readmeLimit) return;
    const next = placeReadmeBlock(readme, view.name, renderReadmeBlock(view));
    if (readme?.equals(next)) return;
    const mode = present.type === 'file' ? present.mode : 0o644;
    await this.#replace(directory, 'README.md', next, present.type === 'file' ? present.hash : null, mode);
  }

  async #writeProduction(
    directory: string,
    view: ServiceView,
    release: NonNullable<ServiceView['release']>,
  ): Promise<void> {
    const { store, clock, recordOf } = this.#with;
    const key = `views/${view.id}/deployed`;
    const serving = `${release.commit} ${release.version} ${release.url}`;
    const [noted, at] = (store.get(key) ?? '').split('\n');
    const deployedAt = noted === serving ? Number(at) : clock.now();
    await this.#write(directory, 'PRODUCTION/release.json', renderRelease(view, release, deployedAt));
    const record = (await recordOf?.(view.id, release.commit)) ?? null;
    if (record !== null) {
      await this.#write(directory, 'PRODUCTION/verification.json', record);
      await this.#dropOldRecord(directory);
    }
    if (noted === serving) return;
    const log = await readPresent(directory, 'PRODUCTION/deployment_log.md');
    if (log.type === 'foreign')
      throw new AndonError('INTERNAL', `PRODUCTION/deployment_log.md ${log.reason}`);
    const before = log.type === 'file' ? log.bytes : Buffer.from(`# Deployments of ${view.name}\n\n`);
    const line = deploymentLine(view, release, deployedAt);
    // After a crash it may stand there and not be noted.
    if (!endsWithDeployment(before, line)) {
      const next = Buffer.concat([before, Buffer.from(line)]);
      const expected = log.type === 'file' ? log.hash : null;
      await this.#replace(directory, 'PRODUCTION/deployment_log.md', next, expected, 0o644);
    }
    faultPoint('write-back.log.written');
    store.put(key, `${serving}\n${deployedAt}`);
  }

  /** Where 0.1.0 wrote the record: left there, it would tell of a release that is long gone. */
  async #dropOldRecord(directory: string): Promise<void> {
    const path = 'PRODUCTION/record.json';
    const present = await readPresent(directory, path);
    if (present.type === 'file' && present.bytes.includes('"verifierVersion"'))
      await removeFile(directory, path, [present.hash]);
  }

  async #writeRoot(): Promise<void> {
    const { views, clock } = this.#with;
    const began = clock.monotonic();
    const services = [...views.services()].sort((a, b) => a.name.localeCompare(b.name));
    await this.#writeJson('SERVICE_REGISTRY.json', (existing) => {
      if (existing !== null && !isJsonObject(existing)) return existing;
      const known: JsonObject | null = existing;
      return renderRegistry(known, services, clock.now());
    });
    await this.#writeJson('work_queue.json', (existing) => renderWorkQueue(existing, views.tickets()));
    const ended = clock.monotonic();
    this.#rootNotBefore = ended + (ended - began) / rootShare;
  }

  /** Another's file that is no JSON is left alone, and said so. */
  async #writeJson(name: string, render: (existing: unknown) => unknown): Promise<void> {
    const { root } = this.#with;
    const present = await readPresent(root, name);
    if (present.type === 'foreign') return;
    const existing = present.type === 'file' ? parseJson(name, present.bytes) : null;
    const next = render(existing);
    if (next === existing && present.type === 'file') return;
    const text = Buffer.from(`${JSON.stringify(next, null, 2)}\n`);
    await this.#replace(root, name, text, present.type === 'file' ? present.hash : null, 0o644);
  }

  /** A file that is a view through and through: whatever stands there is replaced. */
  async #write(directory: string, path: string, text: string): Promise<void> {
    const present = await readPresent(directory, path);
    const bytes = Buffer.from(text);
    if (present.type === 'foreign' || (present.type === 'file' && present.bytes.equals(bytes))) return;
    await this.#replace(directory, path, bytes, present.type === 'file' ? present.hash : null, 0o644);
  }

  async #replace(
    root: string,
    path: string,
    bytes: Buffer,
    expected: string | null,
    mode: number,
  ): Promise<void> {
    if (!(await replaceFile(root, path, bytes, [expected], { mode, durable: false }))) {
      throw new AndonError(
        'NOT_ALLOWED',
        `${path} was changed by somebody else while Andon wrote it; trying again`,
      );
    }
  }
}

function parseJson(name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new AndonError(
      'BAD_REQUEST',
      `${name} is not valid JSON and is left as it is: ${messageOf(error)}`,
    );
  }
}
