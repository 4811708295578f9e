import { approvalIsKept } from '../promises/approval-is-kept.ts';
import { badCommitIsHeld } from '../promises/bad-commit-is-held.ts';
import { deployIsVerified } from '../promises/deploy-is-verified.ts';
import { lastKnownGood } from '../promises/last-known-good.ts';
import { oneDeploy } from '../promises/one-deploy.ts';
import { servesWhatWasDeployed } from '../promises/serves-what-was-deployed.ts';
import type { ToldHistory } from '../told-history.ts';
import type { PromiseCase } from './promise-case.ts';

const deploy = (release: string, commit: string, record = 'rec') => ({
  type: 'deploy',
  release,
  commit,
  record,
});
const verify = (gate: string, commit: string) => ({ type: 'verify', verification: 'v', gate, commit });
const passed = { type: 'VerificationFinished', verification: 'v', verdict: 'passed', record: 'rec' };
const switched = (release: string) => ({ type: 'ReleaseSwitched', release });
const failed = (release: string) => ({ type: 'HealthFailed', release });
const rollBack = (from: string, to: string) => ({ type: 'rollBack', from, to });
const rolledBack = (from: string, to: string) => ({ type: 'RolledBack', from, to });
const began = (release: string, commit = 'c1') =>
  ({ what: 'deploy-began', service: 'a', release, commit, record: 'rec' }) as const;
const ended = (release: string) => ({ what: 'deploy-ended', service: 'a', release }) as const;
const serves = (release: string, commit = 'c1') =>
  ({ what: 'serves', service: 'a', release, commit }) as const;
const verified = (gate: string, commit: string, verdict = 'passed') =>
  ({ what: 'verified', service: 'a', gate, commit, verdict, record: 'rec' }) as const;
const asked = { type: 'TimerFired' };
const goTo = (from: string, to: string) => ({ type: 'RollbackAsked', from, to, reason: 'r', by: 'ada' });
const withApproval = { type: 'SettingsSeen', settings: { approval: true } };
const approved = (change: number) => ({ type: 'ReleaseApproved', change, by: 'ada' });
const ofChange = (n: number, commit: string) => ({ context: { change: { n, commit } } });

/** A release of this commit went out, and is well until something is said. */
const shipped = (history: ToldHistory, release: string, commit: string) =>
  history.service(asked, {}, [deploy(release, commit)]).service(switched(release), { live: 'healthy' });

export const releaseCases: readonly PromiseCase[] = [
  {
    promise: deployIsVerified,
    keeps: (history) =>
      history
        .service(asked, {}, [verify('test', 'c1')])
        .saw(verified('test', 'c1'))
        .service(passed, {}, [deploy('r1', 'c1')])
        .saw(began('r1', 'c1')),
    breaks: {
      'the record is of another commit': (history) =>
        history.service(asked, {}, [verify('test', 'c1')]).service(passed, {}, [deploy('r1', 'c2')]),
      'the record is of another gate': (history) =>
        history.service(asked, {}, [verify('build', 'c1')]).service(passed, {}, [deploy('r1', 'c1')]),
      'the verdict was no pass': (history) =>
        history
          .service(asked, {}, [verify('test', 'c1')])
          .service({ ...passed, verdict: 'failed' }, {}, [deploy('r1', 'c1')]),
      'nothing was ever verified': (history) => history.saw(began('r1')),
      'the gate that ran said no': (history) =>
        history.saw(verified('test', 'c1', 'failed')).saw(began('r1')),
      'other bytes are deployed than were verified': (history) =>
        history.saw(verified('test', 'c1')).saw(began('r1', 'c2')),
    },
  },
  {
    promise: approvalIsKept,
    keeps: (history) =>
      history
        .service(asked, ofChange(1, 'c0'), [{ ...deploy('r0', 'c0'), change: 1 }])
        .service(withApproval)
        .service(asked, ofChange(2, 'c1'))
        .service(approved(2), {}, [{ ...deploy('r1', 'c1'), change: 2 }])
        .service({ type: 'ReleaseFailed', release: 'r1', fault: 'environment' }, {}, [
          { ...deploy('r2', 'c1'), change: 2 },
        ]),
    breaks: {
      'nobody approved it': (history) =>
        history.service(withApproval).service(asked, {}, [{ ...deploy('r1', 'c1'), change: 1 }]),
      'another change was approved': (history) =>
        history
          .service(withApproval)
          .service(asked, ofChange(1, 'c1'))
          .service(approved(1), {}, [{ ...deploy('r1', 'c1'), change: 2 }]),
      'another commit was approved': (history) =>
        history
          .service(withApproval)
          .service(asked, ofChange(1, 'c1'))
          .service(approved(1), {}, [{ ...deploy('r1', 'c2'), change: 1 }]),
      'it was sent back since': (history) =>
        history
          .service(withApproval)
          .service(asked, ofChange(1, 'c1'))
          .service(approved(1))
          .service({ type: 'WorkSentBack', note: 'n', by: 'ada' })
          .service(asked, {}, [{ ...deploy('r1', 'c1'), change: 1 }]),
    },
  },
  {
    promise: servesWhatWasDeployed,
    keeps: (history) =>
      history
        .saw(began('r1'))
        .saw(serves('r1'))
        .service(switched('r1'), { live: 'healthy', context: { live: { release: { id: 'r1' } } } })
        .end(),
    breaks: {
      'it was never deployed': (history) => history.saw(serves('r1')),
      'it serves another commit than was deployed': (history) =>
        history.saw(began('r1')).saw(serves('r1', 'c2')),
      'the machine counts on another release at rest': (history) =>
        history
          .saw(began('r1'))
          .saw(serves('r1'))
          .service(switched('r1'), { live: 'healthy', context: { live: { release: { id: 'r2' } } } })
          .end(),
    },
  },
  {
    promise: oneDeploy,
    keeps: (history) =>
      history
        .service(asked, {}, [deploy('r1', 'c1')])
        .saw(began('r1'))
        .saw({ what: 'coordinator-started' })
        .saw(began('r1'))
        .saw(ended('r1'))
        .service({ type: 'ReleaseFailed', release: 'r1', fault: 'environment' })
        .service(asked, {}, [deploy('r2', 'c1')])
        .saw(began('r2')),
    breaks: {
      'two are asked for': (history) =>
        history.service(asked, {}, [deploy('r1', 'c1')]).service(asked, {}, [deploy('r2', 'c2')]),
      'two are done at once': (history) => history.saw(began('r1')).saw(began('r2')),
    },
  },
  {
    promise: lastKnownGood,
    keeps: (history) => {
      shipped(history, 'r1', 'c1');
      shipped(history, 'r2', 'c2');
      // It was ill when r3 took over: nothing to go back to.
      history.service(failed('r2'), { live: 'unhealthy' });
      shipped(history, 'r3', 'c3')
        .service(failed('r3'), { live: 'rollingBack' }, [rollBack('r3', 'r1')])
        .service(rolledBack('r3', 'r1'), { live: 'healthy' });
      // Operators go where they want, also to what failed.
      history
        .service(goTo('r1', 'r3'), { live: 'rollingBack' }, [rollBack('r1', 'r3')])
        .service(rolledBack('r1', 'r3'), { live: 'healthy' });
    },
    breaks: {
      'it goes to a release that was ill': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2').service(failed('r2'), { live: 'unhealthy' });
        shipped(history, 'r3', 'c3').service(failed('r3'), {}, [rollBack('r3', 'r2')]);
      },
      'it goes further back than it must': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2');
        shipped(history, 'r3', 'c3').service(failed('r3'), {}, [rollBack('r3', 'r1')]);
      },
      'it goes to the bytes that fail': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c1').service(failed('r2'), {}, [rollBack('r2', 'r1')]);
      },
      'it goes to what was rolled back from': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2').service(failed('r2'), {}, [rollBack('r2', 'r1')]);
        history.service(rolledBack('r2', 'r1'), { live: 'healthy' });
        shipped(history, 'r3', 'c3').service(failed('r3'), {}, [rollBack('r3', 'r2')]);
      },
      'an operator is sent to a release that never served': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2').service(goTo('r2', 'r0'), {}, [rollBack('r2', 'r0')]);
      },
      'it goes elsewhere than the operator wants': (history) => {
        for (const n of [1, 2, 3]) shipped(history, `r${n}`, `c${n}`);
        history.service(goTo('r3', 'r1'), {}, [rollBack('r3', 'r2')]);
      },
      'what serves then is not what the operator wants': (history) => {
        for (const n of [1, 2, 3]) shipped(history, `r${n}`, `c${n}`);
        history
          .service(goTo('r3', 'r1'), {}, [rollBack('r3', 'r1')])
          .service(rolledBack('r3', 'r2'), { live: 'healthy' });
      },
      'something else was done than asked': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2');
        shipped(history, 'r3', 'c3')
          .service(failed('r3'), {}, [rollBack('r3', 'r2')])
          .service(rolledBack('r3', 'r1'), { live: 'healthy' });
      },
    },
  },
  {
    promise: badCommitIsHeld,
    keeps: (history) => {
      shipped(history, 'r1', 'c1');
      shipped(history, 'r2', 'c2').service(failed('r2'), {}, [rollBack('r2', 'r1')]);
      history.service(rolledBack('r2', 'r1'), { live: 'healthy' }).saw(serves('r1', 'c1'));
      history
        .service(asked, {}, [deploy('r3', 'c3')])
        .service({ type: 'ReleaseFailed', release: 'r3', fault: 'environment' }, {}, [deploy('r4', 'c3')]);
      history
        .service(goTo('r1', 'r2'), {}, [rollBack('r1', 'r2')])
        .saw(serves('r2', 'c2'))
        .service(rolledBack('r1', 'r2'), {}, [deploy('r5', 'c2')]);
    },
    breaks: {
      'what was rolled back from is deployed again': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2').service(failed('r2'), {}, [rollBack('r2', 'r1')]);
        history.service(rolledBack('r2', 'r1'), { live: 'healthy' }, [deploy('r3', 'c2')]);
      },
      'what failed its proof is deployed again': (history) =>
        history
          .service(asked, {}, [deploy('r1', 'c1')])
          .service({ type: 'ReleaseFailed', release: 'r1', fault: 'work' }, {}, [deploy('r2', 'c1')]),
      'another commit of the bytes that failed is deployed': (history) => {
        for (const commit of ['c1', 'c2']) {
          history
            .service(asked, {}, [verify('test', commit)])
            .service({ ...passed, digest: 'd' }, {}, [deploy(`of ${commit}`, commit)])
            .service({ type: 'ReleaseFailed', release: `of ${commit}`, fault: 'work' });
        }
      },
      'what ended down is deployed again': (history) =>
        shipped(history, 'r1', 'c1')
          .service(failed('r1'), { live: 'down' })
          .service(asked, {}, [deploy('r2', 'c1')]),
      'what an operator left is deployed again': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2').service(goTo('r2', 'r1'), {}, [rollBack('r2', 'r1')]);
        history.service(rolledBack('r2', 'r1'), { live: 'healthy' }, [deploy('r3', 'c2')]);
      },
      'what was rolled back from serves again': (history) => {
        shipped(history, 'r1', 'c1');
        shipped(history, 'r2', 'c2').service(failed('r2'), {}, [rollBack('r2', 'r1')]);
        history.saw(serves('r2', 'c2'));
      },
    },
  },
];
