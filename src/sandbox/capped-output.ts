/** Keeps the first and the last half of `cap` bytes of what is written to it, and counts the rest. */
export class CappedOutput {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail = Buffer.alloc(0);
  #total = 0;

  constructor(cap: number) {
    this.#half = Math.max(1, Math.floor(cap / 2));
  }

  get total(): number {
    return this.#total;
  }

  add(chunk: Buffer): void {
    this.#total += chunk.length;
    const room = this.#half - this.#headBytes;
    const first = chunk.subarray(0, Math.max(0, room));
    if (first.length > 0) {
      this.#head.push(first);
      this.#headBytes += first.length;
    }
    const rest = chunk.subarray(first.length);
    if (rest.length > 0) this.#tail = Buffer.concat([this.#tail, rest]).subarray(-this.#half);
  }

  text(): string {
    const left = this.#total - this.#headBytes - this.#tail.length;
    const gap = left > 0 ? `\n[${left} bytes left out]\n` : '';
    return Buffer.concat(this.#head).toString('utf8') + gap + this.#tail.toString('utf8');
  }
}
