import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { npmFolder, npmInstall, pipFolder, pipInstall } from '../stack/installs.ts';
import type { Registries } from './allow-list.ts';
import type { InstallOrder } from './dependencies.port.ts';
import { readNpmLock } from './npm-lock.ts';
import { readRequirements } from './requirements.ts';
import { digestOfContent } from './tree-listing.ts';

export type InstallPlan = {
  readonly argv: readonly string[];
  /** Why it is not run at all, for the builder. */
  readonly problems: readonly string[];
  /**
   * The folder that everything is put into, where that depends on the key alone and nothing of the service has a hand in
   * it; null where the service's own files or code do.
   */
  readonly shared: string | null;
  /** What the install makes anew: nothing that was committed there stays. */
  readonly clears: string | null;
  /** SHA-256 of everything the result depends on. */
  readonly key: string;
};

export type PlanOptions = {
  readonly registries: Registries;
  /** Of what runs the install and what runs its result. */
  readonly versions: readonly string[];
};

type Order = Pick<InstallOrder, 'service' | 'directory' | 'stack' | 'scripts' | 'network'>;
type Inputs = ReadonlyMap<string, string>;

const npmFiles = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'];
/** Of `.npmrc`: what cannot make npm read or run anything else of `BUILD/`. */
const harmlessSetting =
  /^(?:audit|fund|save-exact|save-prefix|engine-strict|legacy-peer-deps|strict-peer-deps|loglevel|progress|package-lock|registry|@[\w.-]+:registry|lockfile-version|omit|include|update-notifier)\s*=/;

/** What will be run, whether it may be, and under which key what it makes is kept. */
export async function planInstall(order: Order, options: PlanOptions): Promise<InstallPlan> {
  const asked = order.stack.install ?? [];
  const argv = order.scripts ? withScripts(asked) : asked;
  const reading = await readInputs(order, asked);
  const { problems, inputs, folder: shared } = reading;
  const common = [argv, order.stack.env, options.registries, options.versions, order.network];
  const own =
    shared !== null
      ? ['shared', [...inputs]]
      : ['own', order.service, order.scripts, await digestOfContent(order.directory)];
  const key = createHash('sha256')
    .update(JSON.stringify([1, common, own]))
    .digest('hex');
  return { argv, problems, shared, clears: clearedBy(asked), key };
}

async function readInputs(
  { directory, scripts }: Order,
  asked: readonly string[],
): Promise<{ problems: readonly string[]; inputs: Inputs; folder: string | null }> {
  if (asked[0] === 'npm') {
    const inputs = new Map<string, string>();
    for (const name of npmFiles) {
      const text = (await readInside(directory, name))?.toString('utf8');
      if (text !== undefined) inputs.set(name, text);
    }
    const locks = ['npm-shrinkwrap.json', 'package-lock.json'].flatMap((name) => {
      const text = inputs.get(name);
      return text === undefined ? [] : [readNpmLock(name, text, { scripts })];
    });
    const known =
      same(asked, npmInstall) &&
      locks.length > 0 &&
      locks.every((lock) => lock.selfContained) &&
      isHarmless(inputs.get('.npmrc') ?? '') &&
      !/"workspaces"\s*:/.test(inputs.get('package.json') ?? '');
    return {
      problems: locks.flatMap((lock) => lock.problems),
      inputs,
      folder: known && !scripts ? npmFolder : null,
    };
  }
  if (same(asked, pipInstall)) {
    const read = (path: string) => readInside(directory, path);
    const { problems, selfContained, files } = await readRequirements({ read }, { scripts });
    return { problems, inputs: files, folder: selfContained && !scripts ? pipFolder : null };
  }
  return { problems: [], inputs: new Map(), folder: null };
}

/** The same command without what keeps packages from running their own code. */
function withScripts(argv: readonly string[]): string[] {
  return argv.filter(
    (word, at) =>
      word !== '--ignore-scripts' &&
      !(word === '--only-binary' && argv[at + 1] === ':all:') &&
      !(word === ':all:' && argv[at - 1] === '--only-binary'),
  );
}

function isHarmless(npmrc: string): boolean {
  return npmrc
    .split(/\r?\n/)
    .map((line) => line.trim())
    .every((line) => line === '' || /^[#;]/.test(line) || harmlessSetting.test(line));
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, at) => word === right[at]);
}

/** A file of the folder, also behind a link in it; nothing of what lies outside. */
async function readInside(directory: string, path: string): Promise<Buffer | undefined> {
  const [root, real] = await Promise.all([realpath(directory), realpath(join(directory, path))]).catch(
    () => [],
  );
  if (!root || !real?.startsWith(root + sep)) return undefined;
  return readFile(real).catch(() => undefined);
}

function clearedBy(asked: readonly string[]): string | null {
  if (same(asked, npmInstall)) return npmFolder;
  return same(asked, pipInstall) ? pipFolder : null;
}
