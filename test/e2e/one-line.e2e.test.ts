import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Line } from './support/line.ts';
import { isRunning, programsBelow } from './support/processes.ts';

describe('a running line', { timeout: 180_000 }, () => {
  const line = new Line();
  beforeAll(async () => {
    await line.up();
    await line.worker('bob', { slots: 4 });
    await line.worker('eve', { slots: 4 });
  });
  afterAll(async () => {
    expect(await line.close()).toEqual([]);
  });

  it('makes a healthy service that answers through the gateway out of a saved SPEC.md', async () => {
    line.saveSpec('first', { greeting: 'good morning' });
    const view = await line.shipped('first');
    expect(view).toMatchObject({ phase: 'PRODUCTION', column: 'PRODUCTION', tests: { passed: 4, total: 4 } });
    expect(await line.call('first')).toEqual({ status: 200, body: { greeting: 'good morning' } });

    const { release } = view;
    await line.until('the files of the tree say so', () => {
      expect(JSON.parse(line.read('first', 'PRODUCTION/release.json'))).toMatchObject({
        commit: release?.commit,
        version: release?.version,
      });
      expect(line.read('first', 'README.md')).toContain('**Phase:** PRODUCTION');
      const registry = readFileSync(join(line.services, 'SERVICE_REGISTRY.json'), 'utf8');
      expect(JSON.parse(registry)).toMatchObject({
        services: [{ name: 'first', status: 'production', deployed_commit: release?.commit }],
      });
      return existsSync(join(line.services, 'first', 'BUILD', 'src', 'main.js'));
    });
  });

  it('ships a new release of an edited spec, with its data and without a failed request', async () => {
    line.saveSpec('edited', { greeting: 'one' });
    const { release } = await line.shipped('edited');
    for (const _ of [1, 2, 3]) expect((await line.call('edited', '/count', 'POST')).status).toBe(201);

    const answers: { status: number; body: unknown }[] = [];
    let asking = true;
    const asked = (async () => {
      while (asking) answers.push(await line.call('edited'));
    })();
    line.saveSpec('edited', { greeting: 'two' });
    const view = await line.shipped('edited', 2);
    asking = false;
    await asked;

    expect(view.release?.commit).not.toBe(release?.commit);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await line.call('edited')).toEqual({ status: 200, body: { greeting: 'two' } });
    expect(await line.call('edited', '/count')).toEqual({ status: 200, body: { count: 3 } });
  });

  it('starts a killed service again, and rolls one back that dies again and again', async () => {
    line.saveSpec('killed', { greeting: 'good' });
    await line.shipped('killed');
    line.saveSpec('killed', { greeting: 'bad' });
    const { release: bad } = await line.shipped('killed', 2);
    const healthyAgain = (restarts: number) =>
      line.until(`it is healthy after restart ${restarts}`, async () => {
        const restarted = await line.count('killed', 'ReleaseRestarted');
        return restarted >= restarts && (await line.service('killed')).live.state === 'healthy';
      });
    const kill = async () => {
      for (const pid of programsBelow((await line.serving('killed')).pid)) process.kill(pid, 'SIGKILL');
    };

    line.hold('killed');
    await kill();
    await healthyAgain(1);
    expect(await line.call('killed')).toEqual({ status: 200, body: { greeting: 'bad' } });
    expect(await line.count('killed', 'HealthFailed')).toBeGreaterThan(0);
    await kill();
    await healthyAgain(2);
    await kill();
    await healthyAgain(3);
    await kill();
    await line.until('it is rolled back', () => line.count('killed', 'RolledBack'));
    const view = await line.reaches(
      'killed',
      'serves the good release',
      ({ live }) => live.state === 'healthy',
    );
    expect(view.release?.commit).not.toBe(bad?.commit);
    expect(await line.call('killed')).toEqual({ status: 200, body: { greeting: 'good' } });

    await line.reaches(
      'killed',
      'has an incident on the line',
      ({ change, session }) => change === 3 && session !== undefined,
    );
    line.letGo('killed');
    await line.shipped('killed', 3);
  });

  it('brings a service back that turns ill, and mends it with an incident', async () => {
    line.saveSpec('ill', { greeting: 'sturdy' });
    await line.shipped('ill');
    line.saveSpec('ill', { greeting: 'fragile', builder: ['makes it fragile'] });
    await line.shipped('ill', 2);
    expect((await line.call('ill', '/break', 'POST')).status).toBe(201);
    const view = await line.shipped('ill', 3);
    expect(await line.count('ill', 'RolledBack')).toBe(1);
    expect(await line.call('ill')).toEqual({ status: 200, body: { greeting: 'fragile' } });
    expect(view.live.state).toBe('healthy');
  });

  it('mends a release that dies in production before it serves', async () => {
    line.saveSpec('dying', { builder: ['lets it die in production'] });
    await line.shipped('dying');
    expect(await line.count('dying', 'ReleaseFailed')).toBe(1);
    expect(line.builds('dying').map(({ kind }) => kind)).toContain('fix');
  });

  it('mends failing tests, and has missing tests written', async () => {
    line.saveSpec('failing', { builder: ['fails its first tests'] });
    line.saveSpec('untested', { builder: ['writes no tests'] });
    await line.shipped('failing');
    expect(await line.refusals('failing')).toEqual([expect.stringContaining('it greets')]);
    expect(line.kindsBuilt('failing')).toEqual(['build', 'fix']);
    await line.shipped('untested');
    expect(await line.refusals('untested')).toEqual([]);
    expect(line.kindsBuilt('untested')).toEqual(['build', 'write-tests']);
  });

  it('ships a hand edit as a change of its own, and has a broken one mended without touching the bytes of a later edit', async () => {
    line.saveSpec('by-hand', { greeting: 'as built' });
    await line.shipped('by-hand');
    await line.until('the build is in the tree', () =>
      existsSync(join(line.services, 'by-hand', 'BUILD', 'test', 'main.test.js')),
    );
    const rewrite = (from: string, to: string) => {
      for (const path of ['BUILD/src/main.js', 'BUILD/test/main.test.js'])
        line.save('by-hand', path, line.read('by-hand', path).replaceAll(from, to));
    };
    rewrite('as built', 'by hand');
    const edited = await line.shipped('by-hand', 2);
    expect(await line.call('by-hand')).toEqual({ status: 200, body: { greeting: 'by hand' } });
    expect(line.builds('by-hand').filter(({ what }) => what === 'finished')).toHaveLength(1);
    expect(line.read('by-hand', 'BUILD/src/main.js')).toContain('by hand');
    expect(edited.release?.commit).toBeDefined();

    line.hold('by-hand');
    line.save('by-hand', 'BUILD/src/main.js', 'this is no program\n');
    await line.reaches(
      'by-hand',
      'has a ticket for the broken edit',
      ({ change, session }) => change === 3 && session !== undefined,
    );
    expect(await line.call('by-hand')).toEqual({ status: 200, body: { greeting: 'by hand' } });
    line.save('by-hand', 'BUILD/notes.txt', 'words of the user\n');
    line.letGo('by-hand');
    await line.shipped('by-hand', 3);
    await line.until('all edits were taken in', async () => {
      const { state } = await line.service('by-hand');
      return state === 'shipped' && line.read('by-hand', 'BUILD/src/main.js').includes('createServer');
    });
    expect(line.read('by-hand', 'BUILD/notes.txt')).toBe('words of the user\n');
  });

  it('blocks on a missing secret with its name until it is set', async () => {
    line.saveSpec('secretive', { secret: 'PAYMENT_API_KEY' });
    const { reason } = await line.reaches(
      'secretive',
      'is blocked',
      ({ reason }) => reason?.code === 'secret-missing',
    );
    expect(reason?.text + (reason?.details ?? []).join()).toContain('PAYMENT_API_KEY');
    const set = await line.andon('env', 'secretive', 'PAYMENT_API_KEY=very-secret-value');
    expect(set).toMatchObject({ code: 0 });
    await line.shipped('secretive');
    expect(JSON.stringify(await line.events('secretive'))).not.toContain('very-secret-value');
  });

  it('lists everything an incomplete spec lacks, and goes on when it is there', async () => {
    line.saveSpec('unfinished', { without: ['Purpose', 'API Specs'] });
    const { reason, phase } = await line.reaches(
      'unfinished',
      'is incomplete',
      ({ state }) => state === 'spec.incomplete',
    );
    expect(phase).toBe('SPEC_INCOMPLETE');
    const said = [reason?.text, ...(reason?.details ?? [])].join('\n');
    expect(said).toMatch(/Purpose/);
    expect(said).toMatch(/API Specs/);
    line.saveSpec('unfinished');
    await line.shipped('unfinished');
  });

  it('blocks when the attempts are used up, says why, and goes on when it is told to', async () => {
    line.saveSpec('hopeless', { builder: ['never passes its tests'] });
    const { reason } = await line.reaches(
      'hopeless',
      'is blocked',
      ({ reason }) => reason?.code === 'attempts-used-up',
    );
    expect(reason?.ways.length).toBeGreaterThan(0);
    expect(JSON.stringify(reason)).toContain('greets');
    const before = line.builds('hopeless').length;
    expect(await line.andon('retry', 'hopeless')).toMatchObject({ code: 0 });
    await line.until('it is tried again', () => line.builds('hopeless').length > before);
  });

  it('says which clauses nobody can build, and waits for somebody who can', async () => {
    line.saveSpec('impossible', { builder: ['cannot do it'] });
    await line.until('both sessions have handed it back', () => line.builds('impossible').length === 2);
    const why = await line.until('the ticket says why it waits', async () => {
      const ticket = (await line.tickets()).find(({ service }) => service === 'impossible');
      return ticket?.state === 'open' && ticket.why.length > 0 && JSON.stringify(ticket);
    });
    expect(why).toContain('this builder greets nobody');
  });

  it('records facts of a paused service and line, and assigns and deploys nothing', async () => {
    line.saveSpec('paused', { greeting: 'before' });
    await line.shipped('paused');
    expect(await line.andon('pause', 'paused')).toMatchObject({ code: 0 });
    line.saveSpec('paused', { greeting: 'after' });
    await line.reaches('paused', 'has taken the fact', ({ change }) => change === 2);
    expect(line.builds('paused').filter(({ what }) => what === 'started')).toHaveLength(1);
    expect(await line.andon('resume', 'paused')).toMatchObject({ code: 0 });
    await line.shipped('paused', 2);

    line.hold('paused');
    line.saveSpec('paused', { greeting: 'last' });
    await line.reaches('paused', 'is being built', ({ state }) => state === 'build.working');
    expect(await line.andon('pause')).toMatchObject({ code: 0 });
    line.saveSpec('waiting');
    line.letGo('paused');
    await line.reaches('paused', 'is verified and waits', ({ state }) => state.startsWith('release.'));
    await line.reaches('waiting', 'waits for a builder', ({ state }) => state === 'build.awaiting');
    expect((await line.line()).paused).toBe(true);
    expect(await line.call('paused')).toEqual({ status: 200, body: { greeting: 'after' } });
    expect(line.builds('waiting')).toEqual([]);
    expect(await line.andon('resume')).toMatchObject({ code: 0 });
    await line.shipped('paused', 3);
    await line.shipped('waiting');
  });

  it('keeps a renamed service, still serves one whose directory is gone, and stops it when it is retired', async () => {
    line.saveSpec('old-name');
    const { id } = await line.shipped('old-name');
    const { pid } = await line.serving('old-name');
    renameSync(join(line.services, 'old-name'), join(line.services, 'new-name'));
    const renamed = await line.reaches('new-name', 'is known', () => true);
    expect(renamed.id).toBe(id);
    expect((await line.call('new-name')).status).toBe(200);
    expect((await line.serving('new-name')).pid).toBe(pid);

    // Andon may be writing its README into it just now.
    rmSync(join(line.services, 'new-name'), { recursive: true, maxRetries: 5 });
    await line.reaches('new-name', 'is missing', ({ live }) => live.state === 'missing');
    expect((await line.call('new-name')).status).toBe(200);
    expect(await line.andon('retire', 'new-name')).toMatchObject({ code: 0 });
    await line.until('it is stopped', () => !isRunning(pid));
  });
});
