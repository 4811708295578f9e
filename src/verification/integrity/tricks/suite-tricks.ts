import { started } from '../javascript/names-of-file.ts';
import type { FileFacts } from '../suite-facts.ts';
import { isTestSide } from '../test-side.ts';

export type Told = {
  readonly path: string;
  readonly line: number;
  readonly class: 'tampering' | 'work';
  readonly what: string;
  readonly instead: string;
};

/** What only shows over all files: nothing is imported of what is tested, or it is written again in the test. */
export function suiteTricks(files: readonly FileFacts[]): Told[] {
  const tests = files.filter((file) => isTestSide(file.path));
  const sources = files.filter(
    (file) => !isTestSide(file.path) && (file.defines.length > 0 || /\.(?:py|[cm]?[jt]sx?)$/.test(file.path)),
  );
  const lonely = tests.flatMap(onlySome);
  const [first] = tests.filter((file) => file.tests.some((test) => !test.hook));
  if (!first || sources.length === 0) return lonely;
  const names = namesOf(sources);
  if (tests.some((file) => reaches(file, names)))
    return [...lonely, ...tests.flatMap((file) => written(file, sources, names))];
  return [
    ...lonely,
    {
      path: first.path,
      line: 1,
      class: 'work',
      what: 'no test loads or starts anything of the service',
      instead: `test ${sources
        .slice(0, 3)
        .map((file) => `BUILD/${file.path}`)
        .join(', ')}`,
    },
    ...tests.flatMap((file) => written(file, sources, names)),
  ];
}

/** `only` beside tests that do not have it. */
function onlySome(file: FileFacts): Told[] {
  const [one] = file.tests.filter((test) => test.only);
  const others = file.tests.filter((test) => !test.only && !test.hook).length;
  if (!one || others === 0) return [];
  const what = `\`only\` keeps ${others} other test${others === 1 ? '' : 's'} from running`;
  return [{ path: file.path, line: one.line, class: 'work', what, instead: 'remove `only`' }];
}

type SourceNames = { readonly modules: ReadonlySet<string>; readonly stems: ReadonlySet<string> };

function namesOf(sources: readonly FileFacts[]): SourceNames {
  const modules = new Set<string>();
  const stems = new Set<string>();
  for (const { path } of sources) {
    const parts = path.replace(/\.[^./]+$/, '').split('/');
    for (const part of parts) if (part !== 'index' && part !== '__init__') modules.add(part);
    stems.add(parts.at(-1) ?? '');
  }
  return { modules, stems };
}

/** Whether a file of the tests names a module of the service, by import or as what it starts. */
function reaches(file: FileFacts, { modules }: SourceNames): boolean {
  const named = [
    ...file.imports.map((name) => name.replace(started, '')),
    ...file.tests.flatMap((test) => test.words.filter((word) => /[/.]/.test(word))),
  ];
  return named.some((name) => {
    if (/^(?:node:)/.test(name)) return false;
    const parts = name
      .replace(/\.(?:[cm]?[jt]sx?|py)$/, '')
      .split(/[/.]+/)
      .filter((part) => part !== '');
    const own =
      name.startsWith('.') || name.startsWith('#') || name.startsWith('@/') || name.startsWith('~/');
    // `..` and `../` are the package itself.
    if (own && parts.length === 0) return true;
    return (
      parts.some((part) => modules.has(part)) ||
      (own &&
        parts.every(
          (part) => !/^(?:tests?|helpers?|utils?|fixtures?|support|conftest|mocks?|__mocks__)$/.test(part),
        ))
    );
  });
}

function written(file: FileFacts, sources: readonly FileFacts[], names: SourceNames): Told[] {
  if (reaches(file, names) || !file.tests.some((test) => !test.hook)) return [];
  const called = new Set(file.tests.flatMap((test) => test.calls.map((call) => call.name)));
  return file.defines.flatMap((own) => {
    const source = sources.find((one) =>
      one.defines.some((other) => other.name === own.name && other.lines > 1),
    );
    if (!source || !called.has(own.name) || own.lines < 2) return [];
    const what = `tests a \`${own.name}\` of its own, not the one in BUILD/${source.path}`;
    return [{ path: file.path, line: own.line, class: 'work' as const, what, instead: 'import it' }];
  });
}
