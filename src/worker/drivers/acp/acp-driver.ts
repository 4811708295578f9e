import { AndonError } from '../../../errors.ts';
import type { Driver, DriverOutcome, DriverRun } from '../../driver.port.ts';
import type { Launch } from '../../launch.port.ts';
import type { AgentProgram } from '../agent-order.ts';
import { startAgent } from './agent-process.ts';
import { converse } from './conversation.ts';
import type { PermissionPolicy } from './permission-policy.ts';
import { createTeller } from './update-teller.ts';

export type AcpDriverOptions = AgentProgram & {
  /** Its name on the board. Default: `acp`. */
  readonly name?: string;
  readonly sandbox: Launch;
  readonly policy: PermissionPolicy;
  /** Between the asking signal and the killing one; and how long a cancelled turn may take to end by itself. */
  readonly graceMs?: number;
  /** How long the agent may take to answer that it is there. */
  readonly initializeMs?: number;
  /** How long it may take to open a session: some load half the world first. */
  readonly openMs?: number;
  /** How long a person is waited for when the agent asks something. */
  readonly askMs?: number;
};

const defaults = { graceMs: 5_000, initializeMs: 60_000, openMs: 120_000, askMs: 600_000 };

/**
 * Runs an agent that speaks the Agent Client Protocol over its stdin and stdout. It works in the sandbox; what it tells is
 * shown, what it asks is answered by the policy or a person, and the end of its turn says "submitted" and no more. However it
 * behaves, the run ends with an outcome and a sentence, and nothing of it is left running.
 */
export function createAcpDriver(options: AcpDriverOptions): Driver {
  if (!options.argv[0])
    throw new AndonError(
      'CONFIG_INVALID',
      'the agent "acp" needs a program: andon worker … -- program arguments',
    );
  return { name: options.name ?? 'acp', run: (run) => runAgent({ ...defaults, ...options }, run) };
}

export type AcpSettings = AcpDriverOptions & Required<Pick<AcpDriverOptions, keyof typeof defaults>>;

async function runAgent(settings: AcpSettings, run: DriverRun): Promise<DriverOutcome> {
  if (run.signal.aborted) return { type: 'failed', class: 'environment', reason: 'stopped before it began' };
  const { elsewhere } = settings.sandbox;
  const teller = createTeller(run.events, elsewhere?.pathOf(run.workspace) ?? run.workspace);
  const agent = startAgent(settings, run, teller.tell);
  try {
    return await converse(settings, run, agent, teller);
  } finally {
    teller.finish();
    agent.close();
    await agent.stop(settings.graceMs);
  }
}
