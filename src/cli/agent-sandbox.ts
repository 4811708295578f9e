import { existsSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBubblewrap } from '../app/find-bubblewrap.ts';
import type { Config } from '../config.ts';
import { AndonError } from '../errors.ts';
import { chooseSandbox } from '../sandbox/choose-sandbox.ts';
import type { Sandbox } from '../sandbox/sandbox.port.ts';
import { findToolchain } from '../sandbox/toolchain.ts';

export type AgentSandboxOptions = {
  readonly config: Config;
  readonly home: string;
  /** The agent's program: a name or a path. */
  readonly program: string;
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly allowUnsandboxed: boolean;
  readonly say: (line: string) => void;
};

/**
 * The sandbox agents run in on this machine. Throws `UNSANDBOXED` where none holds and that was not allowed, and
 * `CONFIG_INVALID` for a path that is not there.
 */
export async function agentSandbox(options: AgentSandboxOptions): Promise<Sandbox> {
  const { config, home, allowUnsandboxed, say } = options;
  for (const path of [...options.readable, ...options.writable]) {
    if (!existsSync(path))
      throw new AndonError('CONFIG_INVALID', `${path} is to be shown to the agent and does not exist`);
  }
  const env = config.childEnv;
  const choice = await chooseSandbox({
    toolchain: await findToolchain({
      path: env.PATH ?? '',
      home: env.HOME ?? homedir(),
      also: [options.program],
    }),
    hidden: [home, ...sockets(config.runtimeDir)],
    bubblewrap: await findBubblewrap({ binDirectory: join(home, 'bin'), env, say }),
    allowUnsandboxed,
  });
  if (choice.tier === 'process-group' && !allowUnsandboxed) {
    throw new AndonError('UNSANDBOXED', `The agent is not started. ${choice.sentence}`);
  }
  say(choice.sentence);
  return choice.sandbox;
}

/** Where Redis of a home on this machine has its socket, and whatever else this user's programs listen on. */
function sockets(runtimeDirectory: string | undefined): string[] {
  const own = readdirSync(tmpdir()).filter((name) => /^andon-\d+-[0-9a-f]{12}$/.test(name));
  return [...(runtimeDirectory ? [runtimeDirectory] : []), ...own.map((name) => join(tmpdir(), name))];
}
