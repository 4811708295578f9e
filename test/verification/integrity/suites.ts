import { compareSuites } from '../../../src/verification/integrity/diff/compare-suites.ts';
import { specSays } from '../../../src/verification/integrity/diff/spec-says.ts';
import { sentence } from '../../../src/verification/integrity/diff/weakening.ts';
import { readJavaScript } from '../../../src/verification/integrity/javascript/read-javascript.ts';
import { snapshotEntries } from '../../../src/verification/integrity/snapshots.ts';
import type { SuiteFacts } from '../../../src/verification/integrity/suite-facts.ts';
import { thresholdsIn } from '../../../src/verification/integrity/thresholds.ts';
import { javascriptTricks } from '../../../src/verification/integrity/tricks/javascript-tricks.ts';

export type Texts = Readonly<Record<string, string>>;

export const spec = `# Shop

## Requirements
- Items are listed and added.
- Totals are computed with tax.
- Reports are exported as CSV.

## API Specs
- \`GET /items\` answers 200 with the items
- \`POST /items\` answers 201, or 400 where the name is empty
- \`DELETE /items/{id}\` answers 204
`;

/** What these files say, as the gate reads it; JavaScript and configuration only. */
export function suite(files: Texts): SuiteFacts {
  const entries = Object.entries(files);
  return {
    files: entries
      .filter(([path]) => /\.[cm]?[jt]sx?$/.test(path))
      .map(([path, text]) => ({
        ...readJavaScript(path, text),
        findings: javascriptTricks(path, text, true),
      })),
    thresholds: entries.flatMap(([path, text]) => thresholdsIn(path, text)),
    snapshots: entries
      .filter(([path]) => path.endsWith('.snap'))
      .map(([path, text]) => ({ path, entries: snapshotEntries(path, text) })),
  };
}

/** What became weaker between two states of a suite, as sentences. */
export function difference(
  before: Texts,
  after: Texts,
  specs: { readonly base?: string | null; readonly now?: string; readonly repaired?: boolean } = {},
): string[] {
  const says = specSays(specs.base === undefined ? spec : specs.base, specs.now ?? spec);
  const repaired = specs.repaired ?? false;
  return compareSuites({ before: suite(before), after: suite(after), says, ran: null, repaired }).map(
    sentence,
  );
}
