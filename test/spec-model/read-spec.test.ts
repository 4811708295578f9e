import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../../src/spec-model/model/service-model.ts';
import { readSpec } from '../../src/spec-model/read-spec.ts';
import { bookmarks, exampleSpec } from '../worker/drivers/reference/specs.ts';

function modelOf(spec: string): ServiceModel {
  const reading = readSpec(spec);
  if (reading.type !== 'service') throw new Error(reading.clauses.join('\n'));
  return reading.model;
}

function endpoints(spec: string): string[] {
  return modelOf(spec).endpoints.map(
    (one) => `${one.method} ${one.path} ${one.behaviour.kind} ${one.status}`,
  );
}

const body = '```json\n{ "id": 1, "text": "Hello" }\n```';
const shell = (api: string): string =>
  `# Notes\n\n## Purpose\n\nKeeps notes.\n\n## Requirements\n\n- \`text\` is required, at most 500 characters.\n\n## API Specs\n\n${api}\n\n## Dependencies\n\nNone\n\n## Success Criteria\n\n- Creating a note returns 201.\n`;

describe('the API section is read in the forms people write it in', () => {
  const expected = [
    'POST /notes create 201',
    'GET /notes list 200',
    'GET /notes/:id read 200',
    'GET /health health 200',
  ];

  it.each([
    [
      'a table',
      `| Endpoint | Description |\n| --- | --- |\n| \`POST /notes\` | Create a note |\n| \`GET /notes\` | List notes |\n| \`GET /notes/{id}\` | Read a note |\n\n${body}`,
    ],
    [
      'a list',
      `- \`POST /notes\` – create a note → 201\n- \`GET /notes\` – list the notes\n- \`GET /notes/<id>\`: read one note\n\n${body}`,
    ],
    [
      'a list with words in bold',
      `- **POST /notes** creates a note.\n- **GET /notes** lists the notes.\n- **GET /notes/:id** returns one note.\n\n${body}`,
    ],
    [
      'headings',
      `### POST /notes\n\nCreate a note.\n\nRequest:\n\n\`\`\`json\n{ "text": "Hello" }\n\`\`\`\n\nResponse (201):\n\n${body}\n\n### GET /notes\n\nList the notes.\n\n### \`GET /notes/:id\`\n\nRead a note.`,
    ],
    ['lines of code', `\`\`\`\nPOST /notes\nGET /notes\nGET /notes/:id\n\`\`\`\n\n${body}`],
    [
      'paragraphs',
      `\`POST /notes\` creates a note.\n\n\`GET /notes\` lists the notes.\n\n\`GET /notes/:id\` returns a note.\n\n${body}`,
    ],
  ])('%s', (_form, api) => {
    expect(endpoints(shell(api))).toEqual(expected);
  });

  it('takes fields from a table, their rules included', () => {
    const [flag] = modelOf(exampleSpec('feature-flags')).resources;
    const field = (name: string) => flag?.fields.find((one) => one.name === name);
    expect(field('rollout')).toMatchObject({ type: 'integer', min: 0, max: 100, default: 100, client: true });
    expect(field('key')).toMatchObject({
      required: true,
      minLength: 2,
      maxLength: 64,
      pattern: '^[a-z0-9-]+$',
    });
    expect(field('createdAt')).toMatchObject({ fill: 'created', client: false });
    expect(flag?.refuseUnknown).toBe(true);
  });

  it('takes fields from key entities and numbered requirements', () => {
    const [todo] = modelOf(exampleSpec('todo')).resources;
    expect(todo?.fields.find((one) => one.name === 'priority')).toMatchObject({
      oneOf: ['low', 'normal', 'high'],
      default: 'normal',
    });
    expect(todo?.fields.find((one) => one.name === 'completed')).toMatchObject({
      type: 'boolean',
      default: false,
    });
  });

  it('takes what a client sends from the requirements where the API shows only a record', () => {
    const [bookmark] = modelOf(bookmarks()).resources;
    expect(bookmark?.fields.filter((one) => one.client).map((one) => [one.name, one.required])).toEqual([
      ['url', true],
      ['title', true],
    ]);
  });

  it('takes rules over many records', () => {
    const [quote] = modelOf(exampleSpec('quotes')).resources;
    expect(quote?.unique).toMatchObject([{ fields: ['text', 'author'], ignoreCase: true, status: 409 }]);
    expect(quote?.caps).toMatchObject([{ max: 5, per: 'author', status: 409 }]);
  });

  it('takes a status other than the usual for invalid input', () => {
    expect(modelOf(bookmarks({ requirement: 'Invalid input is refused with 422.' })).limits.invalid).toBe(
      422,
    );
  });

  it('reads a second statement of the same limit as no contradiction', () => {
    expect(readSpec(bookmarks({ requirement: 'The `title` has at most 100 characters.' })).type).toBe(
      'service',
    );
  });

  it('chooses Python where the spec says so, in a line or in the front matter', () => {
    expect(modelOf(bookmarks({ dependency: 'Stack: Python' })).stack).toBe('python');
    expect(modelOf(`---\nstack: python\n---\n\n${bookmarks()}`).stack).toBe('python');
    expect(modelOf(bookmarks()).stack).toBe('node');
  });

  it('names every criterion with the facts it was understood as', () => {
    const reading = readSpec(exampleSpec('url-shortener'));
    if (reading.type !== 'service') throw new Error('not built');
    for (const { clause, facts } of reading.criteria)
      expect([clause.text, facts.length > 0]).toEqual([clause.text, true]);
  });
});
