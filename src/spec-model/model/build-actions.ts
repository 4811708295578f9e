import type { ApiEntry } from '../spec/api-reader.ts';
import { type Found, redirectOf, responseOf, wordsOf } from './entry-words.ts';
import type { Field, Resource } from './service-model.ts';

const settings: readonly (readonly [RegExp, RegExp, boolean])[] = [
  [/^(?:complete|done|finish|check|tick|close)$/, /^(?:completed?|done|finished|checked|closed)$/, true],
  [
    /^(?:reopen|uncomplete|undo|open|uncheck|incomplete)$/,
    /^(?:completed?|done|finished|checked|closed)$/,
    false,
  ],
  [/^(?:enable|on)$/, /^(?:enabled|active|on)$/, true],
  [/^(?:disable|off)$/, /^(?:enabled|active|on)$/, false],
  [/^archive$/, /^archived$/, true],
  [/^unarchive$/, /^archived$/, false],
  [/^publish$/, /^published$/, true],
  [/^unpublish$/, /^published$/, false],
  [/^pin$/, /^pinned$/, true],
  [/^unpin$/, /^pinned$/, false],
];

/** What an action below an item does, or the sentence why that is not known. */
export function actionOf(entry: ApiEntry, resource: Resource, word: string): Found {
  const { method } = entry;
  if (/^(?:evaluate|evaluation|check|decision)$/.test(word) && (method === 'GET' || method === 'POST')) {
    const flag = resource.fields.find((field) => /^(?:enabled|active|on)$/.test(field.name));
    if (flag) return evaluateOf(entry, resource, flag);
  }
  if (method === 'GET') {
    if (/^(?:redirect|visit|go|open)$/.test(word)) return redirectOf(resource);
    const view = responseOf(entry);
    if (view && !view.every((key) => resource.fields.some((field) => field.name === key)))
      return 'its example shows a field the resource does not have';
    return view ? { kind: 'read', view } : 'an example response has to show what it answers';
  }
  if (method === 'DELETE') return 'nothing below an item can be deleted';
  const said = wordsOf(entry);
  if (entry.fields.length > 0) return 'a body for this action is not understood';
  const named = resource.fields.find((field) => said.includes(`\`${field.name.toLowerCase()}\``));
  const flags = resource.fields.filter((field) => field.type === 'boolean');
  if (/^toggle$/.test(word)) {
    const field = named?.type === 'boolean' ? named : flags.length === 1 ? flags[0] : undefined;
    return field ? { kind: 'toggle', field: field.name } : 'which field is toggled is not said';
  }
  for (const [action, name, value] of settings) {
    const field = action.test(word) ? flags.find((one) => name.test(one.name)) : undefined;
    if (field) return { kind: 'set', field: field.name, value };
  }
  const counts = resource.fields.filter((field) => field.fill === 'zero');
  const counter = counts.find(
    (field) => field.name.startsWith(word) || word.startsWith(field.name.replace(/s$/, '')),
  );
  if (counter) return { kind: 'increment', field: counter.name, by: 1 };
  if (counts.length === 1 && counts[0] && /^(?:like|up-?vote|vote|hit|increment|view|visit)$/.test(word))
    return { kind: 'increment', field: counts[0].name, by: 1 };
  return `the action \`${word}\` is not understood`;
}

function evaluateOf(entry: ApiEntry, resource: Resource, flag: Field): Found {
  const params = [...new Set([...entry.query, ...entry.fields.map((line) => line.name)])];
  const user = params[0];
  if (params.length !== 1 || user === undefined || entry.method !== 'GET')
    return 'an evaluation is a GET with one query parameter that names the user';
  const rollout = resource.fields.find((field) => /rollout|percent/i.test(field.name));
  const targets = resource.fields.find((field) => field.type === 'strings');
  const answer = responseOf(entry);
  if (!answer) return 'an example response has to show what an evaluation answers';
  const odd = answer.find(
    (name) => ![resource.key, user, flag.name, 'reason', 'result', 'value', 'on'].includes(name),
  );
  if (odd) return `\`${odd}\` in the answer of an evaluation is not understood`;
  const result = answer.find((name) => [flag.name, 'result', 'value', 'on'].includes(name));
  if (!result) return 'the answer of an evaluation shows no result';
  return {
    kind: 'evaluate',
    enabled: flag.name,
    rollout: rollout?.name ?? null,
    targets: targets?.name ?? null,
    user,
    answer,
    result,
  };
}
