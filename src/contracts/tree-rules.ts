/**
 * What in a service directory is a person's or a builder's content, and what is Andon's, a tool's or a secret. One rule
 * for the catalog's hash, the git intake and write-back, so that the three never disagree.
 */

const ignoredDirectories: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.andon',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.hypothesis',
  '.eggs',
  '.cache',
  '.npm',
  '.gradle',
  '.nyc_output',
  '.next',
  '.turbo',
  '.parcel-cache',
  '.idea',
  '.vscode',
]);

/** Directories that hold a tool's output when they stand directly under BUILD, and may be anything deeper down. */
const ignoredUnderBuild: ReadonlySet<string> = new Set(['coverage', 'htmlcov']);

/** Directly in a service's directory: the user's own tests, which no builder ever sees. Only verification looks at it. */
export const acceptanceFolder = 'acceptance';

const ignoredNames: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', '.coverage', '4913']);

const ignoredEndings = [
  '~',
  '.swp',
  '.swo',
  '.swx',
  '.pyc',
  '.pyo',
  '.db',
  '.db-wal',
  '.db-shm',
  '.db-journal',
  '.sqlite',
  '.sqlite-wal',
  '.sqlite-shm',
  '.sqlite-journal',
  '.sqlite3',
  '.sqlite3-wal',
  '.sqlite3-shm',
  '.sqlite3-journal',
  '.andon-tmp',
] as const;

const sharedEnvironmentFiles: ReadonlySet<string> = new Set([
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
]);

function isIgnoredName(name: string): boolean {
  if (ignoredNames.has(name)) return true;
  if (name === '.env' || (name.startsWith('.env.') && !sharedEnvironmentFiles.has(name))) return true;
  return name.startsWith('.#') || ignoredEndings.some((ending) => name.endsWith(ending));
}

/**
 * Whether the path (relative to the service directory, with `/`) is content that is hashed, taken into git and written
 * back. False for `acceptance/`, `.env`, databases, caches, dependencies, editor leftovers, and for paths that leave the directory.
 * A directory's path may be asked too: false means nothing below it counts either.
 */
export function isUserContent(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\\') || path.includes('\0')) return false;
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return false;
  if (segments.some((segment) => ignoredDirectories.has(segment) || isIgnoredName(segment))) return false;
  if (segments[0] === acceptanceFolder) return false;
  const second = segments[1];
  return !(segments[0] === 'BUILD' && second !== undefined && ignoredUnderBuild.has(second));
}

/** Whether a name under the services root can be a service's; `_*` and `.*` are not even looked at. */
export function isIgnoredDirectory(name: string): boolean {
  return name.startsWith('_') || name.startsWith('.') || name === 'node_modules';
}

const serviceName = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Whether the name can be a service's: letters, digits, dot, dash, underscore; at most 63, no dot at the end. */
export function isServiceName(name: string): boolean {
  return serviceName.test(name) && !name.endsWith('.') && !name.includes('..');
}
