import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { SandboxStart } from '../../sandbox/sandbox.port.ts';

export type AgentProgram = {
  readonly argv: readonly string[];
  /** What it sees of the environment. */
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
 * What a program of an agent is started with in a workspace: the whole network, an empty home, and nothing else of this
 * machine but programs, the files its command line names, and what it is shown. `beside` are folders of the ticket.
 */
export function agentOrder(
  program: AgentProgram,
  workspace: string,
  beside: readonly string[] = [],
): SandboxStart {
  // The sandbox has a temporary directory of its own.
  const { TMPDIR: _ours, ...env } = program.env;
  const home = env.HOME && env.HOME !== '/' ? [env.HOME] : [];
  return {
    argv: program.argv,
    cwd: workspace,
    env,
    readable: [...namedFiles(program.argv, env), ...(program.readable ?? [])],
    writable: [workspace, ...beside, ...(program.writable ?? [])],
    empty: home,
    network: 'full',
    processes,
    outputBytes: keptBytes,
    mostOutputBytes: mostBytes,
  };
}

/** Files the command line or the environment names: whoever wrote them there means them to be read. */
function namedFiles(argv: readonly string[], env: Readonly<Record<string, string>>): string[] {
  const named = [...argv, env.SSL_CERT_FILE ?? '', env.NODE_EXTRA_CA_CERTS ?? ''];
  return named.filter((path) => isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile());
}
