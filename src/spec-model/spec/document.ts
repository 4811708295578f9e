import type { Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import { roleOf, type SectionRole } from './section-roles.ts';

export type Section = {
  readonly role: SectionRole;
  readonly title: string;
  readonly line: number;
  readonly nodes: readonly RootContent[];
};

export type SpecDocument = {
  readonly title: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly sections: readonly Section[];
  readonly source: string;
};

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ['yaml']);

/** Reads the text of a SPEC.md into its sections. Never throws: what cannot be read stands in a section of its own. */
export function parseDocument(source: string): SpecDocument {
  const root: Root = processor.parse(source);
  let title = '';
  let frontMatter: Record<string, unknown> = {};
  const sections: { role: SectionRole; title: string; line: number; nodes: RootContent[] }[] = [];
  let current = { role: 'context' as SectionRole, title: '', line: 1, nodes: [] as RootContent[] };
  const top = topLevel(root);
  for (const node of root.children) {
    if (node.type === 'yaml') {
      frontMatter = readFrontMatter(node.value);
      continue;
    }
    if (node.type === 'heading' && node.depth === 1 && title === '') {
      title = textOf(node).trim();
      continue;
    }
    if (node.type === 'heading' && opensSection(node.depth, textOf(node), top, current.role)) {
      sections.push(current);
      const heading = textOf(node).trim();
      current = { role: roleOf(heading), title: heading, line: lineOf(node), nodes: [] };
      continue;
    }
    current.nodes.push(node);
  }
  sections.push(current);
  return { title: cleanTitle(title), frontMatter, sections, source };
}

/** First line of a node, counted from 1. */
export function lineOf(node: { position?: { start: { line: number } } | undefined }): number {
  return node.position?.start.line ?? 1;
}

/** The text of a node as the author wrote it. */
export function sourceOf(
  source: string,
  node: {
    position?: { start: { offset?: number | undefined }; end: { offset?: number | undefined } } | undefined;
  },
): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

function topLevel(root: Root): number {
  const depths = root.children.flatMap((node) =>
    node.type === 'heading' && node.depth > 1 ? [node.depth] : [],
  );
  return depths.length === 0 ? 2 : Math.min(...depths);
}

function opensSection(depth: number, text: string, top: number, current: SectionRole): boolean {
  if (depth <= top) return true;
  const role = roleOf(text);
  return depth === top + 1 && role !== 'other' && current !== 'api' && current !== 'scenarios';
}

function readFrontMatter(text: string): Record<string, unknown> {
  try {
    const value: unknown = parseYaml(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function cleanTitle(title: string): string {
  return title
    .replace(/^\p{Extended_Pictographic}\s*/u, '')
    .replace(/^(?:feature specification|specification|spec|service)\s*[:–—-]\s*/i, '')
    .replace(/\s*[:–—-]\s*(?:specification|spec)$/i, '')
    .trim();
}
