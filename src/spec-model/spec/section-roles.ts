/**
 * What a section of a spec is for. `context` and `excluded` ask for nothing; everything else is read as a demand, and
 * so is a section with a heading nobody knows (`other`).
 */
export type SectionRole =
  | 'context'
  | 'requirements'
  | 'api'
  | 'dependencies'
  | 'success'
  | 'scenarios'
  | 'entities'
  | 'excluded'
  | 'stack'
  | 'other';

const roles: readonly (readonly [SectionRole, RegExp])[] = [
  ['excluded', /^(?:out of scope|non-?goals?|not in scope|exclusions?)\b/],
  ['success', /^(?:success criteria|acceptance criteria|measurable outcomes|definition of done|done when)\b/],
  ['scenarios', /^(?:user scenarios?|user stor(?:y|ies)|scenarios?|use cases?)\b/],
  ['entities', /^(?:key entities|entities|data model|data|models?|resources?|schema|fields?(?: of .*)?)$/],
  ['api', /^(?:(?:rest|http|web)? ?api|endpoints?|interface|routes?)\b/],
  ['dependencies', /^(?:dependencies|dependency|requires|relies on)\b/],
  ['stack', /^(?:stack|tech(?:nology|nical)? ?(?:stack|choices)?|runtime|language|implementation)\b/],
  [
    'requirements',
    /^(?:(?:functional|business|non-?functional|quality) )?(?:requirements?|rules|behaviou?rs?|features?|constraints?|validation|edge cases|errors?)\b/,
  ],
  [
    'context',
    /^(?:purpose|overview|summary|background|context|introduction|about|why|motivation|goals?|notes?|glossary|assumptions|problem|description)\b/,
  ],
];

/** The role of a section, by its heading without emoji and numbers. */
export function roleOf(heading: string): SectionRole {
  const plain = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}&\- ]+/gu, ' ')
    .replace(/^\s*\d+(?:\s+\d+)*\s+/, '')
    .trim();
  return roles.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'other';
}
