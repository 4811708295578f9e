import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Stack } from '../../stack/stack.ts';
import { lastLines, machineTrouble } from '../clean-room.ts';
import type { ControlsRoom } from './controls-room.ts';
import { pythonTool } from './python-tool.ts';
import type { StubMode } from './stubs/stub.ts';

const mutant = z.object({
  line: z.number(),
  from: z.number(),
  to: z.number(),
  text: z.string(),
  strong: z.boolean(),
  before: z.string(),
  after: z.string(),
});

const answer = z.object({
  stubs: z.record(z.string(), z.string().nullable()),
  mutants: z.record(z.string(), z.array(mutant).nullable()),
});
type Answer = z.infer<typeof answer>;

export type PythonOrder = {
  /** Files to make stubs of. */
  readonly stub?: Readonly<Record<string, StubMode>>;
  /** Files to find mutants in, with the lines to look at; null: all. */
  readonly mutate?: Readonly<Record<string, readonly number[] | null>>;
};

/** What the toolchain's Python reads out of files of `BUILD/` without running them; offsets are in bytes. */
export async function askPython(
  { room }: ControlsRoom,
  stack: Stack,
  order: PythonOrder,
): Promise<Answer | { readonly environment: string }> {
  const tool = join(room.reports, 'andon-tool.py');
  const asked = join(room.reports, 'andon-order.json');
  const out = join(room.reports, 'andon-answer.json');
  await writeFile(tool, pythonTool);
  await writeFile(asked, JSON.stringify({ ...order, out }));
  await rm(out, { force: true });
  const argv = ['python3', '-I', '-S', tool, asked];
  const outcome = await room.run(stack, { argv, network: 'none', timeoutMs: 60_000 });
  const trouble = machineTrouble(outcome, 'python3');
  if (trouble !== null) return { environment: trouble };
  const text = await readFile(out, 'utf8').catch(() => null);
  if (text === null)
    return { environment: `python3 could not read the sources: ${lastLines(outcome.output, 5)}` };
  return answer.parse(JSON.parse(text));
}
