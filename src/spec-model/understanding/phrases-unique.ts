import type { Resource, UniqueRule } from '../model/service-model.ts';
import { numberOf } from './number-words.ts';
import { fieldNamed, type Statement, say, take } from './statement.ts';

/** Phrases about what happens when the same value comes again. */
export function takeReuse(statement: Statement, field: string, resource: string): void {
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

/** Phrases that say which values may stand only once. */
export function takeUnique(statement: Statement, sentence: string, field: string, resource: string): void {
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
  const link = '(?: and| by| from| of| for| with| on| at| in| within|,)(?: the| a| an)?(?: same)?';
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

/** Phrases about the greatest number of records with the same value. */
export function takeCaps(statement: Statement, field: string, resource: string): void {
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
