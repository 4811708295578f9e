import { constants } from 'node:fs';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { messageOf } from '../errors.ts';
import { runCommand } from './run-command.ts';

export type UnpackOptions = {
  /** Where the files go; replaced as a whole, so it is either complete or not there. */
  readonly directory: string;
  /** Environment for apt: `PATH`, and proxy variables where they are needed. */
  readonly env: Readonly<Record<string, string>>;
  /** Told each step in one line. */
  readonly say: (line: string) => void;
};

export type Unpacked =
  | { readonly ok: true; readonly root: string }
  | { readonly ok: false; readonly why: string };

const UPDATE_MS = 120_000;
const QUICK_MS = 30_000;

/**
 * Fetches packages of this Debian or Ubuntu, with the libraries they need that are not installed, and unpacks them
 * into one directory. Needs no root, works on empty package lists, and changes nothing outside the directory.
 */
export async function unpackDebianPackages(
  packages: readonly string[],
  { directory, env, say }: UnpackOptions,
): Promise<Unpacked> {
  for (const program of ['apt-get', 'apt-cache', 'dpkg-query', 'dpkg-deb']) {
    if (!(await onPath(program, env))) return { ok: false, why: `${program} is not on this machine` };
  }
  const work = `${directory}.partial`;
  try {
    await rm(work, { recursive: true, force: true });
    const apt = await prepareApt(work);
    say(
      `Reading the package lists of this system into ${dirname(directory)} (the system itself is not touched).`,
    );
    await must('apt-get', [...apt, 'update', '--quiet'], { env, timeoutMs: UPDATE_MS });
    const wanted = await withMissingLibraries(packages, apt, env);
    say(`Downloading ${wanted.join(', ')}.`);
    await must('apt-get', [...apt, 'download', '--quiet', ...wanted], {
      env,
      cwd: join(work, 'debs'),
      timeoutMs: UPDATE_MS,
    });
    const root = join(work, 'root');
    for (const file of await readdir(join(work, 'debs'))) {
      await must('dpkg-deb', ['-x', join(work, 'debs', file), root], { env, timeoutMs: QUICK_MS });
    }
    await rm(directory, { recursive: true, force: true });
    await rename(root, directory);
    say(`Unpacked into ${directory}.`);
    return { ok: true, root: directory };
  } catch (error) {
    return { ok: false, why: messageOf(error) };
  } finally {
    await rm(work, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** An unpacked program and the environment it needs to find its libraries; undefined where it is not there. */
export async function unpackedProgram(
  root: string,
  name: string,
): Promise<{ readonly path: string; readonly env: Record<string, string> } | undefined> {
  const libraries = new Set<string>();
  let path: string | undefined;
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const isProgram = basename(entry.parentPath) === 'bin' || basename(entry.parentPath) === 'sbin';
    if (isProgram && entry.name === name) path = join(entry.parentPath, name);
    if (/\.so(\.|$)/.test(entry.name)) libraries.add(entry.parentPath);
  }
  if (path === undefined) return undefined;
  // An empty LD_LIBRARY_PATH would not be the same as none.
  return { path, env: libraries.size === 0 ? {} : { LD_LIBRARY_PATH: [...libraries].join(':') } };
}

/** Private lists, cache and state; hooks of the system's configuration (docker-clean's) are left out. */
async function prepareApt(work: string): Promise<string[]> {
  const lists = join(work, 'lists');
  const cache = join(work, 'cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  await mkdir(join(work, 'debs'), { recursive: true });
  await mkdir(join(work, 'root'), { recursive: true });
  const configuration = join(work, 'apt.conf');
  await writeFile(
    configuration,
    `#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::State::Lists "${lists}";
Dir::Cache "${cache}";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
`,
  );
  return ['-c', configuration];
}

async function withMissingLibraries(
  packages: readonly string[],
  apt: readonly string[],
  env: UnpackOptions['env'],
): Promise<string[]> {
  const status = await must('dpkg-query', ['-W', `-f=\${Package} \${db:Status-Status}\n`], {
    env,
    timeoutMs: QUICK_MS,
  });
  const installed = new Set(
    status
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.slice(0, line.indexOf(' '))),
  );
  const wanted = new Set(packages);
  let unread = [...packages];
  while (unread.length > 0) {
    const text = await must('apt-cache', [...apt, 'depends', '--important', ...unread], {
      env,
      timeoutMs: QUICK_MS,
    });
    const depends = [...text.matchAll(/^[ |]*(?:Pre)?Depends: (?:(lib|lua)([a-z0-9.+-]*))/gm)];
    unread = depends
      .map((match) => `${match[1]}${match[2]}`)
      .filter((name) => !installed.has(name) && !wanted.has(name));
    for (const name of unread) wanted.add(name);
    unread = [...new Set(unread)];
  }
  return [...wanted];
}

async function must(
  program: string,
  args: readonly string[],
  options: Parameters<typeof runCommand>[2],
): Promise<string> {
  const outcome = await runCommand(program, args, { ...options, env: { ...options.env, LC_ALL: 'C' } });
  if (outcome.ok) return outcome.stdout;
  const why = outcome.stderr.trim().split('\n').slice(-3).join(' ');
  throw new Error(`${program} ${args.at(-1) ?? ''} failed: ${why}`);
}

async function onPath(program: string, env: UnpackOptions['env']): Promise<boolean> {
  for (const directory of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const found = await access(join(directory, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
