/** What is run where nothing else is asked for. Neither runs a package's own code; both take exactly what the files name. */
export const npmInstall: readonly string[] = ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];

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
