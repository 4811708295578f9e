import { anyField, anyResource, fieldNamed, type Statement, say, take } from './statement.ts';

/** Phrases about what goes wrong: bad input, unknown things, repeats. Each has the status the service answers. */
export function takeConditions(statement: Statement, sentence: string): void {
  const field = anyField(statement.draft);
  const resource = anyResource(statement.draft);
  const some = '(?:an? |the |any |one |some |its )?';
  takeMissing(statement, field, some);
  take(
    statement,
    new RegExp(
      `${some}(?:unknown|non-?existent|non-?existing|missing) (?:${resource}|${field}|id|key|one)(?: (?:code|id|key|name))?`,
    ),
    (match) => {
      const named = fieldNamed(
        statement,
        new RegExp(`${field}`).exec(match[0].replace(/^.*?(?:unknown|non-?exist\w+|missing) /, ''))?.[0],
      );
      return named?.field.oneOf
        ? invalid(statement, match[0].replace('unknown', 'invalid'), field)
        : notFound(statement);
    },
  );
  take(
    statement,
    new RegExp(
      `(?:${some}(?:${resource}|${field}|id|code|key) )?(?:that|which|when it|if it|if there|when there)? ?(?:does not|doesn't|do not|don't) exist`,
    ),
    () => notFound(statement),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:is|are|was) (?:not found|gone|no longer (?:there|found|listed|available))\\b|\\bno (?:such )?(?:${resource})(?: (?:has|with|exists|is stored|there))*(?: (?:that|this|the) (?:${field}|code|id|key))?(?= |$|[.,:])`,
    ),
    () => (/random|of the day|empty|none/.test(sentence.toLowerCase()) ? false : notFound(statement)),
  );
  take(
    statement,
    new RegExp(
      `(?:${some}|with )?(?:invalid|malformed|bad|wrong|incorrect|broken|unusable) (?:or (?:missing|empty) )?(?:${field}|${resource}|json|body|bodies|requests?|input|data|values?|fields?|users?|date)(?: (?:address|value))?`,
    ),
    (match) => invalid(statement, match[0], field),
  );
  take(
    statement,
    new RegExp(
      `(?:${field})(?: (?:that|which))? (?:is|are) (?:invalid|malformed|wrong|not (?:a )?valid(?: (?:${field}|url|date))?)`,
    ),
    (match) => invalid(statement, match[0], field),
  );
  take(
    statement,
    new RegExp(`(?:${some})?(?:empty|blank) (?:${field})|(?:${field})(?: that)? (?:is )?(?:empty|blank)\\b`),
    (match) => limited(statement, match[0], field, 'minLength'),
  );
  take(
    statement,
    new RegExp(
      `(?:${some})?(?:too long|over-?long) (?:${field})|(?:${field})(?: that)? (?:is |are )?(?:too long|longer than (?:that|allowed|\\d+ characters))|(?:${field}) (?:of|over|with) (?:more than )?\\d+ characters`,
    ),
    (match) => tooLong(statement, match[0], field),
  );
  take(
    statement,
    /\binvalid\b|\b(?:fails|failing|failed) validation\b|\bvalidation (?:errors?|fails|failures?)\b|\bbad request\b|\bviolat(?:es|ing) (?:a|the|these) (?:rules?|limits?)\b|\b(?:outside|out of)(?: of)? (?:that|this|the|its) (?:range|limits?)\b|\boutside \d+ ?(?:–|-|to) ?\d+\b/,
    () => invalid(statement, '', field),
  );
  take(
    statement,
    /\b(?:everything|anything) else\b/,
    () => statement.facts.length > 0 && invalid(statement, '', field),
  );
  take(statement, new RegExp(`(?:${some})?(negative|zero|non-numeric) (${field})`), (match) => {
    const named = fieldNamed(statement, match[2]);
    if (!named?.field.client || !['integer', 'number'].includes(named.field.type)) return false;
    const least =
      named.field.min ?? (named.field.above === undefined ? Number.NEGATIVE_INFINITY : named.field.above + 1);
    const isAllowed = match[1] !== 'non-numeric' && (match[1] === 'zero' ? least <= 0 : least < 0);
    if (isAllowed) statement.problems.push(`\`${named.field.name}\` may be ${match[1]}`);
    say(statement, 'invalid', named.field.name);
    return true;
  });
  take(
    statement,
    /\b(?:is|are|gets?|must be|be)? ?(?:refused|rejected|turned down)\b|\bnot found\b|\bconflict\b|\brefuses?\b|\brejects?\b|\bfails?(?: with)?\b|\b(?:on|upon|in case of) (?:success|failure|an error)\b/,
    () => true,
  );
}

function notFound(statement: Statement): boolean {
  say(statement, 'notFound');
  return true;
}

function takeMissing(statement: Statement, field: string, some: string): void {
  const pattern = new RegExp(
    `\\b(?:without|lacking|missing|with no|omitting) ${some}(${field})|(?:${some})(${field}) (?:is |are )?(?:missing|left out|absent)`,
  );
  take(statement, pattern, (match) => {
    const named = fieldNamed(statement, (match[1] ?? match[2])?.trim());
    if (!named?.field.client) return false;
    statement.resource = named.resource;
    say(statement, named.field.required ? 'missing' : 'optional', named.field.name);
    if (named.field.required && !/\b(?:4\d\d|refus|reject|invalid|error)/.test(statement.left))
      statement.problems.push(`\`${named.field.name}\` is required, so nothing is done without it`);
    if (!named.field.required && /\b(?:400|422|refused|rejected)\b/.test(statement.left))
      statement.problems.push(`\`${named.field.name}\` is not said to be required`);
    return true;
  });
  take(statement, /\b(?:without|lacking|missing|with no) (?:an? |the )?⟦param \w+⟧/, () => {
    const can = statement.draft.endpoints.some((one) => one.behaviour.kind === 'evaluate');
    if (can) say(statement, 'invalidQuery');
    return can;
  });
  take(
    statement,
    /\b(?:without|missing|lacking) (?:an? |the |any |some )?(?:required |mandatory )?(?:fields?|values?|data|input)\b/,
    () => {
      say(statement, 'invalid');
      return true;
    },
  );
}

function invalid(statement: Statement, words: string, field: string): boolean {
  const name = new RegExp(`${field}`, 'g').exec(
    words.replace(/^.*?(?:invalid|malformed|bad|wrong|incorrect|broken)/, ''),
  )?.[0];
  const named = fieldNamed(statement, name);
  if (named) statement.resource = named.resource;
  say(statement, 'invalid', named?.field.client ? named.field.name : undefined);
  return true;
}

function limited(
  statement: Statement,
  words: string,
  field: string,
  limit: 'minLength' | 'maxLength',
): boolean {
  const named = fieldNamed(statement, new RegExp(field).exec(words)?.[0]);
  if (!named?.field.client) return false;
  if (named.field[limit] === undefined && !(limit === 'minLength' && named.field.required)) {
    statement.problems.push(
      `\`${named.field.name}\` has no ${limit === 'minLength' ? 'least' : 'greatest'} length`,
    );
    return true;
  }
  statement.resource = named.resource;
  say(statement, 'invalid', named.field.name);
  return true;
}

function tooLong(statement: Statement, words: string, field: string): boolean {
  const named = fieldNamed(statement, new RegExp(field).exec(words)?.[0]);
  const said = /(\d+) characters/.exec(words)?.[1];
  const max = named?.field.maxLength;
  if (said !== undefined && !/\b(?:4\d\d|refus|reject|too long|longer|invalid)/.test(statement.left))
    return false;
  if (named && said !== undefined && max !== undefined) {
    const allowed = /(?:more|longer) than/.test(words) ? max : max + 1;
    const refusing = /\b(?:400|422|refus|reject)/.test(statement.left);
    if (refusing ? Number(said) < allowed : Number(said) > max) {
      statement.problems.push(`\`${named.field.name}\` may be ${max} characters long`);
      return true;
    }
  }
  return limited(statement, words, field, 'maxLength');
}
