import type { Command } from 'commander';
import type { CliDeps } from './cli-deps.ts';
import { type Client, createClient } from './client.ts';

type GlobalOptions = { home?: string; url?: string };

/** What every command works with. */
export type CommandContext = CliDeps & {
  /** The home named with `--home`, else the configured one. */
  home(): string;
  client(): Client;
  /** The value as JSON with `--json`, else as text. */
  show(json: boolean | undefined, value: unknown, text: () => string): void;
};

export function createCommandContext(deps: CliDeps, program: Command): CommandContext {
  const home = (): string => program.opts<GlobalOptions>().home ?? deps.config().home;
  return {
    ...deps,
    home,
    client: () => createClient(home(), program.opts<GlobalOptions>().url),
    show: (json, value, text) => deps.io.out(`${json ? JSON.stringify(value, null, 2) : text()}\n`),
  };
}
