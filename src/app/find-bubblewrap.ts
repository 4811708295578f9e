import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { unpackDebianPackages, unpackedProgram } from '../embedded-redis/debian-package.ts';

/**
 * Bubblewrap of the system, else one unpacked earlier, else the distribution's own package unpacked into the home;
 * undefined where none can be had, which the choice of sandbox says.
 */
export async function findBubblewrap(options: {
  binDirectory: string;
  env: Readonly<Record<string, string>>;
  say: (line: string) => void;
}): Promise<string | undefined> {
  const { binDirectory, env, say } = options;
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    if (isExecutable(join(folder, 'bwrap'))) return join(folder, 'bwrap');
  }
  if (process.platform !== 'linux') return undefined;
  const directory = join(binDirectory, 'bubblewrap');
  const earlier = await unpackedProgram(directory, 'bwrap');
  if (earlier) return earlier.path;
  say('Bubblewrap is not installed here; getting this system’s own package, for Andon alone.');
  const done = await unpackDebianPackages(['bubblewrap'], { directory, env, say });
  if (!done.ok) say(`Bubblewrap could not be had: ${done.why}`);
  return (await unpackedProgram(directory, 'bwrap'))?.path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
