import { z } from 'zod';

/** How much an assertion says: 0 nothing (it cannot fail), 1 that something is there, 2 a shape or bound, 3 a value. */
const strength = z.number().int().min(0).max(3);

const assertion = z.object({
  line: z.number(),
  /** Where in the text it begins, in UTF-16 units, where that is known. */
  at: z.number().optional(),
  /** It need not be made: after the expected, for another platform, of an optional parameter. */
  excused: z.boolean().optional(),
  /** It stands on the line of its own condition, so that figures by line do not tell whether it was made. */
  besideCondition: z.boolean().optional(),
  /** As it is written, without space and kind of quotes. */
  text: z.string(),
  /** What is looked at, as written. */
  subject: z.string(),
  /** Names in the subject. */
  names: z.array(z.string()),
  /** Values it is compared with. */
  literals: z.array(z.string()),
  strength,
  /** How often it is made in one run of the test; `many` where the text does not say. */
  times: z.number(),
  /** It holds for any of its values. */
  oneOf: z.boolean(),
  /** `delta`: how far off is right; `max` and `min`: a bound. */
  tolerance: z.object({ kind: z.enum(['delta', 'max', 'min']), value: z.number() }).nullable(),
  /** Its failure is caught and goes nowhere. */
  swallowed: z.boolean(),
  /** Made under this condition only. */
  condition: z.string().nullable(),
});
export type Assertion = z.infer<typeof assertion>;

const called = z.object({
  name: z.string(),
  text: z.string(),
  /** Values it is called with. */
  literals: z.array(z.string()),
  times: z.number(),
  condition: z.string().nullable(),
});

const testFacts = z.object({
  /** With the groups it is in, ` > ` between them. */
  title: z.string(),
  line: z.number(),
  lastLine: z.number(),
  /** How many times it is run: rows of a table. */
  cases: z.number(),
  /** Why it does not count: skipped, planned, expected to fail, left at its start. */
  off: z.string().nullable(),
  /** It keeps every other test of its file from running. */
  only: z.boolean(),
  /** What is run around tests, not a test. */
  hook: z.boolean(),
  assertions: z.array(assertion),
  calls: z.array(called),
  /** Names and values of its text, its table too. */
  words: z.array(z.string()),
});
export type TestFacts = z.infer<typeof testFacts>;

const functionFacts = z.object({
  name: z.string(),
  assertions: z.array(assertion),
  calls: z.array(called),
});
export type FunctionFacts = z.infer<typeof functionFacts>;

const finding = z.object({
  line: z.number(),
  class: z.enum(['tampering', 'work']),
  /** What is there. */
  what: z.string(),
  /** What to do instead. */
  instead: z.string(),
});
/** A line that bends the checks; `work` where an honest builder may have meant well. */
export type Finding = z.infer<typeof finding>;

const chosen = z.object({
  line: z.number(),
  /** Texts and numbers that one condition compares with, or that are the keys of one table. */
  values: z.array(z.union([z.string(), z.number()])),
});
/** Values by which a source decides. */
export type Chosen = z.infer<typeof chosen>;

const datum = z.object({ line: z.number(), value: z.union([z.string(), z.number()]) });
/** A value written in a test. */
export type Datum = z.infer<typeof datum>;

export const fileFacts = z.object({
  /** Relative to `BUILD/`. */
  path: z.string(),
  /** Why it could not be read as a syntax tree. */
  broken: z.string().nullable(),
  tests: z.array(testFacts),
  functions: z.array(functionFacts),
  /** Modules it names. */
  imports: z.array(z.string()),
  /** Functions and classes it defines at its top. */
  defines: z.array(z.object({ name: z.string(), line: z.number(), lines: z.number() })),
  findings: z.array(finding),
  /** Of a source only. */
  chosen: z.array(chosen).readonly().optional(),
  /** Of a source only: names of fields, and texts of errors that it makes itself. */
  ownWords: z.array(z.string()).readonly().optional(),
  /** Of tests only. */
  data: z.array(datum).optional(),
});
/** What one file says about testing. */
export type FileFacts = z.infer<typeof fileFacts>;

/** A number of a configuration below which the suite would fail. */
export type Threshold = { readonly path: string; readonly name: string; readonly value: number };

export type Snapshot = { readonly path: string; readonly entries: ReadonlyMap<string, string> };

/** Everything about the tests in one `BUILD/`. */
export type SuiteFacts = {
  readonly files: readonly FileFacts[];
  readonly thresholds: readonly Threshold[];
  readonly snapshots: readonly Snapshot[];
};

/** Stands for a number of times that the text does not say: no whole number, so that it is told from a count. */
export const many = 9.73;

export function emptyFacts(path: string, broken: string | null = null): FileFacts {
  return { path, broken, tests: [], functions: [], imports: [], defines: [], findings: [] };
}
