import type { Step } from './step.ts';

/** Which releases operators went to, by the journal's facts alone, while nothing newer serves. */
export class ChosenReleases {
  readonly #asked = new Map<string, string>();
  readonly #chosen = new Map<string, string>();

  take({ kind, id, event }: Step): void {
    if (kind !== 'service') return;
    if (event.type === 'RollbackAsked') this.#asked.set(id, event.to);
    if (event.type === 'ReleaseSwitched') this.#chosen.delete(id);
    if (event.type !== 'RolledBack' && event.type !== 'RollbackFailed') return;
    if (event.type === 'RolledBack' && this.#asked.get(id) === event.to) this.#chosen.set(id, event.to);
    this.#asked.delete(id);
  }

  of(service: string): string | undefined {
    return this.#chosen.get(service);
  }
}
