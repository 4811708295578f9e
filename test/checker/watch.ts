import type { Limits } from '../../machines/policy/limits.ts';
import type { JournalFold } from './journal-fold.ts';
import type { Ending, Observation } from './observation.ts';
import type { Step } from './step.ts';

/** How far real processes, whose clocks and writes are not one, may be off before it is a broken promise. */
export type Tolerances = {
  /** Between a heartbeat's answer and the end of its lease, milliseconds. */
  readonly leaseMs: number;
  /** Between a pause and the last effect it should have held back, milliseconds. */
  readonly pauseMs: number;
  /** Rows of one service and its tickets in one minute of true time. */
  readonly eventsPerServicePerMinute: number;
  /** Tickets opened for one change while nobody outside asks for another try. */
  readonly ticketsPerChange: number;
};

export const exact: Tolerances = {
  leaseMs: 0,
  pauseMs: 0,
  eventsPerServicePerMinute: 600,
  ticketsPerChange: 12,
};

export type WatchOptions = { readonly limits: Limits; readonly tolerances: Tolerances };

/** Says whether the promise held here; the sentence is made only when it did not. */
export type Judge = (holds: boolean, text: () => string, seq?: number) => void;

/**
 * One promise being watched over one history. `step` is told each row, after the fold took it; `observe` everything,
 * a commit after its rows; `at` is true elapsed time in milliseconds.
 */
export type Watch = {
  step?(step: Step, at: number, fold: JournalFold): void;
  observe?(observation: Observation, at: number, fold: JournalFold): void;
  end?(ending: Ending, at: number, fold: JournalFold): void;
};

export type LinePromise = {
  readonly name: string;
  watch(judge: Judge, options: WatchOptions): Watch;
};
