import { attemptsBounded } from '../promises/attempts-bounded.ts';
import { everythingSettles } from '../promises/everything-settles.ts';
import { legalEdges } from '../promises/legal-edges.ts';
import { noHotLoop } from '../promises/no-hot-loop.ts';
import { pauseHoldsBack } from '../promises/pause-holds-back.ts';
import { reasonsAreSaid } from '../promises/reasons-are-said.ts';
import type { ToldHistory } from '../told-history.ts';
import type { PromiseCase } from './promise-case.ts';

const times = (count: number, tell: () => unknown) => {
  for (let n = 0; n < count; n += 1) tell();
};
const assigned = { type: 'TicketAssigned', session: 's' };
const rejected = { type: 'TicketRejected', token: 1 };
const openTicket = { type: 'openTicket', ticket: 't' };
const restart = { type: 'startTimer', timer: 'restart' };
const failed = { type: 'HealthFailed', release: 'r1' };
const deploy = { what: 'performed', stream: 'service/a', effect: { type: 'deploy' } } as const;
const block = { code: 'environment', text: 'The disk is full.', ways: ['Make room'] };
const begun = (n: number, cause: string, release: string | null = null) => ({
  changes: n,
  change: { n, cause, release },
});
const serving = (id: string) => ({ live: { release: { id } } });

const at = (history: ToldHistory, line: string, live = 'none', context = {}) =>
  history.service({ type: 'Opened' }, { line, live, context });

export const lineCases: readonly PromiseCase[] = [
  {
    promise: legalEdges,
    keeps: (history) => {
      at(history, 'build.awaiting')
        .service({ type: 'TicketHeld' }, { line: 'build.working' })
        .service({ type: 'TicketSubmitted' }, { line: 'build.verifying' })
        .service({ type: 'VerificationFinished' }, { line: 'test.verifying' })
        .service({ type: 'VerificationFinished' }, { line: 'release.deploying' })
        .service({ type: 'ReleaseStarted' }, { line: 'release.proving' })
        .service({ type: 'ReleaseProved' }, { line: 'release.switching' })
        .service(
          { type: 'ReleaseSwitched' },
          { line: 'shipped', live: 'healthy', context: { ...begun(1, 'spec', 'r1'), ...serving('r1') } },
        )
        .service(failed, { live: 'restarting' })
        .service(failed, { line: 'test.fixing', live: 'down', context: begun(2, 'incident') })
        .service({ type: 'ServiceRetired' }, { line: 'blocked', live: 'none' });
    },
    breaks: {
      'a gate is skipped': (history) =>
        at(history, 'build.verifying').service(
          { type: 'VerificationFinished' },
          { line: 'release.deploying' },
        ),
      'the worker’s word moves the line': (history) =>
        at(history, 'build.working').service({ type: 'TicketSubmitted' }, { line: 'test.verifying' }),
      'something supersedes a release that proves': (history) =>
        at(history, 'release.proving').service({ type: 'SpecSeen' }, { line: 'build.awaiting' }),
      'it goes on out of a state nobody knows': (history) =>
        at(history, 'limbo').service({ type: 'SpecSeen' }, { line: 'build.awaiting' }),
      'it counts as shipped while nothing serves': (history) =>
        at(history, 'release.switching').service({ type: 'ReleaseSwitched' }, { line: 'shipped' }),
      'what serves is well again and nobody probed it': (history) =>
        at(history, 'shipped', 'unhealthy').service({ type: 'TimerFired' }, { live: 'healthy' }),
      'something else switches during a rollback': (history) =>
        at(history, 'shipped', 'rollingBack').service({ type: 'ReleaseSwitched' }, { live: 'healthy' }),
      'a change begins out of nothing': (history) =>
        at(history, 'build.verifying').service(
          { type: 'TimerFired' },
          { line: 'build.awaiting', context: begun(2, 'spec') },
        ),
      'a change is skipped': (history) =>
        at(history, 'shipped').service(
          { type: 'SpecSeen' },
          { line: 'build.awaiting', context: begun(3, 'spec') },
        ),
      'a spec goes before an incident': (history) =>
        at(history, 'blocked', 'down', { pending: { incident: {}, handEdit: null, spec: null } }).service(
          { type: 'SpecSeen' },
          { line: 'build.awaiting', context: begun(2, 'spec') },
        ),
      'a spec that is there is called missing': (history) =>
        at(history, 'shipped').service({ type: 'SpecSeen' }, { line: 'spec.missing' }),
      'a whole spec is called incomplete': (history) =>
        at(history, 'shipped').service({ type: 'SpecSeen' }, { line: 'spec.incomplete' }),
      'a fix begins without an incident': (history) =>
        at(history, 'shipped').service({ type: 'HealthFailed' }, { line: 'test.fixing' }),
    },
  },
  {
    promise: attemptsBounded,
    tolerances: { ticketsPerChange: 3 },
    keeps: (history) => {
      at(history, 'build.awaiting');
      times(2, () => history.ticket(assigned).ticket(rejected));
      history.ticket(assigned);
      times(3, () => history.service(failed, { live: 'restarting' }, [restart]));
      history.service({ type: 'TicketExhausted' }, { line: 'blocked' });
      history.service({ type: 'ServiceRetried' }, { live: 'restarting' }, [restart]);
      times(3, () => history.service({ type: 'VerificationFinished' }, {}, [openTicket]));
      history.service({ type: 'SpecSeen' }, { context: begun(2, 'spec') }, [openTicket]);
    },
    breaks: {
      'a ticket is given out after its last try': (history) => {
        times(3, () => history.ticket(assigned).ticket(rejected));
        history.ticket(assigned);
      },
      'a ticket loses lease after lease': (history) =>
        times(7, () => history.ticket(assigned).ticket({ type: 'LeaseExpired', token: 1, session: 's' })),
      'tries are used up and the line goes on asking': (history) =>
        at(history, 'spec.missing').service({ type: 'TicketExhausted' }, { line: 'spec.missing' }, [
          openTicket,
        ]),
      'ticket after ticket is opened for one change': (history) => {
        at(history, 'test.fixing');
        times(4, () => history.service({ type: 'VerificationFinished' }, {}, [openTicket]));
      },
      'a gate without an answer is asked on and on': (history) => {
        const inconclusive = { type: 'VerificationFinished', verdict: 'inconclusive' };
        at(history, 'test.verifying');
        times(4, () => history.service(inconclusive, {}, [{ type: 'verify', gate: 'test', commit: 'c1' }]));
      },
      'it is restarted on and on': (history) => {
        at(history, 'shipped', 'healthy');
        times(4, () => history.service(failed, { live: 'restarting' }, [restart]));
      },
    },
  },
  {
    promise: noHotLoop,
    tolerances: { eventsPerServicePerMinute: 10 },
    keeps: (history) =>
      times(50, () =>
        history.after(10_000).service({ type: 'SpecSeen' }).ticket({ type: 'Opened', input: {} }),
      ),
    breaks: {
      'a service runs in circles': (history) =>
        times(11, () => history.after(100).service({ type: 'SpecSeen' })),
      'its ticket runs in circles': (history) => {
        history.ticket({ type: 'Opened', input: { owner: 'service/a' } });
        times(11, () => history.after(100).ticket(assigned));
      },
    },
  },
  {
    promise: pauseHoldsBack,
    keeps: (history) =>
      history
        .line({ type: 'LinePaused' })
        .saw({ ...deploy, effect: { type: 'publish' } })
        .after(1_000)
        .line({ type: 'LineResumed' })
        .ticket(assigned)
        .saw(deploy),
    breaks: {
      'a ticket is given out while the line is paused': (history) =>
        history.line({ type: 'LinePaused' }).ticket(assigned),
      'a ticket is given out while its service is paused': (history) =>
        history.service({ type: 'ServicePaused' }).ticket(assigned),
      'a release is deployed while its service is paused': (history) =>
        history.service({ type: 'ServicePaused' }).after(1_000).saw(deploy),
    },
  },
  {
    promise: reasonsAreSaid,
    keeps: (history) =>
      history
        .service({ type: 'ReleaseFailed' }, { line: 'blocked', context: { block } })
        .ticket({ type: 'Opened', input: {} }, { state: 'open' })
        .end({ waiting: [{ ticket: 't', reasons: ['no builder is registered'] }] }),
    breaks: {
      'a block says nothing': (history) =>
        history.service(
          { type: 'ReleaseFailed' },
          { line: 'blocked', context: { block: { ...block, text: ' ' } } },
        ),
      'a block names no way out': (history) =>
        history.service(
          { type: 'ReleaseFailed' },
          { line: 'blocked', context: { block: { ...block, ways: [] } } },
        ),
      'a ticket waits for no reason': (history) =>
        history
          .ticket({ type: 'Opened', input: {} }, { state: 'open' })
          .end({ waiting: [{ ticket: 't', reasons: [] }] }),
      'a ticket waits unseen': (history) =>
        history.ticket({ type: 'Opened', input: {} }, { state: 'open' }).end({ waiting: [] }),
    },
  },
  {
    promise: everythingSettles,
    keeps: (history) => {
      const context = { ...begun(1, 'spec', 'r1'), ...serving('r1') };
      at(history, 'shipped', 'healthy', context).end();
      at(history, 'blocked', 'down', { ...context, block }).end();
      at(history, 'spec.missing', 'none', { ticket: { id: 't' } }).end({
        waiting: [{ ticket: 't', reasons: ['no architect is registered'] }],
      });
      at(history, 'test.fixing').end({ settled: false });
      at(history, 'test.fixing', 'none', { paused: true }).end();
    },
    breaks: {
      'it stands where work should go on': (history) => at(history, 'test.fixing').end(),
      'it is shipped and down': (history) =>
        at(history, 'shipped', 'down', { ...begun(1, 'spec', 'r1'), ...serving('r1') }).end(),
      'it is shipped and something else serves': (history) =>
        at(history, 'shipped', 'healthy', { ...begun(2, 'spec', 'r2'), ...serving('r1') }).end(),
      'it is blocked without a reason': (history) => at(history, 'blocked').end(),
      'it has no spec and nobody is asked for one': (history) => at(history, 'spec.missing').end(),
      'the ladder has stopped half-way': (history) => at(history, 'blocked', 'restarting', { block }).end(),
    },
  },
];
