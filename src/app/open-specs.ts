import { relative } from 'node:path';
import { specSizeLimit } from '../catalog/spec/spec-text.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createSpecs } from '../specs/create-specs.ts';
import type { Specs } from '../specs/specs.port.ts';
import type { RecordBook } from '../verification/record/record-book.ts';
import { readPresent, replaceFile } from '../write-back/safe-file.ts';
import { SpecStudies } from './spec-studies.ts';

/** The specs of the services root; `close` ends the thread they are read in. */
export function openSpecs(options: {
  config: Pick<Config, 'services' | 'strictSpecs'>;
  records: Pick<RecordBook, 'ids' | 'read'>;
  log: Log;
}): { specs: Specs; close(): Promise<void> } {
  const { config, records, log } = options;
  const studies = new SpecStudies({ strict: config.strictSpecs, log });
  const below = relative(process.cwd(), config.services);
  const specs = createSpecs({
    root: config.services,
    shownRoot: below === '' || below.startsWith('..') ? config.services : below,
    present: readPresent,
    replace: replaceFile,
    sizeLimit: specSizeLimit,
    study: (text) => studies.study(text),
    records,
  });
  return { specs, close: () => studies.close() };
}
