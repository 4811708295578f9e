import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** What a probe looks at: this machine, or another one. Every question rejects when the machine cannot be reached. */
export interface Machine {
  /** As it is called in sentences: `this machine`, `me@build-2`. */
  readonly name: string;
  /** The variables agents get there. */
  readonly env: Readonly<Record<string, string>>;
  hasProgram(name: string): Promise<boolean>;
  /** Exit code and output; null as exit when it was ended for taking too long. */
  run(argv: readonly string[]): Promise<{ exit: number | null; output: string }>;
  /** `~/` is the home there. */
  hasFile(path: string): Promise<boolean>;
  /** The first 256 KiB of a file; undefined where there is none. */
  text(path: string): Promise<string | undefined>;
  /** Major version of the Node that runs what `npx` starts. */
  node(): Promise<number>;
}

const withinMs = 15_000;
const mostBytes = 256 * 1024;

/** `env` is all that programs get that are asked; they are found by its PATH. */
export function thisMachine(env: Readonly<Record<string, string>>): Machine {
  return {
    name: 'this machine',
    env,
    hasProgram: async (name) => findProgram(name, env.PATH ?? '') !== undefined,
    run: ([program = '', ...args]) =>
      new Promise((resolve) => {
        const options = { env, timeout: withinMs, maxBuffer: mostBytes, killSignal: 'SIGKILL' } as const;
        const child = execFile(program, args, options, (error, stdout, stderr) => {
          const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
          resolve({ exit, output: `${stdout}${stderr}` });
        });
        child.stdin?.end();
      }),
    hasFile: async (path) => (await stat(atHome(path, env)).catch(() => undefined)) !== undefined,
    async text(path) {
      const file = atHome(path, env);
      const { size } = (await stat(file).catch(() => undefined)) ?? {};
      if (size === undefined || size > mostBytes) return undefined;
      return readFile(file, 'utf8').catch(() => undefined);
    },
    node: async () => Number(process.versions.node.split('.')[0]),
  };
}

/** A path of an agent's definition on this machine. */
export function atHome(path: string, env: Readonly<Record<string, string>>): string {
  return path.startsWith('~/') ? join(env.HOME ?? '/', path.slice(2)) : path;
}

function findProgram(name: string, path: string): string | undefined {
  const places = name.includes('/')
    ? [name]
    : path
        .split(delimiter)
        .filter(isAbsolute)
        .map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return statSync(place).isFile();
    } catch {
      return false;
    }
  });
}
