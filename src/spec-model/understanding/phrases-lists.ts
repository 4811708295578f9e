import { escapeRegExp } from '../model/words.ts';
import { fieldNamed, type Statement, said, say, take } from './statement.ts';

const least = '(?:earliest|oldest|smallest|lowest|least)';
const most = '(?:latest|newest|largest|highest|greatest|biggest|most)';
const isMost = new RegExp(`^${most}`);

/** Phrases about the order of a list. */
export function takeOrder(statement: Statement, field: string, resource: string): void {
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
  // Named by its field first: 'sorted by `day`, the latest first' is one order and not two.
  take(
    statement,
    new RegExp(
      `\\b(?:sorted|ordered|in order) (?:by|of) (?:the |their |its )?(${field})(?:,? (?:with )?(?:the )?(ascending|descending|${least} first|${most} first))?`,
    ),
    (match) => {
      const named = fieldNamed(statement, match[1]);
      return named
        ? order(
            named.field.name,
            match[2] !== undefined && (match[2] === 'descending' || isMost.test(match[2])),
          )
        : false;
    },
  );
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
}

/** Phrases about filters, pages and search. */
export function takeListing(statement: Statement, field: string, resource: string): void {
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
