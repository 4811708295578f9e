import { mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file in rooms that are kept for people. */
const keptMark = 'kept';

export type VerificationRoomsOptions = {
  /** Where rooms are made; below `.andon`, and one verifier's alone. */
  readonly directory: string;
  /** How long a room is kept that was left for people to look at; 0 keeps none. */
  readonly keptMs: number;
  readonly now: () => number;
};

/** The directories verifications are done in: made for one, gone after it, and none of a killed Andon left behind. */
export class VerificationRooms {
  readonly #options: VerificationRoomsOptions;
  #cleared: Promise<void> | undefined;

  constructor(options: VerificationRoomsOptions) {
    this.#options = options;
  }

  /** An empty directory for a verification. */
  async make(verification: string): Promise<string> {
    const { directory } = this.#options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    this.#cleared ??= this.#sweep({ leftovers: true }).catch((error: unknown) => {
      this.#cleared = undefined;
      throw error;
    });
    await this.#cleared;
    await this.#sweep({ leftovers: false });
    // Under its real name: what runs in it reports real paths, also where the home is reached through a link.
    return realpath(await mkdtemp(join(directory, `${verification.replace(/[^A-Za-z0-9_-]/g, '-')}-`)));
  }

  /** Removes it, or leaves it for people to look at for as long as that is kept. */
  async close(room: string, { keep }: { keep: boolean }): Promise<void> {
    if (keep && this.#options.keptMs > 0) await writeFile(join(room, keptMark), '');
    else await rm(room, { recursive: true, force: true });
  }

  /** Removes rooms that were kept long enough; with `leftovers` also those of a killed Andon, before any is open here. */
  async #sweep({ leftovers }: { leftovers: boolean }): Promise<void> {
    const { directory, keptMs, now } = this.#options;
    for (const name of await readdir(directory)) {
      const path = join(directory, name);
      const kept = await stat(join(path, keptMark)).catch(() => null);
      const over = kept ? kept.mtimeMs < now() - keptMs : leftovers;
      if (over) await rm(path, { recursive: true, force: true });
    }
  }
}
