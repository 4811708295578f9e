import type { SandboxOutcome } from '../../../sandbox/sandbox.port.ts';
import type { DriverOutcome } from '../../driver.port.ts';
import { lastWords } from '../../last-words.ts';
import { classifyFailure } from '../classify-failure.ts';
import { resetTime } from '../reset-time.ts';
import { timeOf } from './read-line.ts';

/** What a program can say with the code it ends with, beside 0 for "here it is". Below 78 they are those of sysexits. */
export const exits = { cannot: 75, contradiction: 76, provider: 77 } as const;

/** What the agent itself said of its end, by its field map. */
export type Said = {
  readonly done?: string | undefined;
  readonly error?: string | undefined;
  readonly limit?: { readonly resetsAt: number | null } | undefined;
};

/** How the codes of a certain program are meant. */
export type ExitClasses = Readonly<Record<string, 'work' | 'environment' | 'provider'>>;

export type Ending = {
  readonly ended: SandboxOutcome;
  readonly said: Said;
  /** The last lines of both streams, and of stderr alone. */
  readonly tail: readonly string[];
  readonly errors: readonly string[];
  /** What it wrote to `ANDON_OUT`. */
  readonly out: readonly string[];
  readonly exitClasses: ExitClasses;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** What the end of a program means. Exit 0 is a claim that it is done, unless it said otherwise itself. */
export function outcomeOf(ending: Ending): DriverOutcome {
  const { ended, said, tail, errors, out } = ending;
  if (['missing', 'failed', 'unsandboxed'].includes(ended.reason))
    return { type: 'failed', class: 'environment', reason: `the program cannot be started: ${ended.output}` };
  if (ended.reason === 'exited') {
    if (ended.exit === exits.cannot) return { type: 'cannot', clauses: clauses(out, errors) };
    if (ended.exit === exits.contradiction) return { type: 'contradiction', clauses: clauses(out, errors) };
    if (ended.exit === exits.provider) return provider(ending);
  }
  const isDone = ended.reason === 'exited' && ended.exit === 0 && said.error === undefined;
  if (isDone) {
    const words = lastWords(said.done || tail.join('\n'));
    return words ?? { type: 'submitted', summary: firstLine(said.done || (tail.at(-1) ?? '')) };
  }
  if (said.limit && said.done === undefined) {
    const { resetsAt } = said.limit;
    const reason = said.error ?? 'a usage limit of the provider is reached';
    return { type: 'failed', class: 'provider', reason, ...(resetsAt === null ? {} : { resetsAt }) };
  }
  return failed(ending);
}

function failed({ ended, said, tail, exitClasses, now }: Ending): DriverOutcome {
  const end = `The program ${howItEnded(ended)}`;
  const reason = said.error
    ? `${end} and said: ${said.error}`
    : [`${end}. It last said:`, ...tail].join('\n');
  if (ended.reason === 'oom') return { type: 'failed', class: 'environment', reason };
  if (ended.reason !== 'exited') return { type: 'failed', class: 'work', reason };
  const known = exitClasses[String(ended.exit)];
  if (known === 'environment') return { type: 'failed', class: 'environment', reason };
  // Only what it said last counts: the words of a limit may stand in any file an agent reads aloud.
  const told = classifyFailure({
    ...(said.error
      ? { text: said.error, said: 'error' as const }
      : { text: tail.slice(-5).join('\n'), said: 'output' as const }),
    exit: ended.exit,
    now,
  });
  if (told.class === 'provider') return { ...told, reason };
  return { type: 'failed', class: known ?? told.class, reason };
}

/** `resets <when>` among the lines says when it is over; the others say why. */
function provider({ out, errors, now }: Ending): DriverOutcome {
  const when = out.flatMap((line) => /^resets\s+(.+)$/i.exec(line)?.[1] ?? [])[0];
  const resetsAt = timeOf(when) ?? resetTime(`resets ${when}`, now);
  const words = out.filter((line) => !/^resets\s/i.test(line));
  const reason = clauses(words, errors).join('\n');
  return { type: 'failed', class: 'provider', reason, ...(resetsAt === undefined ? {} : { resetsAt }) };
}

function clauses(out: readonly string[], errors: readonly string[]): string[] {
  const lines = (out.length > 0 ? out : errors).map((line) => line.trim()).filter(Boolean);
  return lines.length > 0 ? lines.slice(0, 100) : ['The program gave no reason.'];
}

function howItEnded({ reason, exit, signal }: SandboxOutcome): string {
  if (reason === 'oom') return 'was ended for want of memory';
  if (reason === 'pids') return 'started more processes than it may';
  if (reason === 'output') return 'printed without end';
  return signal ? `was ended by ${signal}` : `ended with code ${exit}`;
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 200);
}
