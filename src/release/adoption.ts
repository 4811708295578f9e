import { messageOf } from '../errors.ts';
import type { DeployOrder } from './release.port.ts';
import type { RunningRelease } from './release-runner.ts';
import { putInService, type Yard } from './release-yard.ts';
import type { Slot } from './service-slot.ts';
import type { ServingRecord } from './serving-records.ts';

/** What has to run and does not, after an adoption. */
export type Adopted = { readonly record: ServingRecord | null; readonly start: DeployOrder | null };

/**
 * Settles what an earlier coordinator left for one service. A record with something unreported is newer than what the
 * machine knows and stands; otherwise the machine decides. Every other process of the service is ended, so that two
 * never run on the same data.
 */
export async function adoptService(
  yard: Yard,
  slot: Slot,
  wanted: { release: string; order: DeployOrder } | undefined,
): Promise<Adopted> {
  const { service } = slot;
  const kept = await yard.records.read(service);
  const release = kept?.unreported ? kept.release : (wanted?.release ?? null);
  const found = await endOthers(yard, service, release);
  if (release === null) {
    await yard.records.remove(service);
    return { record: null, start: null };
  }
  const order =
    wanted?.release === release ? wanted.order : (await yard.directories.read(service, release))?.order;
  const record = kept?.release === release ? kept : order && recordOf(order, yard.clock.now());
  if (record && record !== kept) await yard.records.write(record);
  if (found) await putInService(yard, slot, found, false);
  return { record: record ?? null, start: found ? null : (order ?? null) };
}

async function endOthers(
  yard: Yard,
  service: string,
  release: string | null,
): Promise<RunningRelease | undefined> {
  let serving: RunningRelease | undefined;
  for (const name of await yard.directories.names(service)) {
    const running = await yard.runner.find(service, name);
    if (!running) continue;
    if (name === release && running.data === 'real') serving = running;
    else {
      await yard.runner.stop(running).catch((error: unknown) => {
        yard.log.error(
          { service, release: name, reason: messageOf(error) },
          'a leftover candidate did not stop',
        );
      });
    }
  }
  return serving;
}

function recordOf(order: DeployOrder, since: number): ServingRecord {
  const { service, release, commit } = order;
  return { service, release, commit, previous: null, since, unreported: null };
}
