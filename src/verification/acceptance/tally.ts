import { Broken, LeftOpen, type Probe } from './probe.ts';

/** What was tried of a spec, and what does not hold. */
export class Tally {
  tried = 0;
  open = 0;
  /** Requests that were sent between the first look and the second. */
  further = 0;
  readonly broken = new Map<string, string>();
  readonly #lines = { held: new Set<number>(), broken: new Set<number>(), open: new Set<number>() };

  /** Runs a part of a probe and keeps what came of it; `when` says before the reason how it was asked. */
  async attempt<T>(probe: Probe, when: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await run();
      if (result !== undefined) return result;
      this.tried += 1;
      this.#lines.held.add(probe.quote.line);
      return undefined;
    } catch (error) {
      if (error instanceof Broken) this.note(probe, `${when}${error.message}`);
      else if (error instanceof LeftOpen) {
        this.open += 1;
        this.#lines.open.add(probe.quote.line);
      } else throw error;
      return undefined;
    }
  }

  /** One reason for a statement, the first. */
  note({ quote }: Probe, seen: string): void {
    this.tried += 1;
    this.#lines.broken.add(quote.line);
    const text = quote.text.replace(/`/g, '');
    const key = `SPEC.md:${quote.line} "${text.length > 160 ? `${text.slice(0, 160)}…` : text}"`;
    if (!this.broken.has(key)) this.broken.set(key, seen);
  }

  /** Lines of the spec by what became of them; one of which anything is broken did not hold, whatever else did. */
  lines(): { linesHeld: string; linesBroken: string; linesOpen: string } {
    const { held, broken, open } = this.#lines;
    const listed = (lines: ReadonlySet<number>) => [...lines].sort((a, b) => a - b).join(' ');
    return {
      linesHeld: listed(new Set([...held].filter((line) => !broken.has(line)))),
      linesBroken: listed(broken),
      linesOpen: listed(new Set([...open].filter((line) => !broken.has(line) && !held.has(line)))),
    };
  }
}
