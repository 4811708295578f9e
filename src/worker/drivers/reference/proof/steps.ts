import type { Json, JsonObject } from '../../../../spec-model/model/service-model.ts';

/** A place in an answer: `a.body.code` is the field `code` in the body of the answer called `a`. */
export type Ref = { readonly ref: string };

/** One step of a proof, in no language. `{a.body.code}` inside a path is a place in an earlier answer. */
export type Step =
  | {
      readonly do: 'send';
      readonly save: string;
      readonly method: string;
      readonly path: string;
      readonly body?: JsonObject;
      readonly status: number;
    }
  | { readonly do: 'equal'; readonly at: string; readonly value: Json | Ref }
  | { readonly do: 'differ'; readonly at: string; readonly value: Ref }
  | { readonly do: 'matches'; readonly at: string; readonly pattern: string }
  | { readonly do: 'restart' }
  | { readonly do: 'clock'; readonly at: string }
  /** Asks once for each of `users` users and keeps how many answers were true, as `save`. */
  | {
      readonly do: 'poll';
      readonly save: string;
      readonly path: string;
      readonly at: string;
      readonly users: number;
    }
  | { readonly do: 'between'; readonly at: string; readonly low: number; readonly high: number }
  | { readonly do: 'superset'; readonly big: string; readonly small: string };

/** A proof of one behaviour; `answers` are the facts it shows. */
export type Proof = {
  readonly title: string;
  readonly answers: readonly string[];
  readonly resource: string | null;
  readonly steps: readonly Step[];
};

/** Makes a proof of the endpoint at hand. */
export type Make = (title: string, answers: readonly string[], steps: readonly Step[]) => Proof;
/** The step that calls the endpoint at hand. */
export type Go = (save: string, at?: string, status?: number) => Step;
