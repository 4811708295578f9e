import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UsageReport } from '../../../../src/contracts/usage.ts';
import type { DriverOutcome, TicketBrief } from '../../../../src/worker/driver.port.ts';
import { createReferenceDriver } from '../../../../src/worker/drivers/reference/reference-driver.ts';
import { driverEvents } from '../../driver-events.ts';

const workspaces: string[] = [];

/** A fresh workspace; all of them go with `removeWorkspaces`. */
export async function workspace(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'andon-reference-'));
  workspaces.push(directory);
  return directory;
}

export async function removeWorkspaces(): Promise<void> {
  for (const directory of workspaces.splice(0)) await rm(directory, { recursive: true, force: true });
}

type Run = {
  readonly outcome: DriverOutcome;
  readonly progress: readonly (readonly [number, string])[];
  readonly log: readonly string[];
  /** What it said it cost, last. */
  readonly usage: UsageReport | undefined;
};

/** Runs the driver on one ticket. */
export async function runDriver(
  directory: string,
  spec: string,
  more: Partial<TicketBrief> = {},
  signal = new AbortController().signal,
): Promise<Run> {
  const progress: (readonly [number, string])[] = [];
  const log: string[] = [];
  let usage: UsageReport | undefined;
  const brief: TicketBrief = {
    id: 't-1',
    token: 1,
    kind: 'build',
    service: 'example',
    change: 1,
    attempt: 1,
    spec,
    feedback: [],
    base: '',
    dueAt: 0,
    prompt: '',
    ...more,
  };
  const events = driverEvents({
    progress: (percent, text) => void progress.push([percent, text]),
    log: (line) => void log.push(line),
    usage(said) {
      usage = said;
    },
  });
  const outcome = await createReferenceDriver().run({ brief, workspace: directory, events, signal });
  return { outcome, progress, log, usage };
}
