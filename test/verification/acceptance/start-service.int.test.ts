import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { processGroupSandbox } from '../../../src/sandbox/process-group-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.port.ts';
import { findToolchain } from '../../../src/sandbox/toolchain.ts';
import { servicePlaces } from '../../../src/stack/service-places.ts';
import { stackOf } from '../../../src/stack/stack-of.ts';
import { type StartedService, startService } from '../../../src/verification/acceptance/start-service.ts';
import { nodeBuild } from './other-links.ts';
import { bestSandbox, removeRooms, serviceRoom } from './service-room.ts';

afterAll(removeRooms);

const main = `
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
const { DATA_DIR, PORT, HOST } = process.env;
const answers = {
  '/environment': (response) => response.end(JSON.stringify(process.env)),
  '/large': (response) => response.end('x'.repeat(3_000_000)),
  '/late': () => {},
  '/away': (response) => response.writeHead(302, { location: '/environment' }).end(),
  '/broken': (response) => response.socket.end('no HTTP at all\\r\\n\\r\\n'),
};
process.on('SIGTERM', () => {
  writeFileSync(DATA_DIR + '/stopped', 'in good order');
  process.exit(0);
});
createServer((request, response) => (answers[request.url] ?? ((other) => other.end('ok')))(response)).listen(PORT, HOST);
`;

async function tiers(): Promise<[string, Sandbox][]> {
  const best = await bestSandbox();
  const toolchain = await findToolchain({
    path: process.env.PATH ?? '/usr/bin:/bin',
    home: process.env.HOME,
  });
  const plain = processGroupSandbox({ toolchain, hidden: [] });
  return best.tier === plain.tier
    ? [[plain.tier, plain]]
    : [
        [best.tier, best],
        [plain.tier, plain],
      ];
}

async function started(sandbox: Sandbox): Promise<{ service: StartedService; data: string }> {
  const room = await serviceRoom(nodeBuild(main), sandbox);
  const stack = await stackOf(room.build, undefined);
  if ('missing' in stack) throw new Error(stack.missing.join());
  const result = await startService(room, stack, {
    data: join(room.directory, 'own'),
    release: 'r-77',
    withinMs: 10_000,
  });
  if ('problem' in result) throw new Error(result.problem.text);
  return { service: result.service, data: join(room.directory, 'own') };
}

describe.each(await tiers())('a started service, %s', (_tier, sandbox) => {
  it('is asked from outside, gets what a release gets, and stops in good order', async () => {
    const { service, data } = await started(sandbox);
    const { answer } = await service.ask({ method: 'GET', path: '/environment' });
    expect(answer?.json).toMatchObject({
      PORT: String(service.port),
      HOST: '127.0.0.1',
      DATA_DIR: sandbox.tier === 'process-group' ? data : servicePlaces.data,
      ANDON_RELEASE: 'r-77',
      NODE_ENV: 'production',
    });
    expect(Object.keys(Object(answer?.json)).filter((name) => name === 'CI')).toEqual([]);
    await service.stop();
    expect(service.ended()).toMatchObject({ reason: 'exited' });
    expect(await readFile(join(data, 'stopped'), 'utf8')).toBe('in good order');
    expect(await service.ask({ method: 'GET', path: '/health' })).toMatchObject({
      answer: null,
      trouble: 'nobody',
    });
  });

  it('is not followed, read without end, or waited for without end', async () => {
    const { service } = await started(sandbox);
    const ask = (path: string) =>
      service.ask({ method: 'GET', path, timeoutMs: path === '/late' ? 100 : 5_000 });
    expect((await ask('/away')).answer).toMatchObject({ status: 302, headers: { location: '/environment' } });
    expect(await ask('/large')).toMatchObject({ answer: null, trouble: 'large' });
    expect(await ask('/late')).toMatchObject({ answer: null, trouble: 'late' });
    expect(await ask('/broken')).toMatchObject({ answer: null, trouble: 'broken' });
    await service.stop(0);
  });
});
