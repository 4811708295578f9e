import type { RecordBrief } from '../../contracts/records.ts';
import type { VerificationRecord } from '../record.ts';
import type { RecordBook } from './record-book.ts';
import { isAgain } from './reuse.ts';

/** What lists and charts say of the records of a home. */
export interface RecordBriefs {
  /** Of the newest records of a service, at most `limit`, the newest first. */
  list(service: string, limit: number): Promise<RecordBrief[]>;
  find(service: string, id: string): Promise<RecordBrief | undefined>;
}

/** So many are held in memory, whichever services they are of. */
const held = 5_000;

/**
 * Reads each record once: a record never changes after it was written. One that was changed all the same is told as it
 * was; its signature is looked at where the record itself is read.
 */
export function createRecordBriefs(book: Pick<RecordBook, 'ids' | 'read'>): RecordBriefs {
  const known = new Map<string, RecordBrief>();

  const briefOf = async (service: string, id: string): Promise<RecordBrief | undefined> => {
    const key = `${service}/${id}`;
    const before = known.get(key);
    if (before) return before;
    const found = await book.read(service, id);
    if (!found) return undefined;
    const brief = toBrief(found.record);
    known.set(key, brief);
    const [oldest] = known.keys();
    if (known.size > held && oldest !== undefined) known.delete(oldest);
    return brief;
  };

  return {
    find: briefOf,
    list: async (service, limit) => {
      const ids = (await book.ids(service)).slice(0, limit);
      const found: RecordBrief[] = [];
      // One after the other: what was seen before costs nothing, and a first look is no reason to hold up the line.
      for (const id of ids) {
        const brief = await briefOf(service, id);
        if (brief) found.push(brief);
      }
      return found;
    },
  };
}

function toBrief(record: VerificationRecord): RecordBrief {
  const { id, gate, commit, change, ticket, session, parent, base, result, reused, startedAt, finishedAt } =
    record;
  const { verification, verdict, tests, coverage, mutation } = result;
  return {
    ...{ id, gate, commit, change, ticket, session, parent, base, verdict, reused, startedAt, finishedAt },
    again: isAgain(verification),
    ...(result.class === undefined ? {} : { class: result.class }),
    ...(tests === undefined ? {} : { tests }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(mutation === undefined ? {} : { mutation }),
  };
}
