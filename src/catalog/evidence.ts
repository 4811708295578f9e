/** What a service directory holds beside its spec. Content counts; an empty directory does not. */
export type Evidence = {
  readonly source: boolean;
  readonly tests: boolean;
  readonly production: boolean;
  /** Why nothing can be made of it; undefined when something can. */
  readonly unknown?: string | undefined;
};
