import { parse } from 'yaml';
import { z } from 'zod';
import { AndonError, messageOf } from '../errors.ts';

const argv = z.array(z.string().min(1)).min(1);
const insideBuild = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'a path inside BUILD/');

const stackOverride = z.strictObject({
  required: z.array(insideBuild).optional(),
  install: argv.optional(),
  start: argv.optional(),
  env: z.record(z.string(), z.string()).optional(),
  /** Writes a JUnit report and lcov coverage to these paths. */
  test: z.strictObject({ argv, junit: insideBuild, lcov: insideBuild }).optional(),
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
