import { type ApiReading, endpointPattern } from '../spec/api-reader.ts';
import type { Clause } from '../spec/clauses.ts';
import { readFieldText } from '../spec/field-text.ts';
import { collectionsOf, shapeOf } from './shape.ts';
import { humanise, singular } from './words.ts';

const kinds: ReadonlySet<string> = new Set(['url', 'email']);

/**
 * Adds the fields that requirements declare: "`title` is required, 1 to 100 characters", "A bookmark has a `rating`
 * from 1 to 5". What such a line says of the value is read again with every other statement; here it only makes the
 * field one that a client sends.
 */
export function addDeclaredFields(reading: ApiReading, clauses: readonly Clause[]): void {
  const collections = collectionsOf(reading.entries);
  const words = collections.flatMap((name) => [
    name,
    singular(name),
    humanise(name),
    humanise(singular(name)),
  ]);
  for (const { text, line } of clauses) {
    if (new RegExp(endpointPattern.source).test(text)) continue;
    const subject = words.filter((word) => new RegExp(`\\b${word}\\b`, 'i').test(text)).join(' ');
    for (const sentence of text.split(/(?<=[.;])\s+/)) {
      const names = [...sentence.matchAll(/`([a-z_]\w*)`/gi)];
      names.forEach((match, at) => {
        const name = match[1] ?? '';
        if (
          /^(?:true|false|null|error)$/.test(name) ||
          isParameter(name, reading) ||
          isValue(sentence, match.index)
        )
          return;
        const end = names[at + 1]?.index ?? sentence.length;
        const own = sentence.slice(match.index + match[0].length, end);
        const joint = /^(?:,|,? and)\s*$/.test(own)
          ? sentence.slice(names.at(-1)?.index ?? 0).replace(/^`[^`]*`/, '')
          : own;
        const text = /^,? ?(?:\b(?:is|are|must|has|have|may|can|of|with|from|between|up|at)\b|\()/i.test(
          joint.trim(),
        )
          ? joint
          : '';
        const { constraints } = readFieldText(text);
        if (
          Object.keys(constraints).length === 0 ||
          constraints.serverSet ||
          constraints.unique ||
          constraints.length
        )
          return;
        const word = constraints.required === undefined ? '' : constraints.required ? 'required' : 'optional';
        // A field that is called `url` takes the word URL away from whoever reads the line again.
        const type = constraints.type !== undefined && kinds.has(constraints.type) ? constraints.type : '';
        const said = [word, type].filter(Boolean).join(' ');
        reading.fields.push({ name, text: said, line, source: 'unsaid', subject });
      });
    }
  }
}

function isParameter(name: string, reading: ApiReading): boolean {
  return reading.entries.some(
    (entry) =>
      (entry.query.includes(name) &&
        (shapeOf(entry.path).form !== 'collection' ||
          /^(?:q|query|search|sort|page|offset|limit|per_?page|page_?size)$/i.test(name))) ||
      entry.path.includes(`:${name}`) ||
      entry.fields.some((field) => field.name === name),
  );
}

/** Names after "one of" or "defaults to" are values and not fields. */
function isValue(sentence: string, index: number): boolean {
  return (
    /(?:\bone of|\bdefaults? to|\bdefault|\beither|\bor|["`],)[^.;]{0,3}$/.test(
      sentence.slice(0, index).trimEnd(),
    ) || /\bone of\b[^.;]*$/.test(sentence.slice(0, index))
  );
}
