import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountsOf } from './mounts-of.ts';
import type { Sandbox } from './sandbox.port.ts';
import { sandboxExecProfile } from './sandbox-exec-profile.ts';
import { type SandboxOptions, wrappedSandbox } from './wrapped-sandbox.ts';

export type SandboxExecOptions = SandboxOptions & { readonly sandboxExec: string };

/** macOS: a profile says what may be read, written and reached. A command that outlives Andon has its data folder as home. */
export function sandboxExecSandbox(options: SandboxExecOptions): Sandbox {
  return wrappedSandbox('sandbox-exec', options, (order, program, lasting) => {
    const home = lasting
      ? (order.writable[0] ?? order.cwd)
      : realpathSync(mkdtempSync(join(tmpdir(), 'andon-run-')));
    return {
      argv: [
        options.sandboxExec,
        '-p',
        sandboxExecProfile(order, mountsOf(order, options), home),
        program,
        ...order.argv.slice(1),
      ],
      cwd: order.cwd,
      env: { HOME: home, TMPDIR: home, LANG: 'C.UTF-8', ...order.env, PATH: options.toolchain.path },
      marker: null,
      dispose: () => {
        if (!lasting) rmSync(home, { recursive: true, force: true });
      },
    };
  });
}
