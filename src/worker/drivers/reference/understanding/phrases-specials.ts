import type { Behaviour } from '../model/service-model.ts';
import { anyField, anyResource, fieldNamed, type Statement, said, say, take } from './statement.ts';

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

/** Counters of actions such as `POST /polls/:id/vote`: where they start, and what moves them. */
function takeCounters(statement: Statement, field: string): void {
  const starts = new RegExp(
    `(${field})(?: (?:which|that))? (?:starts? (?:at|with|from)|(?:is|are) (?:at first|initially)|begins? (?:at|with)|defaults? to) (?:0|zero|⟦value 0⟧)`,
  );
  take(statement, starts, (match) => {
    const named = fieldNamed(statement, match[1]);
    if (named?.field.fill !== 'zero') return false;
    return said(statement, 'create');
  });
  for (const { behaviour, path } of statement.draft.endpoints) {
    if (behaviour.kind !== 'increment') continue;
    const word = path.split('/').at(-1) ?? '';
    const stem = word.replace(/e$/, '');
    const forms = `(?:${word}s?|${stem}ed|${stem}ing)`;
    const done = (): true => said(statement, 'increment', behaviour.field);
    take(
      statement,
      new RegExp(
        `\\b${forms} twice (?:results? in|gives?|makes?|leads to|shows?) (?:the |a )?(?:${field}) (?:of|=|is|to be|at)? ?(?:2|two|⟦value 2⟧)`,
      ),
      done,
    );
    take(
      statement,
      new RegExp(`\\b(?:with |and )?(?:the |its )?(?:incremented|increased) (?:${field})`),
      done,
    );
    take(statement, new RegExp(`\\b${forms}\\b(?! (?:of|per|by))(?: (?:for|on)\\b)?`), done);
  }
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

function numberOf(word: string): number {
  const at = ['zero', 'one', 'two', 'three'].indexOf(word);
  return at >= 0 ? at : Number(word);
}

function first<K extends Behaviour['kind']>(
  statement: Statement,
  kind: K,
): Extract<Behaviour, { kind: K }> | null {
  for (const { behaviour, resource } of statement.draft.endpoints)
    if (
      behaviour.kind === kind &&
      (statement.resource === null || resource === statement.resource || resource === null)
    )
      return behaviour as Extract<Behaviour, { kind: K }>; // narrowed by its kind
  return null;
}

function takeRedirect(statement: Statement, field: string, resource: string): void {
  const counter = first(statement, 'redirect')?.counter;
  const noun = `(?:redirects?|visits?|hits?|clicks?|follow(?:s|ed)?|opening(?: the (?:${resource}|short link|link))?)`;
  if (counter) {
    const say1 = (): boolean => said(statement, 'counter', counter);
    take(
      statement,
      new RegExp(
        `\\b(?:each|every|a|one|per) (?:successful )?${noun}(?: of (?:a |the )?(?:${resource}|short link))?,? (?:is counted(?: in (?:${field}))?|(?:increments?|increases?|raises?|adds? (?:one|1) to|counts?(?: up)?(?: in)?|bumps) (?:the |its )?(?:${field})(?: (?:of the (?:${resource}) )?by (?:one|1|⟦value 1⟧))?)`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `\\b(?:increments?|increases?|raises?|adds? (?:one|1) to|counts?|bumps) (?:the |its )?(?:${field}|visits?|redirects?|clicks?)(?: (?:of the (?:${resource}) )?by (?:one|1|⟦value 1⟧))?`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `(?:${field}) (?:of (?:the|that) (?:${resource}) )?(?:is|are|goes up|rises?|grows?) (?:incremented |increased |up )?(?:by (?:one|1|⟦value 1⟧)|(?:one|1) higher)`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `\\b(?:after )?(?:one|two|three|\\d+) (?:redirects?|visits?)(?:,? (?:the )?(?:${field}) (?:is|are|shows?|says?) (?:⟦value \\d+⟧|one|two|three|\\d+))`,
      ),
      (match) => {
        const [a, b] = (match[0].match(/\b(?:one|two|three|\d+)\b/g) ?? []).map(numberOf);
        if (a !== b) statement.problems.push('the number of visits and the counter differ');
        return say1();
      },
    );
    take(
      statement,
      new RegExp(
        `(?:${field}) (?:starts? (?:at|with)|(?:is|are) at first|(?:is|are) initially|begins at) (?:0|zero|⟦value 0⟧)`,
      ),
      say1,
    );
    take(
      statement,
      new RegExp(
        `\\b(?:how often|how many times)(?: (?:it|the (?:${resource})|a (?:${resource})|they))?(?: (?:was|were|is|has been))? (?:visited|followed|used|opened|clicked)`,
      ),
      say1,
    );
  }
  take(
    statement,
    new RegExp(
      `\\b(?:redirects?|redirected|redirection|redirecting|sends|leads|follows?|following|opens?|opening)\\b(?: (?:the )?(?:browsers?|clients?|visitors?|callers?|users?))?(?: (?:on|straight))?(?: to (?:the |its |that )?(?:stored |original |long |target |full )*(?:${field}|address|destination|target))?`,
    ),
    () => said(statement, 'redirect'),
  );
  take(
    statement,
    new RegExp(
      `\\b(?:with |in )?(?:the |a )?(?:stored |original |long |target )*(?:${field})? ?(?:in |as )?(?:the )?⟦word location⟧(?: header)?`,
    ),
    () => said(statement, 'redirect'),
  );
}

function takeSwitches(statement: Statement, field: string, resource: string): void {
  const it = `(?:it|them|(?:an? |the |that )?(?:${resource}))`;
  take(statement, new RegExp(`\\b(?:toggles?|flips?|switch(?:es)?) (?:the |its )?(${field})`), (match) => {
    const named = fieldNamed(statement, match[1]);
    const toggle = first(statement, 'toggle');
    if (!named || toggle?.field !== named.field.name) return false;
    say(statement, 'toggle', named.field.name);
    return true;
  });
  take(
    statement,
    new RegExp(
      `\\b(?:sets?|switch(?:es)?|turns?) (?:the |its )?(${field}) (?:of (?:the |an? )?(?:${resource}) )?(?:to |back to )?⟦value (true|false)⟧`,
    ),
    (match) => {
      const named = fieldNamed(statement, match[1]);
      const has = statement.draft.endpoints.some(
        ({ behaviour }) =>
          behaviour.kind === 'set' &&
          behaviour.field === named?.field.name &&
          String(behaviour.value) === match[2],
      );
      if (!named || !has) return false;
      say(statement, 'set', `${named.field.name}=${match[2]}`);
      return true;
    },
  );
  for (const { behaviour } of statement.draft.endpoints) {
    if (behaviour.kind === 'increment') {
      take(
        statement,
        new RegExp(
          `\\b(?:increments?|increases?|raises?|adds? (?:one|1|a \\w+) to|upvotes?|likes?|votes? for) (?:the |its )?(?:${field}|(?:an? |the )?(?:${resource}))(?: by (?:one|1))?`,
        ),
        () => said(statement, 'increment', behaviour.field),
      );
      continue;
    }
    const words = switchWords(statement, behaviour);
    if (!words) continue;
    take(statement, new RegExp(`\\b(?:${words.state})(?= (?:and|or) |,? ${resource})`));
    take(
      statement,
      new RegExp(
        `\\b(?:mark(?:s|ed|ing)?|set(?:s|ting)?|turn(?:s|ed|ing)?|switch(?:es|ed|ing)?) (?:${it} )?(?:as |to be |to )?(?:${words.state})\\b(?: again)?|\\b(?:${words.verb})(?: (?=${it}))?\\b(?: again)?|\\b(?:is|are|being|shows as|stays?) (?:then )?(?:${words.state})\\b(?! (?:by|with))`,
      ),
      () => {
        if (behaviour.kind === 'set') say(statement, 'set', `${behaviour.field}=${behaviour.value}`);
        return true;
      },
    );
  }
  take(
    statement,
    /(⟦f\d+⟧|\bit|\bthey) (?:is|are|becomes?|shows?|turns?|be|stays?|of)? ?⟦value (true|false|"[^"]*")⟧/,
    (match) => {
      const named = fieldNamed(statement, match[1]?.startsWith('⟦') ? match[1] : undefined);
      const value = match[2] ?? '';
      if (match[1]?.startsWith('⟦')) {
        if (!named || (named.field.type === 'boolean') === value.startsWith('"')) return false;
        say(statement, 'field', named.field.name);
        return true;
      }
      return statement.fields.length > 0;
    },
  );
}

function switchWords(statement: Statement, behaviour: Behaviour): { verb: string; state: string } | null {
  if (behaviour.kind !== 'set') return null;
  const on = behaviour.value === true;
  if (/^(?:completed?|done|finished|checked|closed)$/.test(behaviour.field))
    return on
      ? {
          verb: 'complet(?:es|ed|ing)|completion|finish(?:es|ed|ing)?|tick(?:s|ed)? off|complete(?= (?:it|an?|the) )',
          state: 'done|completed?|finished',
        }
      : { verb: 'reopen(?:s|ed|ing)?', state: 'open|not done|not completed|undone' };
  if (/^(?:enabled|active|on)$/.test(behaviour.field))
    return on
      ? { verb: 'enabl(?:e|es|ed|ing)', state: 'enabled|on' }
      : { verb: 'disabl(?:e|es|ed|ing)', state: 'disabled|off' };
  if (statement.draft.endpoints.length === 0) return null;
  const stem = behaviour.field.replace(/(?:ed|ned)$/, '');
  return on
    ? { verb: `${stem}(?:s|e|es|ed|ned)?`, state: behaviour.field }
    : { verb: `un${stem}(?:s|e|es|ed|ned)?`, state: `not ${behaviour.field}` };
}

function takeRollout(statement: Statement, field: string, resource: string): void {
  const rule = first(statement, 'evaluate');
  if (!rule) return;
  const proved = (pattern: string, proof: string): boolean =>
    take(statement, new RegExp(pattern), () => said(statement, proof));
  const flag = `(?:(?:a |the |that |any |every )?(?:${resource})|it)`;
  const state = '(?:⟦value (?:true|false)⟧|on|off|enabled|disabled)';
  if (rule.targets !== null) {
    proved(
      `\\b(?:an? |the |any |every )?users? (?:who (?:is|are) |that (?:is|are) )?(?:listed|named|found|on the list|contained|is|are)(?: (?:in|on) (?:the |its )?(?:${field}|list))(?: of (?:a |the )(?:${resource}))?(?:,? (?:always )?(?:gets?|sees?|has|is answered|receives?) (?:${flag}|${state})(?: ${state})?)?(?:,? (?:at any|whatever the|even (?:at|with) (?:a )?|regardless of the|always) ?(?:${field})?(?: (?:of )?(?:⟦value 0⟧|0))?(?: ?(?:percent|%))?)?(?: at (?:a )?(?:${field}) of (?:⟦value 0⟧|0)(?: ?(?:percent|%))?)?`,
      'evaluate:targeted',
    );
    proved(`\\btarget(?:s|ed|ing)?(?: (?:users?|single users|by (?:user|name)))?\\b`, 'evaluate:targeted');
  }
  proved(
    `\\b(?:an? |the |every )?(?:disabled|switched-off|turned-off) (?:${resource}),? (?:is|answers?|evaluates? to|gives?) ${state}(?: (?:for|to) (?:everyone|everybody|all|every user|all users|any user|each user))?`,
    'evaluate:disabled',
  );
  proved(
    `(?:while|when|if) ${flag} is (?:disabled|off|not enabled)|(?:while|when|if) ⟦f\\d+⟧ is ⟦value false⟧`,
    'evaluate:disabled',
  );
  if (rule.rollout !== null) {
    proved(
      `\\b(?:an? |the |any )?same user (?:always )?(?:gets?|sees?|receives?|has) (?:the )?same (?:answer|result|value)(?: (?:for|from|of) (?:the |a )?same (?:${resource})| every time| again| each time)*(?: (?:as long as|while|until|unless) (?:the )?(?:${resource}|${field}) (?:does not change|is unchanged|is the same|stays the same|changes))?`,
      'evaluate:stable',
    );
    proved(
      `\\b(?:is |are |stays? )?(?:stable|deterministic|sticky)(?: (?:per|for (?:one|a|each|every)) user)?`,
      'evaluate:stable',
    );
    proved(`(?:⟦f\\d+⟧|\\b\\d+) ?(?:percent|%) of (?:(?:all|the|other) )*users`, 'evaluate:share');
    proved(
      `(?:about |roughly |that |a |the )?(?:share|percentage|part|percent) of (?:all |the |other )?users(?: (?:that|who|which) (?:gets?|sees?) (?:it|the (?:${resource})))?`,
      'evaluate:share',
    );
    proved(
      `(?:${field}) (?:of |is |at )?(?:⟦value 0⟧|0|zero)(?: ?(?:percent|%))?(?: (?:gives?|is|answers?|means) (?:${state}|none|nobody|no user|no one)(?: (?:for|to) (?:everyone|everybody|all users|every user|nobody|no user))?)`,
      'evaluate:none',
    );
    proved(
      `(?:${field}) (?:of |is |at )?(?:⟦value 100⟧|100)(?: ?(?:percent|%))?(?: (?:gives?|is|answers?|means) (?:${state}|all|everyone|everybody|every user)(?: (?:for|to) (?:everyone|everybody|all users|every user))?)`,
      'evaluate:all',
    );
    proved(
      `(?:at (?:a )?)?(?:${field}) (?:of |is |at )?(?:⟦value 100⟧|100)(?: ?(?:percent|%))?,? (?:every user|everyone|all users) (?:gets?|sees?|has|have) (?:${flag}|${state})`,
      'evaluate:all',
    );
    proved(
      `\\b(?:between|from) (?:30|35|40|45) and (?:55|60|65|70) (?:percent|%)? ?of \\d+ (?:different )?users(?: (?:get|see) (?:it|the (?:${resource})|${state}))?(?: at (?:a )?(?:${field}) (?:of )?(?:⟦value 50⟧|50))?`,
      'evaluate:share',
    );
    proved(
      `\\b(?:raising|increasing) (?:the )?(?:${field}) (?:never|does not) takes? (?:${flag}) away from (?:an? |any )?users?(?: who (?:had|has|already has) it)?`,
      'evaluate:monotone',
    );
  }
  proved(
    `\\b(?:is |are |be )?evaluat(?:e|es|ed|ing|ion)\\b|\\bdecid(?:e|es|ed)\\b(?: whether)?|\\bwhether ${flag} is (?:on|enabled|active)(?: for (?:an? |the |that |this |one )?users?)?|\\b(?:is |be )?(?:on|enabled|active) for (?:an? |the |that |this |one |given )*user`,
    'evaluate',
  );
  proved(`⟦word reason⟧|\\b(?:the |a )?reason\\b(?: (?:why|for it))?`, 'evaluate');
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
