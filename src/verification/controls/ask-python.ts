import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Stack } from '../../stack/stack.ts';
import { lastLines, machineTrouble } from '../clean-room.ts';
import { toolFile, toolFolder } from '../runners/tool-file.ts';
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
  const out = join(room.reports, 'syntax.json');
  await rm(out, { recursive: true, force: true });
  const tool = await toolFile(room, 'python-tool.py', pythonTool);
  const asked = await toolFile(room, 'python-order.json', JSON.stringify({ ...order, out }));
  const argv = ['python3', '-I', '-S', tool, asked];
  const readable = [toolFolder(room)];
  const outcome = await room.run(stack, { argv, readable, network: 'none', timeoutMs: 60_000 });
  const trouble = machineTrouble(outcome, 'python3');
  if (trouble !== null) return { environment: trouble };
  const text = await readFile(out, 'utf8').catch(() => null);
  if (text === null)
    return { environment: `python3 could not read the sources: ${lastLines(outcome.output, 5)}` };
  return answer.parse(JSON.parse(text));
}
