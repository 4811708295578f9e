import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const pending = z.object({
  ticket: z.string(),
  token: z.number(),
  commit: z.string(),
  bundle: z.string(),
  workspace: z.string(),
});
export type PendingSubmission = z.infer<typeof pending>;

/** Results that are done and not yet handed in, on disk: a worker that dies or finds nobody hands them in later. */
export type PendingSubmissions = {
  add(submission: PendingSubmission): Promise<void>;
  /** It was answered: accepted, or not wanted any more. */
  settle(submission: PendingSubmission): Promise<void>;
  all(): Promise<PendingSubmission[]>;
};

export function createPendingSubmissions(directory: string): PendingSubmissions {
  const fileOf = ({ ticket, token }: PendingSubmission): string =>
    join(directory, `${encodeURIComponent(ticket)}-${token}.json`);
  return {
    async add(submission) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = fileOf(submission);
      await writeFile(`${file}.new`, JSON.stringify(submission), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    async settle(submission) {
      await rm(fileOf(submission), { force: true });
      await rm(submission.bundle, { force: true });
    },
    async all() {
      const names = await readdir(directory).catch(() => []);
      const files = names.filter((name) => name.endsWith('.json')).sort();
      const found = await Promise.all(files.map((name) => readOne(join(directory, name))));
      return found.flatMap((submission) => submission ?? []);
    },
  };
}

async function readOne(file: string): Promise<PendingSubmission | undefined> {
  try {
    return pending.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Torn by a crash or another version's: it cannot be handed in, so it is not kept.
    await rm(file, { force: true });
    return undefined;
  }
}
