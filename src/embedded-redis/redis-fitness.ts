import type { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import { isOldRedis, OLDEST_REDIS } from './redis-version.ts';

/** What is wrong with a server, as clauses with `it` as their subject. */
export type Fitness = {
  /** Its settings or its age: it must not be used like this. */
  readonly unfit: readonly string[];
  /** Its present state: work waits, or soon will. */
  readonly troubled: readonly string[];
  /** It may lose what it holds when it ends; Andon can live with that. */
  readonly forgetful: boolean;
};

/** Of its maxmemory, percent; what is above is said before the server refuses to write. */
const FULL_PERCENT = 70;

/** Looks at a server that answers; what it refuses to tell or to do is a finding and no error. */
export async function fitnessOf(client: Redis): Promise<Fitness> {
  const unfit: string[] = [];
  const troubled: string[] = [];
  let forgetful = false;
  try {
    const info = await client.info();
    const version = field(info, 'valkey_version') || field(info, 'redis_version');
    if (isOldRedis(version)) unfit.push(`it is version ${version}, and ${OLDEST_REDIS} or newer is needed`);
    const policy = field(info, 'maxmemory_policy');
    if (policy !== '' && policy !== 'noeviction') {
      unfit.push(
        `its maxmemory-policy is ${policy}, which throws queued work away (CONFIG SET maxmemory-policy noeviction)`,
      );
    }
    const percent = Math.floor((100 * Number(field(info, 'used_memory'))) / Number(field(info, 'maxmemory')));
    if (Number.isFinite(percent) && percent >= FULL_PERCENT) {
      troubled.push(`it uses ${percent} % of its maxmemory, and takes no work above it`);
    }
    forgetful = field(info, 'aof_enabled') === '0';
  } catch (error) {
    troubled.push(`it does not say what it is (${messageOf(error)})`);
  }
  try {
    await client.set('andon:writable', '1', 'EX', 60);
  } catch (error) {
    troubled.push(`a test write failed (${messageOf(error)})`);
  }
  return { unfit, troubled, forgetful };
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
}
