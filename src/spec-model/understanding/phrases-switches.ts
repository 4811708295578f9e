import type { Behaviour } from '../model/service-model.ts';
import { first } from './first-behaviour.ts';
import { fieldNamed, type Statement, said, say, take } from './statement.ts';

/** Counters of actions such as `POST /polls/:id/vote`: where they start, and what moves them. */
export function takeCounters(statement: Statement, field: string): void {
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

/** Phrases about switches, and values that an action sets. */
export function takeSwitches(statement: Statement, field: string, resource: string): void {
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
