import type { ServiceStep } from './step.ts';

/**
 * What commits run, as their test gates said it: two commits of one digest are the same bytes. And which bytes failed in
 * production, since when.
 */
export class KnownBytes {
  readonly #asked = new Map<string, string>();
  readonly #digests = new Map<string, string>();
  readonly #failed = new Map<string, number>();

  take({ id, event, effects }: ServiceStep): void {
    if (event.type === 'VerificationFinished' && event.verdict === 'passed' && event.digest !== undefined) {
      const commit = this.#asked.get(event.verification);
      if (commit !== undefined) this.learn(id, commit, event.digest);
    }
    for (const effect of effects) {
      if (effect.type === 'verify') this.#asked.set(effect.verification, effect.commit);
    }
  }

  /** A gate that really ran says what this commit runs. */
  learn(service: string, commit: string, digest: string): void {
    this.#digests.set(`${service} ${commit}`, digest);
  }

  same(service: string, one: string, other: string): boolean {
    const marks = this.#marks(service, one);
    return this.#marks(service, other).some((mark) => marks.includes(mark));
  }

  fail(service: string, commit: string, seq: number): void {
    for (const mark of this.#marks(service, commit)) this.#failed.set(mark, seq);
  }

  /** Somebody wants these bytes to serve again, whatever they did. */
  forgive(service: string, commit: string): void {
    for (const mark of this.#marks(service, commit)) this.#failed.delete(mark);
  }

  /** The row by which these bytes failed, under this commit or another; undefined when they did not. */
  failedAt(service: string, commit: string): number | undefined {
    return this.#marks(service, commit)
      .map((mark) => this.#failed.get(mark))
      .find((seq) => seq !== undefined);
  }

  #marks(service: string, commit: string): string[] {
    const digest = this.#digests.get(`${service} ${commit}`);
    return [`${service} commit ${commit}`, ...(digest === undefined ? [] : [`${service} digest ${digest}`])];
  }
}
