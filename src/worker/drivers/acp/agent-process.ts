import type { DriverRun } from '../../driver.port.ts';
import type { Launch } from '../../launch.port.ts';
import { type AgentProgram, agentOrder } from '../agent-order.ts';
import { shownText } from '../shown-text.ts';
import { type AgentStream, createAgentStream } from './agent-stream.ts';
import { createByteLines } from './byte-lines.ts';

export type AgentEnd = {
  readonly reason: string;
  readonly exit: number | null;
  /** A sentence. */
  readonly how: string;
  /** What it last said on stderr, or outside the protocol. */
  readonly last: string;
};

export type AgentProcess = {
  /** Undefined when it could not be started. */
  readonly stream: AgentStream['stream'] | undefined;
  readonly ended: Promise<AgentEnd>;
  /** No more is said to it. */
  close(): void;
  /** Ends its whole tree: TERM, KILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

const lastLines = 20;

/** Starts the program of an agent that is spoken to. What it tells of its work goes to `onUpdate`; what it says beside the protocol is logged. */
export function startAgent(
  program: AgentProgram & { readonly sandbox: Launch },
  { workspace, events }: Pick<DriverRun, 'workspace' | 'events'>,
  onUpdate: (params: unknown) => void,
): AgentProcess {
  const last: string[] = [];
  const hear = (line: string): void => {
    const text = shownText(line, 1_000).trimEnd();
    if (text === '') return;
    last.push(text);
    if (last.length > lastLines) last.shift();
    events.log(text);
  };
  const stderr = createByteLines(hear, (bytes) => hear(`(a line of ${bytes} bytes was left out)`));
  let stream: AgentStream | undefined;
  const running = program.sandbox.start({
    ...agentOrder(program, workspace),
    stdin: 'pipe',
    onBytes: (chunk) => stream?.read(chunk),
    onOutput: (chunk, from) => {
      if (from === 'stderr') stderr.read(Buffer.from(chunk));
    },
  });
  const { stdin } = running;
  if (stdin) stream = createAgentStream({ stdin, onUpdate, onGarbage: hear });
  const ended = running.exited.then(({ reason, exit, signal, output }): AgentEnd => {
    stderr.end();
    stream?.end();
    const never = ['missing', 'failed', 'unsandboxed'].includes(reason);
    return {
      reason,
      exit,
      how: never ? `the agent cannot be started: ${output}` : howItEnded(reason, exit, signal),
      last: last.join('\n'),
    };
  });
  return {
    stream: stream?.stream,
    ended,
    close: () => {
      stdin?.end();
    },
    stop: (graceMs) => running.stop(graceMs),
  };
}

function howItEnded(reason: string, exit: number | null, signal: string | null): string {
  if (reason === 'oom') return 'the agent was ended for want of memory';
  if (reason === 'pids') return 'the agent started more processes than it may';
  if (reason === 'output') return 'the agent printed without end and was ended';
  return signal ? `the agent was ended by ${signal}` : `the agent ended with code ${exit}`;
}
