import { execa } from 'execa';
import { AndonError } from '../errors.ts';

/** One git directory, and how its commands are run. */
export type GitPlace = {
  readonly directory: string;
  /** Search path on which `git` is found. */
  readonly path: string;
  /** Another index than the repository's own. */
  readonly index?: string;
  /** Author and committer date, epoch milliseconds. */
  readonly at?: number;
};

type GitAnswer = { readonly exit: number; readonly stdout: Buffer; readonly stderr: string };

const timeoutMs = 120_000;

/** Nothing a repository, a user's or the machine's configuration says can make git run a program or change bytes. */
const hardening = [
  '--no-replace-objects',
  '--literal-pathspecs',
  ...[
    'safe.directory=*',
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.attributesFile=/dev/null',
    'core.excludesFile=/dev/null',
    'core.autocrlf=false',
    'core.protectHFS=true',
    'core.protectNTFS=true',
    'core.useReplaceRefs=false',
    'core.alternateRefsCommand=false',
    'credential.helper=',
    'log.showSignature=false',
    'core.fsync=objects,reference',
    'core.fsyncMethod=batch',
    'protocol.allow=never',
    'protocol.file.allow=always',
    'commit.gpgSign=false',
    'gc.auto=0',
    'maintenance.auto=false',
    'fetch.fsckObjects=true',
    'transfer.fsckObjects=true',
    'fetch.unpackLimit=1',
    'fetch.recurseSubmodules=false',
  ].flatMap((setting) => ['-c', setting]),
];

/** Runs git without the user's or the machine's configuration, prompts, hooks or filters. Never rejects for git's exit. */
export async function askGit(
  place: GitPlace,
  args: readonly string[],
  input?: string | Buffer,
): Promise<GitAnswer> {
  const result = await execa('git', [...hardening, `--git-dir=${place.directory}`, ...args], {
    env: environment(place),
    extendEnv: false,
    encoding: 'buffer',
    reject: false,
    timeout: timeoutMs,
    maxBuffer: 512 * 1024 * 1024,
    stripFinalNewline: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  return {
    exit: result.exitCode ?? -1,
    stdout: Buffer.from(result.stdout ?? ''),
    stderr:
      result.exitCode === undefined
        ? (result.message ?? 'it did not start')
        : Buffer.from(result.stderr ?? '').toString('utf8'),
  };
}

/** As `askGit`, for commands that must succeed; rejects with `GIT_FAILED`. Answers the trimmed output. */
export async function git(
  place: GitPlace,
  args: readonly string[],
  input?: string | Buffer,
): Promise<string> {
  return (await gitBytes(place, args, input)).toString('utf8').trimEnd();
}

/** As `git`, answering the bytes as they are. */
export async function gitBytes(
  place: GitPlace,
  args: readonly string[],
  input?: string | Buffer,
): Promise<Buffer> {
  const answer = await askGit(place, args, input);
  if (answer.exit !== 0) {
    const words = answer.stderr.trim().slice(-2_000);
    throw new AndonError('GIT_FAILED', `git ${args[0]} failed (exit ${answer.exit}): ${words}`, {
      args: args.slice(0, 3),
    });
  }
  return answer.stdout;
}

function environment(place: GitPlace): Record<string, string> {
  const date = place.at === undefined ? undefined : `@${Math.floor(place.at / 1000)} +0000`;
  return {
    PATH: place.path,
    HOME: '/nonexistent',
    LANG: 'C',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_AUTHOR_NAME: 'Andon',
    GIT_AUTHOR_EMAIL: 'andon@localhost',
    GIT_COMMITTER_NAME: 'Andon',
    GIT_COMMITTER_EMAIL: 'andon@localhost',
    ...(place.index ? { GIT_INDEX_FILE: place.index } : {}),
    ...(date ? { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } : {}),
  };
}
