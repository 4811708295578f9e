const stacks = {
  node: '- None beyond Node.js 20.',
  python:
    '- Stack: Python 3.11 or newer and its standard library.\n- pytest and pytest-cov for its tests only.',
} as const;

/** A service that keeps records of one kind: create, list, read, change, delete. The built-in builder understands it. */
export function recordsTemplate(stack: keyof typeof stacks): string {
  return `# Notes

## Purpose

A team keeps short notes in one place, finds them again and throws away what is done.

## Requirements

- \`title\` is required, 1 to 120 characters.
- \`text\` is optional, at most 2000 characters.
- \`rating\` is optional, an integer from 1 to 5.
- \`createdAt\` is set by the service when a note is created.
- A note with the same \`title\` is refused with 409, ignoring case.
- The list shows the newest first, at most \`limit\` notes (1 to 100, default 20).
- The list is filtered by \`rating\` where the query asks for it.
- Invalid input is refused with 400 and JSON with an \`error\` that names the bad field.
- An unknown note is answered with 404.
- Notes survive a restart.

## API Specs

| Method | Path                            | Description                  | Answers                                                             |
| ------ | ------------------------------- | ---------------------------- | ------------------------------------------------------------------- |
| POST   | \`/notes\`                        | Create a note                | 201 with the note; 400 for invalid input; 409 for a duplicate note  |
| GET    | \`/notes?rating=&limit=&offset=\` | List the notes, newest first | 200                                                                 |
| GET    | \`/notes/:id\`                    | Read one note                | 200; 404 for an unknown note                                        |
| PATCH  | \`/notes/:id\`                    | Change a note                | 200; 400 for invalid input; 404 for an unknown note                 |
| DELETE | \`/notes/:id\`                    | Delete a note                | 204; 404 for an unknown note                                        |
| GET    | \`/health\`                       | Health check                 | 200                                                                 |

### POST /notes

Request:

\`\`\`json
{ "title": "Coffee", "text": "The machine on the second floor is out of beans.", "rating": 4 }
\`\`\`

Response 201:

\`\`\`json
{
  "id": 1,
  "title": "Coffee",
  "text": "The machine on the second floor is out of beans.",
  "rating": 4,
  "createdAt": "2026-05-01T09:30:00.000Z"
}
\`\`\`

## Dependencies

${stacks[stack]}

## Success Criteria

- \`POST /notes\` with a valid \`title\` returns 201 and the note.
- \`POST /notes\` without \`title\` returns 400.
- A \`rating\` outside 1 to 5 is refused with 400.
- The same \`title\` is refused with 409.
- The list shows the newest note first.
- \`DELETE /notes/:id\` returns 204, then \`GET /notes/:id\` returns 404.
- Notes survive a restart.
- \`GET /health\` returns 200.
`;
}
