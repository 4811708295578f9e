import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The user's own `andon.yaml` of a service; undefined without one. It is read where no builder can write. */
export async function andonYamlOf(services: string, name: string): Promise<string | undefined> {
  return readFile(join(services, name, 'andon.yaml'), 'utf8').catch(() => undefined);
}
