import type { Block, Outline } from './outline.ts';
import { wordsOf } from './outline.ts';
import type { Layout } from './parsed-spec.ts';
import { normaliseHeading, type SectionName } from './section-names.ts';

const endpoint = /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s{1,4}`?\/[\w/:{}<>.*-]{0,200}/;

/** Which public layout a spec is written in; `andon` is Andon's own and everything like it. */
export function layoutOf(outline: Outline): Layout {
  const headings = outline.blocks.map((block) => normaliseHeading(block.heading));
  const has = (start: string): boolean => headings.some((heading) => heading.startsWith(start));
  if (/^feature specification\b/i.test(outline.title) || has('user scenarios and testing')) return 'spec-kit';
  const requirements = outline.blocks.filter((block) => /^requirement\s*:/i.test(block.heading));
  if (requirements.length > 0 || outline.blocks.some((block) => /^scenario\s*:/i.test(block.heading))) {
    return 'openspec';
  }
  if (outline.blocks.some((block) => block.depth === 3 && /^requirement\s+\d+/i.test(block.heading)))
    return 'kiro';
  return 'andon';
}

/**
 * Sections a layout expresses in its own way, with the line where it does. spec-kit tells the purpose in its user
 * scenarios; OpenSpec and Kiro put what success means under each requirement; none of the three has a section for the
 * dependencies, so silence there means there are none; endpoints may stand in any requirement.
 */
export function impliedSections(layout: Layout, outline: Outline): Map<SectionName, Block> {
  const implied = new Map<SectionName, Block>();
  const first = outline.blocks[0];
  if (layout === 'andon' || first === undefined) return implied;
  implied.set('Dependencies', first);
  const api = outline.blocks.find((block) => endpoint.test(blockText(block)));
  if (api !== undefined) implied.set('API Specs', api);
  if (layout === 'spec-kit') {
    const scenarios = findSpeaking(outline, /^user scenarios|^user stor(?:y|ies)|^primary user/);
    if (scenarios !== undefined) implied.set('Purpose', scenarios);
    return implied;
  }
  const success = findSpeaking(outline, layout === 'kiro' ? /^acceptance criteria/ : /^scenario/);
  if (success !== undefined) implied.set('Success Criteria', success);
  return implied;
}

function blockText(block: Block): string {
  return `${block.heading}\n${wordsOf(block.nodes)}`;
}

/** The heading that matches and has words, its own or under a deeper heading. */
function findSpeaking(outline: Outline, pattern: RegExp): Block | undefined {
  return outline.blocks.find((block, index) => {
    if (!pattern.test(normaliseHeading(block.heading))) return false;
    if (wordsOf(block.nodes) !== '') return true;
    for (const below of outline.blocks.slice(index + 1)) {
      if (below.depth <= block.depth) return false;
      if (wordsOf(below.nodes) !== '') return true;
    }
    return false;
  });
}
