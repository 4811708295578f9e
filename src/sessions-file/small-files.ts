import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const fileLimit = 4 * 1024 * 1024;

type Known = { readonly stamp: string; readonly made: unknown };

/**
 * Reads small files over and over: what has not changed by its stamp (inode, size, time) is answered from memory. Regular
 * files only; what never ends, as a pipe does, is not waited for.
 */
export class SmallFiles {
  #known = new Map<string, Known>();
  #seen = new Map<string, Known>();

  /** Of the next round; files that were not asked for in the last one are forgotten. */
  nextRound(): void {
    this.#known = this.#seen;
    this.#seen = new Map();
  }

  /**
   * What `make` makes of a file's text and its time of change (epoch milliseconds); undefined where there is no file. Rejects
   * when it is larger than 4 MB or cannot be read. `make` has to be the same for one path each time.
   */
  async read<Made>(path: string, make: (text: string, changedAt: number) => Made): Promise<Made | undefined> {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
    if (!handle) return undefined;
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return undefined;
      if (stats.size > fileLimit) throw new RangeError('it is larger than 4 MB');
      const stamp = `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
      const known = this.#known.get(path);
      const made = known?.stamp === stamp ? known.made : make(await handle.readFile('utf8'), stats.mtimeMs);
      this.#seen.set(path, { stamp, made });
      // The one cast of this file: what is kept under a path was made by the same `make`.
      return made as Made;
    } finally {
      await handle.close();
    }
  }
}
