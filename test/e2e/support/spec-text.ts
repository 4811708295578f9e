export type Wishes = {
  readonly greeting?: string;
  /** How the scripted builder behaves: "fails its first tests". */
  readonly builder?: readonly string[];
  readonly secret?: string;
  /** Sections left out. */
  readonly without?: readonly string[];
};

/** A spec of the counting service that the scripted builder writes. */
export function specText(name: string, wishes: Wishes = {}): string {
  const { greeting = 'hello', builder = [], secret, without = [] } = wishes;
  const sections: Record<string, string> = {
    Purpose: 'Greets whoever asks, and counts what is counted, across restarts and releases.',
    Requirements: [
      `- It greets with \`${greeting}\`.`,
      '- Counting survives a restart.',
      ...builder.map((wish) => `- The builder ${wish}.`),
    ].join('\n'),
    'API Specs':
      '- `GET /` answers with the greeting.\n- `POST /count` counts one, `GET /count` answers the count.\n- `GET /health` answers 200.',
    Dependencies: secret ? `- Secret: \`${secret}\` (required).` : '- None.',
    'Success Criteria': '- `POST /count` raises the count by one.\n- `GET /health` returns 200.',
  };
  const kept = Object.entries(sections).filter(([heading]) => !without.includes(heading));
  return `# ${name}\n\n${kept.map(([heading, body]) => `## ${heading}\n\n${body}\n`).join('\n')}`;
}
