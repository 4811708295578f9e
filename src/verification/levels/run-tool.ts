import { type Check, inconclusiveCheck, skippedCheck } from '../check.ts';
import { machineTrouble } from '../clean-room.ts';
import type { GateContext } from '../gate-context.ts';

export type Tool = {
  /** As a user names it under `tools`. */
  readonly name: string;
  /** Name of the check. */
  readonly check: string;
  readonly argv: readonly string[];
  readonly network?: 'none' | 'full';
  readonly env?: Readonly<Record<string, string>>;
  /** What its exit and output mean; null when it could not do its work. */
  readonly read: (exit: number | null, output: string) => Check | null;
};

const timeoutMs = 120_000;

/**
 * Runs a tool of this machine or of the project over `BUILD/`. One that does not end in order says nothing; that fails
 * nothing, unless the settings name it: then there is no answer.
 */
export async function runTool(context: GateContext, tool: Tool): Promise<Check> {
  const { room, stack } = context;
  const began = performance.now();
  const outcome = await room.run(stack, {
    argv: tool.argv,
    network: tool.network ?? 'none',
    timeoutMs,
    ...(tool.env ? { env: tool.env } : {}),
  });
  const durationMs = performance.now() - began;
  const trouble = machineTrouble(outcome, tool.name);
  const check =
    trouble === null && outcome.reason === 'exited' ? tool.read(outcome.exit, outcome.output) : null;
  if (check) return { ...check, durationMs };
  const words = outcome.output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  return withoutTool(context, tool, `${tool.name} did not do its work: ${trouble ?? words}`);
}

/** A tool that is not here, or does not run. */
export function withoutTool(
  context: GateContext,
  tool: Pick<Tool, 'name' | 'check'>,
  why = `${tool.name} is not on this machine`,
): Check {
  return context.settings.verification.tools.includes(tool.name)
    ? inconclusiveCheck(tool.check, 'environment', `${why}, and andon.yaml names it under \`tools\``)
    : skippedCheck(tool.check, why);
}
