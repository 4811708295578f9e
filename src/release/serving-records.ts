import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { serviceEvent } from '../../machines/service/service.events.ts';
import { readJson, writeJson } from './atomic-file.ts';

const servingRecord = z.object({
  service: z.object({ id: z.string(), name: z.string() }),
  release: z.string(),
  commit: z.string(),
  /** What served before it and was good; kept on disk to go back to. */
  previous: z.string().nullable(),
  since: z.number(),
  /** What the coordinator has not accepted yet: as long as this is here, this file knows better than the machine. */
  unreported: serviceEvent.nullable(),
});
/** What serves, or would if it ran. Written before the switch is reported, so a crash between the two is settled from it. */
export type ServingRecord = z.infer<typeof servingRecord>;

const uptimeRecord = z.object({ release: z.string(), passed: z.number(), total: z.number() });
export type UptimeRecord = z.infer<typeof uptimeRecord>;

/** The two small files of `<root>/<service id>/`: `serving.json` and `uptime.json`. */
export interface ServingRecords {
  read(service: string): Promise<ServingRecord | undefined>;
  write(record: ServingRecord): Promise<void>;
  /** The coordinator has accepted what this record had to report; nothing happens when it is not the newest any more. */
  accepted(record: ServingRecord): Promise<void>;
  remove(service: string): Promise<void>;
  readUptime(service: string, release: string): Promise<{ passed: number; total: number }>;
  writeUptime(service: string, record: UptimeRecord): Promise<void>;
}

export function createServingRecords(root: string): ServingRecords {
  const fileOf = (service: string) => join(root, service, 'serving.json');
  const uptimeOf = (service: string) => join(root, service, 'uptime.json');
  const read = (service: string) => readJson(fileOf(service), servingRecord);
  const write = (record: ServingRecord) => writeJson(fileOf(record.service.id), record);
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(service: string, work: () => Promise<T>): Promise<T> => {
    const result = (turns.get(service) ?? Promise.resolve()).then(work);
    turns.set(
      service,
      result.catch(() => undefined),
    );
    return result;
  };
  return {
    read,
    write: (record) => inTurn(record.service.id, () => write(record)),
    accepted: (record) =>
      inTurn(record.service.id, async () => {
        const now = await read(record.service.id);
        if (now?.release !== record.release || now.since !== record.since) return;
        await write({ ...now, unreported: null });
      }),
    remove: (service) =>
      inTurn(service, async () => {
        await rm(fileOf(service), { force: true });
        await rm(uptimeOf(service), { force: true });
      }),
    readUptime: async (service, release) => {
      const kept = await readJson(uptimeOf(service), uptimeRecord);
      return kept?.release === release ? kept : { passed: 0, total: 0 };
    },
    writeUptime: (service, record) => writeJson(uptimeOf(service), record),
  };
}
