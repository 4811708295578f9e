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
  /** The tool is at work now, or has ended; both have the same value at the path `id`. */
  running: z.boolean().optional(),
  id: path.optional(),
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

const words = z.array(z.string().min(1)).min(1);
const names = z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/));
/** `~/` is the home of whoever starts the worker. */
const paths = z.array(z.string().regex(/^(~\/|\/)/, 'begins with / or ~/'));

/** One way to start an agent: the first whose program is there, and that this Node is new enough for, is taken. */
const way = z.strictObject({ argv: words, leastNode: z.number().int().optional() });

/** What a worker has to know of an agent to put it to work. */
export const agentDefinition = z.strictObject({
  title: z.string().optional(),
  driver: z.enum(['acp', 'command']),
  /**
   * Its program and arguments. The word `{permissions}` stands for the words of `permissions`; for `command` the
   * placeholders of the driver are filled in as well.
   */
  argv: words,
  /** Further ways, where the program of `argv` is not there. */
  instead: z.array(way).max(5).optional(),
  /** How it is told what it may do: `free` inside Andon's sandbox, `held` where nothing but itself holds it back. */
  permissions: z
    .strictObject({ free: z.array(z.string()).optional(), held: z.array(z.string()).optional() })
    .optional(),
  /** Set in its environment; `freeEnv` only where it is free. */
  env: z.record(z.string(), z.string()).optional(),
  freeEnv: z.record(z.string(), z.string()).optional(),
  /** Variables of the worker's environment that are passed to it, where they are set: keys and settings of its own. */
  passes: names.optional(),
  /** What it may read, and may write, of this machine. */
  readable: paths.optional(),
  writable: paths.optional(),
  /** Folders of its home that are kept for it between tickets, apart from those of the user: its own sessions. */
  keeps: paths.optional(),
  probe: z
    .strictObject({
      /** Arguments with which the program tells its version, and the least one that is known to do. */
      version: words.optional(),
      least: z.string().optional(),
      /** Somebody is logged in when one of these variables is set, one of these files is there, or the command ends with 0. */
      env: names.optional(),
      files: paths.optional(),
      status: words.optional(),
    })
    .optional(),
  /** Whose limits it works under: `prefix:` and what stands in the file, or a fingerprint of a variable's value. */
  account: z
    .strictObject({
      prefix: z.string(),
      file: z.string().optional(),
      at: z.string().optional(),
      env: names.optional(),
    })
    .optional(),
  install: z.string().optional(),
  logIn: z.string().optional(),
  /** Only with `command`. */
  resumeArgv: words.optional(),
  promptOnStdin: z.boolean().optional(),
  map: fieldMap.optional(),
  exits: z.record(z.string().regex(/^\d+$/), z.enum(['work', 'environment', 'provider'])).optional(),
});
export type AgentDefinition = z.infer<typeof agentDefinition>;

export const agentName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/);
