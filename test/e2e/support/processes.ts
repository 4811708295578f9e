import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { until } from './until.ts';

/** A process of the program under test, with all it says. */
export type Started = {
  readonly pid: number;
  readonly said: () => string;
  /** Resolves with its exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  readonly child: ChildProcess;
  kill(): Promise<void>;
  /** Asks it to end as a service manager does, and resolves with how it did. */
  stop(): Promise<number | string>;
};

export function start(
  argv: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Started {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid === undefined) throw new Error(`${program} cannot be started`);
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => words.push(text));
  }
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    pid: child.pid,
    child,
    said: () => words.join(''),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export function hasEnded({ child }: Started): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const statOf = (pid: number): { state: string; parent: number } => {
  const [state = 'X', parent = '0'] = read(`/proc/${pid}/stat`).split(') ').pop()?.split(' ') ?? [];
  return { state, parent: Number(parent) };
};

const allPids = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

/** Whether the process runs; a zombie nobody reaps does not. */
export function isRunning(pid: number): boolean {
  return !['X', 'Z', ''].includes(statOf(pid).state);
}

/** The processes below this one that have none below themselves: under a sandbox, the program itself. */
export function programsBelow(pid: number): number[] {
  const parents = new Map(allPids().map((each) => [each, statOf(each).parent]));
  const below = (of: number): number[] =>
    [...parents].flatMap(([child, parent]) => (parent === of ? [child, ...below(child)] : []));
  const parentsNow = new Set(parents.values());
  const leaves = below(pid).filter((each) => !parentsNow.has(each));
  return leaves.length > 0 ? leaves : [pid];
}

/** Processes whose command line, environment or working directory names `directory`, each as pid and command line. */
export function processesOf(directory: string): { pid: number; command: string }[] {
  return allPids().flatMap((pid) => {
    if (pid === process.pid || !isRunning(pid)) return [];
    const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
    let cwd = '';
    try {
      cwd = readlinkSync(`/proc/${pid}/cwd`);
    } catch {
      // Not ours to look at, or gone.
    }
    const named = [command, cwd, read(`/proc/${pid}/environ`)].some((text) => text.includes(directory));
    return named ? [{ pid, command: command.slice(0, 300) }] : [];
  });
}

/** Ends what a test left behind, so that a failed test disturbs nobody, and says what it was. */
export async function endLeftovers(directory: string): Promise<string[]> {
  const left = await until('no process is left', () => processesOf(directory).length === 0 && ['none'], {
    withinMs: 8_000,
  }).then(
    () => [],
    () => processesOf(directory),
  );
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  return left.map(({ pid, command }) => `${pid} ${command}`);
}
