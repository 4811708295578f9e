import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignatureState } from '../../contracts/records.ts';
import { faultPoint } from '../../fault-points.ts';
import { type NewRecord, parseRecord, type VerificationRecord } from '../record.ts';
import { type Rules, sameRules } from './same-rules.ts';
import { signatureOf, signRecord } from './signature.ts';
import type { SigningKeys } from './signing-keys.ts';

/** A record as it is on the disk, and what its signature says now. */
export type KnownRecord = { readonly record: VerificationRecord; readonly signature: SignatureState };

/** The records of a home, a file each: signed as they are written, checked as they are read. */
export interface RecordBook {
  /** Signs it and writes it under its service; when this resolves it is on disk whole. */
  write(record: NewRecord): Promise<VerificationRecord>;
  /** Undefined where there is none or it is not whole. */
  read(service: string, id: string): Promise<KnownRecord | undefined>;
  /** The record of this id, whichever service it is of, also one that is gone. */
  find(id: string): Promise<KnownRecord | undefined>;
  /** Text of the file, as it is; undefined where there is none. */
  text(service: string, id: string): Promise<string | undefined>;
  /** Of the records of a service, newest first; none is looked at. */
  ids(service: string): Promise<string[]>;
  /** Newest first, at most `limit`; with `before`, those older than the record of that id. */
  list(service: string, page: { limit: number; before?: string | undefined }): Promise<KnownRecord[]>;
  /** The newest validly signed record of the same bytes by the same rules, if it is a passed one; the newest 60 are looked at. */
  findReusable(service: string, rules: Rules): Promise<VerificationRecord | undefined>;
}

/** How many of a service's newest records are looked at for one that says it already. */
const lookedAt = 60;

/** The records below `<directory>/<service id>/`. Without keys none is signed, and none that is can be checked. */
export function createRecordBook(directory: string, keys: SigningKeys | null): RecordBook {
  const known = keys?.known ?? new Map();
  const fileOf = (service: string, id: string) => join(directory, service, `${id}.json`);

  const text: RecordBook['text'] = async (service, id) => {
    if (!isName(service) || !isName(id)) return undefined;
    return readFile(fileOf(service, id), 'utf8').catch(() => undefined);
  };

  const read: RecordBook['read'] = async (service, id) => {
    const found = await text(service, id);
    const value = found === undefined ? undefined : parsed(found);
    const record = parseRecord(value);
    // A file under another's name, or another service's, is not the record that was asked for.
    if (record?.id !== id || record.service.id !== service) return undefined;
    return { record, signature: signatureOf(value, known) };
  };

  const idsOf = async (service: string): Promise<string[]> => {
    const names = isName(service) ? await readdir(join(directory, service)).catch(() => []) : [];
    const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
    return ids.sort(newestFirst);
  };

  const each = async (service: string, ids: readonly string[]): Promise<KnownRecord[]> => {
    const found = await Promise.all(ids.map((id) => read(service, id)));
    return found.filter((record) => record !== undefined);
  };

  const find: RecordBook['find'] = async (id) => {
    for (const service of await readdir(directory).catch(() => [])) {
      const found = await read(service, id);
      if (found) return found;
    }
    return undefined;
  };

  return {
    text,
    read,
    find,
    ids: idsOf,
    write: async (record) => {
      const bare = { ...record, schema: 2 as const, signature: null };
      const whole = keys ? signRecord(bare, keys) : bare;
      const folder = join(directory, record.service.id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = fileOf(record.service.id, record.id);
      const scratch = `${path}.${process.pid}.part`;
      const file = await open(scratch, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(whole, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      faultPoint('verification.record.drafted');
      await rename(scratch, path);
      return whole;
    },
    list: async (service, { limit, before }) => {
      const ids = await idsOf(service);
      const older = before === undefined ? ids : ids.filter((id) => newestFirst(before, id) < 0);
      return each(service, older.slice(0, limit));
    },
    findReusable: async (service, rules) => {
      const newest = (await idsOf(service)).slice(0, lookedAt);
      const said = (await each(service, newest)).find(
        ({ record, signature }) => signature === 'valid' && sameRules(record, rules),
      );
      // What passed once and did not the last time is to be looked at again.
      return said?.record.result.verdict === 'passed' ? said.record : undefined;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What may be a file's name here: never a way out of the directory. */
function isName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text);
}

/** Ids hold the journal's number at which they were asked for. */
function newestFirst(one: string, other: string): number {
  const number = (id: string) => Number(/\d+/.exec(id)?.[0] ?? 0);
  return number(other) - number(one) || (one < other ? 1 : one > other ? -1 : 0);
}
