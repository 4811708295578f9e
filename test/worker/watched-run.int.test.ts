import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/log.ts';
import type { Driver, DriverRun } from '../../src/worker/driver.port.ts';
import { runWatched } from '../../src/worker/watched-run.ts';
import { driverEvents } from './driver-events.ts';

const limits = { stallMs: 5_000, stallRepeats: 25 };

describe('an agent that said that it is done', () => {
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'andon-watched-'));
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  const run = (): DriverRun => ({
    brief: {
      ...{ id: 't-1', token: 1, kind: 'build', service: 's', change: 1, attempt: 1, spec: '' },
      ...{ feedback: [], base: '', dueAt: 0, prompt: '' },
    },
    workspace,
    events: driverEvents({}),
    signal: new AbortController().signal,
  });
  const untilTold: Driver = {
    name: 'hangs',
    run: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ type: 'failed', class: 'work', reason: 'killed' }));
      }),
  };

  it('is not left to hang: it is ended, and what is there is handed in', async () => {
    const outcome = await runWatched(
      untilTold,
      run(),
      limits,
      silentLog,
      Promise.resolve('built and tested'),
    );
    expect(outcome).toEqual({ type: 'submitted', summary: 'built and tested' });
  });

  it('may still end by itself, in its own words', async () => {
    const ends: Driver = { name: 'ends', run: async () => ({ type: 'submitted', summary: 'its own' }) };
    expect(await runWatched(ends, run(), limits, silentLog, Promise.resolve('told'))).toEqual({
      type: 'submitted',
      summary: 'its own',
    });
  });
});
