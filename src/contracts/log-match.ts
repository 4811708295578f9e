import type { LogFilter, LogLevel, LogLine } from './logs.ts';
import { plainText } from './plain-text.ts';

const weight: Readonly<Record<LogLevel, number>> = { info: 0, warn: 1, error: 2 };

/** Tells whether a line is among those a filter means. The text is looked for in what is shown, whatever its case. */
export function logMatcher(filter: LogFilter): (line: LogLine) => boolean {
  const { source, level = 'info' } = filter;
  const q = filter.q?.toLowerCase() ?? '';
  return (line) =>
    weight[line.level] >= weight[level] &&
    (source === undefined || line.source === source) &&
    (q === '' || plainText(line.line).toLowerCase().includes(q));
}

/** Whether the filter means every line. */
export function meansAll({ q, source, level }: LogFilter): boolean {
  return (q ?? '') === '' && source === undefined && (level ?? 'info') === 'info';
}
