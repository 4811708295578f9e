import { type ParserPlugin, parse } from '@babel/parser';

type Program = ReturnType<typeof parse>['program'];
/** `any`, which some fields are, is no node: it would swallow all others. */
type Item<V> = 0 extends 1 & V
  ? never
  : V extends readonly (infer E)[]
    ? Item<E>
    : V extends { type: string; start?: unknown }
      ? V
      : never;
type ChildrenOf<N> = N extends unknown ? { [K in keyof N]-?: Item<N[K]> }[keyof N] : never;
type First = Program | Program['body'][number];
type Second = First | ChildrenOf<First>;
type Third = Second | ChildrenOf<Second>;

/** Every kind of node of a syntax tree, told apart by `type`. */
export type Node = Third | ChildrenOf<Third>;

export type JavaScript = {
  readonly program: Program;
  /** A module by its syntax: it imports, exports, or awaits at the top. Without any of these Node goes by name and package. */
  readonly module: boolean;
};

const scriptLike = /\.[cm]?[jt]sx?$/;

/** Whether a file is read as JavaScript or TypeScript here, by its name. */
export function isJavaScript(path: string): boolean {
  return scriptLike.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/** The syntax tree of a JavaScript, JSX or TypeScript file; the name says which. Null when it cannot be parsed. */
export function parseJavaScript(path: string, text: string): JavaScript | null {
  const plugins: ParserPlugin[] = ['decorators', 'explicitResourceManagement'];
  if (/\.[cm]?tsx?$/.test(path)) plugins.push('typescript');
  if (!/\.[cm]?ts$/.test(path)) plugins.push('jsx');
  try {
    const { program } = parse(text, {
      sourceType: /\.m[jt]s$/.test(path) ? 'module' : 'unambiguous',
      allowReturnOutsideFunction: true,
      attachComment: false,
      plugins,
    });
    return { program, module: program.sourceType === 'module' };
  } catch {
    return null;
  }
}
