import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** A holding's record on disk, that outlives the process. */
export type KeptRecords<T extends { ticket: string; token: number }> = {
  /** Written whole or not at all; a former one of the same holding is replaced. */
  put(record: T): Promise<void>;
  drop(holding: { ticket: string; token: number }): Promise<void>;
  all(): Promise<T[]>;
};

/** One JSON file a holding. What was torn by a crash, or is another version's, is dropped when it is read. */
export function createKeptRecords<T extends { ticket: string; token: number }>(
  directory: string,
  schema: z.ZodType<T>,
): KeptRecords<T> {
  const fileOf = ({ ticket, token }: { ticket: string; token: number }): string =>
    join(directory, `${encodeURIComponent(ticket)}-${token}.json`);

  const readOne = async (file: string): Promise<T | undefined> => {
    try {
      return schema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      await rm(file, { force: true });
      return undefined;
    }
  };

  return {
    async put(record) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = fileOf(record);
      await writeFile(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    drop: (holding) => rm(fileOf(holding), { force: true }),
    async all() {
      const names = await readdir(directory).catch(() => []);
      const files = names.filter((name) => name.endsWith('.json')).sort();
      const found = await Promise.all(files.map((name) => readOne(join(directory, name))));
      return found.flatMap((record) => record ?? []);
    },
  };
}
