import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Files = Readonly<Record<string, string>>;

export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

/** A gzipped tar of files below `package/`, as npm packs them, with the integrity a lock file names. */
export async function tarball(files: Files): Promise<{ bytes: Buffer; integrity: string }> {
  const scratch = await mkdtemp(join(tmpdir(), 'andon-pack-'));
  try {
    await writeFiles(join(scratch, 'package'), files);
    await run('tar', ['-czf', 'package.tgz', 'package'], { cwd: scratch });
    const bytes = await readFile(join(scratch, 'package.tgz'));
    return { bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

export type Answer = { readonly status?: number; readonly type?: string; readonly body: string | Buffer };

/** A web server of one's own on the loopback that answers by path, and remembers what it was asked. */
export async function startRegistry() {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const held = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    for (const look of waiting) look();
    await held.get(path);
    const answer = answers.get(path) ?? {
      status: 404,
      type: 'application/json',
      body: '{"error":"not found"}',
    };
    response
      .writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' })
      .end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  const url = `http://127.0.0.1:${address.port}/`;
  return {
    url,
    port: address.port,
    asked,
    /** Answers for a path wait for this. */
    hold: (path: string, until: Promise<unknown>) => void held.set(path, until),
    wasAsked: (path: string) =>
      new Promise<void>((resolve) => {
        const look = () => asked.includes(path) && resolve();
        waiting.push(look);
        look();
      }),
    answer: (path: string, answer: Answer) => void answers.set(path, answer),
    /** Serves a version 1.0.0 of a package and gives what a lock file says of it. */
    publish: async (name: string, files: Files, manifest: Record<string, unknown> = {}) => {
      const own = { name, version: '1.0.0', ...manifest };
      const { bytes, integrity } = await tarball({ 'package.json': JSON.stringify(own), ...files });
      const resolved = `${url}${name}/-/${name}-1.0.0.tgz`;
      answers.set(`/${name}/-/${name}-1.0.0.tgz`, { type: 'application/octet-stream', body: bytes });
      const dist = { tarball: resolved, integrity };
      const body = JSON.stringify({
        name,
        'dist-tags': { latest: '1.0.0' },
        versions: { '1.0.0': { ...own, dist } },
      });
      answers.set(`/${name}`, { body });
      return { version: '1.0.0', resolved, integrity, ...manifest };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The files of a Node project whose lock file names these packages. */
export function npmProject(
  packages: Readonly<Record<string, Record<string, unknown>>>,
  more: { readonly dependencies?: Readonly<Record<string, string>>; readonly files?: Files } = {},
): Files {
  const dependencies =
    more.dependencies ?? Object.fromEntries(Object.keys(packages).map((name) => [name, '1.0.0']));
  const locked = Object.entries(packages).map(([name, entry]) => [
    name.includes('/') ? name : `node_modules/${name}`,
    entry,
  ]);
  const root = { name: 'shop', version: '1.0.0', dependencies };
  return {
    'package.json': JSON.stringify(root),
    'package-lock.json': JSON.stringify(
      {
        name: 'shop',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: { '': root, ...Object.fromEntries(locked) },
      },
      null,
      2,
    ),
    ...more.files,
  };
}
