import { nothingYet } from '../../../machines/line/line.initial.ts';
import { acknowledgedIsCommitted } from '../promises/acknowledged-is-committed.ts';
import { boardsAreTrue } from '../promises/boards-are-true.ts';
import { decidedIsDone } from '../promises/decided-is-done.ts';
import { nothingLeaks } from '../promises/nothing-leaks.ts';
import { performedWasCommitted } from '../promises/performed-was-committed.ts';
import { stateIsReplay } from '../promises/state-is-replay.ts';
import type { ToldHistory } from '../told-history.ts';
import type { PromiseCase } from './promise-case.ts';

const line = {
  seq: 1,
  at: 1,
  stream: 'line/main',
  version: 1,
  event: { type: 'Opened', input: {} },
  after: 'running',
} as const;
const paused = { ...line, seq: 2, at: 2, event: { type: 'LinePaused' }, after: 'paused' } as const;
const running = { value: 'running', context: { ...nothingYet, since: 1 }, status: 'active' };
const acknowledged = { what: 'acknowledged', stream: 'line/main', seq: 2, type: 'LinePaused' } as const;
const publish = { type: 'publish', commit: 'c1', change: 1, what: 'build' };
const performed = (effect: { readonly type: string }) =>
  ({ what: 'performed', stream: 'service/a', effect }) as const;
const passed = { type: 'VerificationFinished' };

const journaled = (history: ToldHistory, ...rows: Parameters<typeof history.fold.take>[0][]) => {
  for (const row of rows) history.fold.take(row);
  return history;
};

export const journalCases: readonly PromiseCase[] = [
  {
    promise: acknowledgedIsCommitted,
    keeps: (history) => journaled(history, line, paused).saw(acknowledged).end(),
    breaks: {
      'it is not there': (history) => journaled(history, line).saw(acknowledged).end(),
      'something else is there': (history) =>
        journaled(history, line, paused)
          .saw({ ...acknowledged, type: 'LineResumed' })
          .end(),
    },
  },
  {
    promise: stateIsReplay,
    keeps: (history) =>
      journaled(history, line).end({
        snapshots: [{ stream: 'line/main', snapshot: running }],
        journal: [line],
      }),
    breaks: {
      'a snapshot is another': (history) =>
        journaled(history, line, paused).end({ snapshots: [{ stream: 'line/main', snapshot: running }] }),
      'a snapshot is not there': (history) => journaled(history, line).end(),
      'a row was altered later': (history) =>
        journaled(history, line).end({
          snapshots: [{ stream: 'line/main', snapshot: running }],
          journal: [{ ...line, at: 7 }],
        }),
      'a committed row is lost': (history) =>
        journaled(history, line).end({
          snapshots: [{ stream: 'line/main', snapshot: running }],
          journal: [],
        }),
    },
  },
  {
    promise: performedWasCommitted,
    keeps: (history) =>
      history.service(passed, {}, [publish]).saw(performed(publish)).saw(performed(publish)),
    breaks: {
      'it is performed before the commit': (history) =>
        history.saw(performed(publish)).service(passed, {}, [publish]),
      'something else is performed': (history) =>
        history
          .service(passed, {}, [publish])
          .saw(performed({ ...publish, commit: 'c2' } as { type: string })),
      'something is owed that no row asks for': (history) =>
        history.end({ owed: [{ id: 'e-1-0', stream: 'service/a', effect: publish }] }),
    },
  },
  {
    promise: decidedIsDone,
    keeps: (history) =>
      history
        .service(passed, {}, [publish])
        .saw(performed(publish))
        .end({ owed: [{ id: 'e-1-0', stream: 'service/a', effect: publish }] }),
    breaks: {
      'accepted work never reaches the tree': (history) =>
        history
          .service(passed, {}, [publish])
          .saw(performed({ type: 'verify' }))
          .end(),
      'something is owed for ever': (history) =>
        history.end({ owed: [{ id: 'e-1-0', stream: 'service/a', effect: publish }] }),
    },
  },
  {
    promise: boardsAreTrue,
    keeps: (history) =>
      history.end({
        boards: [{ name: 'one', shown: { line: 'up' }, truth: { line: 'up', gone: undefined } }],
      }),
    breaks: {
      'it shows what was': (history) =>
        history.end({ boards: [{ name: 'one', shown: new Map([['a', 1]]), truth: new Map([['a', 2]]) }] }),
      'it misses something': (history) => history.end({ boards: [{ name: 'one', shown: [], truth: ['a'] }] }),
    },
  },
  {
    promise: nothingLeaks,
    keeps: (history) => history.end(),
    breaks: { 'a process runs on': (history) => history.end({ leaks: ['process 7 runs still'] }) },
  },
];
