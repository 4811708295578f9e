import { lstatSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { normaliseSpec } from '../contracts/spec-text.ts';
import { contentHash } from '../contracts/tree-hash.ts';
import { AndonError } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import type { Store } from '../store/store.port.ts';
import type { Repositories } from '../workspace/workspace.port.ts';
import { type ExportedFile, withExport } from './exported-files.ts';
import { readPresent, removeFile, replaceFile } from './safe-file.ts';
import type { KnownFile, StoreKnownFiles } from './store-known-files.ts';
import type { Published, PublishOrder, WriteBack } from './write-back.port.ts';

export type TreeWriteBackOptions = {
  /** The services root. */
  readonly root: string;
  /** Where exports may stand for a moment. */
  readonly temp: string;
  readonly repositories: Repositories;
  readonly known: StoreKnownFiles;
  readonly store: Store;
};

type Report = { written: string[]; removed: string[]; skipped: { path: string; reason: string }[] };

const editReason = 'holds an edit that Andon has not taken in';
const pendingReason = 'holds a hand edit that waits for its own change';

/** Write-back into the user's directories, one publication of a service after the other. */
export class TreeWriteBack implements WriteBack {
  readonly #with: TreeWriteBackOptions;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: TreeWriteBackOptions) {
    this.#with = options;
  }

  publish(order: PublishOrder): Promise<Published> {
    const { id } = order.service;
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => this.#publish(order));
    this.#turns.set(id, turn);
    const done = (): void => {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    };
    turn.then(done, done);
    return turn;
  }

  async #publish(order: PublishOrder): Promise<Published> {
    const directory = join(this.#with.root, order.service.name);
    const stats = lstatSync(directory, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isDirectory()) {
      if (order.present) {
        throw new AndonError('NOT_FOUND', `The directory of ${order.service.name} is not there just now.`);
      }
      return {
        written: [],
        removed: [],
        skipped: [{ path: '', reason: 'the service’s directory is not there' }],
      };
    }
    return order.what === 'spec' ? this.#spec(order, directory) : this.#build(order, directory);
  }

  async #build(order: PublishOrder, directory: string): Promise<Published> {
    const { known, repositories, temp } = this.#with;
    const { id } = order.service;
    await mkdir(temp, { recursive: true });
    return withExport(
      repositories,
      { service: id, commit: order.commit, subtree: 'BUILD', temp },
      async (paths, read) => {
        faultPoint('write-back.publish.before');
        const records = known.records(id);
        const report: Report = { written: [], removed: [], skipped: [] };
        for (const path of paths) {
          await this.#write(order, directory, await read(path), records.get(path), report);
        }
        const wanted = new Set(paths);
        for (const [path, record] of records) {
          if (path.startsWith('BUILD/') && !wanted.has(path))
            await this.#remove(order, directory, path, record, report);
        }
        known.published(id, order.commit);
        faultPoint('write-back.publish.after');
        return report;
      },
    );
  }

  async #write(
    order: PublishOrder,
    directory: string,
    file: ExportedFile,
    record: KnownFile | undefined,
    report: Report,
  ): Promise<void> {
    const { known } = this.#with;
    const { id } = order.service;
    const { path } = file;
    const hash = contentHash(file.bytes);
    const present = await readPresent(directory, path);
    if (present.type === 'foreign') return void report.skipped.push({ path, reason: present.reason });
    const content = present.type === 'file' ? present.hash : null;
    if (content === hash) return known.wrote(id, path, hash);
    const allowed = record?.contents ?? [null];
    if (!allowed.includes(content)) return void report.skipped.push({ path, reason: editReason });
    if (record?.taken === true && order.editPending)
      return void report.skipped.push({ path, reason: pendingReason });
    known.writing(id, path, { taken: record?.taken ?? false, contents: [hash, content, null] });
    faultPoint('write-back.file.noted');
    if (!(await replaceFile(directory, path, file.bytes, [content], { mode: file.mode, durable: true }))) {
      known.writing(id, path, { taken: record?.taken ?? false, contents: allowed });
      return void report.skipped.push({ path, reason: editReason });
    }
    faultPoint('write-back.file.replaced');
    known.wrote(id, path, hash);
    faultPoint('write-back.file.wrote');
    report.written.push(path);
  }

  async #remove(
    order: PublishOrder,
    directory: string,
    path: string,
    record: KnownFile,
    report: Report,
  ): Promise<void> {
    const { known } = this.#with;
    const { id } = order.service;
    if (record.taken && order.editPending) return void report.skipped.push({ path, reason: pendingReason });
    const present = await readPresent(directory, path);
    if (present.type === 'absent') return known.forget(id, path);
    const content = present.type === 'file' ? present.hash : null;
    if (content === null || !record.contents.includes(content)) {
      return void report.skipped.push({ path, reason: editReason });
    }
    known.writing(id, path, { taken: record.taken, contents: [content, null] });
    if (!(await removeFile(directory, path, [content]))) {
      return void report.skipped.push({ path, reason: editReason });
    }
    faultPoint('write-back.file.dropped');
    known.forget(id, path);
    report.removed.push(path);
  }

  /** An architect's accepted spec. What it replaces must be a text the catalog has stored, and no newer edit may wait. */
  async #spec(order: PublishOrder, directory: string): Promise<Published> {
    const { repositories, store } = this.#with;
    const text = await repositories.file(order.service.id, order.commit, 'SPEC.md');
    if (text === undefined) {
      throw new AndonError(
        'GIT_FAILED',
        `commit ${order.commit} of ${order.service.name} holds no SPEC.md to publish`,
      );
    }
    const path = (await this.#specName(directory)) ?? 'SPEC.md';
    const present = await readPresent(directory, path);
    const skip = (reason: string): Published => ({ written: [], removed: [], skipped: [{ path, reason }] });
    if (present.type === 'foreign') return skip(present.reason);
    const content = present.type === 'file' ? present.hash : null;
    if (content === contentHash(text)) return { written: [], removed: [], skipped: [] };
    const stored = present.type === 'absent' || store.get(`spec/${specHash(present.bytes)}`) !== undefined;
    if (!stored) return skip(editReason);
    if (order.editPending) return skip('a newer spec of the user’s waits for its own change');
    const mode = present.type === 'file' ? present.mode : 0o644;
    const replaced = await replaceFile(directory, path, Buffer.from(text), [content], {
      mode,
      durable: true,
    });
    return replaced ? { written: [path], removed: [], skipped: [] } : skip(editReason);
  }

  async #specName(directory: string): Promise<string | null> {
    for (const name of ['SPEC.md', 'SPECS.md']) {
      if ((await readPresent(directory, name)).type !== 'absent') return name;
    }
    return null;
  }
}

/** The hash the catalog stores a spec's text under: no byte order mark, line feeds only. */
function specHash(bytes: Buffer): string {
  return contentHash(normaliseSpec(bytes.toString('utf8')));
}
