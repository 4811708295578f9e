/** A complete spec, different for every `mark`. */
export function specText(name: string, mark: string): string {
  return `# ${name}

## Purpose

Greets whoever asks, and counts what is counted (${mark}).

## Requirements

- It greets with \`hello ${mark}\`.
- Counting survives a restart.

## API Specs

- \`GET /\` answers with the greeting.
- \`POST /count\` counts one, \`GET /count\` answers the count.
- \`GET /health\` answers 200.

## Dependencies

- None.

## Success Criteria

- \`POST /count\` raises the count by one.
- \`GET /health\` returns 200.
`;
}
