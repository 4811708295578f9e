/**
 * Something a statement of the spec says that the built service does, by the name of the proof that shows it:
 * `create`, `invalid`, `persist` … `detail` narrows it to one field, status or endpoint.
 */
export type Fact = { readonly proof: string; readonly resource: string | null; readonly detail?: string };

/** What reading one statement came to. */
export type Understanding =
  | { readonly ok: true; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly reason: string; readonly contradiction?: boolean };
