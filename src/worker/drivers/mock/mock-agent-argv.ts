import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
const program = join(import.meta.dirname, `mock-agent.${extension}`);

/** The command line of the scripted agent that comes with Andon; `words` name a script, and `--plain` how it speaks. */
export function mockAgentArgv(...words: readonly string[]): string[] {
  // From the sources it runs as Andon itself does there.
  const loader = extension === 'ts' ? ['--import', import.meta.resolve('tsx')] : [];
  return ['node', ...loader, program, ...words];
}

/** What the scripted agent must be able to read in a sandbox: its own files and the libraries beside them. */
export function mockAgentFiles(): string[] {
  const base = join(import.meta.dirname, '..', '..', '..', '..');
  const library = fileURLToPath(import.meta.resolve('@agentclientprotocol/sdk'));
  const marker = `${join('/', 'node_modules', '/')}`;
  const modules = library.slice(0, library.lastIndexOf(marker) + marker.length - 1);
  const own = ['src', 'machines', 'package.json', 'tsconfig.json', join('..', 'package.json')];
  return [...own.map((name) => join(base, name)), modules, dirname(program)].filter((path) =>
    existsSync(path),
  );
}
