import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { publicRegistries, type Registries } from './allow-list.ts';

const run = promisify(execFile);
const withinMs = 15_000;
const ofNpm = /^https?:/;
const ofPip = /^(?:https?|file):/;
const noSettings: Record<string, string> = {};

export type FindRegistries = {
  /** What the user set for installs; `npm_config_registry`, `PIP_INDEX_URL` and `PIP_EXTRA_INDEX_URL` are read. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment of the programs asked: PATH, HOME. */
  readonly childEnv: Readonly<Record<string, string>>;
  readonly npm: string | undefined;
  readonly python: string | undefined;
  /** Told once for a login in a URL, which is dropped, and for a URL that is none. */
  readonly warn: (sentence: string) => void;
};

/**
 * The registries of whoever started Andon, by their environment, else by npm's and pip's own settings, else the public
 * ones. Logins stay outside. Never rejects; asks each program for at most 15 s.
 */
export async function findRegistries(options: FindRegistries): Promise<Registries> {
  const { env } = options;
  const [npm, pip] = await Promise.all([
    env.npm_config_registry ?? npmSetting(options),
    env.PIP_INDEX_URL === undefined || env.PIP_EXTRA_INDEX_URL === undefined
      ? pipSettings(options)
      : noSettings,
  ]);
  const index = env.PIP_INDEX_URL ?? pip['index-url'];
  const extra = env.PIP_EXTRA_INDEX_URL ?? pip['extra-index-url'] ?? '';
  const plain = (text: string | undefined, allowed: RegExp) =>
    withoutLogin(text?.trim() ?? '', allowed, options.warn);
  return {
    npm: plain(npm, ofNpm) ?? publicRegistries.npm,
    pip: {
      index: plain(index, ofPip) ?? publicRegistries.pip.index,
      extra: extra.split(/\s+|\\n/).flatMap((each) => plain(each, ofPip) ?? []),
    },
  };
}

async function npmSetting({ npm, childEnv }: FindRegistries): Promise<string | undefined> {
  if (!npm) return undefined;
  const args = ['config', 'get', 'registry', '--no-update-notifier'];
  const answer = await run(npm, args, { env: childEnv, cwd: '/', timeout: withinMs }).catch(() => null);
  return answer?.stdout;
}

/** Lines like `global.index-url='https://…'`; what stands later counts. */
async function pipSettings({ python, childEnv }: FindRegistries): Promise<Record<string, string>> {
  if (!python) return {};
  const args = ['-I', '-m', 'pip', 'config', 'list', '--disable-pip-version-check'];
  const answer = await run(python, args, { env: childEnv, cwd: '/', timeout: withinMs }).catch(() => null);
  const lines = (answer?.stdout ?? '').matchAll(/^(?:global|install)\.(index-url|extra-index-url)='(.*)'$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}

function withoutLogin(text: string, allowed: RegExp, warn: (sentence: string) => void): string | undefined {
  if (text === '') return undefined;
  if (!URL.canParse(text) || !allowed.test(text)) {
    warn(`"${text}" is no address of a package registry that installs can use`);
    return undefined;
  }
  const url = new URL(text);
  if (url.username === '') return url.href;
  url.username = '';
  url.password = '';
  warn(`installs reach ${url.href} without the login that is set for it: no secret goes where packages are`);
  return url.href;
}
