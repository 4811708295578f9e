import { execFile } from 'node:child_process';

export type CommandOutcome = { readonly ok: boolean; readonly stdout: string; readonly stderr: string };

export type CommandOptions = {
  /** The whole environment of the command. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs: number;
};

/** Runs a program to its end; never rejects: a program that is missing, fails or takes too long is `ok: false`. */
export function runCommand(
  program: string,
  args: readonly string[],
  { env, cwd, timeoutMs }: CommandOptions,
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      {
        env,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: 16 * 1024 * 1024,
        ...(cwd === undefined ? {} : { cwd }),
      },
      (error, stdout, stderr) => {
        resolve({ ok: error === null, stdout, stderr: stderr || (error?.message ?? '') });
      },
    );
  });
}
