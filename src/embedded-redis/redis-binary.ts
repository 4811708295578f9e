import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AndonError } from '../errors.ts';
import { unpackDebianPackages, unpackedProgram } from './debian-package.ts';
import { isOldRedis, OLDEST_REDIS } from './redis-version.ts';
import { runCommand } from './run-command.ts';

export type RedisBinary = {
  readonly path: string;
  /** Environment it needs beside `PATH`. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
};

export type FindRedisOptions = {
  /** `.andon/bin`: where a copy is unpacked. */
  readonly binDirectory: string;
  /** `PATH`, and proxy variables where the machine needs them to download. */
  readonly env: Readonly<Record<string, string>>;
  /** Told each step in one line. */
  readonly say: (line: string) => void;
};

const SERVERS = ['redis-server', 'valkey-server'];

/**
 * Finds a Redis or Valkey server program: on the `PATH`, unpacked earlier, or from the distribution's own package,
 * which is then unpacked into `.andon/bin` without touching the system. Throws `REDIS_NOT_FOUND` naming the ways.
 */
export async function findRedisBinary(options: FindRedisOptions): Promise<RedisBinary> {
  const tooOld: string[] = [];
  for (const directory of (options.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const name of SERVERS) {
      const path = join(directory, name);
      const version = await versionOf(path, options.env);
      if (version === undefined) continue;
      if (!isOldRedis(version)) return { path, env: {}, version };
      tooOld.push(`${path} is ${version}, older than ${OLDEST_REDIS}`);
    }
  }
  const directory = join(options.binDirectory, 'redis');
  const earlier = await unpacked(directory, options.env);
  if (earlier) return earlier;

  options.say('No Redis server is installed here; getting this system’s own package, for Andon alone.');
  await mkdir(options.binDirectory, { recursive: true, mode: 0o700 });
  const result = await unpackDebianPackages(['redis-server', 'redis-tools'], { ...options, directory });
  const fresh = result.ok ? await unpacked(directory, options.env) : undefined;
  if (fresh) return fresh;
  throw notFound([...tooOld, result.ok ? 'the unpacked server does not start' : result.why]);
}

async function unpacked(directory: string, env: FindRedisOptions['env']): Promise<RedisBinary | undefined> {
  // redis-server is a link to redis-check-rdb in Debian; a package of one without the other leaves it dangling.
  const program = await unpackedProgram(directory, 'redis-server');
  if (!program) return undefined;
  const version = await versionOf(program.path, { ...env, ...program.env });
  return version === undefined || isOldRedis(version) ? undefined : { ...program, version };
}

async function versionOf(path: string, env: FindRedisOptions['env']): Promise<string | undefined> {
  const runs = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs) return undefined;
  const { ok, stdout } = await runCommand(path, ['--version'], { env, timeoutMs: 5_000 });
  return ok ? /\bv=(\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined;
}

function notFound(reasons: readonly string[]): AndonError {
  return new AndonError(
    'REDIS_NOT_FOUND',
    [
      `Andon needs a Redis (or Valkey) server ≥ ${OLDEST_REDIS} and could not get one: ${reasons.join('; ')}.`,
      'Any one of these is enough:',
      '  Debian, Ubuntu   sudo apt-get install redis-server',
      '  Fedora, RHEL     sudo dnf install valkey',
      '  Arch             sudo pacman -S valkey',
      '  Alpine           sudo apk add redis',
      '  macOS            brew install redis',
      '  elsewhere        REDIS_URL=redis://host:6379 (a server you run, maxmemory-policy noeviction)',
    ].join('\n'),
    { reasons },
  );
}
