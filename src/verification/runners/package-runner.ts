import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CleanRoom } from '../clean-room.ts';

/** A test runner as it is installed in `node_modules`. */
export type PackageRunner = {
  readonly version: string;
  /** The major version. */
  readonly major: number;
};

const manifest = z.looseObject({ name: z.string(), version: z.string() });

/** The package of this name in `node_modules` of the room; undefined when it is not there, or is a folder of `BUILD/` itself. */
export async function packageIn(room: CleanRoom, name: string): Promise<PackageRunner | undefined> {
  const folder = join(room.build, 'node_modules', ...name.split('/'));
  try {
    const found = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    const build = await realpath(room.build);
    const real = await realpath(folder);
    const isOwn = real.startsWith(`${build}/`) && !real.startsWith(`${build}/node_modules/`);
    if (found.name !== name || isOwn) return undefined;
    return { version: found.version, major: Number.parseInt(found.version, 10) };
  } catch {
    return undefined;
  }
}
