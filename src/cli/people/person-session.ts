import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isRefusal } from '../../worker/api-failure.ts';
import type { CoordinatorApi } from '../../worker/coordinator-api.ts';
import { userName } from '../user-name.ts';
import { readClaim } from './claim-file.ts';

const session = z.object({
  name: z.string(),
  token: z.string(),
  beatMs: z.number(),
  /** Directories of what the person has in hand, and had. */
  claims: z.array(z.string()),
});
export type PersonSession = z.infer<typeof session>;

/** What people are taken to be able to do, where they do not say. */
export const personCapabilities: readonly string[] = ['architect', 'builder', 'tester', 'fixer'];
/** Tickets at a time: a person knows best. */
const slots = 16;
const remembered = 100;

/** `person-ada`: the name of a person's session, of `as` or of who runs this. */
export function personName(as: string | undefined): string {
  const who = (as ?? userName()).replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 50);
  return `person-${who || 'somebody'}`;
}

export function personFile(home: string, name: string): string {
  return join(home, 'people', `${name}.json`);
}

export function readPerson(file: string): PersonSession | undefined {
  try {
    return session.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

export function writePerson(file: string, value: PersonSession): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
  renameSync(draft, file);
}

/** Remembers a claim's directory, and forgets those that are gone. */
export function addClaim(file: string, directory: string): void {
  const person = readPerson(file);
  if (!person) return;
  const known = person.claims.filter((each) => each !== directory && readClaim(each));
  writePerson(file, { ...person, claims: [...known, directory].slice(-remembered) });
}

/** The person's session: the one it has, else a new one. Rejects with an `ApiFailure`. */
export async function openPerson(
  api: CoordinatorApi,
  options: {
    readonly file: string;
    readonly name: string;
    readonly capabilities: readonly string[] | undefined;
    readonly workerToken: string;
  },
): Promise<PersonSession> {
  const { file, name, capabilities, workerToken } = options;
  const former = readPerson(file);
  if (former && capabilities === undefined) {
    try {
      await api.heartbeat(former.token, name, { leases: [] });
      return former;
    } catch (error) {
      if (!isRefusal(error, 401)) throw error;
    }
  }
  const { token, beatMs } = await api.register(workerToken, {
    ...{ name, slots, agent: 'person', host: hostname() },
    capabilities: [...(capabilities ?? personCapabilities)],
    ...(former ? { former: former.token } : {}),
  });
  const person = { name, token, beatMs, claims: former?.claims ?? [] };
  writePerson(file, person);
  return person;
}

/** Ends the session when the person has nothing in hand any more. */
export async function leaveIfDone(api: CoordinatorApi, file: string): Promise<void> {
  const person = readPerson(file);
  if (!person || person.claims.some((directory) => readClaim(directory)?.state === 'working')) return;
  await api.leave(person.token, person.name).catch(() => undefined);
}
