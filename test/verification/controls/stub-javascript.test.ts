import { describe, expect, it } from 'vitest';
import { stubGo } from '../../../src/verification/controls/stubs/stub-go.ts';
import { stubJavascript } from '../../../src/verification/controls/stubs/stub-javascript.ts';
import { parseJavaScript } from '../../../src/verification/syntax/parse-javascript.ts';

type Forms = {
  readonly early: number;
  declared(): number;
  short(a: number): number;
  arrow(a: number): unknown;
  promised(): Promise<number>;
  many(): Iterable<number> & Iterator<number>;
  made(): unknown;
  handler(request: object, response: object): void;
};

/** What a module exports once its text is run as CommonJS. */
function exportsOf(text: string): Forms {
  return new Function('exports', `${text}\nreturn exports;`)({});
}

const forms = `'use strict';
exports.declared = declared;
function declared() { 'use strict'
  return 1; }
exports.arrow = (a) => (b) => ({ a, b });
exports.short = a => a + 1;
exports.promised = async () => 1;
exports.many = function* () { yield 1; };
class Base { get size() { return 3; } static of() { return new Base(); } #own() { return 1; } own() { return this.#own(); } }
class Derived extends Base { constructor() { super(); this.ready = true; } }
exports.made = () => new Derived();
exports.Derived = Derived;
exports.Base = Base;
exports.early = declared() + new Derived().size;
`;

describe('stubs of JavaScript', () => {
  it('throw when they are called, and work while the module is loaded', () => {
    const stub = stubJavascript('src/forms.js', forms, 'throw') ?? '';
    const all = exportsOf(stub);
    expect(all.early).toBe(4);
    expect(() => all.declared()).toThrow('Andon replaced the implementation');
    expect(() => all.short(1)).toThrow('Andon replaced');
    expect(() => all.made()).toThrow('Andon replaced');
    expect(() => all.many().next()).toThrow('Andon replaced');
  });

  it('answer nothing in the other mode, and keep their kind', async () => {
    const all = exportsOf(stubJavascript('src/forms.js', forms, 'nothing') ?? '');
    expect(all.early).toBe(4);
    expect(all.short(1)).toBeUndefined();
    expect(all.arrow(1)).toBeUndefined();
    await expect(all.promised()).resolves.toBeUndefined();
    expect([...all.many()]).toEqual([]);
  });

  it('close an answer that they do not give', () => {
    const all = exportsOf(
      stubJavascript('src/a.js', 'exports.handler = (req, res) => { res.end("x"); };', 'nothing') ?? '',
    );
    const ended: string[] = [];
    all.handler({}, { destroy: () => ended.push('destroyed'), end: () => ended.push('ended') });
    expect(ended).toEqual(['destroyed']);
  });

  it('are TypeScript where the source is', () => {
    const text = `export class A<T> { constructor(private readonly a: T) {} get(): T { return this.a; } }
export const f = <T,>(x: T): { x: T } => ({ x });
export abstract class B { abstract go(): void; }
`;
    const stub = stubJavascript('src/a.ts', text, 'throw') ?? '';
    expect(parseJavaScript('src/a.ts', stub)).not.toBeNull();
    expect(stub).toContain('=> { if (!((globalThis as any).andonLoading > 0)) throw');
  });

  it('are none where no function is, or the text is no JavaScript', () => {
    expect(stubJavascript('src/a.js', 'export const limit = 3;', 'throw')).toBeNull();
    expect(stubJavascript('src/a.js', 'export const = ;', 'throw')).toBeNull();
  });

  it('do not work in the file that a process was started with', () => {
    const stub =
      stubJavascript('src/main.js', 'exports.f = () => 1;\nexports.g = exports.f();', 'throw') ?? '';
    const started = process.argv[1] ?? '';
    try {
      process.argv[1] = '/room/tree/BUILD/src/main.js';
      expect(() => exportsOf(stub)).toThrow('Andon replaced');
    } finally {
      process.argv[1] = started;
    }
  });
});

describe('stubs of Go', () => {
  it('panic, but for what runs before any test', () => {
    const text =
      'package main\n\nfunc init() {\n\tsetup()\n}\n\nfunc (s *Store) Add(a int) (int, error) {\n\treturn a, nil\n}\n';
    expect(stubGo(text)).toBe(
      text.replace('(int, error) {', '(int, error) { panic("Andon replaced the implementation");'),
    );
    expect(stubGo('package main\n\nvar limit = 3\n')).toBeNull();
  });
});
