import { readFileSync } from 'node:fs';

/** The text of an example spec. */
export function exampleSpec(name: string): string {
  return readFileSync(new URL(`../../../../services-example/${name}/SPEC.md`, import.meta.url), 'utf8');
}

type Parts = {
  requirement?: string;
  row?: string;
  criterion?: string;
  purpose?: string;
  dependency?: string;
};

/** A small spec that is built whole, with one more line where a test wants it. */
export function bookmarks(parts: Parts = {}): string {
  return `# Bookmarks

## Purpose

Keeps addresses worth going back to. ${parts.purpose ?? ''}

## Requirements

- \`url\` is required, a valid URL.
- \`title\` is required, 1 to 100 characters.
${parts.requirement ? `- ${parts.requirement}` : ''}

## API Specs

| Method | Path | Description |
| --- | --- | --- |
| POST | /bookmarks | Create a bookmark, 201 |
| GET | /bookmarks | List bookmarks |
| GET | /bookmarks/{id} | Get a bookmark |
| DELETE | /bookmarks/{id} | Delete a bookmark |
${parts.row ?? ''}

\`\`\`json
{ "id": 1, "url": "https://a.example", "title": "A", "createdAt": "2026-01-01T00:00:00Z" }
\`\`\`

## Dependencies

- ${parts.dependency ?? 'None'}

## Success Criteria

- Creating a bookmark returns 201.
${parts.criterion ? `- ${parts.criterion}` : ''}
`;
}
