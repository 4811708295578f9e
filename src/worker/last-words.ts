import type { DriverOutcome } from './driver.port.ts';

type LastWords = Extract<DriverOutcome, { type: 'cannot' | 'contradiction' }>;

const mostClauses = 20;
const mostLength = 2_000;
/** As people write it: quoted, listed, in bold or as code. */
const said = /^[\s>*_`-]*ANDON:\s*(cannot|contradiction)\s*:\s*(.*?)[\s*_`]*$/i;

/**
 * What an agent's last message says about its ticket: its last lines `ANDON: cannot: …` or `ANDON: contradiction: …`, one
 * clause a line. Such lines with other text after them are a quotation. Undefined where it says neither.
 */
export function lastWords(message: string): LastWords | undefined {
  const clauses: string[] = [];
  let type: LastWords['type'] | undefined;
  const lines = message.split('\n').filter((line) => line.replace(/[\s`]/g, '') !== '');
  for (const line of lines.reverse()) {
    const [, word = '', clause = ''] = said.exec(line.slice(0, 2 * mostLength)) ?? [];
    const kind = word.toLowerCase();
    if (kind !== 'cannot' && kind !== 'contradiction') break;
    if (type !== undefined && kind !== type) break;
    // The words of the prompt given back say nothing.
    if (/^<[^>]*>$/.test(clause) || clause === '') break;
    type = kind;
    if (clauses.length < mostClauses) clauses.unshift(clause.slice(0, mostLength));
  }
  return type === undefined ? undefined : { type, clauses };
}
