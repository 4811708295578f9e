import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { placeMark } from '../stack/place-mark.ts';
import { type ControlGroup, hasGroups, makeGroup } from './control-groups.ts';
import { launcherOf } from './launcher.ts';
import type {
  CommandLine,
  Sandbox,
  SandboxCommand,
  SandboxRun,
  SandboxStart,
  SandboxTier,
} from './sandbox.port.ts';
import { sandboxLimits } from './sandbox-limits.ts';
import { seenAs } from './seen-as.ts';
import { neverStarted, supervise } from './supervise.ts';
import { programOf, type Toolchain } from './toolchain.ts';

export type SandboxOptions = {
  readonly toolchain: Toolchain;
  /** Directories no command may see, also where they lie in something it may: `.andon`, Redis' socket. */
  readonly hidden: readonly string[];
  /** Where files that sandboxes are built with are kept, as long as services run; default: one below the temporary directory. */
  readonly stateDirectory?: string | undefined;
};

/** What a tier makes of an order. */
export type Wrapped = CommandLine & {
  /** Value of the marker in the environment, where the tier has no PID namespace. */
  readonly marker: string | null;
  /** Removes what was made for this run. */
  dispose(): void;
};

/** `lasting`: started by whoever asked, and may outlive Andon; else it ends with Andon and is disposed of after. */
export type Wrap = (order: SandboxCommand, program: string, lasting: boolean) => Wrapped;

/** A sandbox that differs from the others only in the command line it wraps around the command. */
export function wrappedSandbox(
  tier: SandboxTier,
  options: SandboxOptions & { readonly filter?: string | null },
  wrap: Wrap,
): Sandbox {
  const filter = options.filter ?? null;
  const hasOwnRoot = tier === 'bubblewrap' || tier === 'unshare';
  const seenIn = <T extends SandboxCommand>(order: T, program: string) => {
    if (!hasOwnRoot || !order.seenAs) return { order, program, mark: {} };
    const { argv } = seenAs({ ...order, argv: [program] });
    const place = order.env.DATA_DIR;
    const mark = place === undefined ? {} : { [placeMark]: place };
    return { order: seenAs(order), program: argv[0] ?? program, mark };
  };
  const launch = (order: SandboxRun | SandboxStart, program: string, group: ControlGroup | null) => {
    const tells = tier === 'bubblewrap' || tier === 'unshare';
    const seen = seenIn(order, program);
    const { argv, env, ...wrapped } = wrap(seen.order, seen.program, false);
    return {
      ...wrapped,
      env: { ...env, ...seen.mark },
      argv: [...launcherOf(filter, group?.doors ?? []), ...argv],
      group,
      tells,
    };
  };
  const start = (order: SandboxRun | SandboxStart) => {
    if (order.signal?.aborted) return neverStarted('aborted', '');
    const name = order.argv[0] ?? '';
    const program = programOf(name, order.cwd, options.toolchain);
    if (!program) return neverStarted('missing', `the program '${name}' is not on this machine`);
    const group = makeGroup({
      memoryBytes: order.memoryBytes && order.memoryBytes * 2,
      processes: order.processes ?? sandboxLimits.processes,
    });
    try {
      return supervise(launch(order, program, group), order);
    } catch (error) {
      void group?.close();
      return neverStarted('failed', messageOf(error));
    }
  };
  return {
    tier,
    profile: profileOf({
      tier,
      limits: sandboxLimits,
      counted: hasGroups(),
      filter: filter && readFileSync(filter, 'base64'),
    }),
    which: (name) => programOf(name, '/', options.toolchain),
    run: (order) => start(order).exited,
    start,
    commandLine: (order) => {
      const program = programOf(order.argv[0] ?? '', order.cwd, options.toolchain);
      if (!program) return undefined;
      // A group would outlive the process, and nobody would be there to remove it.
      const seen = seenIn(order, program);
      const { argv, cwd, env } = wrap(seen.order, seen.program, true);
      return { argv: [...launcherOf(filter, []), ...argv], cwd, env: { ...env, ...seen.mark } };
    },
  };
}

/** A short name for what a sandbox is made of. */
export function profileOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
