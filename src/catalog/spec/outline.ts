import type { Root, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { type SectionName, type Synonyms, sectionNames, sectionOf } from './section-names.ts';

/** The blocks under one heading, up to the next heading. `section` is the required section they count for. */
export type Block = {
  readonly heading: string;
  readonly depth: number;
  readonly line: number;
  readonly section: SectionName | null;
  /** True where this heading itself opens the section; false for a sub-heading inside it. */
  readonly opens: boolean;
  readonly nodes: readonly RootContent[];
};

export type Outline = { readonly title: string; readonly blocks: readonly Block[] };

/** Headings outside code fences and quotes, each with what stands under it. The first block is what precedes them all. */
export function outlineOf(tree: Root, synonyms: Synonyms, strict: boolean): Outline {
  let title = '';
  const open: { readonly section: SectionName; readonly depth: number }[] = [];
  let nodes: RootContent[] = [];
  const blocks: Block[] = [{ heading: '', depth: 0, line: 1, section: null, opens: false, nodes }];
  for (const node of tree.children) {
    if (node.type !== 'heading') {
      nodes.push(node);
      continue;
    }
    const heading = plainText(node).trim().slice(0, 200);
    while ((open.at(-1)?.depth ?? 0) >= node.depth) open.pop();
    const within = open.at(-1)?.section ?? null;
    const isTitle: boolean = node.depth === 1 && title === '';
    const section: SectionName | null =
      isTitle || node.depth > 3
        ? null
        : strict
          ? exactSection(heading, node.depth)
          : sectionOf(heading, synonyms, within);
    if (isTitle) title = heading;
    if (section !== null && section !== within) open.push({ section, depth: node.depth });
    nodes = [];
    blocks.push({
      heading,
      depth: node.depth,
      line: node.position?.start.line ?? 1,
      section: open.at(-1)?.section ?? null,
      opens: section !== null,
      nodes,
    });
  }
  return { title, blocks };
}

function exactSection(heading: string, depth: number): SectionName | null {
  return depth === 2 ? (sectionNames.find((name) => name === heading) ?? null) : null;
}

/** The words of a block; comments, rules and front matter say nothing. */
export function wordsOf(nodes: readonly RootContent[]): string {
  return nodes
    .filter((node) => node.type !== 'html' && node.type !== 'yaml' && node.type !== 'thematicBreak')
    .map((node) => plainText(node, { includeHtml: false }))
    .join('\n')
    .trim();
}
