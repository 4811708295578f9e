import type { LintSpecResponse, SpecResponse, SpecTemplate } from '../contracts/specs.ts';

export type SavedSpec = Pick<SpecResponse, 'path' | 'problems'> & { readonly hash: string };

/** The specs of the services root, for people who write them in a browser or a terminal. */
export interface Specs {
  /**
   * The spec of this service as it is on the disk, with what was verified of each statement; `id` is null for one that
   * the line does not know yet. Undefined where there is no such directory. Rejects with `SPEC_REFUSED` for what is not read.
   */
  read(name: string, id: string | null): Promise<Omit<SpecResponse, 'service'> | undefined>;
  /**
   * Puts the text there, whole or not at all, if what is there still has this hash; null: if there is nothing. Rejects with
   * `SPEC_CHANGED`, `SPEC_REFUSED` for a name or a place that cannot be a service's, `NOT_WRITTEN` where the disk refuses.
   */
  write(name: string, text: string, ifHash: string | null): Promise<SavedSpec>;
  /** What the spec gate says of a text. */
  lint(text: string): Promise<LintSpecResponse>;
  readonly templates: readonly SpecTemplate[];
}
