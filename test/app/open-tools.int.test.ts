import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileSessions } from '../../src/app/open-file-sessions.ts';
import { openHub } from '../../src/app/open-hub.ts';
import { lockRequest } from '../../src/contracts/hub.ts';
import { silentLog } from '../../src/log.ts';
import { type SmallLine, smallLine } from '../sessions/small-line.ts';

describe('the hub beside the line', () => {
  let line: SmallLine;
  let services: string;
  beforeEach(async () => {
    line = await smallLine();
    services = join(line.directory, 'home', 'SERVICES');
    mkdirSync(services, { recursive: true });
  });
  afterEach(() => line.close());

  const open = () => {
    const { coordinator, sessions, store, clock } = line;
    const files = openFileSessions({
      config: { services, sessionsFile: undefined },
      tempDir: join(line.directory, 'temp'),
      ...{ coordinator, sessions, store, clock, log: silentLog },
      onProblem: () => undefined,
    });
    const inTree = () => false;
    return openHub({ store, clock, coordinator, servicesRoot: services, inTree, onAssigned: files.assigned });
  };
  const register = async (name: string): Promise<void> => {
    await line.sessions.register({ name, capabilities: ['builder'], slots: 1, agent: 'test', host: '' });
    await line.settled();
  };
  const all = { unread: false, limit: 10 };

  it('tells a session of each assignment once, also after a restart', async () => {
    const { hub } = open();
    await register('ada');
    const ticket = await line.openBuild();
    const told = {
      id: `assigned-${ticket}-1`,
      from: 'andon',
      subject: 'BUILD ASSIGNED: shortener',
      priority: 'high',
    };
    expect(hub.messages('ada', all)).toMatchObject([told]);
    expect(hub.unread('ada')).toBe(1);
    hub.markRead('ada', [told.id]);
    const later = open();
    later.start();
    expect(later.hub.messages('ada', all)).toMatchObject([{ ...told, read: true }]);
  });

  it('writes the message of a build as a file where people’s tools keep such files, and nowhere else', async () => {
    open();
    await register('ada');
    await register('bea');
    await line.openBuild('one');
    await line.settled();
    expect(readdirSync(services)).toEqual([]);
    mkdirSync(join(services, 'messages'));
    await line.openBuild('two');
    const written = () =>
      readdirSync(services, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /\/[^./][^/]*\.json$/.test(path),
      );
    await expect.poll(() => written().length).toBe(1);
    const [path = ''] = written();
    expect(path).toMatch(/^messages\/direct\/(?:ada|bea)\/.*-andon\.json$/);
    expect(JSON.parse(readFileSync(join(services, path), 'utf8'))).toMatchObject({
      to: path.split('/')[2],
      subject: 'BUILD ASSIGNED: two',
    });
  });

  it('ends the locks of a session that is over', async () => {
    const { hub } = open();
    await register('ada');
    hub.lock('ada', lockRequest.parse({ scope: 'config' }));
    await line.sessions.leave('ada', 'done');
    expect(hub.locks()).toEqual([]);
    await register('ada');
    hub.lock('ada', lockRequest.parse({ scope: 'config' }));
    await line.sessions.kick('ada', 'wild');
    expect(hub.locks()).toEqual([]);
  });
});
