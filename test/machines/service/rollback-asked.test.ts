import { describe, expect, it } from 'vitest';
import { building, edited, type Service, shipAgain, shippedTwice, specSeen } from '../given.ts';

const asked = (from: string, to: string) =>
  ({ type: 'RollbackAsked', from, to, reason: 'orders are lost', by: 'ada' }) as const;

describe('a rollback that an operator asks for', () => {
  const two = () => shippedTwice();
  const back = () => two().when(asked('r-14', 'r-6'));
  const went = () => back().when({ type: 'RolledBack', from: 'r-14', to: 'r-6' });

  it('goes to a release that served before', () => {
    expect(back().live).toBe('rollingBack');
    expect(back().ask('rollBack')).toEqual({ type: 'rollBack', from: 'r-14', to: 'r-6', keep: true });
    expect(went().context.live.release?.commit).toBe('c1');
    expect([went().live, went().context.live.reason]).toEqual([
      'healthy',
      'ada went from 1.0.0 to 1.0.0: orders are lost',
    ]);
  });

  it('opens no incident, and holds the bytes it left', () => {
    expect(went()).toMatchObject({ line: 'shipped' });
    expect(went().context.pending.incident).toBeNull();
    expect(went().context.live.held).toEqual(['c2']);
    expect(went().when({ type: 'ServiceRetried' }).asks).not.toContain('deploy');
  });

  it('can go forward again, which wants the bytes again', () => {
    const on = went().when(asked('r-6', 'r-14'), { type: 'RolledBack', from: 'r-6', to: 'r-14' });
    expect([on.live, on.context.live.release?.commit]).toEqual(['healthy', 'c2']);
    expect(on.context.live.held).toEqual(['c1']);
  });

  it('goes to any release that is kept, and to none older', () => {
    const six = ['C', 'D', 'E', 'F'].reduce(
      (service, hash, index) => shipAgain(service.when(specSeen(hash)), `c${index + 3}`),
      two(),
    );
    const [serving, ...others] = six.context.live.history;
    expect(others.map(({ commit }) => commit)).toEqual(['c5', 'c4', 'c3', 'c2']);
    const oldest = others.at(-1)?.id ?? '';
    expect(six.when(asked(serving?.id ?? '', oldest)).ask('rollBack').to).toBe(oldest);
    expect(six.when(asked(serving?.id ?? '', 'r-6')).ignored).toBe(true);
  });

  it('keeps what served among those to go back to, however old it is', () => {
    const five = ['C', 'D', 'E'].reduce(
      (service, hash, index) => shipAgain(service.when(specSeen(hash)), `c${index + 3}`),
      two(),
    );
    const serving = five.context.live.release?.id ?? '';
    const oldest = five.when(asked(serving, 'r-6'), { type: 'RolledBack', from: serving, to: 'r-6' });
    const next = shipAgain(oldest.when(specSeen('F')), 'c6');
    expect(next.context.live.history.map(({ commit }) => commit)).toEqual(['c6', 'c5', 'c4', 'c3', 'c1']);
  });

  it('can be asked for where the release is down, and while the directory is gone', () => {
    const down = [1, 2, 3].reduce(
      (service) => service.timer('restart').restarted().health(false),
      went().health(false),
    );
    expect(down.live).toBe('down');
    expect(down.when(asked('r-6', 'r-14')).live).toBe('rollingBack');
    expect(two().when({ type: 'DirectoryVanished' }, asked('r-14', 'r-6')).asks).toEqual(['rollBack']);
  });

  it.each([
    ['something else serves', () => two(), asked('r-6', 'r-14')],
    ['the release never served', () => two(), asked('r-14', 'r-9')],
    ['it serves already', () => two(), asked('r-14', 'r-14')],
    ['a release is on its way', () => proveAgain(two()), asked('r-14', 'r-6')],
    ['a rollback is under way', () => back(), asked('r-14', 'r-6')],
    ['it is being restarted', () => two().health(false), asked('r-14', 'r-6')],
    ['it is paused', () => two().when({ type: 'ServicePaused' }), asked('r-14', 'r-6')],
    ['nothing serves', () => building(), asked('r-14', 'r-6')],
  ])('is none while %s', (_why, service, event) => {
    expect(service().when(event).ignored).toBe(true);
  });

  const failed = (serving: string | null) =>
    ({
      type: 'RollbackFailed',
      from: 'r-14',
      to: 'r-6',
      reason: 'it does not start',
      log: '',
      serving,
    }) as const;

  it('leaves what served where the other does not come up', () => {
    const service = back().when(failed('r-14'));
    expect([service.live, service.context.live.release?.commit]).toEqual(['healthy', 'c2']);
    expect(service.context.live).toMatchObject({ asked: null, rung: null, held: [] });
    expect(service.context.live.reason).toContain('it does not start');
    expect(service.when(asked('r-14', 'r-6')).live).toBe('rollingBack');
  });

  it('brings back what served, like any that fails, where neither came up', () => {
    const service = back().when(failed(null));
    expect([service.live, service.context.live.asked]).toEqual(['restarting', null]);
    expect(service.timer('restart').ask('restartRelease').release).toBe('r-14');
    const down = [1, 2, 3].reduce(
      (failing) => failing.health(false).timer('restart').restarted(),
      service.timer('restart').restarted(),
    );
    expect(down.health(false)).toMatchObject({ live: 'down', line: 'test.fixing' });
  });

  it('lets nothing be deployed while it runs; what is verified goes on after it', () => {
    const verified = back()
      .when(specSeen('C'))
      .held()
      .submitted('c3')
      .verdict('passed', { hasTests: true })
      .verdict('passed');
    expect(verified.line).toBe('release.awaiting');
    const on = verified.when({ type: 'RolledBack', from: 'r-14', to: 'r-6' });
    expect([on.line, on.ask('deploy').commit]).toEqual(['release.deploying', 'c3']);
  });

  it('does not deploy the bytes it left when they are handed in again', () => {
    const same = went()
      .when(edited('e1'))
      .verdict('passed', { hasTests: true })
      .verdict('failed')
      .held('f1')
      .submitted('c2', 'f1')
      .verdict('passed');
    expect(same.asks).not.toContain('deploy');
  });
});

function proveAgain(service: Service): Service {
  return service
    .when(specSeen('C'))
    .held()
    .submitted('c3')
    .verdict('passed', { hasTests: true })
    .verdict('passed')
    .release('ReleaseStarted');
}
