import { z } from 'zod';

const problem = z.object({ line: z.number(), text: z.string() });
const section = z.object({ name: z.string(), heading: z.string(), line: z.number() });

/** Longest spec that is taken, characters; the gate counts bytes and says so by itself. */
export const specTextLimit = 256 * 1024;
const text = z.string().max(specTextLimit);

/** `POST /api/specs/lint` */
export const lintSpecRequest = z.strictObject({ text });
/** What the spec gate says of a text. */
export const lintSpecResponse = z.object({
  title: z.string(),
  hash: z.string(),
  /** Everything that is missing, by line; empty: the gate is passed. */
  problems: z.array(problem),
  /** Required sections that were found, and those that were not. */
  sections: z.array(section),
  missing: z.array(z.string()),
  /** Variables that have to be set with `andon env`, and services it names. */
  secrets: z.array(z.string()),
  services: z.array(z.string()),
  /** Only of a text that passes the gate. */
  reading: z
    .object({
      /** Statements of it, and those that are tried on the running service. */
      statements: z.number(),
      tried: z.number(),
      /** Why the built-in builder cannot build it; empty where it can. Other agents may. */
      notByReference: z.array(z.string()),
    })
    .nullable(),
});
export type LintSpecResponse = z.infer<typeof lintSpecResponse>;

/** `GET /api/specs/templates` */
export const specTemplatesResponse = z.object({
  templates: z.array(z.object({ id: z.string(), name: z.string(), about: z.string(), text: z.string() })),
});
export type SpecTemplate = z.infer<typeof specTemplatesResponse>['templates'][number];

/**
 * What is known of one statement of a spec. `held`, `broken`: it was tried on the running service. `open`: it was tried
 * and the spec leaves the answer open. `test-…`: a test that is named after it. `planned`: it will be tried when the
 * service is verified. `same`: another line says the same, and that one was looked at.
 */
export const specEvidence = z.object({
  kind: z.enum(['held', 'broken', 'open', 'planned', 'test-passed', 'test-failed', 'test-skipped', 'same']),
  /** One sentence, the name of the test, or what was seen. */
  text: z.string(),
});
export type SpecEvidence = z.infer<typeof specEvidence>;

const requirement = z.object({
  /** Its own id (`FR-001`), else one made of its words: the same wherever it stands. */
  id: z.string(),
  line: z.number(),
  text: z.string(),
  section: z.enum(['requirements', 'api', 'success', 'scenarios', 'other']),
  /** Empty: nothing checks it. */
  evidence: z.array(specEvidence),
});
export type SpecRequirement = z.infer<typeof requirement>;

/** Whether anything of it was looked at: neither what is only planned counts, nor what another line says. */
export function isLookedAt({ evidence }: Pick<SpecRequirement, 'evidence'>): boolean {
  return evidence.some(({ kind }) => kind !== 'planned' && kind !== 'same');
}

/** `GET /api/services/:name/spec` */
export const specResponse = z.object({
  service: z.string(),
  /** As people write it: `SERVICES/quotes/SPEC.md`. */
  path: z.string(),
  text: z.string(),
  /** Null: there is no spec yet, and `text` is empty. */
  hash: z.string().nullable(),
  problems: z.array(problem),
  requirements: z.array(requirement),
  /** The newest verification of its tests under exactly this text; null: there is none yet. */
  verified: z
    .object({ record: z.string(), commit: z.string(), verdict: z.string(), at: z.number() })
    .nullable(),
  /** Whether an earlier text of it was verified. */
  earlier: z.boolean(),
});
export type SpecResponse = z.infer<typeof specResponse>;

/** `PUT /api/services/:name/spec`: `ifHash` is of the text that was edited, null where there was none. */
export const putSpecRequest = z.strictObject({ text, ifHash: z.string().min(1).nullable() });
export const putSpecResponse = z.object({
  service: z.string(),
  path: z.string(),
  hash: z.string(),
  problems: z.array(problem),
});
