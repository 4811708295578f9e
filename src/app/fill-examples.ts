import { cp, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies the example specs into a services root that does not exist yet. Whole or not at all: made beside it and
 * renamed. Returns the names copied; none when the root is there already, even an empty one.
 */
export async function fillExamples(examples: string, services: string): Promise<string[]> {
  if (await stat(services).catch(() => null)) return [];
  const names = (await readdir(examples, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const beside = `${services}.filling-${process.pid}`;
  await mkdir(beside, { recursive: true });
  for (const entry of names)
    await cp(join(examples, entry.name), join(beside, entry.name), { recursive: true });
  await rename(beside, services);
  return names.map((entry) => entry.name);
}
