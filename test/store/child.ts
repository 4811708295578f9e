import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export type Child = {
  readonly process: ChildProcess;
  /** Whole lines printed so far. */
  lines(): string[];
  kill(): Promise<void>;
};

/** Runs a TypeScript file as a process of the test. */
export function startChild(file: URL, argument: string): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(file), argument], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  };
  onTestFinished(kill);
  return { process: child, lines: () => output.split('\n').slice(0, -1), kill };
}
