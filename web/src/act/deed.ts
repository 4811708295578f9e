import type { ServiceView } from '../../../src/contracts/board.ts';

type Wish = { readonly path: string; readonly body?: object };

/** Something a person asks the line for. */
export type Deed = Wish & {
  /** What is said when it is done: `Paused quotes`. */
  readonly done: string;
  /** The wish that takes it back, where there is one: offered for a while instead of asking beforehand. */
  readonly undo?: Wish & { readonly done: string };
  /** How the service looks until the server says so. */
  readonly shows?: { readonly service: string; readonly as: (view: ServiceView) => ServiceView };
};
