import { RequestError } from '@agentclientprotocol/sdk';
import type { DriverOutcome } from '../../driver.port.ts';
import { classifyFailure } from '../classify-failure.ts';
import { shownText } from '../shown-text.ts';
import type { AgentEnd } from './agent-process.ts';
import { type AgentGreeting, AgentProblem, wordsOf } from './agent-session.ts';

/** How far a run came: before a session is open, the agent has not seen the work, and the work is not to blame. */
export type Stage = {
  readonly greeting: AgentGreeting | undefined;
  readonly hasSession: boolean;
};

/** What it means that the agent's program ended before its turn did. */
export function goneOutcome(end: AgentEnd, { hasSession }: Stage, now: number): DriverOutcome {
  const reason = [`${end.how}${hasSession ? ' in the middle of its turn' : ''}`, end.last]
    .filter(Boolean)
    .join('. It last said:\n');
  if (['missing', 'failed', 'unsandboxed', 'oom'].includes(end.reason))
    return { type: 'failed', class: 'environment', reason };
  if (end.reason !== 'exited') return { type: 'failed', class: 'work', reason };
  const told = classifyFailure({ text: end.last, said: 'output', exit: end.exit, now });
  if (told.class === 'provider') return { ...told, reason: `${told.reason} (${end.how})` };
  return { type: 'failed', class: hasSession ? told.class : 'environment', reason };
}

/** What an error of the agent, or about it, means. */
export function errorOutcome(error: unknown, { greeting, hasSession }: Stage, now: number): DriverOutcome {
  if (error instanceof AgentProblem) return { type: 'failed', class: 'environment', reason: error.message };
  const code = error instanceof RequestError ? { code: error.code } : {};
  const told = classifyFailure({ text: wordsOf(error), said: 'error', ...code, now });
  if (told.class === 'provider' && told.reason.startsWith('nobody is logged in') && greeting?.logins.length)
    return {
      ...told,
      reason: `${told.reason}. Its ways to log in: ${shownText(greeting.logins.join(', '), 300)}`,
    };
  if (told.class !== 'work') return told;
  const reason = `the agent failed: ${told.reason}`;
  return { type: 'failed', class: hasSession ? 'work' : 'environment', reason };
}
