import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { messageOf } from '../../../errors.ts';
import type { Driver, DriverOutcome, DriverRun, McpAccess } from '../../driver.port.ts';
import type { Launch } from '../../launch.port.ts';
import { ArchiveRefused } from './read-archive.ts';
import { sweepScript } from './scripts.ts';
import { checkHost, type SshTarget, sshScript } from './ssh-command.ts';
import { openSshPlace, type SshPlace } from './ssh-place.ts';
import { runSsh, unreachable } from './ssh-process.ts';

export type SshDriverOptions = {
  readonly name: string;
  readonly target: SshTarget;
  /** The worker's own folder: what it left behind there is known by it, and cleared away before the first run. */
  readonly owner: string;
  readonly say: (line: string) => void;
  /** The driver of the agent, for a machine it is started on. */
  readonly driver: (launch: Launch) => Driver;
};

/**
 * Runs an agent on another machine: the workspace is copied there, and back when the agent says it is done. A machine that
 * cannot be reached is a matter of the environment; the agent is never run here instead. Each run begins anew.
 */
export function createSshDriver(options: SshDriverOptions): Driver {
  checkHost(options.target.host);
  const owner = createHash('sha256').update(`${hostname()}\0${options.owner}`).digest('hex').slice(0, 16);
  let swept: Promise<void> | undefined;
  const sweepOnce = (): Promise<void> => {
    swept ??= sweep(options, owner).catch((error: unknown) => {
      swept = undefined;
      throw error;
    });
    return swept;
  };
  return {
    name: options.name,
    async run(run) {
      let place: SshPlace | undefined;
      try {
        await sweepOnce();
        place = await openSshPlace(options.target, owner, run.signal);
        return await runThere(options, place, run);
      } catch (error) {
        return { type: 'failed', class: 'environment', reason: messageOf(error) };
      } finally {
        await place?.close();
      }
    },
  };
}

async function runThere(options: SshDriverOptions, place: SshPlace, run: DriverRun): Promise<DriverOutcome> {
  const { launch } = place;
  // The copy goes with the run: an earlier session would speak of files that are not there any more.
  const { mcp: here, resume: _, ...rest } = run;
  const events = { ...run.events, resumable: () => undefined };
  await launch.elsewhere.send(run.workspace);
  const mcp = here && (await mcpFrom(place, here));
  if (here && !mcp)
    run.events.log(`The tools of the coordinator cannot be reached from ${options.target.host}.`);
  const outcome = await options.driver(launch).run({ ...rest, events, ...(mcp ? { mcp } : {}) });
  if (outcome.type !== 'submitted') return outcome;
  try {
    await launch.elsewhere.fetch(run.workspace);
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error;
    return { type: 'failed', class: 'work', reason: `What came back is not taken: ${error.message}.` };
  }
  return outcome;
}

/** A coordinator that listens on this machine alone is reached through the connection. */
async function mcpFrom(place: SshPlace, mcp: McpAccess): Promise<McpAccess | undefined> {
  const url = new URL(mcp.url);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return mcp;
  const port = await place.tunnelTo(Number(url.port || (url.protocol === 'https:' ? 443 : 80)));
  if (port === undefined) return undefined;
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { ...mcp, url: url.href };
}

async function sweep({ target, say }: SshDriverOptions, owner: string): Promise<void> {
  const { exit, stdout, stderr } = await runSsh(target, sshScript(target, [], sweepScript, [owner]), {
    withinMs: 60_000,
  });
  if (exit !== 0) throw new Error(unreachable(target, stderr));
  const left = stdout.split('\n').filter((line) => /^[0-9a-f]{32}$/.test(line)).length;
  if (left > 0)
    say(`runs of an earlier start that had not ended on ${target.host}: ${left}; nothing of them is left`);
}
