import type { Root } from 'mdast';
import { parseDocument } from 'yaml';
import { messageOf } from '../../errors.ts';
import { type OwnSettings, readOwnSettings } from '../../stack/own-settings.ts';
import type { Problem } from './parsed-spec.ts';

export type FrontMatter = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly settings: OwnSettings;
  readonly problems: readonly Problem[];
};

const none: FrontMatter = { values: {}, settings: {}, problems: [] };
const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The YAML block a spec may begin with. Aliases are not expanded; broken YAML is a problem, never an exception. */
export function readFrontMatter(tree: Root): FrontMatter {
  const node = tree.children[0];
  if (node?.type !== 'yaml') return none;
  try {
    const document = parseDocument(node.value, { prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) return broken(error.message);
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return none;
    const { settings, problems } = readOwnSettings(
      node.value,
      ['redundancy', 'merge', 'approval'],
      (node.position?.start.line ?? 1) + 1,
    );
    return {
      values: Object.fromEntries(Object.entries(value).filter(([key]) => !refusedKeys.has(key))),
      settings,
      problems,
    };
  } catch (error) {
    return broken(messageOf(error));
  }
}

function broken(message: string): FrontMatter {
  const sentence = message.split('\n')[0] ?? message;
  return { ...none, problems: [{ line: 1, text: `the front matter is not valid YAML: ${sentence}` }] };
}
