import { rm } from 'node:fs/promises';
import type { FieldMap } from '../../../contracts/agents.ts';
import { AndonError, messageOf } from '../../../errors.ts';
import type { Driver, DriverOutcome, DriverRun } from '../../driver.port.ts';
import type { Launch } from '../../launch.port.ts';
import { type AgentProgram, agentOrder } from '../agent-order.ts';
import { contractOf, filledArgv, layOut, linesOut, type Places } from './contract.ts';
import { hearing } from './hearing.ts';
import { type ExitClasses, outcomeOf } from './outcome-of.ts';

export type CommandDriverOptions = AgentProgram & {
  /** Its name on the board. Default: `command`. */
  readonly name?: string;
  readonly sandbox: Launch;
  /** The argv that takes up `{session}`, an earlier session of the agent. Without it each run begins anew. */
  readonly resumeArgv?: readonly string[];
  /** It reads its prompt from stdin. Default: its stdin is empty. */
  readonly promptOnStdin?: boolean;
  /** How to read the lines of JSON on its stdout. Without it every line is text. */
  readonly map?: FieldMap;
  readonly exitClasses?: ExitClasses;
  /** Between the asking signal and the killing one. */
  readonly graceMs?: number;
};

/**
 * Runs a program in the workspace, in the sandbox: with the whole network, an empty home, and nothing else of this machine
 * but programs and what it is shown. It finds the ticket in `ANDON_TICKET`, `ANDON_KIND`, `ANDON_SERVICE`, `ANDON_CHANGE`,
 * `ANDON_ATTEMPT`, and the paths `ANDON_SPEC`, `ANDON_FEEDBACK`, `ANDON_PROMPT`, `ANDON_OUT`; in its words `{prompt}`,
 * `{promptFile}`, `{mcpConfig}`, `{spec}`, `{feedback}`, `{workspace}`, `{ticket}`, `{service}`, `{kind}`, `{out}` are filled in.
 * Exit 0 hands in what is there; 75 hands the ticket back with the clauses it wrote to `ANDON_OUT` (else to stderr), one a
 * line; 76 says that the spec contradicts itself in these clauses; 77 that its provider lets it not work, with a line
 * `resets <when>` where it knows; anything else is failed work. A line `andon:progress 40 writing tests` is progress.
 */
export function createCommandDriver(options: CommandDriverOptions): Driver {
  const [program] = options.argv;
  if (!program)
    throw new AndonError(
      'CONFIG_INVALID',
      'the agent "command" needs a program: andon worker … -- program arguments',
    );
  return {
    name: options.name ?? 'command',
    async run(run) {
      const places = await layOut(run);
      try {
        return await runIn(options, run, places);
      } finally {
        await rm(places.side, { recursive: true, force: true });
      }
    },
  };
}

async function runIn(options: CommandDriverOptions, run: DriverRun, places: Places): Promise<DriverOutcome> {
  const { sandbox, map } = options;
  const { elsewhere } = sandbox;
  try {
    await elsewhere?.send(places.side);
  } catch (error) {
    return { type: 'failed', class: 'environment', reason: messageOf(error) };
  }
  const there = elsewhere ? placesBy(places, (path) => elsewhere.pathOf(path)) : places;
  const words = run.resume !== undefined && options.resumeArgv ? options.resumeArgv : options.argv;
  const heard = hearing(run.events, map);
  const order = agentOrder(
    {
      ...options,
      argv: filledArgv(words, run, there),
      env: { ...options.env, ...contractOf(run, there) },
    },
    run.workspace,
    [places.side],
  );
  const running = sandbox.start({
    ...order,
    ...(options.promptOnStdin ? { stdin: 'pipe' } : {}),
    onOutput: (chunk, stream) => heard[stream].read(chunk),
  });
  if (options.promptOnStdin) running.stdin?.end(run.brief.prompt);
  const stop = () => void running.stop(options.graceMs ?? 5_000);
  run.signal.addEventListener('abort', stop, { once: true });
  if (run.signal.aborted) stop();
  const ended = await running.exited;
  run.signal.removeEventListener('abort', stop);
  heard.end();
  try {
    await elsewhere?.fetch(places.side);
  } catch (error) {
    return { type: 'failed', class: 'environment', reason: messageOf(error) };
  }
  const outcome = outcomeOf({
    ended,
    said: heard.said(),
    tail: heard.tail,
    errors: heard.errors,
    out: await linesOut(places.out),
    exitClasses: options.exitClasses ?? {},
    now: Date.now(),
  });
  // It may have come to its end before anything told it that it is not wanted.
  const isTooLate = run.signal.aborted && outcome.type === 'submitted';
  return isTooLate ? { type: 'failed', class: 'environment', reason: 'stopped before it was done' } : outcome;
}

function placesBy(places: Places, pathOf: (path: string) => string): Places {
  const { workspace, side, spec, feedback, promptFile, mcpConfig, out } = places;
  return {
    workspace: pathOf(workspace),
    side: pathOf(side),
    spec: pathOf(spec),
    feedback: pathOf(feedback),
    promptFile: pathOf(promptFile),
    mcpConfig: pathOf(mcpConfig),
    out: pathOf(out),
  };
}
