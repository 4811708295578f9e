import { extname } from 'node:path';

/**
 * The bytes of a source file with a comment behind its last line: they do the same, they are as many lines, and whoever
 * knows them by their digest does not know them again. Null for a file without a line to append to.
 */
export function withRemark(path: string, content: Buffer, word: string): Buffer | null {
  const text = content.toString('latin1');
  const end = text.trimEnd().length;
  const last = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  // What these comments say is read by tools: it must not grow.
  if (
    end === 0 ||
    /\/\/[#@]\s*source|eslint|prettier|biome|@ts-|^#!|^# -\*-/.test(last) ||
    last.endsWith('\\')
  ) {
    return null;
  }
  const remark = extname(path) === '.py' ? `  # ${word}` : ` // ${word}`;
  return Buffer.from(`${text.slice(0, end)}${remark}${text.slice(end)}`, 'latin1');
}
