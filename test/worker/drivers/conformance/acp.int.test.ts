import { homedir } from 'node:os';
import { afterAll, beforeAll } from 'vitest';
import { processGroupSandbox } from '../../../../src/sandbox/process-group-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.port.ts';
import { createAcpDriver } from '../../../../src/worker/drivers/acp/acp-driver.ts';
import { best, toolchain, walled } from '../../../sandbox/tiers.ts';
import { driversConform, driversLeaveNothing, type Subject } from './drivers-conform.ts';
import { MockProgram } from './mock-program.ts';

const unwalled = processGroupSandbox({ toolchain, hidden: [] });
const mock = new MockProgram();
beforeAll(() => mock.make());
afterAll(() => mock.remove());

const common = { env: { PATH: '/usr/bin:/bin', HOME: homedir() }, policy: { always: {} } };
const driverIn =
  (sandbox: Sandbox): Subject['make'] =>
  (script, options) =>
    createAcpDriver({ ...common, sandbox, argv: mock.argv(script), ...options });

driversConform({
  name: `acp in ${best.tier}`,
  resumes: true,
  asks: true,
  counts: true,
  make: driverIn(best.tier === 'process-group' ? unwalled : best.sandbox),
  missing: () => createAcpDriver({ ...common, sandbox: unwalled, argv: ['no-such-agent'] }),
});
for (const [tier, make] of [['process-group', () => unwalled] as const, ...walled])
  driversLeaveNothing({ name: `acp in ${tier}`, make: driverIn(make([])) });
