import type { Node } from '../../syntax/parse-javascript.ts';
import type { Assertion, FunctionFacts } from '../suite-facts.ts';

/** Where assertions and calls are noted. */
export type Sink = { assertions: Assertion[]; calls: FunctionFacts['calls'] };
/** Where in a file a node stands. */
export type Place = {
  readonly titles: readonly string[];
  readonly off: string | null;
  readonly only: boolean;
  readonly cases: number;
  readonly table: readonly Node[];
  readonly sink: Sink | null;
  readonly inTest: boolean;
  readonly times: number;
  readonly swallowed: boolean;
  readonly condition: string | null;
};

export const atTop: Place = {
  titles: [],
  off: null,
  only: false,
  cases: 1,
  table: [],
  sink: null,
  inTest: false,
  times: 1,
  swallowed: false,
  condition: null,
};
