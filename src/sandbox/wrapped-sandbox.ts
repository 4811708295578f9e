import { messageOf } from '../errors.ts';
import { endTree } from './process-tree.ts';
import type { Sandbox, SandboxRun, SandboxStart, SandboxTier } from './sandbox.port.ts';
import { type CommandLine, neverStarted, supervise } from './supervise.ts';
import { programOf, type Toolchain } from './toolchain.ts';

export type SandboxOptions = {
  readonly toolchain: Toolchain;
  /** Directories no command may see, also where they lie in something it may: `.andon`, Redis' socket. */
  readonly hidden: readonly string[];
};

/** The environment a tier adds to the order's own. */
export type Wrap = (order: SandboxRun | SandboxStart, program: string) => CommandLine;

/** A sandbox that differs from the others only in the command line it wraps around the command. */
export function wrappedSandbox(tier: SandboxTier, options: SandboxOptions, wrap: Wrap): Sandbox {
  const start = (order: SandboxRun | SandboxStart) => {
    const name = order.argv[0] ?? '';
    const program = programOf(name, order.cwd, options.toolchain);
    if (!program) return neverStarted('missing', `the program '${name}' is not on this machine`);
    try {
      return supervise(wrap(order, program), order);
    } catch (error) {
      return neverStarted('failed', messageOf(error));
    }
  };
  return {
    tier,
    run: (order) => start(order).exited,
    start,
    stop: (pid, graceMs) => endTree(pid, graceMs),
  };
}
