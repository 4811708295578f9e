import { homedir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { processGroupSandbox } from '../../../../src/sandbox/process-group-sandbox.ts';
import { createAcpDriver } from '../../../../src/worker/drivers/acp/acp-driver.ts';
import { mockAgentArgv, mockAgentFiles } from '../../../../src/worker/drivers/mock/mock-agent-argv.ts';
import { best, toolchain } from '../../../sandbox/tiers.ts';
import { removeWorkspaces, startRun } from '../conformance/driver-run.ts';
import { exampleSpec } from '../reference/specs.ts';

afterEach(removeWorkspaces);

describe('the scripted agent that comes with Andon', () => {
  it('finds in a sandbox all it needs, does a ticket, and tells a plan, edits and what it used', async () => {
    const sandbox =
      best.tier === 'process-group' ? processGroupSandbox({ toolchain, hidden: [] }) : best.sandbox;
    const driver = createAcpDriver({
      ...{ sandbox, argv: mockAgentArgv(), readable: mockAgentFiles() },
      ...{ env: { PATH: '/usr/bin:/bin', HOME: homedir() }, policy: { always: {} } },
    });
    const { outcome, heard } = startRun(driver, { brief: { spec: exampleSpec('quotes') } });
    expect(await outcome).toMatchObject({
      type: 'submitted',
      summary: expect.stringContaining('endpoints in'),
    });
    expect(heard.progress.at(-1)).toBe('95 3/3 the plan is carried out');
    expect(heard.acts).toContainEqual(
      expect.objectContaining({ kind: 'edit', text: expect.stringMatching(/^writes BUILD\/package\.json/) }),
    );
    expect(heard.usage.at(-1)).toEqual({
      usd: expect.any(Number),
      tokens: expect.any(Number),
      ms: expect.any(Number),
    });
  });

  it('ends with a sentence when it is asked for a script it does not have', async () => {
    const sandbox = processGroupSandbox({ toolchain, hidden: [] });
    const driver = createAcpDriver({
      ...{ sandbox, argv: mockAgentArgv('no-such-script') },
      ...{ env: { PATH: '/usr/bin:/bin' }, policy: { always: {} } },
    });
    expect(await startRun(driver).outcome).toMatchObject({
      class: 'environment',
      reason: expect.stringContaining('there is no script "no-such-script"; known are: work'),
    });
  });
});
