import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { MockScript } from '../../../../src/worker/drivers/mock/script.ts';

/** The scripted agent as one file that nothing else is needed for. */
export class MockProgram {
  readonly #directory = mkdtempSync(join(tmpdir(), 'andon-mock-'));
  #scripts = 0;
  readonly file = join(this.#directory, 'mock-agent.cjs');

  async make(): Promise<void> {
    await bundleMockAgent(this.file);
  }

  /** Its command line, for a script by name or one of the test's own. */
  argv(script: string | Partial<MockScript>, ...words: string[]): string[] {
    if (typeof script === 'string') return ['node', this.file, ...words, script];
    this.#scripts += 1;
    const file = join(this.#directory, `script-${this.#scripts}.json`);
    writeFileSync(file, JSON.stringify({ steps: [], ...script }));
    return ['node', this.file, ...words, file];
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Writes the scripted agent as one executable file; `words` are said to it before its own. */
export async function bundleMockAgent(file: string, ...words: readonly string[]): Promise<void> {
  const added = words.length > 0 ? `\nprocess.argv.splice(2, 0, ...${JSON.stringify(words)});` : '';
  await build({
    entryPoints: [join(import.meta.dirname, '../../../../src/worker/drivers/mock/mock-agent.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    banner: { js: `#!/usr/bin/env node${added}` },
  });
  chmodSync(file, 0o755);
}
