import { parse } from 'yaml';
import { z } from 'zod';
import { deepSame, isRecord } from './answers.ts';
import type { FileOutcome } from './hidden-file.ts';
import type { HttpAnswer } from './http-ask.ts';
import type { StartedService } from './start-service.ts';

const row = z.strictObject({
  /** `POST /links` */
  request: z.string().regex(/^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*$/),
  headers: z.record(z.string(), z.string()).optional(),
  /** Sent as JSON; a text is sent as it is. */
  body: z.unknown().optional(),
  expect: z.union([
    z.number().int(),
    z.strictObject({
      status: z.number().int().optional(),
      /** Of an object every member; a list or a value as a whole. */
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
  ]),
});
type Row = z.infer<typeof row>;

/** Asks a table of requests in its order and counts what is answered otherwise than expected. */
export async function runTable(service: StartedService, text: string, file: string): Promise<FileOutcome> {
  const rows = rowsIn(text);
  if (typeof rows === 'string') {
    const about = file.split('/').at(-1) ?? file;
    return { fault: 'gate', reason: `acceptance/${about} is no list of { request, expect }: ${rows}` };
  }
  let failed = 0;
  for (const { request, headers, body, expect } of rows) {
    const [method = 'GET', path = '/'] = request.split(' ');
    const { answer } = await service.ask({
      method,
      path,
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (answer === null || !isAsExpected(answer, typeof expect === 'number' ? { status: expect } : expect))
      failed += 1;
  }
  return { total: rows.length, failed };
}

/** The rows of a table, or where it is none, without a word of what it holds. */
function rowsIn(text: string): Row[] | string {
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 50 });
  } catch {
    return 'it is not YAML';
  }
  const parsed = z.array(row).min(1).safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return issue ? `look at ${issue.path.join('.') || 'the document'}` : 'look at the document';
}

function isAsExpected(answer: HttpAnswer, expect: Exclude<Row['expect'], number>): boolean {
  if (expect.status !== undefined && answer.status !== expect.status) return false;
  for (const [name, value] of Object.entries(expect.headers ?? {}))
    if (answer.headers[name.toLowerCase()] !== value) return false;
  if (expect.body === undefined) return true;
  return typeof expect.body === 'string' && answer.json === undefined
    ? answer.text.trim() === expect.body.trim()
    : covers(answer.json, expect.body);
}

function covers(seen: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return deepSame(seen, wanted);
  return isRecord(seen) && Object.keys(wanted).every((name) => covers(seen[name], wanted[name]));
}
