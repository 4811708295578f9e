/** The five sections every spec has, under the names people give them. */
export const sectionNames = [
  'Purpose',
  'Requirements',
  'API Specs',
  'Dependencies',
  'Success Criteria',
] as const;
export type SectionName = (typeof sectionNames)[number];

export type Synonyms = Readonly<Record<SectionName, readonly string[]>>;

/** Headings that mean a section, normalised; the section's own name is always one of them. */
export const defaultSynonyms: Synonyms = {
  Purpose: [
    'overview',
    'summary',
    'problem',
    'problem statement',
    'introduction',
    'goal',
    'goals',
    'objective',
    'objectives',
    'description',
    'about',
    'why',
    'mission',
    'vision',
    'what it does',
    'what this is',
    'executive summary',
  ],
  Requirements: [
    'requirement',
    'functional requirements',
    'non functional requirements',
    'user stories',
    'user scenarios',
    'capabilities',
    'core capabilities',
    'features',
    'core features',
    'key features',
    'functionality',
    'business rules',
    'added requirements',
  ],
  'API Specs': [
    'api',
    'apis',
    'api spec',
    'api specification',
    'api specifications',
    'api endpoints',
    'api reference',
    'api design',
    'api contract',
    'api contracts',
    'endpoints',
    'endpoint',
    'http api',
    'rest api',
    'http interface',
    'interface',
    'interfaces',
    'routes',
    'contracts',
    'udc endpoints',
    'key entities',
  ],
  Dependencies: [
    'dependency',
    'depends on',
    'external dependencies',
    'service dependencies',
    'required services',
    'integrations',
    'prerequisites',
    'dependencies and assumptions',
    'assumptions and dependencies',
  ],
  'Success Criteria': [
    'success criterion',
    'success metrics',
    'success measures',
    'measurable outcomes',
    'acceptance',
    'acceptance criteria',
    'acceptance scenarios',
    'acceptance tests',
    'definition of done',
    'done when',
    'it is done when',
    'exit criteria',
    'verification criteria',
  ],
};

/** Words too common to start a section of their own inside another one (`### APIs` under Dependencies). */
const onlyAtTop: ReadonlySet<string> = new Set([
  'api',
  'apis',
  'interface',
  'interfaces',
  'contracts',
  'features',
  'integrations',
  'required services',
  'summary',
  'description',
  'about',
  'why',
  'overview',
  'goal',
  'goals',
  'acceptance',
]);

/** A heading without emoji, numbering, remarks in brackets and punctuation, in lower case. */
export function normaliseHeading(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\([^()]{0,80}\)/g, ' ')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}/:,]+/gu, ' ')
    .replace(/^[\s\p{N}:/,]+/u, '')
    .replace(/^(?:section|part|phase) \d+ ?:? ?/, '')
    .replace(/[\s:/,]+$/, '')
    .trim();
}

function lookup(words: string, synonyms: Synonyms): SectionName | null {
  for (const section of sectionNames) {
    if (words === section.toLowerCase() || synonyms[section].includes(words)) return section;
  }
  return null;
}

/** The section a heading opens, or null. `within` is the section it stands in, which takes most sub-headings as its own. */
export function sectionOf(
  heading: string,
  synonyms: Synonyms,
  within: SectionName | null,
): SectionName | null {
  const words = normaliseHeading(heading);
  const whole = lookup(words, synonyms);
  if (within !== null) return whole !== null && !onlyAtTop.has(words) ? whole : null;
  if (whole !== null) return whole;
  for (const part of words.split(/ and |[/:,]/)) {
    const section = lookup(part.trim(), synonyms);
    if (section !== null) return section;
  }
  return null;
}
