import { type JavaScript, type Node, parseJavaScript } from '../../syntax/parse-javascript.ts';
import { childrenOf, lineOf, walk } from '../../syntax/walk.ts';
import { emptyFacts, type FileFacts, type FunctionFacts, many, type TestFacts } from '../suite-facts.ts';
import { type AssertNames, assertionsOf } from './assertions.ts';
import { chainOf, isFunction, nameOf, rootOf, type Segment } from './chain.ts';
import { functionNamed } from './function-named.ts';
import { leavesEarly } from './leaves-early.ts';
import { literalsIn, namesIn, plainText } from './literals.ts';
import { arraysOf, assertNamesOf, definedIn, importsOf } from './names-of-file.ts';
import { atTop, type Place, type Sink } from './place.ts';
import { swallows } from './swallows.ts';
import { type Heard, heard, rowsOf } from './test-words.ts';

/** The tests, assertions and helpers of a JavaScript or TypeScript file, by its syntax tree. */
export function readJavaScript(path: string, text: string): FileFacts {
  const parsed = parseJavaScript(path, text);
  return parsed
    ? new Reader(path, text, parsed).read()
    : emptyFacts(path, 'it is not JavaScript that can be parsed');
}

class Reader {
  readonly #path: string;
  readonly #text: string;
  readonly #program: JavaScript['program'];
  readonly #names: AssertNames;
  readonly #arrays: ReadonlyMap<string, number>;
  readonly #tests: TestFacts[] = [];
  readonly #functions: FunctionFacts[] = [];

  constructor(path: string, text: string, { program }: JavaScript) {
    this.#path = path;
    this.#text = text;
    this.#program = program;
    this.#names = assertNamesOf(program);
    this.#arrays = arraysOf(program);
  }

  read(): FileFacts {
    this.#below(this.#program, atTop);
    return {
      ...emptyFacts(this.#path),
      tests: this.#tests,
      functions: this.#functions,
      imports: importsOf(this.#program),
      defines: definedIn(this.#program),
    };
  }

  #below(node: Node, place: Place): void {
    for (const child of childrenOf(node)) this.#visit(child, place);
  }

  #visit(node: Node, place: Place): void {
    switch (node.type) {
      case 'CallExpression':
      case 'OptionalCallExpression':
        this.#call(node, place);
        return;
      case 'MemberExpression':
        this.#member(node, place);
        return;
      case 'IfStatement':
      case 'ConditionalExpression': {
        const condition = plainText(this.#text, node.test);
        this.#visit(node.test, place);
        this.#visit(node.consequent, { ...place, condition });
        if (node.alternate) this.#visit(node.alternate, { ...place, condition: `!(${condition})` });
        return;
      }
      case 'LogicalExpression':
        this.#visit(node.left, place);
        this.#visit(node.right, { ...place, condition: plainText(this.#text, node.left) });
        return;
      case 'TryStatement': {
        const swallowed = place.swallowed || swallows(node, (one) => this.#saysSomething(one));
        this.#visit(node.block, { ...place, swallowed });
        if (node.handler) this.#visit(node.handler.body, place);
        if (node.finalizer) this.#visit(node.finalizer, place);
        return;
      }
      case 'ForOfStatement':
      case 'ForInStatement':
        this.#visit(node.body, this.#repeated(place, rowsOf(node.right, this.#arrays), node.right));
        return;
      case 'ForStatement':
      case 'WhileStatement':
        this.#visit(node.body, this.#repeated(place, many, null));
        return;
      default:
        this.#maybeFunction(node, place);
        return;
    }
  }

  /** Within a test a loop makes its assertions more often, outside it makes more tests. */
  #repeated(place: Place, times: number, table: Node | null): Place {
    const more = table ? [...place.table, ...this.#tableOf(table)] : place.table;
    return place.sink
      ? { ...place, times: place.times * times }
      : { ...place, cases: place.cases * times, table: more };
  }

  #maybeFunction(node: Node, place: Place): void {
    const named = functionNamed(node);
    if (!named || place.inTest) {
      this.#below(node, place);
      return;
    }
    const sink: Sink = { assertions: [], calls: [] };
    this.#below(named.body, { ...atTop, titles: place.titles, off: place.off, cases: place.cases, sink });
    this.#functions.push({ name: named.name, ...sink });
  }

  #member(node: Extract<Node, { type: 'MemberExpression' }>, place: Place): void {
    // `expect(x).to.be.true` is an assertion without a last call.
    const chain = chainOf(node);
    this.#note(node, chain, place);
    this.#inside(node, chain, place);
  }

  #call(node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>, place: Place): void {
    const chain = chainOf(node);
    const said = heard(chain);
    if (said) {
      this.#register(node, chain, said, place);
      return;
    }
    const last = chain.at(-1);
    this.#note(node, chain, place);
    if (place.sink && last && last.name !== '') {
      const name = last.name === '()' ? (chain.at(-2)?.name ?? '') : last.name;
      place.sink.calls.push({
        name,
        text: plainText(this.#text, node),
        literals: literalsIn(node.arguments),
        times: place.times,
        condition: place.condition,
      });
    }
    const callee = node.callee;
    if (callee.type === 'MemberExpression' && nameOf(callee.property) === 'catch' && place.sink) {
      const swallowed = swallows(node, (one) => this.#saysSomething(one));
      this.#visit(callee.object, { ...place, swallowed: place.swallowed || swallowed });
      for (const argument of node.arguments) this.#visit(argument, place);
      return;
    }
    if (
      callee.type === 'MemberExpression' &&
      /^(?:forEach|map|flatMap|every)$/.test(nameOf(callee.property)) &&
      isFunction(node.arguments[0])
    ) {
      const repeated = this.#repeated(place, rowsOf(callee.object, this.#arrays), callee.object);
      this.#visit(callee.object, place);
      for (const argument of node.arguments) this.#below(argument, repeated);
      return;
    }
    this.#inside(node, chain, place);
  }

  #note(node: Node, chain: readonly Segment[], place: Place): void {
    const { times, swallowed, condition } = place;
    place.sink?.assertions.push(
      ...assertionsOf(this.#text, node, chain, this.#names, { times, swallowed, condition }),
    );
  }

  /** Arguments and root of a chain, not its own links again. */
  #inside(node: Node, chain: readonly Segment[], place: Place): void {
    for (const link of chain) for (const argument of link.args ?? []) this.#visit(argument, place);
    const root = rootOf(node);
    if (root.type !== 'Identifier') this.#below(root, place);
  }

  #register(node: Node, chain: readonly Segment[], said: Heard, place: Place): void {
    const rows = said.table ? rowsOf(said.table, this.#arrays) : 1;
    const table = said.table ? [...place.table, ...this.#tableOf(said.table)] : place.table;
    const titles = said.kind === 'hook' ? place.titles : [...place.titles, said.title];
    const off = place.off ?? said.off;
    const inner = { ...place, titles, off, only: said.only, cases: place.cases * rows, table };
    if (said.kind === 'suite') {
      if (said.only)
        this.#tests.push(
          this.#facts(node, { ...said, kind: 'hook', title: `${said.title} (only)` }, inner, {
            assertions: [],
            calls: [],
          }),
        );
      if (said.run) this.#below(said.run, { ...inner, only: false, sink: null, inTest: false });
      return;
    }
    const sink: Sink = { assertions: [], calls: [] };
    const early = said.run && isFunction(said.run) ? leavesEarly(this.#text, said.run) : null;
    const own = { ...inner, off: off ?? early };
    if (said.run) {
      const run = { ...own, sink, inTest: true, times: 1, swallowed: false, condition: null };
      if (isFunction(said.run)) this.#below(said.run, run);
      else if (said.run.type === 'Identifier')
        sink.calls.push({
          name: said.run.name,
          text: said.run.name,
          literals: [],
          times: 1,
          condition: null,
        });
    }
    this.#tests.push(this.#facts(node, said, own, sink));
    if (chain.length > 3) for (const argument of chain[0]?.args ?? []) this.#visit(argument, place);
  }

  #facts(node: Node, said: Heard, place: Place, sink: Sink): TestFacts {
    const skipped = sink.calls.some((call) => call.name === 'skip' || call.name === 'todo');
    const texts = [node, ...place.table];
    return {
      title: [...place.titles.slice(0, said.kind === 'hook' ? undefined : -1), said.title].join(' > '),
      line: lineOf(node),
      lastLine: node.loc?.end.line ?? lineOf(node),
      cases: place.cases,
      off: place.off ?? (skipped ? 'is skipped while it runs' : null),
      only: place.only,
      hook: said.kind === 'hook',
      assertions: sink.assertions,
      calls: sink.calls,
      words: [...new Set([...namesIn(texts), ...literalsIn(texts)])],
    };
  }

  /** The array a name stands for. */
  #tableOf(node: Node): Node[] {
    if (node.type !== 'Identifier') return [node];
    const found: Node[] = [];
    walk(this.#program, (one) => {
      if (one.type === 'VariableDeclarator' && nameOf(one.id) === node.name && one.init) found.push(one.init);
      return undefined;
    });
    return found.length > 0 ? found : [node];
  }

  #saysSomething(node: Node): boolean {
    const chain = chainOf(node);
    const place = { times: 1, swallowed: false, condition: null };
    return assertionsOf(this.#text, node, chain, this.#names, place).some((one) => one.strength > 1);
  }
}
