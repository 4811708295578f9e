import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/catalog/spec/parse-spec.ts';
import { problemLines } from '../../../src/catalog/spec/parsed-spec.ts';

const complete = `# URL shortener

**Port:** 8123

## Purpose
Turns long links into short ones.

## Requirements
- Stores a link and returns a code.

## API Specs
- \`POST /links\` takes \`{ "url": "…" }\`, answers 201.

## Dependencies
None.

## Success Criteria
- [ ] A stored link redirects.
`;

const lines = (text: string, strict = false): string[] =>
  problemLines(parseSpec(text, { file: 'SPEC.md', strict }));
const without = (heading: string): string => {
  const start = complete.indexOf(`## ${heading}`);
  const end = complete.indexOf('\n## ', start + 1);
  return complete.slice(0, start) + (end < 0 ? '' : complete.slice(end + 1));
};

describe('the spec gate', () => {
  it('passes a complete spec, leniently and strictly', () => {
    expect(lines(complete)).toEqual([]);
    expect(lines(complete, true)).toEqual([]);
    expect(parseSpec(complete)).toMatchObject({ title: 'URL shortener', port: 8123, layout: 'andon' });
  });

  it.each(['Purpose', 'Requirements', 'API Specs', 'Dependencies', 'Success Criteria'])(
    'names a missing section %s',
    (heading) => {
      expect(lines(without(heading))).toEqual([
        expect.stringContaining(`SPEC.md:1 the section “${heading}” is missing: add \`## ${heading}\``),
      ]);
    },
  );

  it('says everything that is missing at once', () => {
    expect(lines('# An idea\n\nSomething with links.\n')).toHaveLength(5);
    expect(lines('')).toHaveLength(5);
  });

  it('points at the line of an empty section and does not take sub-headings for content', () => {
    const text = complete.replace(
      '- Stores a link and returns a code.',
      '### Functional\n\n### Non-functional',
    );
    expect(lines(text)).toEqual([expect.stringMatching(/^SPEC\.md:8 the section “Requirements” is empty/)]);
  });

  it('takes “None” for an answer under Dependencies only', () => {
    expect(lines(complete.replace('Turns long links into short ones.', 'N/A'))).toHaveLength(1);
  });

  it('does not see headings inside code fences or quotes', () => {
    const fenced = `# x\n\n\`\`\`md\n${complete}\n\`\`\`\n`;
    expect(lines(fenced)).toHaveLength(5);
    const quoted = complete.replace(/^/gm, '> ');
    expect(lines(quoted)).toHaveLength(5);
  });

  it('reads headings with emoji, numbers, remarks, other levels and other names', () => {
    const text = `# Shop
## 🎯 1. Overview
Sells things.
## 2) Functional Requirements *(mandatory)*
- It sells.
### 🔌 API Endpoints:
GET /things
## External dependencies
- None
## ✅ Acceptance Criteria (testable)
- It sold.
`;
    expect(lines(text)).toEqual([]);
    expect(lines(text, true)).toHaveLength(5);
  });

  it('does not take a sub-heading such as “APIs” under Dependencies for the API section', () => {
    const text = without('API Specs').replace('None.', '### Required Services\nnone\n### APIs\nnone');
    expect(lines(text)).toEqual([expect.stringContaining('“API Specs” is missing')]);
  });

  it('finds a section nested in another and goes on with the outer one', () => {
    const text = without('Success Criteria').replace(
      '- Stores a link and returns a code.',
      '### Success Criteria\n- It works.\n### More\n- Stores.',
    );
    expect(lines(text)).toEqual([]);
  });

  it('counts more names for a section when told to', () => {
    const text = complete.replace('## Purpose', '## Zweck');
    expect(parseSpec(text).problems).toHaveLength(1);
    expect(parseSpec(text, { synonyms: { Purpose: ['zweck'] } }).problems).toEqual([]);
  });
});

describe('placeholders', () => {
  it.each([
    ['TBD', '“TBD”'],
    ['TODO: write this', '“TODO”'],
    ['Limits are to be decided.', 'to be decided'],
    ['Auth by [NEEDS CLARIFICATION: which?]', 'NEEDS CLARIFICATION'],
    ['Created on [DATE]', '[DATE]'],
    ['It does [specific capability].', '[specific capability]'],
    ['Lorem ipsum dolor', 'lorem ipsum'],
    ['By <your name>.', '<your name>'],
    ['Speed: ???', '“???”'],
  ])('refuses “%s” with its line', (text, sentence) => {
    expect(lines(complete.replace('Turns long links into short ones.', `Turns links.\n${text}`))).toEqual([
      expect.stringMatching(/^SPEC\.md:7 /),
    ]);
    expect(lines(complete.replace('Turns long links into short ones.', text)).join()).toContain(sentence);
  });

  it.each([
    'A TODO list for teams.',
    'Press <kbd>x</kbd> or see <https://example.org>.',
    'See [the manual](https://example.org) and [1, 2, 3].',
    'Answers `GET /links/<code>` and `[item]`.',
    'Answers GET /links/<code> and GET /links/[code].',
    'Keeps a Map<String, Link> of them.',
    '- [x] done\n- [ ] open',
    '<!-- TODO: a note to the author -->\nText.',
  ])('lets “%s” pass', (text) => {
    expect(lines(complete.replace('Turns long links into short ones.', `Words.\n\n${text}`))).toEqual([]);
  });
});

describe('public layouts', () => {
  it('reads a spec-kit specification', () => {
    const text = `# Feature Specification: To-do list

**Feature Branch**: \`001-to-do\`
**Created**: 2026-11-21
**Input**: User description: "a to-do list"

## User Scenarios & Testing *(mandatory)*

### User Story 1 - Add an item (Priority: P1)
A person adds an item and finds it later.

**Acceptance Scenarios**:
1. **Given** an empty list, **When** an item is added, **Then** it is listed

## Requirements *(mandatory)*

### Functional Requirements
- **FR-001**: System MUST answer \`POST /items\` with 201.

### Key Entities
- **Item**: text, done

## Success Criteria *(mandatory)*

### Measurable Outcomes
- **SC-001**: An added item is listed.
`;
    expect(lines(text)).toEqual([]);
    expect(parseSpec(text).layout).toBe('spec-kit');
    const unfilled = text.replace('To-do list', '[FEATURE NAME]').replace('2026-11-21', '[DATE]');
    expect(lines(unfilled)).toHaveLength(2);
  });

  it('reads an OpenSpec specification', () => {
    const text = `# links Specification
## Purpose
Short links.
## Requirements
### Requirement: Store
The system SHALL answer \`POST /links\`.
#### Scenario: stored
- **WHEN** a link is posted
- **THEN** the answer is 201
`;
    expect(lines(text)).toEqual([]);
    expect(lines(text.replace('`POST /links`', 'to links'))).toEqual([
      expect.stringContaining('“API Specs” is missing'),
    ]);
  });

  it('reads Kiro requirements', () => {
    const text = `# Requirements Document
## Introduction
Short links.
## Requirements
### Requirement 1
**User Story:** As a person, I want short links.
#### Acceptance Criteria
1. WHEN POST /links is called THEN the system SHALL answer 201.
`;
    expect(lines(text)).toEqual([]);
  });
});

describe('what a spec asks for', () => {
  it('finds secrets, services and the port', () => {
    const text = `---
secrets: [STRIPE_KEY, not a name]
port: 9001
---
${complete.replace(
  'None.',
  `### Required Services
- \`accounts\` for who is who
- service: billing
### Libraries
- \`fastify\`
### Configuration
- \`MAIL_TOKEN\` (secret): for mail
- \`PORT\` token of nobody
- \`PAGE_SIZE\` how many on a page`,
)}`;
    expect(parseSpec(text)).toMatchObject({
      problems: [],
      secrets: ['MAIL_TOKEN', 'STRIPE_KEY'],
      services: ['accounts', 'billing'],
      port: 9001,
    });
  });

  it('does not take a dependency’s port for its own', () => {
    const text = complete.replace('**Port:** 8123', '').replace('None.', '- `accounts` on port 8005');
    expect(parseSpec(text).port).toBeNull();
  });

  it('reports broken front matter and alias bombs instead of failing', () => {
    expect(parseSpec(`---\na: [\n---\n${complete}`).problems[0]?.text).toContain('front matter');
    const bomb = `---\na: &a [x,x]\nb: [*a,*a]\n---\n${complete}`;
    expect(parseSpec(bomb).problems[0]?.text).toContain('front matter');
    expect(Object.keys(parseSpec(`---\n__proto__: { x: 1 }\nok: 1\n---\n${complete}`).frontMatter)).toEqual([
      'ok',
    ]);
  });
});

describe('text that means harm or comes from elsewhere', () => {
  it('reads CRLF and a byte order mark as the same spec', () => {
    expect(parseSpec(`\uFEFF${complete.replaceAll('\n', '\r\n')}`)).toEqual(parseSpec(complete));
  });

  it.each([
    ['quotes', '>'.repeat(5_000)],
    ['lists', '- '.repeat(5_000)],
    ['brackets', '['.repeat(5_000)],
    ['stars', '*a '.repeat(6_000)],
    ['underscores', '_'.repeat(19_000)],
    ['angles', '<a '.repeat(6_000)],
    ['backticks', '`'.repeat(19_000)],
    ['many lines of brackets', '[a](b\n'.repeat(20_000)],
    ['a huge text', 'x'.repeat(300_000)],
    ['tables', '|a'.repeat(9_000)],
  ])('answers a heap of %s with problems', (_name, text) => {
    expect(parseSpec(text).problems.length).toBeGreaterThan(0);
  });
});
