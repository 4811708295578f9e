import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';

const line = z.object({ what: z.enum(['started', 'finished']), service: z.string() });

/** How often the scripted builder has begun on each service; reads only what is new of its diary. */
export class Builds {
  readonly #file: string;
  readonly #started = new Map<string, number>();
  #offset = 0;
  #rest = '';
  finished = 0;

  constructor(file: string) {
    this.#file = file;
  }

  started(service: string): number {
    this.#read();
    return this.#started.get(service) ?? 0;
  }

  #read(): void {
    let file: number;
    try {
      file = openSync(this.#file, 'r');
    } catch {
      return;
    }
    try {
      const chunk = Buffer.alloc(65_536);
      for (;;) {
        const length = readSync(file, chunk, 0, chunk.length, this.#offset);
        if (length === 0) break;
        this.#offset += length;
        this.#rest += chunk.toString('utf8', 0, length);
      }
    } finally {
      closeSync(file);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const text of lines) {
      const { what, service } = line.parse(JSON.parse(text));
      if (what === 'started') this.#started.set(service, (this.#started.get(service) ?? 0) + 1);
      else this.finished += 1;
    }
  }
}
