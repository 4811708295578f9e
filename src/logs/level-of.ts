import type { LogLevel } from '../contracts/logs.ts';
import { plainText } from '../contracts/plain-text.ts';

/** Looked at of each line, characters: a level stands at its beginning. */
const looked = 400;

const structured = /"(?:level|severity|lvl)"\s*:\s*"?(\w+)"?/i;
const failing =
  /\b(?:ERROR|FATAL|CRITICAL|PANIC|EMERG|FAILED|FAIL)\b|\b(?:[Ee]rror|Exception|fatal|panic):|\b[A-Z]\w*(?:Error|Exception)\b|^Traceback \(|\bnpm ERR!|^not ok\b|^\s*[✗✖×]|[❌🚨⛔]/u;
const warning = /\b(?:WARN|WARNING)\b|\bwarn(?:ing)?:|\w*DeprecationWarning\b|\bnpm warn\b|^\s*⚠|⌛|❔/iu;

const named: Readonly<Record<string, LogLevel>> = {
  error: 'error',
  err: 'error',
  fatal: 'error',
  critical: 'error',
  panic: 'error',
  warn: 'warn',
  warning: 'warn',
};

/** How grave a line is, by plain rules: a level it names (words, pino's numbers), or how tools mark what failed. */
export function levelOf(line: string): LogLevel {
  const text = plainText(line.slice(0, looked));
  const word = structured.exec(text)?.[1]?.toLowerCase();
  if (word !== undefined) {
    const number = Number(word);
    if (Number.isFinite(number)) return number >= 50 ? 'error' : number >= 40 ? 'warn' : 'info';
    return named[word] ?? 'info';
  }
  if (failing.test(text)) return 'error';
  return warning.test(text) ? 'warn' : 'info';
}
