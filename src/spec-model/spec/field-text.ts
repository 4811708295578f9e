import type { Constraints, FieldType, Json } from '../model/service-model.ts';

type Take = (match: RegExpExecArray, into: Constraints) => void;

const typed =
  (type: FieldType): Take =>
  (_match, into) => {
    into.type ??= type;
  };

/** Sets one constraint to what the match says. */
function set<K extends keyof Constraints>(name: K, value: (match: RegExpExecArray) => Constraints[K]): Take {
  return (match, into) => {
    into[name] = value(match);
  };
}

const atLeastOne: Take = (_match, into) => {
  into.minLength ??= 1;
};

const numeric = (into: Constraints): boolean => into.type === 'integer' || into.type === 'number';

/**
 * Phrases about the value of a field, most specific first. Each takes its words out of the text, so that what is left
 * over is what nobody understood.
 */
const phrases: readonly (readonly [RegExp, Take])[] = [
  [
    /(?:matching|matches|must match|pattern:?)\s+(?:the (?:pattern|expression) )?`\/?(\^[^`]*\$)\/?`/i,
    set('pattern', (m) => m[1] ?? ''),
  ],
  [/`\/?(\^[^`]*\$)\/?`/, set('pattern', (m) => m[1] ?? '')],
  [/\blower-?case letters,? digits,? (?:and|or) (?:dashes|hyphens)\b/i, set('pattern', () => '^[a-z0-9-]+$')],
  [/\bletters,? digits,? (?:and|or) (?:dashes|hyphens)\b/i, set('pattern', () => '^[A-Za-z0-9-]+$')],
  [
    /(?:\b(?:one|any) of|\benum|\bmust be|\beither):?\s+((?:["`][^"`]+["`](?:\s*(?:,|\/|\||or|and)+\s*)?){2,})/i,
    (m, into) => takeValues(m[1] ?? '', into),
  ],
  [/((?:["`][^"`]+["`]\s*\|\s*)+["`][^"`]+["`])/, (m, into) => takeValues(m[1] ?? '', into)],
  [
    /(?:\b(?:one|any) of|\benum):?\s+\(?((?:[\w-]+(?:\s*(?:,\s*or|,|\/|\||\bor\b)\s*)){1,}[\w-]+)\)?/i,
    (m, into) => takeValues(m[1] ?? '', into),
  ],
  [
    /\b(?:defaults?(?: value)?(?: is| to|:|=)?|otherwise)\s+`?("[^"]*"|\[\]|-?\d+(?:\.\d+)?|true|false|null|[\w-]+)`?/i,
    set('default', (m) => literal(m[1] ?? '')),
  ],
  [/\bat most (\d+) (?:characters?|chars?)(?: long)?\b/i, set('maxLength', (m) => Number(m[1]))],
  [
    /\b(?:length )?(?:between )?(\d+)\s*(?:–|—|-|to|and|\.\.)\s*(\d+)\s*(?:characters?|chars?|letters)(?: long)?\b/i,
    takeLength,
  ],
  [/\blength (?:between )?(\d+)\s*(?:–|—|-|to|and|\.\.)\s*(\d+)\b/i, takeLength],
  [
    /(?:\b(?:max(?:imum)?(?: length)?(?: of)?:?|up to|no (?:more|longer) than|not longer than|shorter than|max\.?)|≤|<=)\s*(\d+)\s*(?:characters?|chars?)(?: long)?\b/i,
    set('maxLength', (m) => Number(m[1])),
  ],
  [/\bmax(?:imum)? ?length:?(?: of)?\s*(\d+)\b/i, set('maxLength', (m) => Number(m[1]))],
  [
    /(?:\b(?:min(?:imum)?(?: length)?(?: of)?:?|at least|no (?:less|fewer|shorter) than)|≥|>=)\s*(\d+)\s*(?:characters?|chars?)(?: long)?\b/i,
    set('minLength', (m) => Number(m[1])),
  ],
  [/\bmin(?:imum)? ?length:?(?: of)?\s*(\d+)\b/i, set('minLength', (m) => Number(m[1]))],
  [
    /\b(\d+)\s*(?:random )?(?:characters?|chars?|letters and digits)(?: long)?\b/i,
    set('length', (m) => Number(m[1])),
  ],
  [
    /\b(?:from |between )?(-?\d+(?:\.\d+)?)\s*(?:–|—|to|and|\.\.)\s*(-?\d+(?:\.\d+)?)(?: %| percent)?(?= |$|[,;.)])/i,
    takeRange,
  ],
  [/(?<![\w`-])(\d+)-(\d+)(?: %| percent)?(?![\w-])/, takeRange],
  [
    /\b(?:at least|min(?:imum)?(?: of)?:?|≥|>=|not less than)\s*(-?\d+(?:\.\d+)?)\b(?! (?:characters|%))/i,
    set('min', (m) => Number(m[1])),
  ],
  [
    /\b(?:at most|max(?:imum)?(?: of)?:?|≤|<=|not more than)\s*(-?\d+(?:\.\d+)?)\b(?! (?:characters|\w+ per))/i,
    set('max', (m) => Number(m[1])),
  ],
  [/\b(?:zero or more|0 or more|non-?negative|not negative)\b/i, set('min', () => 0)],
  [/\bpositive\b|\b(?:greater|more) than (?:0|zero)\b|> ?0\b/i, set('above', () => 0)],
  [/\b(?:not (?:be )?(?:empty|blank)|non-?empty|not (?:be )?empty or blank)\b/i, atLeastOne],
  [
    /\b(?:set|chosen|made|generated|assigned|kept|counted|managed|filled in) by the (?:service|server|system)\b|\bread-?only\b|\bgenerated\b|\bserver-?(?:set|side)\b/i,
    set('serverSet', () => true),
  ],
  [/\b(?:must be |is |are )?unique\b/i, set('unique', () => true)],
  [/\b(?:not required|optional|may be (?:left out|omitted|missing))\b/i, set('required', () => false)],
  [/\b(?:is |are )?(?:required|mandatory|obligatory)\b/i, set('required', () => true)],
  [
    /\b(?:lists?|arrays?) of (?:strings|texts?|words|names|ids|user ids?|users?)\b|\bstring\[\]|\bstrings\b|\barray<string>/i,
    typed('strings'),
  ],
  [
    /\b(?:absolute |valid |an? )*(?:https? or https?|http\(s\)|https?\/https?|web)\s*(?:url|uri|address)\b|\b(?:absolute |valid |well-formed )*(?:url|uri)s?\b(?: with http or https)?/i,
    typed('url'),
  ],
  [/\b(?:with |starting with )?(?:scheme )?`?https?`? or `?https?`?(?: only)?\b/i, typed('url')],
  [/\b(?:valid )?e-?mail(?: address)?\b/i, typed('email')],
  [
    /\b(?:iso[ -]?8601 )?(?:date-?time|time-?stamp|instant|iso[ -]?8601(?: time)?|utc time|date and time)(?: \(?utc\)?)?\b|\b(?:rfc 3339)\b/i,
    typed('datetime'),
  ],
  [
    /\b(?:calendar )?date\b(?: \(?`?yyyy-mm-dd`?\)?)?|(?:\bin (?:the )?)?(?:\b(?:format|form) )?`?\byyyy-mm-dd\b`?(?: (?:format|form)\b)?/i,
    typed('date'),
  ],
  [/\b(?:whole number|integer|int)\b/i, typed('integer')],
  [/\b(?:number|decimal|float)\b/i, typed('number')],
  [/\b(?:boolean|bool|true or false|`true` or `false`)\b/i, typed('boolean')],
  [/\b(?:string|text|uuid)\b/i, typed('string')],
  [/\b(?:object|map)\b/i, typed('object')],
];

/** What a text says about the value of a field, and the words that said nothing about it. */
export function readFieldText(
  text: string,
  known: FieldType | null = null,
): { constraints: Constraints; rest: string; taken: boolean } {
  const constraints: Constraints = known === null ? {} : { type: known };
  let rest = ` ${text} `;
  const declared =
    /^\s*(?:an? )?(string|text|integer|int|number|boolean|bool|date-?time|url|email|date|object)\b/i.exec(
      text,
    );
  if (declared && known === null) {
    constraints.type = declaredType(declared[1] ?? 'string');
    rest = rest.replace(declared[0], ' ');
  }
  let taken = false;
  for (const [pattern, take] of phrases) {
    const match = pattern.exec(rest);
    if (!match) continue;
    taken = true;
    take(match, constraints);
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
  }
  if (constraints.type === 'string' && /\burl\b/i.test(text)) constraints.type = 'url';
  if (known !== null && constraints.type === known) delete constraints.type;
  return { constraints, rest, taken };
}

function declaredType(word: string): FieldType {
  const plain = word.toLowerCase().replace('-', '');
  if (plain === 'text') return 'string';
  if (plain === 'int') return 'integer';
  if (plain === 'bool') return 'boolean';
  const types: readonly FieldType[] = [
    'string',
    'integer',
    'number',
    'boolean',
    'datetime',
    'url',
    'email',
    'date',
    'object',
  ];
  return types.find((type) => type === plain) ?? 'string';
}

function takeLength(match: RegExpExecArray, into: Constraints): void {
  into.minLength = Number(match[1]);
  into.maxLength = Number(match[2]);
}

function takeRange(match: RegExpExecArray, into: Constraints): void {
  const [low, high] = [Number(match[1]), Number(match[2])];
  if (into.type === 'string') {
    into.minLength = low;
    into.maxLength = high;
    return;
  }
  into.min = low;
  into.max = high;
  if (!numeric(into)) into.type = Number.isInteger(low) && Number.isInteger(high) ? 'integer' : 'number';
}

function takeValues(text: string, into: Constraints): void {
  const quoted = [...text.matchAll(/["`]([^"`]+)["`]/g)].map((match) => match[1] ?? '');
  const values = (quoted.length > 0 ? quoted : text.split(/\s*(?:,\s*or\b|,|\/|\||\bor\b)\s*/))
    .map((value) => value.replace(/^["']|["']$/g, '').trim())
    .filter(Boolean);
  if (values.every((value) => value === 'true' || value === 'false')) into.type = 'boolean';
  else into.oneOf = values;
}

function literal(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
