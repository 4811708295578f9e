import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.port.ts';
import type { Launch } from './launch.port.ts';

export type SandboxedLaunchOptions = {
  readonly sandbox: Sandbox;
  /** What every program sees of the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths it may read, and may write, beside the workspace and the ticket's files: an agent keeps its login somewhere. */
  readonly readable?: readonly string[];
  readonly writable?: readonly string[];
};

/** Agents talk: no more than this is kept for a reason, and nobody prints so much that is of use. */
const keptBytes = 64 * 1024;
const mostBytes = 1024 ** 3;
/** They run suites, browsers and compilers side by side. */
const processes = 4_096;

/**
 * Starts programs in the sandbox: with the whole network, an empty home, and nothing else of this machine but programs, the
 * files their command line names, and what they are shown.
 */
export function sandboxedLaunch(options: SandboxedLaunchOptions): Launch {
  return {
    async start({ argv, workspace, beside = [], env: own = {}, ...heard }) {
      // The sandbox has a temporary directory of its own.
      const { TMPDIR: _ours, ...env } = options.env;
      const home = env.HOME && env.HOME !== '/' ? [env.HOME] : [];
      const running = options.sandbox.start({
        argv,
        cwd: workspace,
        env: { ...env, ...own },
        readable: [...namedFiles(argv, env), ...(options.readable ?? [])],
        writable: [workspace, ...beside, ...(options.writable ?? [])],
        empty: home,
        network: 'full',
        processes,
        outputBytes: keptBytes,
        mostOutputBytes: mostBytes,
        ...heard,
      });
      const { exited, stdin } = running;
      return {
        workspace,
        isHere: true,
        exited,
        ...(stdin ? { stdin } : {}),
        stop: (graceMs) => running.stop(graceMs),
      };
    },
  };
}

/** Files the command line or the environment names: whoever wrote them there means them to be read. */
function namedFiles(argv: readonly string[], env: Readonly<Record<string, string>>): string[] {
  const named = [...argv, env.SSL_CERT_FILE ?? '', env.NODE_EXTRA_CA_CERTS ?? ''];
  return named.filter((path) => isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile());
}
