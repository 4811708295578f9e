import { parse } from 'yaml';
import { z } from 'zod';
import { AndonError, messageOf } from '../errors.ts';

const strictness = z.enum(['required', 'advisory', 'off']);
export type Strictness = z.infer<typeof strictness>;

const insideBuild = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'a path inside BUILD/');

const verification = z.strictObject({
  /** Percent; has to be above. Undefined: the limit of the home. */
  coverage: z.number().min(0).max(100).optional(),
  protected: z.array(insideBuild).default([]),
  skips: z.array(z.string().min(1)).default([]),
  controls: z
    .strictObject({
      canary: strictness.default('required'),
      stubs: strictness.default('required'),
      parent: strictness.default('required'),
      mutation: strictness.default('required'),
    })
    .prefault({}),
  mutation: z
    .strictObject({
      score: z.number().min(0).max(100).default(40),
      mutants: z.number().int().min(1).max(200).default(12),
      seconds: z.number().min(1).max(3_600).default(30),
    })
    .prefault({}),
  acceptance: strictness.default('required'),
  levels: z
    .strictObject({
      quality: strictness.default('advisory'),
      security: strictness.default('required'),
      production: strictness.default('required'),
      udc: strictness.default('off'),
    })
    .prefault({}),
  /** Programs that have to be there for the levels: what is named here and missing fails nothing silently. */
  tools: z.array(z.string().min(1)).default([]),
});

const install = z.strictObject({
  scripts: z.boolean().default(false),
  network: z.array(z.string().min(1)).default([]),
});

const settings = z.looseObject({ verification: verification.prefault({}), install: install.prefault({}) });

/** How strictly a service is verified: the `verification` and `install` sections of its `andon.yaml`. */
export type VerificationSettings = {
  readonly verification: z.infer<typeof verification>;
  readonly install: z.infer<typeof install>;
};

type Section = Readonly<Record<string, unknown>>;

/**
 * The settings of a service's own `andon.yaml` over those of the home (its `verification` section) over the defaults.
 * Throws `CONFIG_INVALID` with the path of what is wrong.
 */
export function parseSettings(text: string | undefined, ofHome: Section = {}): VerificationSettings {
  let document: unknown = {};
  try {
    document = (text === undefined ? {} : parse(text, { maxAliasCount: 50 })) ?? {};
  } catch (error) {
    throw new AndonError('CONFIG_INVALID', `andon.yaml is not YAML: ${messageOf(error)}`);
  }
  const own = isSection(document) ? document : {};
  const merged = isSection(own.verification ?? {}) ? over(ofHome, own.verification) : own.verification;
  const parsed = settings.safeParse(isSection(document) ? { ...own, verification: merged } : document);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the document'}: ${issue.message}`,
    );
    throw new AndonError('CONFIG_INVALID', `andon.yaml: ${issues.join('; ')}`);
  }
  const { verification, install } = parsed.data;
  return { verification, install };
}

/** Section by section: what the service says of one control leaves the home's word on the others. */
function over(base: Section, own: unknown): Section {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(isSection(own) ? own : {})) {
    const below = merged[key];
    merged[key] = isSection(value) && isSection(below) ? over(below, value) : value;
  }
  return merged;
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
