import { constrain } from '../model/fields.ts';
import { readFieldText } from '../spec/field-text.ts';
import { anyField, anyResource, fieldNamed, type Statement, say, take } from './statement.ts';

/** Phrases about the value of a field: `title` is required, 1 to 200 characters. They belong to the field before them. */
export function takeFieldWords(statement: Statement): void {
  const field = anyField(statement.draft);
  const pattern = new RegExp(field, 'g');
  const owns = new RegExp(
    `${anyResource(statement.draft)}[^.;]*?\\b(?:has|have|contains?|consists? of|includes?|with)\\b[^.;]*?(?:${field})`,
  );
  if (owns.test(statement.left)) say(statement, 'field');
  const marks = [...statement.left.matchAll(pattern)];
  if (marks.length === 0) {
    take(statement, /⟦value [^⟧]*⟧/, () => statement.facts.length > 0);
    take(statement, /⟦(?:param|word) [^⟧]*⟧/);
    return;
  }
  let result = statement.left.slice(0, marks[0]?.index ?? 0);
  marks.forEach((mark, at) => {
    const start = (mark.index ?? 0) + mark[0].length;
    const end = marks[at + 1]?.index ?? statement.left.length;
    const segment = statement.left.slice(start, end);
    const named = fieldNamed(statement, mark[0]);
    result += `${mark[0]} ${named ? readSegment(statement, named, segment) : segment}`;
  });
  statement.left = result;
  take(statement, new RegExp(field), (match) => {
    const named = fieldNamed(statement, match[0]);
    if (named && match[0].startsWith('⟦')) say(statement, 'field', named.field.name);
    return true;
  });
  take(statement, /⟦value [^⟧]*⟧/, () => statement.facts.length > 0);
  take(statement, /⟦(?:param|word) [^⟧]*⟧/);
}

function readSegment(
  statement: Statement,
  named: NonNullable<ReturnType<typeof fieldNamed>>,
  segment: string,
): string {
  const text = segment
    .replace(/⟦value ([^⟧]*)⟧/g, '`$1`')
    .replace(/⟦word day⟧/g, '`YYYY-MM-DD`')
    .replace(/⟦u(\d+)⟧/g, (_whole, at: string) => `\`${statement.codes[Number(at)] ?? ''}\``);
  const { constraints, rest, taken } = readFieldText(text, named.field.type);
  if (!taken) return segment;
  if (Object.keys(constraints).length === 0) return restored(rest, statement);
  if (constraints.required === true && !named.field.client) return segment;
  const conflict = constrain(named.field, constraints, named.resource, statement.line);
  if (conflict) statement.contradictions.push(conflict);
  statement.resource = named.resource;
  say(
    statement,
    constraints.unique && named.field.name !== 'id'
      ? 'unique'
      : constraints.default !== undefined
        ? 'default'
        : 'valid',
    named.field.name,
  );
  return restored(rest, statement);
}

function restored(text: string, statement: Statement): string {
  return text.replace(/`([^`]*)`/g, (_whole, inner: string) => {
    const at = statement.codes.indexOf(inner);
    return at >= 0 ? `⟦u${at}⟧` : `⟦value ${inner}⟧`;
  });
}
