import { takeListing, takeOrder } from './phrases-lists.ts';
import { takeCaps, takeReuse, takeUnique } from './phrases-unique.ts';
import { anyField, anyResource, fieldNamed, type Statement, say, take } from './statement.ts';

/** Phrases that are rules about many records: uniqueness, greatest numbers, order, filters, pages, generated values. */
export function takeRules(statement: Statement, sentence: string): void {
  const field = anyField(statement.draft);
  const resource = anyResource(statement.draft);
  takeReuse(statement, field, resource);
  takeCaps(statement, field, resource);
  takeUnique(statement, sentence, field, resource);
  takeOrder(statement, field, resource);
  takeListing(statement, field, resource);
  takeGenerated(statement, field, resource);
}

function takeGenerated(statement: Statement, field: string, resource: string): void {
  const pattern = new RegExp(
    `(${field})(?: of (\\d+) (?:random )?(?:characters|letters(?: and|,) digits|letters or digits))?,? (?:is |are )?(?:generated|made up|invented|chosen at random|assigned|made|random)(?: by the (?:service|server|system))?(?: (?:for|when|if)(?: (?:it|none|no|the|is|client|caller|one|has|sends?|left|out|not|given|${field}|missing|absent))*)?(?:[:,]? ?(?:of |with |it has |as )?(\\d+) (?:random )?(?:characters|letters(?: and|,) digits|letters or digits))?(?: (?:of|from) letters and digits| \\(?letters and digits\\)?)?`,
  );
  const generated = (name: string | undefined, length: string | undefined): boolean => {
    const named = fieldNamed(statement, name);
    if (!named || (named.field.fill !== 'code' && named.field.fill !== 'id')) return false;
    if (length !== undefined) {
      if (
        named.field.codeLength !== undefined &&
        named.field.codeLength !== 7 &&
        named.field.codeLength !== Number(length)
      )
        statement.contradictions.push(`\`${named.field.name}\` has two lengths`);
      named.field.codeLength = Number(length);
    }
    statement.resource = named.resource;
    say(statement, 'generated', named.field.name);
    return true;
  };
  take(statement, pattern, (match) => generated(match[1], match[2] ?? match[3]));
  take(
    statement,
    new RegExp(
      `\\b(?:generates?|makes up|invents?|assigns?) (?:an? |the |its )?(?:own |short |random |unique |new |(\\d+)-character )*(${field})(?: of (\\d+) (?:random )?(?:characters|letters(?: and|,) digits|letters or digits))?`,
    ),
    (match) => generated(match[2], match[1] ?? match[3]),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:a |the )?(?:random |generated )(${field})(?: of (\\d+) (?:characters|letters and digits))?`,
    ),
    (match) => generated(match[1], match[2]),
  );
  take(
    statement,
    new RegExp(
      `(${field})(?: and (${field}))? (?:is|are) (?:set|filled in|kept|managed|recorded)(?: by the (?:service|server|system))?(?: (?:when|at|on|to)(?: (?:it|the|time|of|is|was|creation|created|every|each|change|a|current|changed|updated|an|and|or|it is|${resource})\\b)*)?`,
    ),
    (match) => {
      for (const name of [match[1], match[2]].filter(Boolean)) {
        const named = fieldNamed(statement, name);
        if (!named?.field.fill) return false;
        say(statement, 'stamped', named.field.name);
      }
      return true;
    },
  );
}
