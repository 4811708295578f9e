// What is run where nothing else is asked for: it takes what the files name, and runs no package's own code.

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
export const npmInstall: readonly string[] = ['npm', 'ci', ...quiet];

/** For packages that only link each other: there is nothing to lock. */
export const npmLink: readonly string[] = ['npm', 'install', '--no-package-lock', ...quiet];

/** What `npm ci` takes everything from. */
export const npmLock = 'package-lock.json';

/** Lock files of tools that do the same otherwise. */
export const otherLocks: readonly string[] = ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/** Where npm puts dependencies, inside `BUILD/`. */
export const npmFolder = 'node_modules';

/** Where pip puts a service's dependencies, inside `BUILD/`. */
export const pipFolder = '.deps';

/** `-I`: without it a `json.py` or `pip/` in `BUILD/` would be run in place of Python's own. */
export const pipInstall: readonly string[] = [
  'python3',
  '-I',
  '-m',
  'pip',
  'install',
  '--no-input',
  '--disable-pip-version-check',
  '--only-binary',
  ':all:',
  '--target',
  pipFolder,
  '-r',
  'requirements.txt',
];
