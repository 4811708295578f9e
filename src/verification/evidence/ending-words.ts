import { stripVTControlCharacters } from 'node:util';

const shownLines = 15;

/**
 * What a command said last, for a reason: without the frames of stack traces, and with paths as they are in the service.
 * Where a frame is in the service itself, the innermost is kept.
 */
export function endingWords(output: string, build: string): string {
  const plain = stripVTControlCharacters(output.slice(-200_000))
    .replaceAll(`file://${build}/`, 'BUILD/')
    .replaceAll(`${build}/`, 'BUILD/')
    .replaceAll(build, 'BUILD');
  const kept: string[] = [];
  let ownFrame = false;
  for (const line of plain.split('\n')) {
    const isFrame = /^\s+at\s.+(?::\d+|\(native\)|<anonymous>)\)?(?:\s*\{)?$/.test(line);
    if (!isFrame) {
      ownFrame = false;
      if (line.trim() !== '') kept.push(line.trimEnd());
    } else if (!ownFrame && line.includes('BUILD/') && !line.includes('node_modules')) {
      ownFrame = true;
      kept.push(line.trimEnd());
    }
  }
  return kept.slice(-shownLines).join('\n').slice(-3_000);
}
