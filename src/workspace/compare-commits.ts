import { emptyTree } from './diff-commits.ts';
import { type GitPlace, git, gitBytes } from './git-command.ts';
import { objectName, readBlobs } from './git-objects.ts';
import { hunksOf, type RawChange, readRawDiff } from './raw-diff.ts';
import type { ChangedPath, Comparing } from './workspace.port.ts';

/** What is shown without being asked for: bytes of one file, of all together, and of their names in a command. */
const shown = { fileBytes: 200_000, bytes: 1_500_000, nameBytes: 60_000, files: 300 };
/** One file that is asked for. */
const largestBytes = 4_000_000;
const filesListed = 2_000;
/** As git itself does it: a zero byte early on is none of a text. */
const lookedAtBytes = 8_000;

const plain = ['--no-ext-diff', '--no-textconv', '--no-color'];

type Sized = RawChange & { readonly bytes: number; readonly weight: number };

/**
 * What is different between two commits in `BUILD/` and `SPEC.md`, file by file, with moves found; against nothing, what
 * is in `BUILD/`, or the spec where nothing is there. Attributes are not looked at: what holds a zero byte is binary.
 */
export async function compareCommits(place: GitPlace, order: Comparing): Promise<ChangedPath[]> {
  const all = await changesOf(place, order);
  const sized = await withSizes(place, all.slice(0, filesListed + 1));
  const wanted = sized.filter((file, at) => isText(file) && (order.file === undefined || order.file === at));
  const fitting = chosen(wanted, order.file === undefined);
  const binary = await binaryOf(place, fitting);
  const texts = fitting.filter((file) => !binary.has(file.path));
  const patches = await patchesOf(place, order, texts);
  return sized.map((file) => ({
    path: file.path,
    was: file.was,
    status: statusNames[file.status],
    bytes: file.bytes,
    ...shownAs(file, patches.get(file.path), binary.has(file.path)),
  }));
}

const statusNames = {
  A: 'added',
  D: 'deleted',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
} as const satisfies Record<RawChange['status'], ChangedPath['status']>;

function shownAs(
  file: Sized,
  patch: string | undefined,
  isBinary: boolean,
): Pick<ChangedPath, 'patch' | 'why'> {
  if (patch !== undefined) return { patch, why: null };
  if (!isText(file)) return { patch: null, why: 'link' };
  if (isBinary) return { patch: null, why: 'binary' };
  return { patch: null, why: file.weight > shown.fileBytes ? 'large' : 'more' };
}

async function changesOf(place: GitPlace, { from, to }: Comparing): Promise<RawChange[]> {
  const within = async (paths: readonly string[]) => {
    const args = ['diff-tree', '-r', '-z', '--raw', '-M', '-l400', '--no-abbrev', ...plain];
    const found = await gitBytes(place, [...args, treeOf(from), objectName(to), '--', ...paths]);
    return readRawDiff(found.toString('utf8')).changes;
  };
  if (from !== null) return within(['BUILD', 'SPEC.md']);
  const built = await within(['BUILD']);
  return built.length > 0 ? built : within(['SPEC.md']);
}

function treeOf(commit: string | null): string {
  return commit === null ? emptyTree : objectName(commit);
}

/** Links and what is no file are named, never followed or shown. */
function isText({ status, before, after }: RawChange): boolean {
  return status !== 'T' && [before, after].every((side) => side === null || side.mode.startsWith('100'));
}

async function withSizes(place: GitPlace, changes: readonly RawChange[]): Promise<Sized[]> {
  const sides = changes.flatMap(({ before, after }) => [before, after]);
  const blobs = [...new Set(sides.flatMap((side) => side?.blob ?? []))];
  if (blobs.length === 0) return [];
  const said = await git(
    place,
    ['cat-file', '--batch-check=%(objectname) %(objectsize)'],
    `${blobs.join('\n')}\n`,
  );
  const sizes = new Map(
    said.split('\n').map((line): [string, number] => {
      const [blob = '', size = '0'] = line.split(' ');
      return [blob, Number(size) || 0];
    }),
  );
  return changes.map((change) => {
    const before = sizes.get(change.before?.blob ?? '') ?? 0;
    const after = sizes.get(change.after?.blob ?? '') ?? 0;
    return { ...change, bytes: change.after ? after : before, weight: before + after };
  });
}

function chosen(files: readonly Sized[], several: boolean): Sized[] {
  const left = { bytes: shown.bytes, names: shown.nameBytes, files: shown.files };
  return files.filter(({ weight, path }) => {
    if (!several) return weight <= largestBytes;
    if (weight > shown.fileBytes) return false;
    left.bytes -= weight;
    left.names -= Buffer.byteLength(path);
    left.files -= 1;
    return left.bytes >= 0 && left.names >= 0 && left.files >= 0;
  });
}

async function binaryOf(place: GitPlace, files: readonly Sized[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const which of ['before', 'after'] as const) {
    const entries = files.flatMap(({ path, bytes, [which]: side }) =>
      side ? [{ path, size: bytes, mode: side.mode, blob: side.blob }] : [],
    );
    await readBlobs(place, entries, async ({ path }, content) => {
      if (content.subarray(0, lookedAtBytes).includes(0)) found.add(path);
    });
  }
  return found;
}

/** The hunks of these files, by path. What was moved is compared blob with blob. */
async function patchesOf(
  place: GitPlace,
  { from, to }: Comparing,
  files: readonly Sized[],
): Promise<Map<string, string>> {
  const patches = new Map<string, string>();
  const stayed = files.filter(({ status }) => status !== 'R');
  if (stayed.length > 0) {
    const args = ['diff-tree', '-r', '-z', '--raw', '-p', '--text', '--no-renames', '--no-abbrev', ...plain];
    const paths = stayed.map(({ path }) => path);
    const found = await gitBytes(place, [...args, treeOf(from), objectName(to), '--', ...paths]);
    const { changes, rest } = readRawDiff(found.toString('utf8'));
    // What changed its kind has two sections; it may be here where a file took a directory's name.
    const owners = changes.flatMap(({ path, status }) => (status === 'T' ? [path, path] : [path]));
    const wanted = new Set(paths);
    for (const [at, hunks] of hunksOf(rest).entries()) {
      const path = owners[at];
      if (path !== undefined && wanted.has(path)) patches.set(path, hunks);
    }
  }
  for (const { path, status, before, after } of files) {
    if (status !== 'R' || !before || !after) continue;
    const blobs = [objectName(before.blob), objectName(after.blob)];
    const same = before.blob === after.blob;
    const text = same ? '' : (await gitBytes(place, ['diff', '--text', ...plain, ...blobs])).toString('utf8');
    patches.set(path, hunksOf(text)[0] ?? '');
  }
  return patches;
}
