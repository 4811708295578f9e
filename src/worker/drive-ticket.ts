import { mkdir, rm, stat } from 'node:fs/promises';
import type { UsageReport } from '../contracts/usage.ts';
import { messageOf } from '../errors.ts';
import { faultPoint } from '../fault-points.ts';
import { ApiFailure } from './api-failure.ts';
import { fullDisk } from './disk-room.ts';
import type { DriverEvents, DriverOutcome, McpAccess, TicketBrief } from './driver.port.ts';
import type { OpenQuestions } from './open-questions.ts';
import { createReports } from './report-batcher.ts';
import type { TicketRunDeps } from './ticket-run.ts';
import { runWatched } from './watched-run.ts';

type Deps = TicketRunDeps & {
  readonly questions: OpenQuestions;
  /** Calls until it is answered or the run is stopped. */
  readonly persist: <T>(call: (bearer: string) => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
  /** Resolves with the agent's words when it said to the coordinator that it is done. */
  readonly said: Promise<string>;
};

type Work = {
  readonly brief: TicketBrief;
  readonly directory: string;
  readonly resume: string | undefined;
};

const questionLength = 4_000;
const optionLength = 200;
const mostOptions = 20;

/**
 * Makes the workspace of a claimed ticket and runs the driver in it, telling the coordinator what the driver tells. The
 * outcome rejects only where the coordinator refuses; `usage` can be asked at any time.
 */
export function driveTicket(
  deps: Deps,
  work: Work,
): { readonly outcome: Promise<DriverOutcome>; usage(): UsageReport } {
  const { api, link, log } = deps;
  const { brief, directory, resume } = work;
  const { id: ticket, token } = brief;
  const startedAt = performance.now();
  let told: UsageReport = { usd: null, tokens: null, ms: 0 };

  const ask: DriverEvents['ask'] = async (question, options, signal) => {
    const until = AbortSignal.any([signal, deps.signal, deps.lifetime]);
    const request = {
      token,
      text: question.slice(0, questionLength) || 'It asks, and did not say what.',
      options: options.slice(0, mostOptions).map((option) => option.slice(0, optionLength)),
    };
    try {
      return await deps.questions.ask(
        () => deps.persist((bearer) => api.ask(bearer, ticket, request)),
        until,
      );
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the question could not be put');
      return undefined;
    }
  };

  const drive = async (): Promise<DriverOutcome> => {
    // What an agent remembers of a workspace that is gone is of no use to it.
    const resumed = resume !== undefined && (await isThere(directory));
    if (!resumed) {
      const trouble = await prepare(deps, work);
      if (trouble) return trouble;
    }
    faultPoint('worker.prepared');
    const {
      progress,
      log: line,
      act,
      close,
    } = createReports({
      progress: (percent, text) =>
        link.as((bearer) => api.say(bearer, ticket, 'progress', { token, percent, text })),
      log: (lines) => link.as((bearer) => api.say(bearer, ticket, 'log', { token, lines })),
    });
    const events: DriverEvents = {
      ...{ progress, log: line, act, ask },
      usage(usage) {
        told = usage;
      },
      resumable: (session) => void deps.kept.put({ ticket, token, resume: session }).catch(() => undefined),
    };
    const mcp = toolsOf(deps, brief);
    const run = {
      ...{ brief, workspace: directory, events, signal: deps.signal },
      ...(mcp ? { mcp } : {}),
      ...(resumed ? { resume } : {}),
    };
    try {
      return await runWatched(deps.driver, run, deps.stall, log, deps.said);
    } finally {
      await close();
    }
  };

  return {
    outcome: drive(),
    // By the clock of this worker: that is how long the ticket was in its hands.
    usage: () => ({ ...told, ms: Math.round(performance.now() - startedAt) }),
  };
}

/** The failure, or undefined when the workspace is there. */
async function prepare(deps: Deps, { brief, directory }: Work): Promise<DriverOutcome | undefined> {
  const bundle = `${directory}.base.bundle`;
  try {
    await mkdir(deps.directory, { recursive: true, mode: 0o700 });
    await deps.workspaces.remove(directory);
    try {
      await deps.persist((bearer) => deps.api.download(bearer, brief.id, brief.token, bundle));
      await deps.workspaces.create(bundle, brief.base, directory, brief.guidance ?? []);
    } finally {
      await rm(bundle, { force: true });
    }
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure && error.status !== null) throw error;
    const full = await fullDisk(deps.directory, error);
    if (full === undefined && error instanceof ApiFailure) throw error;
    const reason = full ?? `the workspace could not be made: ${messageOf(error)}`;
    return { type: 'failed', class: 'environment', reason };
  }
}

/** Only with a bearer of its own: the session's is never shown to an agent. */
function toolsOf({ link, url }: Deps, { mcpBearer }: TicketBrief): McpAccess | undefined {
  const { mcp } = link.registration();
  if (!mcp || mcpBearer === undefined) return undefined;
  return { url: new URL(mcp.url, url).href, bearer: mcpBearer };
}

async function isThere(directory: string): Promise<boolean> {
  return stat(directory).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
