import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createAcpDriver } from '../../../../src/worker/drivers/acp/acp-driver.ts';
import { createSshDriver } from '../../../../src/worker/drivers/ssh/ssh-driver.ts';
import type { Launch } from '../../../../src/worker/launch.port.ts';
import { type SshServer, startSshServer } from '../ssh/ssh-server.ts';
import { driversConform, driversLeaveNothing, type Subject } from './drivers-conform.ts';
import { MockProgram } from './mock-program.ts';

let server: SshServer;
const mock = new MockProgram();
const owner = mkdtempSync(join(tmpdir(), 'andon-ssh-owner-'));
beforeAll(async () => {
  await mock.make();
  server = await startSshServer();
});
afterAll(async () => {
  mock.remove();
  rmSync(owner, { recursive: true, force: true });
  await server.stop();
});

/** The agent on another machine: this one, by way of a real SSH server. */
function over(driver: (sandbox: Launch) => ReturnType<typeof createAcpDriver>) {
  const { host, configFile } = server;
  const target = { host, configFile, env: { PATH: process.env.PATH ?? '' } };
  return createSshDriver({ name: 'acp', target, owner, say: () => undefined, driver });
}

const common = { env: {}, policy: { always: {} } };
const make: Subject['make'] = (script, options) => {
  const [, ...words] = mock.argv(script);
  return over((sandbox) =>
    createAcpDriver({ ...common, sandbox, argv: [process.execPath, ...words], ...options }),
  );
};

driversConform({
  name: 'acp over SSH',
  resumes: false,
  asks: true,
  counts: true,
  make,
  missing: () => over((sandbox) => createAcpDriver({ ...common, sandbox, argv: ['no-such-agent'] })),
});
driversLeaveNothing({ name: 'acp over SSH', make });
