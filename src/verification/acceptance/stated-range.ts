import type { SpecView } from './spec-view.ts';
import { wordsBehind } from './spec-words.ts';

/** `line` is where it stands. */
export type StatedRange = { readonly min: number; readonly max: number; readonly line: number };

/** The whole numbers that a spec says an input may be: "`minutes` is required, an integer from 0 to 43200". Null where it says more or less. */
export function statedRange(spec: SpecView, name: string): StatedRange | null {
  const lines = spec.source.split('\n');
  for (const [at, text] of lines.entries())
    for (const words of wordsBehind(text, name)) {
      const said =
        /^ (?:is|has to be|must be)(?: (?:required|optional|mandatory|given),?)?(?: and| and is)? ?(?:an? )?(?:integer|whole number)(?:,)? (?:from |between )?(-?\d+) (?:to|and|–|-) (-?\d+)\.?$/i.exec(
          words,
        );
      if (said) return { min: Number(said[1]), max: Number(said[2]), line: at + 1 };
    }
  return null;
}
