import { type ParseOptions, parseSpec } from './parse-spec.ts';
import type { ParsedSpec } from './parsed-spec.ts';

/** Parses a spec once per text: parsing costs milliseconds, and the same text comes back with every sweep and retry. */
export class SpecCache {
  readonly #parsed = new Map<string, ParsedSpec>();
  readonly #size: number;
  readonly #options: Omit<ParseOptions, 'file'>;

  constructor(options: Omit<ParseOptions, 'file'> = {}, size = 1_000) {
    this.#options = options;
    this.#size = size;
  }

  /** `hash` must be the hash of `text`. */
  parse(hash: string, text: string, file: string): ParsedSpec {
    const known = this.#parsed.get(hash);
    this.#parsed.delete(hash);
    const parsed = known ?? parseSpec(text, { ...this.#options, file });
    this.#parsed.set(hash, parsed);
    if (this.#parsed.size > this.#size) {
      const oldest = this.#parsed.keys().next();
      if (!oldest.done) this.#parsed.delete(oldest.value);
    }
    return parsed.file === file ? parsed : { ...parsed, file };
  }
}
