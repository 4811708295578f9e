import { AndonError } from '../../../errors.ts';

/** How `ssh` is called for a machine. */
export type SshTarget = {
  /** As one types it: a name of `~/.ssh/config`, `user@host`. */
  readonly host: string;
  /** Another file than `~/.ssh/config`. */
  readonly configFile?: string | undefined;
  /** The environment of `ssh` itself. */
  readonly env: Readonly<Record<string, string>>;
};

/** Nobody is there to type a password; a machine that is gone is noticed within a minute. */
const options = [
  ...['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=15'],
  ...['-o', 'ServerAliveCountMax=3', '-o', 'ForwardAgent=no', '-o', 'ForwardX11=no', '-o', 'RequestTTY=no'],
];

/** Throws `CONFIG_INVALID` for a name that `ssh` could take for an option. */
export function checkHost(host: string): string {
  if (/^[A-Za-z0-9_][\w.@:%[\]-]*$/.test(host)) return host;
  throw new AndonError(
    'CONFIG_INVALID',
    `--ssh is "${host}"; it takes a name as ssh knows it: build-2, me@build-2`,
  );
}

/** The arguments of `ssh` that run the script with these arguments in a POSIX shell there, whatever the login shell is. */
export function sshScript(
  target: SshTarget,
  connection: readonly string[],
  script: string,
  args: readonly string[],
): string[] {
  const words = ['sh', '-c', script, 'sh', ...args].map(quoted).join(' ');
  return [...base(target), ...connection, '--', checkHost(target.host), words];
}

/** The arguments of `ssh` that speak to the connection at that socket. */
export function sshControl(target: SshTarget, socket: string, words: readonly string[]): string[] {
  return [...base(target), '-o', `ControlPath=${socket}`, ...words, '--', checkHost(target.host)];
}

function base({ configFile }: SshTarget): string[] {
  return [...(configFile ? ['-F', configFile] : []), ...options];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
