import { clausesOf } from '../spec/clauses.ts';
import type { SpecDocument } from '../spec/document.ts';
import type { Refusal } from './service-model.ts';

const others =
  /\b(?:golang|go \d|rust|java(?!script)|kotlin|ruby|php|elixir|c#|\.net|deno|bun|django|flask|fastapi|rails|spring boot|laravel|express(?:\.js)?|nestjs|next\.js|typescript)\b/i;

/** The language a spec asks for; Node where it asks for none, and a refusal for any other. */
export function readStack(document: SpecDocument): { stack: 'node' | 'python'; refusal: Refusal | null } {
  const declared = document.frontMatter.stack ?? document.frontMatter.language;
  const said = document.sections
    .filter((section) => section.role !== 'api' && section.role !== 'excluded')
    .flatMap((section) => clausesOf(section.nodes, document.source));
  const front = typeof declared === 'string' ? [{ text: `stack: ${declared}`, line: 1 }] : [];
  for (const clause of [...front, ...said]) {
    const named = /\b(?:stack|language|runtime)\b[^:]*:\s*([\w#.+ ]+)/i.exec(clause.text)?.[1]?.trim() ?? '';
    if (/^python/i.test(named) || /\b(?:in|on|with) python\b|\bpython 3\b/i.test(clause.text))
      return { stack: 'python', refusal: null };
    const other =
      others.exec(clause.text)?.[0] ??
      (/^(?:node|javascript|js)/i.test(named) || named === '' ? null : front.includes(clause) ? named : null);
    if (other)
      return {
        stack: 'node',
        refusal: {
          line: clause.line,
          text: clause.text,
          reason: `this driver writes Node and Python, not ${other}`,
        },
      };
  }
  return { stack: 'node', refusal: null };
}
