import { InvalidArgumentError } from 'commander';

/** Capabilities as an option gives them, with commas. Throws where there is none. */
export function wordList(text: string): string[] {
  const all = text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  if (all.length === 0) throw new InvalidArgumentError('Name at least one capability.');
  return all;
}
