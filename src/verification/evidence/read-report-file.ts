import type { CoverageFile, ReportFile } from '../../stack/stack.ts';
import type { LineHits } from '../test-report.ts';
import { readAssertionResults } from './assertion-results.ts';
import { readCobertura } from './cobertura.ts';
import { readCtrf } from './ctrf.ts';
import { readGoEvents } from './go-events.ts';
import { readIstanbul } from './istanbul.ts';
import { readJunit } from './junit.ts';
import { readLcov } from './lcov.ts';
import { readMochaJson } from './mocha-json.ts';
import type { ReportRead } from './report-read.ts';
import { readTap } from './tap.ts';

/** What a report of this format says; undefined for what is no whole one. Paths become relative to `build`. */
export function readTestReport(
  format: ReportFile['format'],
  text: string,
  build: string,
): ReportRead | undefined {
  switch (format) {
    case 'junit':
      return readJunit(text, build);
    case 'tap':
      return readTap(text, build);
    case 'vitest':
    case 'jest':
      return readAssertionResults(text, build);
    case 'mocha':
      return readMochaJson(text, build);
    case 'go':
      return readGoEvents(text, '');
    case 'ctrf':
      return readCtrf(text, build);
  }
}

/** Line hits of a coverage report of this format; empty for what is none. */
export async function readCoverageReport(
  format: CoverageFile['format'],
  text: string,
  build: string,
): Promise<LineHits> {
  if (format === 'cobertura') return readCobertura(text, build);
  return format === 'istanbul' ? readIstanbul(text, build) : readLcov(text, build);
}
