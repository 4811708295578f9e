import { homedir } from 'node:os';
import { afterAll, beforeAll } from 'vitest';
import { processGroupSandbox } from '../../../../src/sandbox/process-group-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.port.ts';
import { createCommandDriver } from '../../../../src/worker/drivers/command/command-driver.ts';
import { best, toolchain, walled } from '../../../sandbox/tiers.ts';
import { driversConform, driversLeaveNothing, type Subject } from './drivers-conform.ts';
import { MockProgram } from './mock-program.ts';

const unwalled = processGroupSandbox({ toolchain, hidden: [] });
const mock = new MockProgram();
beforeAll(() => mock.make());
afterAll(() => mock.remove());

const env = { PATH: '/usr/bin:/bin', HOME: homedir() };
const driverIn =
  (sandbox: Sandbox): Subject['make'] =>
  (script, { graceMs = 5_000 } = {}) =>
    createCommandDriver({ env, sandbox, graceMs, argv: mock.argv(script, '--plain') });

driversConform({
  name: `command in ${best.tier}`,
  resumes: false,
  asks: false,
  counts: false,
  make: driverIn(best.tier === 'process-group' ? unwalled : best.sandbox),
  missing: () => createCommandDriver({ env, sandbox: unwalled, argv: ['no-such-agent'] }),
});
for (const [tier, make] of [['process-group', () => unwalled] as const, ...walled])
  driversLeaveNothing({ name: `command in ${tier}`, make: driverIn(make([])) });
