import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { allowanceOf, budgetSetting } from '../../machines/policy/budget-limits.ts';
import type { Allowance } from '../../machines/ticket/usage.ts';

/** What a service says of how it is built; what it leaves out is as the home says. */
export type OwnSettings = {
  readonly redundancy?: number;
  readonly merge?: boolean;
  readonly budget?: Allowance;
  readonly approval?: boolean;
};

/** One value that cannot be used, with its line. */
export type SettingProblem = { readonly line: number; readonly text: string };

const rules = {
  redundancy: {
    schema: z.number().int().min(1).max(5),
    says: 'must be a whole number from 1 to 5: so many independent builds of each new spec',
  },
  merge: { schema: z.boolean(), says: 'must be true or false' },
  budget: {
    schema: budgetSetting,
    says: 'may hold usd, tokens and minutes, each a number that is not negative',
  },
  approval: { schema: z.boolean(), says: 'must be true or false' },
} as const;

type Key = keyof typeof rules;
type Writable = { -readonly [K in keyof OwnSettings]: OwnSettings[K] };

/**
 * Reads `redundancy`, `merge`, `budget` and `approval` among the keys of a YAML mapping. A value that breaks its rule is a problem
 * and left out; other keys are somebody else's. Never throws: text that is no YAML at all is one problem. `firstLine` is
 * the line of the file that the text begins on.
 */
export function readOwnSettings(
  text: string,
  keys: readonly Key[] = ['redundancy', 'merge', 'budget', 'approval'],
  firstLine = 1,
): { settings: OwnSettings; problems: SettingProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  const [error] = document.errors;
  if (error) {
    const sentence = error.message.split('\n')[0] ?? error.message;
    return {
      settings: {},
      problems: [{ line: lineAt(error.pos[0]), text: `is not valid YAML: ${sentence}` }],
    };
  }
  const problems: SettingProblem[] = [];
  const settings: Writable = {};
  const pairs = isMap(document.contents) ? document.contents.items : [];
  for (const { key, value } of pairs) {
    if (!isScalar(key)) continue;
    const name = keys.find((one) => one === key.value);
    if (name === undefined) continue;
    const said = take(name, plainOf(value, document), settings);
    if (!said) problems.push({ line: lineAt(key.range?.[0] ?? 0), text: `${name} ${rules[name].says}` });
  }
  return { settings, problems };
}

/** The value without its YAML; an alias, which may stand for far more than it says, breaks every rule. */
function plainOf(value: unknown, document: Document): unknown {
  try {
    return isNode(value) ? value.toJS(document, { maxAliasCount: 0 }) : value;
  } catch {
    return undefined;
  }
}

/** False where the value breaks the rule of its key. */
function take(name: Key, value: unknown, settings: Writable): boolean {
  switch (name) {
    case 'redundancy': {
      const { data } = rules.redundancy.schema.safeParse(value);
      if (data !== undefined) settings.redundancy = data;
      return data !== undefined;
    }
    case 'merge':
    case 'approval': {
      const { data } = rules[name].schema.safeParse(value);
      if (data !== undefined) settings[name] = data;
      return data !== undefined;
    }
    case 'budget': {
      const { data } = rules.budget.schema.safeParse(value);
      if (data !== undefined) settings.budget = allowanceOf(data);
      return data !== undefined;
    }
  }
}
