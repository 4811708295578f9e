import type { Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { normaliseSpec } from '../../contracts/spec-text.ts';
import { contentHash } from '../../contracts/tree-hash.ts';
import { readFrontMatter } from './front-matter.ts';
import { impliedSections, layoutOf } from './layouts.ts';
import { portOf, secretsOf, servicesOf } from './needs.ts';
import { type Outline, outlineOf, wordsOf } from './outline.ts';
import type { ParsedSpec, Problem, Section } from './parsed-spec.ts';
import { findPlaceholders } from './placeholders.ts';
import { defaultSynonyms, type SectionName, type Synonyms, sectionNames } from './section-names.ts';
import { hostileShape } from './spec-text.ts';

export type ParseOptions = {
  /** Name shown in problems; `SPEC.md` unless told. */
  readonly file?: string;
  /** Only the five exact H2 headings count. */
  readonly strict?: boolean;
  /** Further headings that mean a section, in lower case. */
  readonly synonyms?: Partial<Synonyms>;
};

const problemLimit = 100;

const advice: Readonly<Record<SectionName, string>> = {
  Purpose: 'and say in a few sentences what the service is for',
  Requirements: 'and list what it must do',
  'API Specs': 'and list its endpoints (`GET /path`) with what goes in and comes out',
  Dependencies: 'and name what it needs, or write “None”',
  'Success Criteria': 'with testable items',
};

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ['yaml']);

/**
 * Reads a spec and says everything that is missing from it, each with its line. Never throws: whatever the text is, the
 * answer is a list of problems.
 */
export function parseSpec(text: string, options: ParseOptions = {}): ParsedSpec {
  const source = normaliseSpec(text);
  const file = options.file ?? 'SPEC.md';
  const hash = contentHash(source);
  const hostile = hostileShape(source);
  if (hostile !== null) return unparsed(file, hash, hostile);
  const tree: Root = processor.parse(source);
  const outline = outlineOf(tree, withSynonyms(options.synonyms), options.strict ?? false);
  const layout = options.strict ? 'andon' : layoutOf(outline);
  const frontMatter = readFrontMatter(tree);
  const found = sectionsOf(outline);
  const problems: Problem[] = [
    ...frontMatter.problems,
    ...missing(outline, found, impliedSections(layout, outline)),
    ...findPlaceholders(tree, source),
  ];
  return {
    file,
    title: outline.title,
    hash,
    layout,
    problems: problems.sort((a, b) => a.line - b.line).slice(0, problemLimit),
    sections: found,
    secrets: secretsOf(outline, frontMatter.values),
    services: servicesOf(outline, frontMatter.values),
    port: portOf(outline, frontMatter.values),
    settings: frontMatter.settings,
    frontMatter: frontMatter.values,
  };
}

function unparsed(file: string, hash: string, problem: Problem): ParsedSpec {
  return {
    file,
    title: '',
    hash,
    layout: 'andon',
    problems: [problem],
    sections: [],
    secrets: [],
    services: [],
    port: null,
    settings: {},
    frontMatter: {},
  };
}

function withSynonyms(more: Partial<Synonyms> | undefined): Synonyms {
  if (more === undefined) return defaultSynonyms;
  const merged = (name: SectionName): readonly string[] => [...defaultSynonyms[name], ...(more[name] ?? [])];
  return {
    Purpose: merged('Purpose'),
    Requirements: merged('Requirements'),
    'API Specs': merged('API Specs'),
    Dependencies: merged('Dependencies'),
    'Success Criteria': merged('Success Criteria'),
  };
}

function sectionsOf(outline: Outline): Section[] {
  return outline.blocks.flatMap((block) =>
    block.opens && block.section !== null
      ? [{ name: block.section, heading: block.heading, line: block.line }]
      : [],
  );
}

function missing(
  outline: Outline,
  found: readonly Section[],
  implied: ReadonlyMap<SectionName, unknown>,
): Problem[] {
  return sectionNames.flatMap((name): Problem[] => {
    const body = outline.blocks
      .filter((block) => block.section === name)
      .map((block) => wordsOf(block.nodes))
      .join('\n')
      .trim();
    const section = found.find((one) => one.name === name);
    if (saysSomething(name, body) || (section === undefined && implied.has(name))) return [];
    if (section === undefined) {
      return [{ line: 1, text: `the section “${name}” is missing: add \`## ${name}\` ${advice[name]}` }];
    }
    return [{ line: section.line, text: `the section “${name}” is empty: write it ${advice[name]}` }];
  });
}

function saysSomething(name: SectionName, body: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(body)) return false;
  return name === 'Dependencies' || !/^(?:none|n\/?a|nothing|not applicable|-)\.?$/i.test(body);
}
