import { chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AndonError, messageOf } from '../errors.ts';

/** Where everything of a home is. */
export type HomeDirectories = ReturnType<typeof homeDirectories>;

/** Makes the directories of a home, all 0700. Rejects with `STORE_FAILED` when it cannot be written. */
export function homeDirectories(home: string) {
  const directories = {
    home,
    database: join(home, 'andon.db'),
    redis: join(home, 'redis'),
    git: join(home, 'git'),
    workspaces: join(home, 'workspaces'),
    releases: join(home, 'releases'),
    data: join(home, 'data'),
    secrets: join(home, 'secrets'),
    records: join(home, 'records'),
    logs: join(home, 'logs'),
    keys: join(home, 'keys'),
    bin: join(home, 'bin'),
    cache: join(home, 'cache'),
    temp: join(home, 'temp'),
    run: join(home, 'run.json'),
    shortTemp: tmpdir(),
  };
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    chmodSync(home, 0o700);
    const { database: _database, run: _run, shortTemp: _shortTemp, home: _home, ...folders } = directories;
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new AndonError(
      'STORE_FAILED',
      `the home ${home} cannot be written: ${messageOf(error)}; choose another with ANDON_HOME`,
    );
  }
  return directories;
}
