import { parseJavaScript } from '../syntax/parse-javascript.ts';
import { walk } from '../syntax/walk.ts';
import { nameOf } from './javascript/chain.ts';
import { numberOf } from './javascript/literals.ts';
import { iniFiles, isTestSection, sectionsOf, valuesOf } from './sections.ts';
import type { Threshold } from './suite-facts.ts';
import { isRunnerConfig } from './test-side.ts';

const measures = /^(?:lines|branches|functions|statements)$/;

/** Figures in a configuration below which a suite would fail. */
export function thresholdsIn(path: string, text: string): Threshold[] {
  const found = new Map<string, number>();
  // Of several for one measure (one for all files, one for a folder) the highest stands.
  const add = (name: string, value: number) =>
    found.set(name, Math.max(value, found.get(name) ?? Number.NEGATIVE_INFINITY));
  for (const [, value] of text.matchAll(/--cov-fail-under[= ](\d+(?:\.\d+)?)/g))
    add('fail_under', Number(value));
  for (const [, name = '', value] of text.matchAll(/--(lines|branches|functions|statements)[= ](\d+)/g))
    add(name, Number(value));
  if (!iniFiles.test(path) && /(?:^|\/)package\.json$|rc(?:\.json)?$|\.config\.json$/.test(path))
    fromJson(text, add);
  else if (iniFiles.test(path)) {
    for (const section of sectionsOf(text)) {
      const value = isTestSection(path, section.heading)
        ? valuesOf(section).get('fail_under')?.text
        : undefined;
      if (value !== undefined && Number.isFinite(Number.parseFloat(value)))
        add('fail_under', Number.parseFloat(value));
    }
  } else if (isRunnerConfig(path)) {
    const parsed = parseJavaScript(path, text);
    if (parsed) {
      walk(parsed.program, (node) => {
        if (node.type === 'ObjectProperty' && measures.test(nameOf(node.key))) {
          const value = numberOf(node.value);
          if (value !== null) add(nameOf(node.key), value);
        }
        return undefined;
      });
    }
  }
  return [...found].map(([name, value]) => ({ path, name, value }));
}

function fromJson(text: string, add: (name: string, value: number) => void): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return;
  }
  const visit = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 6) return;
    for (const [key, below] of Object.entries(value)) {
      if (typeof below === 'number' && measures.test(key)) add(key, below);
      else visit(below, depth + 1);
    }
  };
  visit(document, 0);
}
