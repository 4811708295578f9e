import { takeRedirect } from './phrases-redirect.ts';
import { takeRollout } from './phrases-rollout.ts';
import { takeCounters, takeSwitches } from './phrases-switches.ts';
import { anyField, anyResource, type Statement, said, take } from './statement.ts';

/** Phrases about what only some services do: redirects, counters, switches, rollouts, random and daily picks. */
export function takeSpecials(statement: Statement): void {
  const kinds = new Set(statement.draft.endpoints.map((one) => one.behaviour.kind));
  const field = anyField(statement.draft);
  const resource = anyResource(statement.draft);
  if (kinds.has('redirect')) takeRedirect(statement, field, resource);
  if (kinds.has('evaluate')) takeRollout(statement, field, resource);
  if (
    kinds.has('set') ||
    kinds.has('toggle') ||
    kinds.has('increment') ||
    kinds.has('change') ||
    kinds.has('replace')
  )
    takeSwitches(statement, field, resource);
  takeCounters(statement, field);
  if (kinds.has('random')) takeRandom(statement, resource);
  if (kinds.has('daily')) takeDaily(statement, resource);
  if (
    kinds.has('count') ||
    statement.draft.endpoints.some((one) => one.behaviour.kind === 'read' && one.behaviour.view)
  )
    takeFigures(statement);
  if (
    kinds.has('count') ||
    statement.draft.endpoints.some((one) => one.behaviour.kind === 'read' && one.behaviour.view)
  )
    take(statement, /\b(?:how many|counts?|figures?|statistics|stats|number of|total)\b/, () =>
      said(statement, 'count'),
    );
}

/** The figures of a count, by their names. */
function takeFigures(statement: Statement): void {
  for (const { behaviour } of statement.draft.endpoints) {
    if (
      behaviour.kind !== 'count' ||
      !/\b(?:how many|counts?|number|figures?|stats|statistics)\b/.test(statement.left)
    )
      continue;
    take(statement, new RegExp(`\\b(?:${Object.keys(behaviour.by).join('|')})\\b`), () =>
      said(statement, 'count'),
    );
  }
}

function takeRandom(statement: Statement, resource: string): void {
  take(
    statement,
    new RegExp(
      `\\b(?:one |an? |any )?(?:random(?:ly)?(?: (?:chosen|picked))?)(?: (?:${resource}))?|\\b(?:${resource})(?: (?:chosen|picked))? at random`,
    ),
    () => said(statement, 'random'),
  );
  takeEmpty(statement, resource);
}

function takeEmpty(statement: Statement, resource: string): void {
  take(
    statement,
    new RegExp(
      `\\b(?:when|if|while|with|as long as)? ?(?:there (?:are|is) )?(?:no|none)(?: (?:${resource}))?(?: (?:exists?|(?:is|are) (?:stored|there)|at all|yet|stored))*(?= |[.,:;(])|\\b(?:on |with |when )?(?:the |an? )?(?:collection|list|store|service) (?:is )?empty|\\b(?:without|before) any (?:${resource})`,
    ),
    () => said(statement, 'empty'),
  );
}

function takeDaily(statement: Statement, resource: string): void {
  const day = '(?:calendar )?(?:date|day)';
  take(statement, new RegExp(`\\b(?:the )?(?:${resource}) (?:of the day|for today)\\b`), () =>
    said(statement, 'daily'),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:is |stays |remains |be )?(?:the )?same(?: (?:one|${resource}))?(?: (?:for|to) (?:everyone|everybody|all))?(?: (?:all day|the whole day|all day long|(?:for|on|during|within|throughout) (?:the |one |a |an? (?:whole|entire) |that |each )?(?:same |whole )*(?:utc )?${day}))`,
    ),
    () => said(statement, 'daily:stable'),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:asking |asked )?twice on (?:the )?(?:same |one )${day}|\\b(?:stable|fixed) (?:for|on|within) (?:a|one|the|each) (?:whole )?(?:utc )?${day}`,
    ),
    () => said(statement, 'daily:stable'),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:even |also )?(?:when|if|after|while) (?:further |other |more |new )*(?:${resource}) (?:are|is|were|have been) (?:added|deleted)(?: (?:on|during) (?:the )?(?:same )?day)?`,
    ),
    () => said(statement, 'daily:fixed'),
  );
  take(
    statement,
    new RegExp(
      `(?:that of )?(?:another )?⟦param date⟧(?: \\(?⟦word day⟧\\)?)?(?: (?:asks for|picks|chooses) another day)?|\\b(?:for |of |on )?(?:any |another |a |that |the )?(?:given )?(?:utc )?${day}(?: in utc)?\\b`,
    ),
    () => said(statement, 'daily'),
  );
  takeEmpty(statement, resource);
}
