import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../../stack/build-files.ts';

/** How many tests the source seems to hold, before any ran; for the card only. */
export async function writtenTests(build: string): Promise<number> {
  let count = 0;
  for (const path of await filesUnder(build)) {
    if (!/test|spec/i.test(path) || !/\.(?:[cm]?[jt]sx?|py|go)$/.test(path)) continue;
    const text = await readFile(join(build, path), 'utf8').catch(() => '');
    count += text.match(/^\s*(?:(?:test|it)\s*\(|(?:async )?def test_|func Test)/gm)?.length ?? 0;
  }
  return count;
}
