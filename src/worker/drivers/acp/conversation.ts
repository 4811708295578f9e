import { type ClientContext, methods } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import type { DriverOutcome, DriverRun } from '../../driver.port.ts';
import type { AcpSettings } from './acp-driver.ts';
import type { AgentProcess } from './agent-process.ts';
import { type AgentGreeting, AgentProblem, greet, openSession } from './agent-session.ts';
import { callbacks } from './callbacks.ts';
import { errorOutcome, goneOutcome } from './failures.ts';
import { turnOutcome } from './turn-outcome.ts';
import type { Teller } from './update-teller.ts';

const turn = z.object({
  stopReason: z.string().catch(''),
  usage: z
    .object({ totalTokens: z.number().min(0) })
    .nullish()
    .catch(undefined),
});

const wasCutOff =
  'Your work on this ticket was cut off. Look at what is there already, and go on. The ticket once more:\n\n';
const stoppedOutcome: DriverOutcome = {
  type: 'failed',
  class: 'environment',
  reason: 'stopped before it was done',
};
const lateOutcome: DriverOutcome = {
  type: 'failed',
  class: 'work',
  reason: 'the agent was still at work at the ticket’s deadline',
};
/** The longest a timer can be set for. */
const longestMs = 2 ** 31 - 1;

/** One ticket with an agent: greeting, session, one turn. Never rejects for what the agent does. */
export async function converse(
  settings: AcpSettings,
  run: DriverRun,
  agent: AgentProcess,
  teller: Teller,
): Promise<DriverOutcome> {
  const stage: { greeting: AgentGreeting | undefined; hasSession: boolean } = {
    greeting: undefined,
    hasSession: false,
  };
  if (!agent.stream) return goneOutcome(await agent.ended, stage, Date.now());
  const { brief, events } = run;
  const { elsewhere } = settings.sandbox;
  const cwd = elsewhere?.pathOf(run.workspace) ?? run.workspace;
  const over = new AbortController();
  const late = new AbortController();
  const dueIn = brief.dueAt > 0 ? Math.max(0, brief.dueAt - Date.now()) : longestMs;
  const timer = setTimeout(() => late.abort(), Math.min(dueIn, longestMs));
  const ending = AbortSignal.any([run.signal, late.signal]);
  const app = callbacks({ settings, run, ending: AbortSignal.any([ending, over.signal]) });
  const connection = app.connect(agent.stream);

  const work = async (peer: ClientContext): Promise<DriverOutcome> => {
    const hello = await within(settings.initializeMs, 'initialize', greet(peer, !elsewhere));
    stage.greeting = hello;
    events.log(`the agent is ${[hello.name, hello.version].join(' ').trim()}`);
    const { mcp, resume } = run;
    const { log } = events;
    const opening = openSession(peer, hello, { cwd, mcp, resume, log, replay: teller.mute });
    const session = await within(settings.openMs, 'session/new', opening);
    stage.hasSession = true;
    if (hello.canResume || hello.canLoad) events.resumable(session.id);
    const text = session.isResumed ? `${wasCutOff}${brief.prompt}` : brief.prompt;
    const said = await promptUntil(peer, session.id, text, ending);
    const { stopReason, usage } = turn.parse(said ?? {});
    teller.spent(usage?.totalTokens ?? null);
    teller.finish();
    return turnOutcome({
      stopReason,
      lastMessage: teller.lastMessage(),
      hasActed: teller.hasActed(),
      now: Date.now(),
    });
  };

  const worked = work(connection.agent).catch(async (error: unknown) => {
    // The connection ends with the agent, which then says why.
    if (connection.signal.aborted) return goneOutcome(await agent.ended, stage, Date.now());
    return errorOutcome(error, stage, Date.now());
  });
  // A turn that is cancelled may end by itself, with the agent's notes in order.
  const ended = aborted(ending).then(() => (stage.hasSession ? pause(settings.graceMs) : undefined));
  try {
    const outcome = await Promise.race([worked, ended]);
    if (run.signal.aborted) return stoppedOutcome;
    return late.signal.aborted || !outcome ? lateOutcome : outcome;
  } finally {
    over.abort();
    clearTimeout(timer);
    connection.close();
  }
}

async function promptUntil(
  peer: ClientContext,
  sessionId: string,
  text: string,
  ending: AbortSignal,
): Promise<unknown> {
  const cancel = () => void peer.notify(methods.agent.session.cancel, { sessionId }).catch(() => undefined);
  const prompt = [{ type: 'text' as const, text }];
  const said = peer.request(methods.agent.session.prompt, { sessionId, prompt });
  if (ending.aborted) cancel();
  else ending.addEventListener('abort', cancel, { once: true });
  try {
    return await said;
  } finally {
    ending.removeEventListener('abort', cancel);
  }
}

async function within<T>(ms: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const seconds = Math.round(ms / 100) / 10;
    timer = setTimeout(
      () => reject(new AgentProblem(`the agent did not answer "${what}" within ${seconds} s`)),
      ms,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}
