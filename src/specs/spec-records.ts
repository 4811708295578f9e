import type { SignatureState } from '../contracts/records.ts';
import type { SpecRecord } from './evidence-of.ts';

export type TestRecord = SpecRecord & {
  readonly id: string;
  readonly gate: string;
  readonly specHash: string;
  readonly commit: string;
  readonly finishedAt: number;
  readonly result: { readonly verdict: string };
};

/** The verification records of a home, by service. A record never changes once it was written. */
export type RecordSource = {
  /** Newest first. */
  ids(service: string): Promise<readonly string[]>;
  read(
    service: string,
    id: string,
  ): Promise<{ readonly record: TestRecord; readonly signature: SignatureState } | undefined>;
};

/** So many of a service’s newest records are looked through for one of this text. */
const lookedAt = 40;
/** Of so many it is remembered which text they are of; of a few everything. */
const remembered = 5_000;
const kept = 8;

/** Finds what was verified of a text, reading each record once: boards ask several times a second. */
export class SpecRecords {
  readonly #source: RecordSource;
  /** The text that a record of a test gate is of; null for one of another gate, or none. */
  readonly #texts = new Map<string, string | null>();
  readonly #whole = new Map<string, TestRecord>();

  constructor(source: RecordSource) {
    this.#source = source;
  }

  /** The newest record of the test gate under this text, and whether there is one under any. */
  async of(service: string, hash: string): Promise<{ record: TestRecord | undefined; any: boolean }> {
    let any = false;
    for (const id of (await this.#source.ids(service)).slice(0, lookedAt)) {
      const key = `${service}/${id}`;
      let text = this.#texts.get(key);
      if (text === undefined) {
        const record = await this.#read(service, id);
        if (!record) continue;
        text = record.gate === 'test' ? record.specHash : null;
        keep(this.#texts, key, text, remembered);
      }
      any ||= text !== null;
      if (text === hash) return { record: await this.#read(service, id), any };
    }
    return { record: undefined, any };
  }

  async #read(service: string, id: string): Promise<TestRecord | undefined> {
    const key = `${service}/${id}`;
    const known = this.#whole.get(key);
    if (known) return known;
    const found = await this.#source.read(service, id);
    // What somebody changed after it was signed proves nothing.
    if (!found || found.signature === 'invalid') return undefined;
    keep(this.#whole, key, found.record, kept);
    return found.record;
  }
}

/** The one kept last is forgotten last. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
