import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AndonError, messageOf } from '../../../errors.ts';
import type { Driver, DriverEvents, DriverOutcome, TicketBrief } from '../../driver.port.ts';
import { runCommand } from './run-command.ts';

export type CommandDriverOptions = {
  /** The program and its arguments. `{spec}`, `{feedback}`, `{workspace}`, `{ticket}`, `{service}`, `{kind}`, `{out}` are filled in. */
  readonly argv: readonly string[];
  /** What the program sees of the environment beside the `ANDON_` names. */
  readonly env: Readonly<Record<string, string>>;
  /** Between the asking signal and the killing one. */
  readonly graceMs?: number;
};

/** `EX_TEMPFAIL` of sysexits: the program says that it cannot do this ticket. */
const cannotExit = 75;
const lastLines = 40;

/**
 * Runs a program in the workspace. It finds the ticket in `ANDON_TICKET`, `ANDON_KIND`, `ANDON_SERVICE`, `ANDON_CHANGE`,
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
    async run(brief, workspace, events, signal) {
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
  const ended = await runCommand({
    argv: options.argv.map((word) => filled(word, places)),
    cwd: workspace,
    env: { ...options.env, ...contract(brief, places) },
    graceMs: options.graceMs ?? 5_000,
    signal,
    onLine(line, stream) {
      const progress = stream === 'stdout' ? /^andon:progress (\d{1,3})(?: (.*))?$/.exec(line) : null;
      if (progress) return events.progress(Number(progress[1]), progress[2] ?? '');
      keep(tail, line);
      if (stream === 'stderr') keep(errors, line);
      events.log(line);
    },
  }).catch((error: unknown) => ({ broken: messageOf(error) }));

  if ('broken' in ended) {
    return { type: 'failed', class: 'environment', reason: `the program cannot be started: ${ended.broken}` };
  }
  if (ended.code === 0) return { type: 'submitted', summary: tail.at(-1)?.slice(0, 200) ?? '' };
  if (ended.code === cannotExit) return { type: 'cannot', clauses: await clausesIn(places.out, errors) };
  const how = ended.signal ? `was ended by ${ended.signal}` : `ended with code ${ended.code}`;
  return { type: 'failed', class: 'work', reason: [`The program ${how}. It last said:`, ...tail].join('\n') };
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
  const written = await readFile(file, 'utf8').catch(() => '');
  const lines = (written.trim() ? written.split('\n') : errors).map((line) => line.trim()).filter(Boolean);
  return lines.length > 0 ? lines.slice(0, 100) : ['The program gave no reason.'];
}
