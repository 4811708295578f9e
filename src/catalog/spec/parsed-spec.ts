import type { OwnSettings } from '../../stack/own-settings.ts';
import type { SectionName } from './section-names.ts';

/** One thing a person has to mend before the spec gate is passed. */
export type Problem = { readonly line: number; readonly text: string };

/** Where a required section was found. */
export type Section = { readonly name: SectionName; readonly heading: string; readonly line: number };

export type Layout = 'andon' | 'spec-kit' | 'openspec' | 'kiro';

export type ParsedSpec = {
  /** The name it was read under, for problems. */
  readonly file: string;
  readonly title: string;
  /** SHA-256 of the normalised text. */
  readonly hash: string;
  readonly layout: Layout;
  /** Everything that is missing, at once; empty means the gate is passed. */
  readonly problems: readonly Problem[];
  readonly sections: readonly Section[];
  /** Environment variables the spec requires to be set with `andon env`. */
  readonly secrets: readonly string[];
  /** Services it names under Dependencies. */
  readonly services: readonly string[];
  readonly port: number | null;
  /** What its front matter says of how it is built. */
  readonly settings: OwnSettings;
  readonly frontMatter: Readonly<Record<string, unknown>>;
};

/** Its problems as people and tickets read them: `SPEC.md:12 sentence`. */
export function problemLines(spec: ParsedSpec): string[] {
  return spec.problems.map((problem) => `${spec.file}:${problem.line} ${problem.text}`);
}
