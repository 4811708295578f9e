import { describe, expect, it } from 'vitest';
import { offersOf } from '../../machines/offers.ts';
import {
  awaitingBuild,
  building,
  deploying,
  Service,
  shipped,
  shippedTwice,
  specSeen,
  verifyingBuild,
} from './given.ts';
import { walk } from './service/walk.ts';

type Act = ReturnType<typeof offersOf>[number]['act'];

const offer = (service: Service, act: Act) => offersOf(service.snapshot).find((one) => one.act === act);
const withApproval = {
  type: 'SettingsSeen',
  settings: { redundancy: null, merge: false, budget: null, approval: true },
} as const;
const verified = () =>
  Service.fresh()
    .when(withApproval, specSeen('A'))
    .held()
    .submitted('c1')
    .verdict('passed', { hasTests: true })
    .verdict('passed');
const rollingBack = () =>
  shippedTwice().when({ type: 'RollbackAsked', from: 'r-14', to: 'r-6', reason: 'r', by: 'ada' });
const retired = () => shipped().when({ type: 'ServiceRetired' });
const stuck = () => verifyingBuild().verdict('failed').exhausted('no');

describe('what people may do to a service', () => {
  it.each<[Act, string, () => Service]>([
    ['pause', 'runs', shipped],
    ['resume', 'is paused', () => shipped().when({ type: 'ServicePaused' })],
    ['retry', 'is blocked', stuck],
    ['assign', 'waits for a builder', awaitingBuild],
    ['assign', 'waits for several builders', () => Service.fresh({ redundancy: 2 }).when(specSeen('A'))],
    ['prioritise', 'is in production', shipped],
    ['approve', 'waits for approval', verified],
    ['send-back', 'waits for approval', verified],
    ['send-back', 'is blocked with something handed in', stuck],
    ['roll-back', 'shipped twice', shippedTwice],
    ['edit-spec', 'is being built', building],
    ['retire', 'is being built', building],
  ])('offers to %s one that %s', (act, _state, service) => {
    expect(offer(service(), act)).toEqual({ act, allowed: true, why: null });
  });

  it.each<[Act, string, () => Service]>([
    ['pause', 'It is paused already.', () => shipped().when({ type: 'ServicePaused' })],
    ['resume', 'It is not paused.', shipped],
    ['retry', 'It is in production, and nothing of it failed.', shipped],
    ['retry', 'It has not stopped: there is nothing to try again.', building],
    ['assign', 'b1 has its ticket.', building],
    ['assign', 'What was handed in is being judged.', verifyingBuild],
    ['assign', 'No ticket of it is open.', shipped],
    [
      'assign',
      'It is paused: nothing is assigned before it is resumed.',
      () => awaitingBuild().when({ type: 'ServicePaused' }),
    ],
    ['approve', 'No verified change of it waits for production.', building],
    ['approve', 'Its release is on the way to production already.', deploying],
    [
      'approve',
      'Its directory is gone; it is asked again once that is back.',
      () => verified().when({ type: 'DirectoryVanished' }),
    ],
    ['send-back', 'b1 is at work on it.', building],
    ['send-back', 'What was handed in is being judged.', verifyingBuild],
    ['send-back', 'Its release is on the way to production; that settles first.', deploying],
    ['send-back', 'It is in production: edit SPEC.md, or roll it back.', shipped],
    ['send-back', 'Nothing was handed in that could be sent back.', awaitingBuild],
    ['roll-back', 'Nothing of it serves.', building],
    ['roll-back', 'No other release of it is kept.', shipped],
    ['roll-back', 'A rollback is under way.', rollingBack],
    ['roll-back', 'It is being restarted; that settles first.', () => shippedTwice().health(false)],
    [
      'roll-back',
      'It is paused: nothing is switched before it is resumed.',
      () => shippedTwice().when({ type: 'ServicePaused' }),
    ],
    ['prioritise', 'It is retired.', retired],
    ['edit-spec', 'It is retired.', retired],
    ['retire', 'It is retired.', retired],
    ['retry', 'It is retired.', retired],
    ['send-back', 'It is retired.', retired],
  ])('says why it does not offer to %s: %s', (act, why, service) => {
    expect(offer(service(), act)).toEqual({ act, allowed: false, why });
  });

  it('says a true reason of every service there is', () => {
    const wrong = walk(8_000).services.flatMap((service) => {
      const { context, line } = service;
      return offersOf(service.snapshot)
        .filter(({ act, allowed, why }) => {
          if (allowed) return why !== null;
          if (why === null || why === '') return true;
          if (why.startsWith('It is paused')) return !context.paused;
          if (why === 'It is retired.') return context.block?.code !== 'retired';
          if (why === 'Work on it is asked for already.') return context.ticket === null;
          // Whatever stands for a reason that somebody can do something about is offered a way out.
          return act === 'retry' && line === 'blocked' && context.block?.resume !== 'nothing';
        })
        .map(({ act, why }) => `${line} / ${service.live}: ${act}: ${why}`);
    });
    expect([...new Set(wrong)].slice(0, 10)).toEqual([]);
  });
});
