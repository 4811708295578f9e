import { constants, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { AndonError } from '../../../errors.ts';
import type { Sandbox, SandboxOutcome } from '../../../sandbox/sandbox.port.ts';
import type { Driver, DriverEvents, DriverOutcome, TicketBrief } from '../../driver.port.ts';
import { lineReader } from './line-reader.ts';

export type CommandDriverOptions = {
  /** The program and its arguments. `{spec}`, `{feedback}`, `{workspace}`, `{ticket}`, `{service}`, `{kind}`, `{out}` are filled in. */
  readonly argv: readonly string[];
  /** What the program sees of the environment beside the `ANDON_` names. */
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
  /** Paths it may read, and may write, beside the workspace and the ticket's files: an agent keeps its login somewhere. */
  readonly readable?: readonly string[];
  readonly writable?: readonly string[];
  /** Between the asking signal and the killing one. */
  readonly graceMs?: number;
};

/** `EX_TEMPFAIL` of sysexits: the program says that it cannot do this ticket. */
const cannotExit = 75;
const lastLines = 40;
/** Agents talk: no more than this is kept for a reason, and nobody prints so much that is of use. */
const keptBytes = 64 * 1024;
const mostBytes = 1024 ** 3;
/** They run suites, browsers and compilers side by side. */
const processes = 4_096;

/**
 * Runs a program in the workspace, in the sandbox: with the whole network, an empty home, and nothing else of this machine
 * but programs and what it is shown. It finds the ticket in `ANDON_TICKET`, `ANDON_KIND`, `ANDON_SERVICE`, `ANDON_CHANGE`,
 * `ANDON_ATTEMPT`, and the paths `ANDON_SPEC`, `ANDON_FEEDBACK`, `ANDON_OUT`. Exit 0 hands in what is there; 75 hands the ticket back
 * with the clauses it wrote to `ANDON_OUT` (else to stderr), one a line; anything else is failed work. A line
 * `andon:progress 40 writing tests` on stdout is progress.
 */
export function createCommandDriver(options: CommandDriverOptions): Driver {
  const [program] = options.argv;
  if (!program)
    throw new AndonError(
      'CONFIG_INVALID',
      'the agent "command" needs a program: andon worker … -- program arguments',
    );
  return {
    name: 'command',
    async run({ brief, workspace, events, signal }) {
      // Beside the workspace, so that none of it is handed in.
      const side = `${workspace}.ticket`;
      await mkdir(side, { recursive: true, mode: 0o700 });
      try {
        return await runIn(options, brief, workspace, side, events, signal);
      } finally {
        await rm(side, { recursive: true, force: true });
      }
    },
  };
}

async function runIn(
  options: CommandDriverOptions,
  brief: TicketBrief,
  workspace: string,
  side: string,
  events: DriverEvents,
  signal: AbortSignal,
): Promise<DriverOutcome> {
  const places = {
    spec: join(side, 'SPEC.md'),
    feedback: join(side, 'FEEDBACK.md'),
    out: join(side, 'OUT'),
    workspace,
    ticket: brief.id,
    service: brief.service,
    kind: brief.kind,
  };
  await writeFile(places.spec, brief.spec);
  await writeFile(places.feedback, brief.feedback.map((line) => `- ${line}\n`).join(''));
  const tail: string[] = [];
  const errors: string[] = [];
  const keep = (lines: string[], line: string): void => {
    lines.push(line);
    if (lines.length > lastLines) lines.shift();
  };
  const heard = (stream: 'stdout' | 'stderr') =>
    lineReader((line) => {
      const progress = stream === 'stdout' ? /^andon:progress (\d{1,3})(?: (.*))?$/.exec(line) : null;
      if (progress) return events.progress(Number(progress[1]), progress[2] ?? '');
      keep(tail, line);
      if (stream === 'stderr') keep(errors, line);
      events.log(line);
    });
  const readers = { stdout: heard('stdout'), stderr: heard('stderr') };
  // The sandbox has a temporary directory of its own.
  const { TMPDIR: _ours, ...env } = options.env;
  const home = env.HOME && env.HOME !== '/' ? [env.HOME] : [];
  const argv = options.argv.map((word) => filled(word, places));
  const running = options.sandbox.start({
    argv,
    cwd: workspace,
    env: { ...env, ...contract(brief, places) },
    readable: [...namedFiles(options, env), ...(options.readable ?? [])],
    writable: [workspace, side, ...(options.writable ?? [])],
    empty: home,
    network: 'full',
    processes,
    outputBytes: keptBytes,
    mostOutputBytes: mostBytes,
    onOutput: (chunk, stream) => readers[stream].read(chunk),
  });
  const stop = () => void running.stop(options.graceMs ?? 5_000);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const ended = await running.exited;
  signal.removeEventListener('abort', stop);
  for (const reader of Object.values(readers)) reader.end();

  if (['missing', 'failed', 'unsandboxed'].includes(ended.reason)) {
    return { type: 'failed', class: 'environment', reason: `the program cannot be started: ${ended.output}` };
  }
  if (ended.reason === 'exited' && ended.exit === 0)
    return { type: 'submitted', summary: tail.at(-1)?.slice(0, 200) ?? '' };
  if (ended.reason === 'exited' && ended.exit === cannotExit)
    return { type: 'cannot', clauses: await clausesIn(places.out, errors) };
  return {
    type: 'failed',
    class: 'work',
    reason: [`The program ${howItEnded(ended)}. It last said:`, ...tail].join('\n'),
  };
}

function howItEnded({ reason, exit, signal }: SandboxOutcome): string {
  if (reason === 'oom') return 'was ended for want of memory';
  if (reason === 'pids') return 'started more processes than it may';
  if (reason === 'output') return 'printed without end';
  return signal ? `was ended by ${signal}` : `ended with code ${exit}`;
}

/** Files the command line or the environment names: whoever wrote them there means them to be read. */
function namedFiles(options: CommandDriverOptions, env: Readonly<Record<string, string>>): string[] {
  const named = [...options.argv, env.SSL_CERT_FILE ?? '', env.NODE_EXTRA_CA_CERTS ?? ''];
  return named.filter((path) => isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile());
}

function filled(word: string, places: Readonly<Record<string, string>>): string {
  return word.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}

function contract(brief: TicketBrief, places: { spec: string; feedback: string; out: string }) {
  return {
    ANDON_TICKET: brief.id,
    ANDON_KIND: brief.kind,
    ANDON_SERVICE: brief.service,
    ANDON_CHANGE: String(brief.change),
    ANDON_ATTEMPT: String(brief.attempt),
    ANDON_SPEC: places.spec,
    ANDON_FEEDBACK: places.feedback,
    ANDON_OUT: places.out,
  };
}

async function clausesIn(file: string, errors: readonly string[]): Promise<string[]> {
  // The program wrote it: a link would lead to what it may not read itself.
  const written = await readFile(file, {
    encoding: 'utf8',
    flag: constants.O_RDONLY | constants.O_NOFOLLOW,
  }).catch(() => '');
  const lines = (written.trim() ? written.split('\n') : errors).map((line) => line.trim()).filter(Boolean);
  return lines.length > 0 ? lines.slice(0, 100) : ['The program gave no reason.'];
}
