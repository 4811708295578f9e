/** How the scripted agent speaks: over the protocol, or as a plain program. What a way of speaking cannot say is left out. */
export interface Voice {
  say(text: string): Promise<void>;
  think(text: string): Promise<void>;
  plan(entries: readonly string[], done: number): Promise<void>;
  tool(title: string, kind: string, ends: 'completed' | 'failed' | 'never'): Promise<void>;
  edit(path: string, text: string): Promise<void>;
  usage(usd: number | null, tokens: number | null): Promise<void>;
  clientWrite(path: string, text: string): Promise<void>;
  clientRead(path: string): Promise<void>;
  askLeave(title: string, kind: string, options: readonly string[]): Promise<void>;
  askForm(message: string, options: readonly string[]): Promise<void>;
  tellUnknown(): Promise<void>;
  tellSession(): Promise<void>;
  raw(bytes: Buffer): Promise<void>;
}

/** The ticket, as the agent came to know it. */
export type Job = {
  readonly workspace: string;
  readonly kind: string;
  readonly service: string;
  readonly spec: string;
  readonly feedback: readonly string[];
  readonly signal: AbortSignal;
};

export type End =
  | { readonly type: 'cannot' | 'contradiction'; readonly clauses: readonly string[] }
  | { readonly type: 'failed'; readonly message: string; readonly code?: number | undefined }
  | { readonly type: 'stopped'; readonly reason: string }
  | { readonly type: 'cancelled' };

/** The script is over before its last step. */
export class Ending extends Error {
  readonly end: End;
  constructor(end: End) {
    super(end.type);
    this.end = end;
  }
}
