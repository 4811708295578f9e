import type { CorpusFiles } from '../../corpus-case.ts';

/** Markdown in which `~` stands for a backtick. */
export const md = (text: TemplateStringsArray): string =>
  `${text.raw.join('').trim().replaceAll('~', '`')}\n`;

/** Source text as it stands, from the first line that has something on it. */
export const code = (text: TemplateStringsArray): string => `${text.raw.join('').trim()}\n`;

export const without = (files: CorpusFiles, ...paths: string[]): CorpusFiles => {
  for (const path of paths) if (!(path in files)) throw new Error(`no ${path} to leave out`);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
};

/** The files with passages of one of them exchanged; each passage must be there. */
export const edit = (
  files: CorpusFiles,
  path: string,
  ...changes: [from: string, to: string][]
): CorpusFiles => {
  let text = files[path];
  for (const [from, to] of changes) {
    if (typeof text !== 'string' || !text.includes(from)) throw new Error(`${path} has no ${from}`);
    text = text.replace(from, () => to);
  }
  return text === undefined ? files : { ...files, [path]: text };
};

/** Text added at the end of a file. */
export const append = (files: CorpusFiles, path: string, more: string): CorpusFiles => {
  const text = files[path];
  if (typeof text !== 'string') throw new Error(`no ${path} to add to`);
  return { ...files, [path]: `${text}\n${more}` };
};

/** Text set before a file. */
export const prepend = (files: CorpusFiles, path: string, more: string): CorpusFiles => {
  const text = files[path];
  if (typeof text !== 'string') throw new Error(`no ${path} to set before`);
  return { ...files, [path]: more + text };
};
