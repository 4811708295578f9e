import { type LogLine, logLine } from '../contracts/logs.ts';

/** A line as a row of a file, with its end. */
export function rowText(line: LogLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** The line of a row; undefined where the row is not one (torn, or written by somebody else). */
export function rowOf(text: string): LogLine | undefined {
  try {
    return logLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
