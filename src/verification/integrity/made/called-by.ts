import type { FileFacts } from '../suite-facts.ts';

/** Whether a test or a helper calls a helper of a file: by its name in the same file, or in one that loads the file. */
export function calledBy(files: readonly FileFacts[]): (of: FileFacts, name: string) => boolean {
  const calls = files.map((file) => ({
    file,
    names: new Set([...file.tests, ...file.functions].flatMap((body) => body.calls.map((call) => call.name))),
    own: new Set(file.functions.map((one) => one.name)),
    loads: new Set(file.imports.map(stemOf)),
  }));
  return (of, name) =>
    calls.some(
      ({ file, names, own, loads }) =>
        names.has(name) && (file === of || (!own.has(name) && loads.has(stemOf(of.path)))),
    );
}

function stemOf(path: string): string {
  const last = path.split('/').at(-1) ?? '';
  return (
    last
      .replace(/\.(?:[cm]?[jt]sx?|py)$/, '')
      .split('.')
      .at(-1) ?? ''
  );
}
