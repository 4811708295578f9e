import { AndonError } from '../errors.ts';
import { dropOldLogs, setAsideLog } from './damaged-log.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { RedisBinary } from './redis-binary.ts';
import { type RedisPlace, startRedis } from './redis-process.ts';

/**
 * Starts a server on the log in `place`. Where it ends on its own account, and starts without the log, the log is at
 * fault, whatever the server says of it: the log is kept aside and the queue begins empty. Throws as `startRedis`.
 */
export async function startOnLog(
  binary: RedisBinary,
  place: RedisPlace,
  how: { readonly path: string; readonly signal: AbortSignal; readonly say: (line: string) => void },
): Promise<ProcessIdentity> {
  try {
    return await startRedis(binary, place, how);
  } catch (error) {
    const ended = error instanceof AndonError && error.details.ended === true;
    if (!ended || how.signal.aborted) throw error;
    const log = await setAsideLog(place.directory, Date.now());
    if (!log) throw error;
    try {
      const server = await startRedis(binary, place, how);
      how.say(
        `The log of the private Redis server was damaged; it is kept in ${log.path}, and the queue is rebuilt.`,
      );
      await dropOldLogs(place.directory);
      return server;
    } catch {
      await log.putBack();
      throw error;
    }
  }
}
