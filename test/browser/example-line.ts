import type { ServiceState } from '../../src/coordinator/coordinator.port.ts';
import {
  blockOf,
  openTicket,
  type ScriptedLine,
  serviceState,
  servingContext,
  sessionState,
  ticketState,
} from '../board/scripted-line.ts';

const since = Date.now() - 4 * 60_000;

export const atWork = (name: string): ServiceState =>
  serviceState(name, 'build.working', { since, ticket: openTicket(`t-${name}`, 'builder-1') });
export const building = (name: string): ServiceState => serviceState(name, 'build.awaiting', { since });
export const shipped = (name: string): ServiceState =>
  serviceState(name, 'shipped', { since, live: servingContext() }, 'present.healthy');
export const blocked = (name: string): ServiceState => {
  const block = blockOf(
    'Three attempts failed at the tests; the last one leaves two of them red.',
    ['Edit SPEC.md: a change there starts a new build', `Try again as it is: andon retry ${name}`],
    ['test 3 fails: expected 404, got 200', 'test 7 fails', 'coverage is 71 %, below 80 %', 'and so on'],
  );
  return serviceState(name, 'blocked', { since, block });
};

/** A line with something of everything. */
export function fillLine(line: ScriptedLine): void {
  line.uptime = 0.9994;
  const problems = [
    'SPEC.md:4 Purpose is a placeholder',
    'SPEC.md:12 has no Success Criteria',
    'no API Specs',
  ];
  line.latestSignals.set('id-url-shortener', {
    progress: { ticket: 't-url-shortener', percent: 45, text: 'writing the routes' },
  });
  line.latestSignals.set('id-quotes', { tests: { passed: 12, total: 15 }, activity: 'GET /quotes/random' });
  line.whys.set('t-python-notes', [
    'No session with builder is free; two are busy.',
    'One ticket is before it.',
  ]);
  line.commit(
    serviceState('unfinished-idea', 'spec.incomplete', {
      since: since - 3_600_000,
      spec: { hash: 'h', problems, secrets: [], services: [] },
    }),
    serviceState('nothing-yet', 'spec.missing', { since }),
    atWork('url-shortener'),
    ticketState('t-python-notes', 'python-notes'),
    serviceState('python-notes', 'build.awaiting', { since, ticket: openTicket('t-python-notes') }),
    serviceState('quotes', 'test.verifying', { since, changes: 3 }),
    blocked('feature-flags'),
    shipped('todo-list'),
    serviceState(
      'a-service-with-a-remarkably-long-name-that-has-to-wrap-somewhere',
      'shipped',
      {
        since: since - 9 * 86_400_000,
        live: servingContext('fedcba9876543210', 'v12'),
      },
      'present.restarting',
    ),
    ticketState('t-url-shortener', 'url-shortener', 'builder-1'),
    sessionState('builder-1', 'present', ['t-url-shortener']),
    sessionState('tester-1'),
    sessionState('laptop-of-anna', 'silent'),
    sessionState('old-one', 'gone'),
  );
}
