/** Content by path; a link or an executable where a text alone does not say it. */
export type CorpusFiles = Readonly<
  Record<string, string | { readonly text: string; readonly executable: true } | { readonly link: string }>
>;

/** One submission to the line: files of `BUILD/` that a builder hands in for a spec. */
export type CorpusCase = {
  /** Kebab-case, one of a kind. */
  readonly name: string;
  /** One sentence: what the builder did. */
  readonly about: string;
  /** Where it is known from: a section of a document, a link, or `own`. */
  readonly from: string;
  readonly spec: string;
  /** The user's `andon.yaml` beside SPEC.md. */
  readonly andonYaml?: string;
  /** The user's hidden tests: the folder `acceptance/` beside SPEC.md. */
  readonly acceptance?: CorpusFiles;
  /** What serves already and passed every gate; its spec where it was another one. */
  readonly before?: { readonly spec?: string; readonly build: CorpusFiles };
  /** Why the change is made; default `spec`. */
  readonly cause?: 'spec' | 'incident' | 'hand-edit';
  readonly build: CorpusFiles;
  /** `registry`: it installs packages. `go`, `pytest`: these programs have to be there. */
  readonly needs?: readonly ('registry' | 'go' | 'pytest')[];
};
