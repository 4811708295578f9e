import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AndonError } from '../errors.ts';
import { readJson, writeJson } from './atomic-file.ts';

/** What `andon env` keeps: values go to the service's process at its next start and nowhere else. */
export interface Secrets {
  set(service: string, name: string, value: string): Promise<void>;
  unset(service: string, name: string): Promise<void>;
  /** The names that are set, sorted. Values are never listed. */
  names(service: string): Promise<string[]>;
  /** For starting the service and for redacting its logs. */
  values(service: string): Promise<Readonly<Record<string, string>>>;
}

const stored = z.record(z.string(), z.string());
const nameShape = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const ours = new Set(['PORT', 'HOST', 'DATA_DIR', 'PATH', 'HOME']);
const valueLimit = 64 * 1024;

/** Secrets as one file a service, 0600 in a 0700 directory. `set` rejects with `BAD_REQUEST` for a name or value that cannot be. */
export function createSecrets(directory: string): Secrets {
  const fileOf = (service: string) => join(directory, `${service}.json`);
  const read = async (service: string) => (await readJson(fileOf(service), stored)) ?? {};
  const turns = new Map<string, Promise<void>>();

  const change = (service: string, edit: (all: Map<string, string>) => void): Promise<void> => {
    const work = async () => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await chmod(directory, 0o700);
      const all = new Map(Object.entries(await read(service)));
      edit(all);
      await writeJson(fileOf(service), Object.fromEntries(all));
    };
    const done = (turns.get(service) ?? Promise.resolve()).then(work);
    const settled = done.catch(() => undefined);
    turns.set(service, settled);
    return done;
  };

  return {
    set: async (service, name, value) => {
      check(name, value);
      await change(service, (all) => all.set(name, value));
    },
    unset: (service, name) => change(service, (all) => all.delete(name)),
    names: async (service) => Object.keys(await read(service)).sort(),
    values: read,
  };
}

function check(name: string, value: string): void {
  if (!nameShape.test(name)) {
    throw new AndonError(
      'BAD_REQUEST',
      `${name} cannot be a variable: use letters, digits and _, not a digit first`,
    );
  }
  if (ours.has(name) || name.startsWith('ANDON_') || name.startsWith('LD_')) {
    throw new AndonError('BAD_REQUEST', `${name} is set by Andon itself: choose another name`);
  }
  if (value === '' || value.includes('\0') || Buffer.byteLength(value) > valueLimit) {
    throw new AndonError('BAD_REQUEST', `the value of ${name} is empty, holds a NUL or is over 64 KB`);
  }
}
