import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { limitsOf } from './limits-of.ts';
import { markerName } from './process-tree.ts';
import type { Sandbox } from './sandbox.port.ts';
import { type SandboxOptions, wrappedSandbox } from './wrapped-sandbox.ts';

/**
 * The last resort: own process group, allow-listed environment, an empty home, time and output limits. It sees this
 * machine's files and network as its user does; the board says so in red.
 */
export function processGroupSandbox(options: SandboxOptions): Sandbox {
  return wrappedSandbox('process-group', options, (order, program, lasting) => {
    const scratch = lasting ? tmpdir() : mkdtempSync(join(tmpdir(), 'andon-run-'));
    const marker = lasting ? null : basename(scratch);
    return {
      argv: [...limitsOf(order), program, ...order.argv.slice(1)],
      cwd: order.cwd,
      env: {
        HOME: scratch,
        TMPDIR: scratch,
        LANG: 'C.UTF-8',
        ...order.env,
        PATH: options.toolchain.path,
        ...(marker === null ? {} : { [markerName]: marker }),
      },
      marker,
      dispose: () => {
        if (!lasting) rmSync(scratch, { recursive: true, force: true });
      },
    };
  });
}
