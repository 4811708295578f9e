import { processGroupSandbox } from './process-group-sandbox.ts';
import type { Sandbox } from './sandbox.port.ts';
import { neverStarted } from './supervise.ts';
import type { SandboxOptions } from './wrapped-sandbox.ts';

/**
 * What there is where no sandbox holds: what Andon's own reference driver made runs with process limits alone, and
 * everything else is refused with `why`.
 */
export function ownOnlySandbox(options: SandboxOptions, why: string): Sandbox {
  const inner = processGroupSandbox(options);
  const start: Sandbox['start'] = (order) =>
    order.own ? inner.start(order) : neverStarted('unsandboxed', why);
  return {
    ...inner,
    start,
    run: (order) => (order.own ? inner.run(order) : start(order).exited),
    commandLine: (order) => (order.own ? inner.commandLine(order) : { refused: why }),
  };
}
