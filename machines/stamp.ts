/** What the shell stamps on every event: the wall clock, and a name unique to the event from which ids are made. */
export type Stamp = { readonly at: number; readonly ref: string };

/** An event as a machine sees it. */
export type Stamped<E extends { type: string }> = E & Stamp;
