import { z } from 'zod';

/** Where a value is in a line: names and numbers with dots, `message.content.0.text`. */
const path = z.string().min(1).max(200);
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** All must hold: the value at the path is this one, or one of these. */
const condition = z.record(path, z.union([plain, z.array(plain).max(50)]));

const lineRule = z.strictObject({
  when: condition.optional(),
  /** A list: the rule is for each of its elements, and the paths below begin there. */
  each: path.optional(),
  where: condition.optional(),
  /** What the agent did, told by the texts at these paths. */
  act: z.enum(['said', 'thought', 'tool', 'edit', 'plan']).optional(),
  text: z.array(path).max(10).optional(),
  /** The tool is still at work. */
  running: z.boolean().optional(),
  /** The agent's own name of its session. */
  session: path.optional(),
  /** Figures at these paths; several token counts are added up. With `add` they are of a step, else of all so far. */
  usage: z
    .strictObject({
      usd: path.optional(),
      tokens: z.array(path).max(10).optional(),
      add: z.boolean().optional(),
    })
    .optional(),
  /** It failed, and these are the words. */
  error: z.array(path).max(10).optional(),
  /** It says it is done, and these are the words. */
  done: z.array(path).max(10).optional(),
  /** A usage limit is reached; when it is over: epoch seconds or milliseconds, or a date. */
  limit: z.strictObject({ resetsAt: path.optional() }).optional(),
});

/** How the lines of JSON that an agent prints are read: every rule that fits a line is heard, in this order. */
export const fieldMap = z.array(lineRule).max(60);
export type FieldMap = z.infer<typeof fieldMap>;
export type LineRule = z.infer<typeof lineRule>;
