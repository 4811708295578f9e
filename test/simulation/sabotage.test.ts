import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeedResult } from './run-seed.ts';
import { type Patch, sabotages } from './sabotages.ts';

const root = resolve(import.meta.dirname, '..', '..');
const seedsAtMost = 500;

/** Our source, with these edits made as it is read. Fails where one of them has no place any more. */
function patched(patches: readonly Patch[]): Plugin {
  return {
    name: 'patched',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const { file, from, to } of patches) {
          if (path !== join(root, file)) continue;
          if (contents.split(from).length !== 2)
            return { errors: [{ text: `${file} has not once: ${from}` }] };
          contents = contents.replace(from, () => to);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}

describe('a line without one of its safeguards', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'andon-sabotage-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.for(sabotages)('is found out: $name', { timeout: 300_000 }, async ({ name, patches, breaks, seed }) => {
    const outfile = join(directory, `${name.replaceAll(/\W+/g, '-')}.mjs`);
    await build({
      entryPoints: [join(import.meta.dirname, 'seeds-process.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'silent',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      plugins: [patched(patches)],
    });
    const broken =
      (await firstBroken(outfile, breaks, seed, 1)) ?? (await firstBroken(outfile, breaks, 1, seedsAtMost));
    console.log(`${name}: seed ${broken?.seed}, ${broken?.violations[0]?.promise}`);
    expect(broken, `no promise of ${breaks.join(', ')} was broken in ${seedsAtMost} seeds`).toBeDefined();
  });
});

/** The first violation of one of these promises in fresh seeds; seeds that break another first are passed over. */
async function firstBroken(
  file: string,
  promises: readonly string[],
  from: number,
  count: number,
): Promise<SeedResult | undefined> {
  const child = spawn(process.execPath, [file, String(from), '1', String(count), '280'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const result = JSON.parse(line) as SeedResult;
      if (result.violations.some(({ promise }) => promises.includes(promise))) return result;
    }
    const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
    if (code !== 0) throw new Error(`the seeds ended with ${code}`);
    return undefined;
  } finally {
    child.kill('SIGKILL');
  }
}
