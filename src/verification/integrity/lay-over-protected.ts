import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesUnder } from '../../stack/build-files.ts';
import { type Check, passedCheck } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { laidOver } from './overlay/lay-over.ts';
import { readingOf } from './reading.ts';
import { fileTricks } from './tricks/file-tricks.ts';
import { toldCheck } from './tricks/told-check.ts';

/**
 * Puts runner configuration that was weakened, and the files the settings protect, of the baseline over the
 * submission's, before anything is installed or run (`protected`, which fails nothing). Looks at the names and kinds of
 * the submitted files at the same time (`files`), while nothing else is among them.
 */
export async function layOverProtected(context: GateContext): Promise<Check[]> {
  const { room, baseline } = context;
  const files = toldCheck('files', await fileTricks(room.build));
  const reasons = baseline === null ? [] : await laidOverAll(context, baseline);
  await readingOf(context);
  const facts =
    reasons.length > 0
      ? { laidOver: reasons.length, why: reasons.join('; ').slice(0, 2_000) }
      : { laidOver: 0 };
  return [files, { ...passedCheck('protected', { facts }), reasons }];
}

async function laidOverAll(context: GateContext, baseline: string): Promise<string[]> {
  const { room, settings } = context;
  const reasons: string[] = [];
  for (const path of await filesUnder(baseline)) {
    const isProtected = settings.verification.protected.some((one) => within(path, one));
    const base = await readFile(join(baseline, path));
    const now = await bytesOf(join(room.build, path));
    if (isProtected) {
      if (now?.equals(base)) continue;
      await put(room.build, path, base);
      reasons.push(`BUILD/${path} is protected: the one that serves was used`);
      continue;
    }
    const text = laidOver(path, base.toString('utf8'), now === null ? null : now.toString('utf8'));
    if (!text) continue;
    await put(room.build, path, Buffer.from(text.text));
    reasons.push(`BUILD/${path}: the one that serves was used, since ${text.why}`);
  }
  return reasons;
}

/** A path itself or a folder of it; `*` stands for what holds no `/`, `**` for anything. */
function within(path: string, pattern: string): boolean {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  const source = plain
    .split(/(\*\*\/?|\*)/)
    .map((part) =>
      part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}(?:/.*)?$`).test(path);
}

async function bytesOf(path: string): Promise<Buffer | null> {
  const stats = await lstat(path).catch(() => null);
  return stats?.isFile() ? readFile(path) : null;
}

/** Never through a link that the submission put in the way. */
async function put(root: string, path: string, bytes: Buffer): Promise<void> {
  let folder = root;
  for (const part of dirname(path).split('/')) {
    if (part === '.') continue;
    folder = join(folder, part);
    const stats = await lstat(folder).catch(() => null);
    if (stats && !stats.isDirectory()) await rm(folder, { recursive: true, force: true });
    if (!stats?.isDirectory()) await mkdir(folder);
  }
  const target = join(root, path);
  await rm(target, { recursive: true, force: true });
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  const file = await open(target, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o644);
  await file.writeFile(bytes).finally(() => file.close());
}
