import { describe, expect, it } from 'vitest';
import { type Service, shipAgain, shipped, shippedTwice, specSeen } from '../given.ts';

/** Restarted and failed again, as often as the ladder allows. */
const failedRestarts = (service: Service, times: number): Service =>
  Array.from({ length: times }).reduce<Service>(
    (failing) => failing.timer('restart').restarted().health(false),
    service.health(false),
  );

describe('the ladder', () => {
  it('restarts after a pause that grows', () => {
    const first = shipped().health(false);
    expect([first.live, first.asks]).toEqual(['restarting', ['startTimer']]);
    expect(first.ask('startTimer').afterMs).toBe(1_000);
    const asked = first.timer('restart');
    expect(asked.ask('restartRelease').release).toBe('r-6');
    const second = asked.restarted().health(false);
    expect(second.ask('startTimer').afterMs).toBe(2_000);
  });

  it('is left when a restart helped, and forgives after a while', () => {
    const well = shipped().health(false).timer('restart').restarted().health(true);
    expect([well.live, well.context.live.restarts, well.ask('startTimer').timer]).toEqual([
      'healthy',
      1,
      'forgive',
    ]);
    expect(well.timer('forgive').context.live.restarts).toBe(0);
  });

  it('rolls back when restarts do not help and there is a release to go back to', () => {
    const service = failedRestarts(shippedTwice(), 3);
    expect(service.live).toBe('rollingBack');
    expect(service.ask('rollBack')).toMatchObject({ from: 'r-14', to: 'r-6' });
    expect(service.context.live.held).toEqual(['c2']);
  });

  it('opens an incident on the bad commit with what it printed', () => {
    const service = failedRestarts(shippedTwice(), 3);
    expect(service.line).toBe('test.fixing');
    expect(service.context.change).toMatchObject({ cause: 'incident', commit: 'c2', spec: { hash: 'B' } });
    expect(service.ask('openTicket')).toMatchObject({
      kind: 'fix',
      base: 'c2',
      feedback: ['no answer', 'a stack'],
    });
  });

  it('serves the release before once it rolled back', () => {
    const service = failedRestarts(shippedTwice(), 3).when({ type: 'RolledBack', from: 'r-14', to: 'r-6' });
    expect([service.live, service.context.live.release?.commit]).toEqual(['healthy', 'c1']);
    expect(service.context.live.lastGood).toBeNull();
  });

  it('ends down when there is nothing to go back to, or going back failed', () => {
    expect(failedRestarts(shipped(), 3)).toMatchObject({ live: 'down', line: 'test.fixing' });
    const failed = failedRestarts(shippedTwice(), 3).when({
      type: 'RollbackFailed',
      from: 'r-14',
      to: 'r-6',
      reason: 'gone',
      log: '',
    });
    expect(failed.live).toBe('down');
  });

  it('never goes back to the bytes that fail, under whatever release they served before', () => {
    const sameAgain = shipAgain(shippedTwice().when(specSeen('C')), 'c2');
    const service = failedRestarts(sameAgain, 3);
    expect([service.live, service.ask('rollBack').to]).toEqual(['rollingBack', 'r-6']);
    const alone = failedRestarts(shipAgain(shipped().when(specSeen('B')), 'c1'), 3);
    expect([alone.live, alone.asks.includes('rollBack')]).toEqual(['down', false]);
  });

  it('holds a commit that ends down: handed in again as its own fix, it is not deployed', () => {
    const down = failedRestarts(shipped(), 3);
    const same = down.held('f1').submitted('c1', 'f1').verdict('passed');
    expect([same.line, same.asks.includes('deploy')]).toEqual(['test.fixing', false]);
    expect(same.context.change?.attempt).toBe(2);
  });

  it('stops at restart while a release is on its way', () => {
    const proving = shippedTwice()
      .when(specSeen('C'))
      .held()
      .submitted('c3')
      .verdict('passed', { hasTests: true })
      .verdict('passed')
      .release('ReleaseStarted');
    const service = failedRestarts(proving, 5);
    expect([service.line, service.live]).toEqual(['release.proving', 'restarting']);
    expect(service.context.live.held).toEqual([]);
    expect(service.release('ReleaseProved').release('ReleaseSwitched').live).toBe('healthy');
  });

  it('opens one incident for a commit, however often it fails', () => {
    const down = failedRestarts(shipped(), 3).exhausted('no fix found');
    expect(down.line).toBe('blocked');
    const again = failedRestarts(down.health(true), 1);
    expect([again.live, again.line, again.context.changes]).toEqual(['down', 'blocked', 2]);
  });

  it('waits in the pending slot while a change is on the line, and goes first after it', () => {
    const busy = shipped().when(specSeen('B')).held();
    const down = failedRestarts(busy, 3);
    expect([down.line, down.context.pending.incident?.commit]).toEqual(['build.working', 'c1']);
    const next = down.when(specSeen('C')).exhausted('no');
    expect([next.context.change?.cause, next.context.pending.spec?.hash]).toEqual(['incident', 'C']);
  });

  it('is not climbed for trouble of the environment', () => {
    const service = shipped().health(false, 'environment');
    expect([service.live, service.line, service.asks]).toEqual(['unhealthy', 'shipped', []]);
    expect(service.health(true).live).toBe('healthy');
  });

  it('starts over when somebody says so', () => {
    const service = failedRestarts(shipped(), 3).when({ type: 'ServiceRetried' });
    expect([service.live, service.context.live.restarts]).toEqual(['restarting', 1]);
  });
});

describe('a vanished directory', () => {
  const missing = () => shipped().when({ type: 'DirectoryVanished' });

  it('is shown, and the service is served on', () => {
    expect([missing().live, missing().line, missing().asks]).toEqual(['missing', 'shipped', []]);
    expect(missing().context.live.release?.commit).toBe('c1');
  });

  it('does not stop the ladder', () => {
    const restarting = missing().health(false);
    expect(restarting.timer('restart').ask('restartRelease').release).toBe('r-6');
    expect(restarting.when({ type: 'DirectoryReturned' }).live).toBe('restarting');
  });

  it('returns to what it was', () => {
    expect(missing().when({ type: 'DirectoryReturned' }).live).toBe('healthy');
  });
});

it('ignores the health of a release that serves no more', () => {
  const late = shippedTwice().when({
    type: 'HealthFailed',
    release: 'r-6',
    reason: 'no answer',
    log: '',
    cause: 'service',
  });
  expect(late.ignored).toBe(true);
});
