import { execFile } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The programs of this machine that commands in a sandbox may use, with what they need to run there. */
export type Toolchain = {
  /** Bare name → real executable, for the ones that must not be left to chance. */
  readonly programs: Readonly<Record<string, string>>;
  /** Search path inside. */
  readonly path: string;
  /** Directories and files bound read-only: where the programs really live, also below a home. */
  readonly readable: readonly string[];
};

const run = promisify(execFile);
const systemFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Finds node, python, go and their prefixes by the `path` and `home` of whoever started Andon. Of several Pythons the
 * first that has pytest and pytest-cov is taken, since it is the one tests can run with.
 */
export async function findToolchain(options: {
  path: string;
  home?: string | undefined;
  /** Further programs by name or path, with the whole search path: an agent uses what its owner has. */
  also?: readonly string[];
}): Promise<Toolchain> {
  const folders = [...options.path.split(delimiter).filter(isAbsolute), ...systemFolders];
  const programs: Record<string, string> = { node: realpathSync(process.execPath) };
  const readable = new Set<string>();
  for (const path of prefixOf(programs.node ?? '', options.home)) readable.add(path);
  const python = await findPython(folders, options);
  if (python) {
    programs.python3 = python.executable;
    programs.python = python.executable;
    for (const path of python.prefixes)
      for (const own of prefixOf(join(path, 'bin/python3'), options.home)) readable.add(own);
  }
  for (const name of ['npm', 'npx', 'go', 'git']) {
    const found = lookUp(name, [dirname(process.execPath), ...folders]);
    if (!found) continue;
    programs[name] = found;
    for (const path of prefixOf(realpathSync(found), options.home)) readable.add(path);
  }
  for (const name of options.also ?? []) {
    const found = isAbsolute(name) ? name : lookUp(name, folders);
    if (!found || !isExecutable(found)) continue;
    const real = realpathSync(found);
    // Bound, a link is a file: a program of a package would look for the rest of it beside the link.
    programs[name] = packageOf(real) === undefined ? found : real;
    for (const path of agentFiles(found, options.home)) readable.add(path);
  }
  const rest = options.also ? folders : systemFolders;
  const own = [...new Set(Object.values(programs).map((path) => dirname(path)))];
  return {
    programs,
    path: [...own.filter((folder) => !systemFolders.includes(folder)), ...rest].join(delimiter),
    readable: [...readable].filter((path) => path !== '/usr' && !path.startsWith('/usr/')),
  };
}

/** The executable an argv's first word means: the toolchain's, one on the path, or a path from `cwd`; undefined where there is none. */
export function programOf(name: string, cwd: string, toolchain: Toolchain): string | undefined {
  if (name.includes('/') && !Object.hasOwn(toolchain.programs, name)) {
    const path = resolve(cwd, name);
    return isExecutable(path) ? path : undefined;
  }
  return toolchain.programs[name] ?? lookUp(name, toolchain.path.split(delimiter));
}

async function findPython(folders: readonly string[], options: { path: string; home?: string | undefined }) {
  const candidates = folders.flatMap((folder) => ['python3', 'python'].map((name) => join(folder, name)));
  let first: { executable: string; prefixes: string[] } | undefined;
  for (const candidate of new Set(candidates.filter(isExecutable))) {
    const python = await askPython(candidate, options);
    if (python?.canTest) return python;
    first ??= python;
  }
  return first;
}

const question =
  'import sys, importlib.util as u; print(sys.executable); print(sys.prefix); print(sys.base_prefix); print(all(u.find_spec(m) for m in ("pytest", "pytest_cov")))';

async function askPython(candidate: string, options: { path: string; home?: string | undefined }) {
  const env = { PATH: options.path, HOME: options.home ?? '/', PYTHONNOUSERSITE: '1' };
  const answer = await run(candidate, ['-c', question], { env, timeout: 10_000 }).catch(() => null);
  const [executable, prefix, base, canTest] = answer?.stdout.trim().split('\n') ?? [];
  if (!executable || !prefix || !base) return undefined;
  return { executable, prefixes: [...new Set([prefix, base])], canTest: canTest === 'True' };
}

/** What to bind for an executable: its prefix, or the file alone where the prefix is a whole home or the root. */
function prefixOf(executable: string, home: string | undefined): string[] {
  const prefix = dirname(dirname(executable));
  const own = home ? resolve(home) : '/';
  // `.local` holds what programs keep beside the programs themselves.
  const homes = ['/', '/root', '/home', '/root/.local', own, join(own, '.local')];
  return homes.includes(prefix) || dirname(prefix) === '/home' ? [executable] : [prefix];
}

/** A program that is not of the usual ones, whatever it is a link to, and what runs it when it is a script. */
function agentFiles(program: string, home: string | undefined): string[] {
  const real = realpathSync(program);
  const interpreter = /^#! *(\/[^\s]+)/.exec(firstBytes(real))?.[1];
  const all =
    interpreter && isExecutable(interpreter) ? [real, interpreter, realpathSync(interpreter)] : [real];
  const prefixes = all.flatMap((path) => {
    const whole = packageOf(path);
    if (whole !== undefined) return [whole];
    return basename(dirname(path)) === 'bin' ? prefixOf(path, home) : [path];
  });
  return [program, ...prefixes];
}

/** The folder of the npm package a file belongs to, with the packages that were installed with it. */
function packageOf(path: string): string | undefined {
  return /^.*?\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

function firstBytes(path: string): string {
  const bytes = Buffer.alloc(256);
  const file = openSync(path, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function lookUp(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
