import { readFile, writeFile } from 'node:fs/promises';
import { perform } from './perform.ts';
import type { MockScript } from './script.ts';
import { type End, Ending, type Voice } from './voice.ts';

/** Runs as a plain program with the environment of the agent "command", and ends as it asks for. */
export async function speakPlainly(script: MockScript): Promise<void> {
  const { env } = process;
  const read = async (path: string | undefined) => (path ? readFile(path, 'utf8').catch(() => '') : '');
  const stopping = new AbortController();
  process.once('SIGTERM', () => stopping.abort());
  try {
    await perform(script.steps, plainVoice(), {
      workspace: process.cwd(),
      kind: env.ANDON_KIND ?? 'build',
      service: env.ANDON_SERVICE ?? 'the service',
      spec: (await read(env.ANDON_SPEC)) || (await read('SPEC.md')),
      feedback: (await read(env.ANDON_FEEDBACK)).split('\n').filter(Boolean),
      signal: stopping.signal,
    });
  } catch (error) {
    if (!(error instanceof Ending)) throw error;
    process.exitCode = await exitOf(error.end, env.ANDON_OUT);
  }
}

async function exitOf(end: End, out: string | undefined): Promise<number> {
  switch (end.type) {
    case 'cannot':
    case 'contradiction':
      if (out) await writeFile(out, `${end.clauses.join('\n')}\n`);
      return end.type === 'cannot' ? 75 : 76;
    case 'failed':
      process.stderr.write(`${end.message}\n`);
      return 1;
    case 'stopped':
      process.stderr.write(`stopped: ${end.reason}\n`);
      return 1;
    case 'cancelled':
      return 143;
  }
}

function plainVoice(): Voice {
  const nothing = async () => undefined;
  // Waits where nobody reads fast enough, as a flood must.
  const raw = (bytes: string | Buffer) =>
    new Promise<void>((resolve) => void process.stdout.write(bytes, () => resolve()));
  const print = (line: string) => raw(line.endsWith('\n') ? line : `${line}\n`);
  return {
    say: print,
    think: nothing,
    plan: (entries, done) =>
      print(
        `andon:progress ${Math.round((95 * done) / entries.length)} ${done}/${entries.length} ${entries[done] ?? ''}`,
      ),
    tool: (title, _kind, ends) => print(ends === 'failed' ? `${title} failed` : title),
    edit: (path) => print(`Write ${path}`),
    usage: nothing,
    clientWrite: nothing,
    clientRead: nothing,
    askLeave: (title) => print(`goes on without leave for: ${title}`),
    askForm: nothing,
    tellUnknown: nothing,
    tellSession: nothing,
    raw,
  };
}
