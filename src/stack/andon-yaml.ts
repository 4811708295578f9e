import { parse } from 'yaml';
import { z } from 'zod';
import { AndonError, messageOf } from '../errors.ts';

const argv = z.array(z.string().min(1)).min(1);
const insideBuild = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'a path inside BUILD/');

const reports = ['junit', 'tap', 'vitest', 'jest', 'mocha', 'go', 'ctrf'] as const;
const coverages = ['lcov', 'cobertura', 'istanbul'] as const;

/** A command, one report of its tests and one of its coverage, each by its format: `junit: reports/junit.xml`. */
const test = z
  .strictObject({
    argv,
    junit: insideBuild.optional(),
    tap: insideBuild.optional(),
    vitest: insideBuild.optional(),
    jest: insideBuild.optional(),
    mocha: insideBuild.optional(),
    go: insideBuild.optional(),
    ctrf: insideBuild.optional(),
    lcov: insideBuild.optional(),
    cobertura: insideBuild.optional(),
    istanbul: insideBuild.optional(),
  })
  .transform((value, context) => {
    const report = reports.flatMap((format) => named(format, value[format]));
    const coverage = coverages.flatMap((format) => named(format, value[format]));
    const [oneReport, oneCoverage] = [report[0], coverage[0]];
    if (!oneReport || report.length > 1) {
      context.addIssue(`needs one report of its tests: ${reports.join(', ')}`);
      return z.NEVER;
    }
    if (!oneCoverage || coverage.length > 1) {
      context.addIssue(`needs one report of its coverage: ${coverages.join(', ')}`);
      return z.NEVER;
    }
    return { argv: value.argv, report: oneReport, coverage: oneCoverage };
  });

function named<Format extends string>(format: Format, path: string | undefined) {
  return path === undefined ? [] : [{ format, path }];
}

const stackOverride = z.strictObject({
  required: z.array(insideBuild).optional(),
  install: argv.optional(),
  start: argv.optional(),
  env: z.record(z.string(), z.string()).optional(),
  test: test.optional(),
});
export type StackOverride = z.infer<typeof stackOverride>;

const serviceAndonYaml = z.looseObject({ stack: stackOverride.optional() });

/**
 * The `stack` section of a service's own `andon.yaml`; undefined without one. Throws `CONFIG_INVALID` with the path
 * of what is wrong.
 */
export function parseStackOverride(text: string | undefined): StackOverride | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (error) {
    throw new AndonError('CONFIG_INVALID', `andon.yaml is not YAML: ${messageOf(error)}`);
  }
  const parsed = serviceAndonYaml.safeParse(document);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the document'}: ${issue.message}`,
    );
    throw new AndonError('CONFIG_INVALID', `andon.yaml: ${issues.join('; ')}`);
  }
  return parsed.data.stack;
}
