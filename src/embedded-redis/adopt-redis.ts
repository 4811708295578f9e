import { setTimeout as wait } from 'node:timers/promises';
import { askRedis } from './ask-redis.ts';
import { identify, isAlive, type ProcessIdentity, stopProcess } from './process-identity.ts';
import { type RedisPlace, recordedRedis, recordRedis } from './redis-process.ts';

/** One that stays silent this often hangs; one that reads its data back says so and is waited for. */
const SILENT_LOOKS = 3;
const LOADING_LOOKS = 600;
const LOOK_MS = 100;
const ANSWER_MS = 1_000;
const STOP_MS = 5_000;

/**
 * The usable server a killed coordinator left running in `place`. One that is hung, or holds a directory that has been
 * removed, is stopped instead: two servers must never write one log.
 */
export async function adoptRedis(
  place: RedisPlace,
  say: (line: string) => void,
): Promise<ProcessIdentity | undefined> {
  const left = (await recordedRedis(place)) ?? (await answeringRedis(place));
  if (!left) return undefined;
  let answer = await askRedis({ path: place.socket }, ANSWER_MS);
  for (let look = 1; answer.state !== 'ready'; look++) {
    if (!(await isAlive(left))) return undefined;
    if (look >= (answer.state === 'silent' ? SILENT_LOOKS : LOADING_LOOKS)) break;
    await wait(LOOK_MS);
    answer = await askRedis({ path: place.socket }, ANSWER_MS);
  }
  if (answer.state === 'ready' && answer.pid === left.pid && answer.directory === place.directory) {
    // Its starter may have been killed before it could; one that hangs later is found by nothing else.
    await recordRedis(place, left);
    return left;
  }
  say(`Stopping a Redis server of this home that cannot be used any more (pid ${left.pid}).`);
  await stopProcess(left, answer.state === 'ready' ? STOP_MS : 0);
  return undefined;
}

/** Whoever answers on the socket: its directory is this user's alone, so it is a server of this home. */
async function answeringRedis(place: RedisPlace): Promise<ProcessIdentity | undefined> {
  let answer = await askRedis({ path: place.socket }, ANSWER_MS);
  for (let look = 1; answer.state === 'loading' && look < LOADING_LOOKS; look++) {
    await wait(LOOK_MS);
    answer = await askRedis({ path: place.socket }, ANSWER_MS);
  }
  return answer.state === 'ready' ? await identify(answer.pid) : undefined;
}
