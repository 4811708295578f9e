import { messageOf } from '../errors.ts';
import type { Sandbox, SandboxCommand, SandboxRun, SandboxStart, SandboxTier } from './sandbox.port.ts';
import { type Launch, neverStarted, supervise } from './supervise.ts';
import { programOf, type Toolchain } from './toolchain.ts';

export type SandboxOptions = {
  readonly toolchain: Toolchain;
  /** Directories no command may see, also where they lie in something it may: `.andon`, Redis' socket. */
  readonly hidden: readonly string[];
};

/** `lasting`: started by whoever asked, and may outlive Andon; else it ends with Andon and is disposed of after. */
export type Wrap = (order: SandboxCommand, program: string, lasting: boolean) => Launch;

/** A sandbox that differs from the others only in the command line it wraps around the command. */
export function wrappedSandbox(tier: SandboxTier, options: SandboxOptions, wrap: Wrap): Sandbox {
  const start = (order: SandboxRun | SandboxStart) => {
    if (order.signal?.aborted) return neverStarted('aborted', '');
    const name = order.argv[0] ?? '';
    const program = programOf(name, order.cwd, options.toolchain);
    if (!program) return neverStarted('missing', `the program '${name}' is not on this machine`);
    try {
      return supervise(wrap(order, program, false), order);
    } catch (error) {
      return neverStarted('failed', messageOf(error));
    }
  };
  return {
    tier,
    which: (name) => programOf(name, '/', options.toolchain),
    run: (order) => start(order).exited,
    start,
    commandLine: (order) => {
      const program = programOf(order.argv[0] ?? '', order.cwd, options.toolchain);
      if (!program) return undefined;
      const { argv, cwd, env } = wrap(order, program, true);
      return { argv, cwd, env };
    },
  };
}
