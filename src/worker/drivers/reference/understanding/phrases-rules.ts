import type { Resource, UniqueRule } from '../model/service-model.ts';
import { escapeRegExp } from '../model/words.ts';
import { anyField, anyResource, fieldNamed, type Statement, said, say, take } from './statement.ts';

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

function takeReuse(statement: Statement, field: string, resource: string): void {
  take(
    statement,
    new RegExp(
      `(?:two|different|distinct|another|a new|its own) (?:different |distinct |random )?(?:${field})(?= |[.,])`,
    ),
    (match) => {
      const named = fieldNamed(
        statement,
        match[0].replace(
          /^(?:two|different|distinct|another|a new|its own) (?:different |distinct |random )?/,
          '',
        ),
      );
      if (named?.field.fill !== 'code') return false;
      say(statement, 'distinct', named.field.name);
      return true;
    },
  );
  const repeat = new RegExp(
    `(?:the )?same (${field})(?: (?:twice|again|a second time))(?: (?:returns?|gives?|answers?(?: with)?))? (?:the )?(?:same|existing|first) (?:${resource}|${field})`,
  );
  take(statement, repeat, (match) => {
    const named = fieldNamed(statement, match[1]);
    if (!named) return false;
    named.resource.reuse = named.field.name;
    say(statement, 'reuse', named.field.name);
    return true;
  });
  if (statement.facts.some((fact) => fact.proof === 'distinct'))
    take(statement, new RegExp(`(?:the )?same (?:${field})(?: (?:twice|again|a second time))?`), () => true);
}

function takeUnique(statement: Statement, sentence: string, field: string, resource: string): void {
  const ignoreCase =
    /ignoring (?:upper and lower )?case|case-?insensitive|whatever the case|regardless of case/i.test(
      sentence,
    );
  const add = (names: readonly (string | undefined)[]): boolean => {
    const found = names.filter(Boolean).map((name) => fieldNamed(statement, name));
    const owner = found[0]?.resource;
    const fields = found.flatMap((one) => (one && one.resource === owner ? [one.field.name] : []));
    if (!owner || fields.length !== found.length || fields.length === 0) return false;
    statement.resource = owner;
    const rule = addUnique(owner, [...new Set(fields)], statement.line);
    rule.ignoreCase ||= ignoreCase;
    say(statement, 'unique', rule.fields.join('+'));
    return true;
  };
  const link = '(?: and| by| from| of| for| with|,)(?: the| a| an)?(?: same)?';
  const same = `(?:the |a )?(?:same|duplicate|identical) (${field})(?:${link} (${field}))?`;
  const pair = `(?:the |a )?(?:same|duplicate|identical) (${field})${link} (${field})`;
  const refusal =
    /\b(?:409|422|refus|reject|no two|no duplicate|cannot|can not|may not|must not|not allowed|conflict|only once|already|duplicate)/.test(
      statement.left,
    );
  const patterns = [
    new RegExp(
      `\\bno two (?:${resource})(?: of one (${field}))?(?: (?:can|may|must|shall))? ?(?:share|have|with|carry) ${same}`,
    ),
    new RegExp(
      `\\bno two (?:${resource})(?: by| of| from) ${same}(?: (?:can|may|must|shall))? ?(?:share|have|with|carry) ${same}`,
    ),
    new RegExp(
      `(?:(?:${resource} )?(?:with|having|by|of|from|for) )?${pair}(?: (?:(?:already )?exists|twice|again|a second time|more than once))?`,
    ),
    new RegExp(`(?:with|having|of|for) (?:an? )?(?:existing|taken|used) (${field})`),
    new RegExp(`(?:${resource} )?(?:with|having|by|of|from|for) ${same}(?: (?:already )?exists)?`),
    new RegExp(`${same}(?: (?:twice|again|a second time|more than once))?`),
    new RegExp(
      `(${field}) (?:that |which )?(?:is |has been )?already (?:taken|exists?|used|in use|registered|there|stored)`,
    ),
  ];
  if (refusal) for (const pattern of patterns) take(statement, pattern, (match) => add(match.slice(1)));
  take(statement, new RegExp(`\\b(?:taken|used|already used) (${field})(?= |[.,:)])`), (match) =>
    add([match[1]]),
  );
  take(
    statement,
    new RegExp(
      `(${field}) (?:is|are|must be|has to be|shall be) unique(?: (?:per|for each|within one|within an?|by) (${field}))?`,
    ),
    (match) => idOrAdd(statement, match, add),
  );
  take(statement, new RegExp(`\\bunique (${field})(?= |[.,)])`), (match) => idOrAdd(statement, match, add));
  take(statement, new RegExp(`\\bduplicate (?:${resource})`), () => {
    const rule = statement.resource?.unique[0];
    if (rule) say(statement, 'unique', rule.fields.join('+'));
    return rule !== undefined;
  });
  take(statement, /\b(?:twice|again|a second time|already (?:exists?|there|stored))\b/, () =>
    statement.facts.some((fact) => fact.proof === 'unique'),
  );
  if (ignoreCase && statement.facts.some((fact) => fact.proof === 'unique'))
    take(
      statement,
      /\bignoring (?:upper and lower )?case\b|\bcase-?insensitive(?:ly)?\b|\bwhatever the case\b|\bregardless of case\b/,
    );
  if (statement.facts.some((fact) => fact.proof === 'unique' || fact.proof === 'cap'))
    take(statement, /\b(?:cannot|can not|may not|must not|not allowed|only once)\b/);
}

function idOrAdd(
  statement: Statement,
  match: RegExpExecArray,
  add: (names: readonly (string | undefined)[]) => boolean,
): boolean {
  const named = fieldNamed(statement, match[1]);
  if (named && (named.field.fill === 'id' || named.field.fill === 'code') && !named.field.client) {
    say(statement, 'distinct', named.field.name);
    return true;
  }
  return add(match.slice(1));
}

function addUnique(resource: Resource, fields: readonly string[], line: number): UniqueRule {
  const known = resource.unique.find((rule) => [...rule.fields].sort().join() === [...fields].sort().join());
  if (known) return known;
  const rule: UniqueRule = { fields, ignoreCase: false, status: 409, line };
  resource.unique.push(rule);
  return rule;
}

function takeCaps(statement: Statement, field: string, resource: string): void {
  const pattern = new RegExp(
    `\\b(?:at most|no more than|a maximum of|up to|only|not more than) (\\d+|one|two|three|four|five|ten) (${resource})(?: (?:are |is |can be |may be )?(?:stored|kept|allowed))?,? (?:per|for each|for every|for one|by the same|of one|by one|of the same|for the same|from one|from the same) (${field})`,
  );
  take(statement, pattern, (match) => {
    const named = fieldNamed(statement, match[3]);
    if (!named) return false;
    statement.resource = named.resource;
    const max = numberOf(match[1] ?? '');
    const known = named.resource.caps.find((cap) => cap.per === named.field.name);
    if (known && known.max !== max)
      statement.contradictions.push(`at most ${known.max} and at most ${max} per \`${known.per}\``);
    if (!known) named.resource.caps.push({ max, per: named.field.name, status: 409, line: statement.line });
    say(statement, 'cap', named.field.name);
    return true;
  });
  const ordinal = '(\\d+)(?:st|nd|rd|th)|third|fourth|fifth|sixth|eleventh|next one|one more|further';
  take(
    statement,
    new RegExp(
      `\\b(?:the |an? )?(?:${ordinal})\\b(?: (?:${resource}|one))?(?: (?:by|of|from|for) (?:the |an? )?(?:same )?(?:${field}))?`,
    ),
    (match) => {
      const cap = statement.resource?.caps[0];
      if (!cap) return false;
      const words = ['third', 'fourth', 'fifth', 'sixth'];
      const at = words.findIndex((word) => match[0].includes(word));
      const nth =
        match[1] !== undefined
          ? Number(match[1])
          : match[0].includes('eleventh')
            ? 11
            : at >= 0
              ? at + 3
              : cap.max + 1;
      if (nth !== cap.max + 1)
        statement.problems.push(
          `at most ${cap.max} per \`${cap.per}\` are stored, so the refused one is number ${cap.max + 1}`,
        );
      say(statement, 'cap', cap.per);
      return true;
    },
  );
}

function numberOf(text: string): number {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  const at = words.indexOf(text);
  return at >= 0 ? at : Number(text);
}

function takeOrder(statement: Statement, field: string, resource: string): void {
  const of = `(?: (?:one|${resource}))?`;
  const order = (name: string | null, descending: boolean): boolean => {
    const { resource } = statement;
    if (!resource) return false;
    const by = name ?? resource.fields.find((one) => one.fill === 'created')?.name ?? '';
    const is = { field: by, descending };
    if (resource.order && (resource.order.field !== by || resource.order.descending !== descending)) {
      statement.contradictions.push('the list has two different orders');
      return true;
    }
    resource.order = is;
    say(statement, 'order');
    return true;
  };
  take(
    statement,
    new RegExp(
      `\\b(?:(?:sorted|ordered) )?(?:the )?(?:newest|latest|most recent)${of}(?: (?:stands|comes))? first\\b`,
    ),
    () => order(null, true),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:(?:sorted|ordered) )?(?:the )?oldest${of} first\\b|\\bin (?:the )?order (?:of creation|they were (?:created|added))\\b`,
    ),
    () => order(null, false),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:sorted|ordered|in order) (?:by|of) (?:the |their |its )?(${field})(?:,? (ascending|descending))?`,
    ),
    (match) => {
      const named = fieldNamed(statement, match[1]);
      return named ? order(named.field.name, match[2] === 'descending') : false;
    },
  );
}

function takeListing(statement: Statement, field: string, resource: string): void {
  const lists = statement.draft.endpoints.flatMap((one) =>
    one.behaviour.kind === 'list' ? [one.behaviour] : [],
  );
  take(
    statement,
    new RegExp(
      `\\b(?:filter(?:s|ed|ing|able)?|narrow(?:s|ed)?|limited) (?:by|on|to) (?:the |an? |one |their )?(?:exact )?(${field})(?: (?:and|or) (?:by )?(${field}))?`,
    ),
    (match) => filters(statement, match.slice(1)),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:only|just) (?:the |those )?(?:⟦value true⟧ |done |open |matching )?(?:${resource}|ones)(?: (?:by|of|with|whose|from|that have|for) (?:that |this |the |an? |the given |one )?(${field}))?(?: (?:is|are) (?:that value|equal|the same))?`,
    ),
    (match) =>
      match[1] === undefined
        ? lists.some((list) => list.filters.length > 0) && say(statement, 'filter') === undefined
        : filters(statement, [match[1]]),
  );
  const choices = statement.draft.resources.flatMap((one) =>
    one.fields.flatMap((member) => member.oneOf ?? []),
  );
  if (choices.length > 0 && lists.some((list) => list.filters.length > 0))
    take(
      statement,
      new RegExp(
        `\\bonly (?:returns?|shows?|lists?|gives?) (?:${choices.map(escapeRegExp).join('|')}) ${resource}|\\b(?:returns?|shows?|lists?|gives?) only (?:${choices.map(escapeRegExp).join('|')}) ${resource}`,
      ),
      () => said(statement, 'filter'),
    );
  if (lists.some((list) => list.paging !== null)) {
    const parameter = '⟦param (?:limit|offset|page|per_?page|page_?size)⟧';
    take(statement, /\b(?:is |are )?(?:paginated|paged|pagination|in pages|page by page|paging)\b/, () =>
      said(statement, 'paging'),
    );
    take(
      statement,
      new RegExp(
        `${parameter}(?: (?:and|or|with) ${parameter})?(?: (?:${resource}))?(?: \\(?(?:(?:from )?(\\d+) ?(?:to|–|—|-) ?(\\d+))?[,;:]? ?(?:(?:default|defaults to|otherwise) ?(?:is )?(\\d+))?(?:,? (?:max(?:imum)?|at most|up to) (\\d+))?\\)?)?`,
      ),
      (match) => pageLimits(statement, match),
    );
    take(statement, /\bat most (\d+) (?:at once|per page|in one answer|items)\b/, (match) =>
      pageLimits(statement, match),
    );
  }
  const search = lists.find((list) => list.search !== null)?.search;
  if (search)
    take(
      statement,
      new RegExp(
        `\\b(?:search(?:es|ed|ing|able)?|text search|full-text search)(?: (?:in|for|over|through|by|the|words|text|a|with|⟦param \\w+⟧))*(?: (?:${field})(?:(?:,| and| or) (?:the )?(?:${field}))*)?(?:,? ignoring case)?`,
      ),
      () => said(statement, 'search'),
    );
}

function filters(statement: Statement, names: readonly (string | undefined)[]): boolean {
  for (const name of names.filter(Boolean)) {
    const named = fieldNamed(statement, name);
    const can =
      named &&
      statement.draft.endpoints.some(
        (one) =>
          one.resource === named.resource &&
          one.behaviour.kind === 'list' &&
          one.behaviour.filters.includes(named.field.name),
      );
    if (!named || !can) return false;
    statement.resource = named.resource;
    say(statement, 'filter', named.field.name);
  }
  return true;
}

function pageLimits(statement: Statement, match: RegExpExecArray): boolean {
  const { limits } = statement.draft;
  const [, low, upper, standard, most] = match;
  const high = upper ?? most;
  if (low !== undefined && upper !== undefined && Number(low) !== 1) return false;
  if (high !== undefined) limits.pageMax = Number(high);
  else if (low !== undefined) limits.pageMax = Number(low);
  if (standard !== undefined) limits.pageDefault = Number(standard);
  limits.pageDefault = Math.min(limits.pageDefault, limits.pageMax);
  say(statement, 'paging');
  return true;
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
