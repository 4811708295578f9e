import type { ServiceModel } from '../../../spec-model/model/service-model.ts';
import type { Criterion } from '../../../spec-model/read-spec.ts';

/** `README.md` of a built service: what it is, how to run it, its endpoints and which criteria its tests show. */
export function readmeFile(
  model: ServiceModel,
  criteria: readonly Criterion[],
  run: { start: string; test: string },
): string {
  const endpoints = model.endpoints.map((one) => `| ${one.method} | \`${one.path}\` | ${one.status} |`);
  const fields = model.resources.flatMap((resource) => [
    '',
    `## A ${resource.singular}`,
    '',
    '| Field | Type | Set by |',
    '| --- | --- | --- |',
    ...resource.fields.map(
      (field) =>
        `| \`${field.name}\` | ${field.type} | ${field.client ? (field.required ? 'client, required' : 'client') : 'service'} |`,
    ),
  ]);
  return [
    `# ${model.title}`,
    '',
    model.purpose,
    '',
    'Written by the reference driver of Andon from SPEC.md.',
    '',
    '## Running it',
    '',
    '```sh',
    run.start,
    run.test,
    '```',
    '',
    'Settings are environment variables, listed in `.env.example`. Data is kept in `DATA_DIR` as an append-only log of JSON',
    'lines; a change is answered only after it is on disk.',
    '',
    '## Endpoints',
    '',
    '| Method | Path | Success |',
    '| --- | --- | --- |',
    ...endpoints,
    '',
    'Errors are `{ "error": "a sentence", "details": ["one for each problem"] }`.',
    ...fields,
    '',
    '## Success criteria shown by the tests',
    '',
    ...criteria.map(({ clause }) => `- ${clause.text}`),
    '',
  ].join('\n');
}
