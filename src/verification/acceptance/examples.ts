import type { RootContent } from 'mdast';
import { type Clause, clausesOf } from '../../spec-model/spec/clauses.ts';
import { isRecord } from './answers.ts';
import type { SpecView } from './spec-view.ts';

/** A request that the spec quotes with its answer. */
export type Example = {
  readonly line: number;
  /** The statement as it stands. */
  readonly text: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** The body as JSON; undefined where none is shown. */
  readonly body: unknown;
  /** The status, where one is named. */
  readonly status: number | null;
  /** What is answered; undefined where only the status is said. */
  readonly value: unknown;
};

const requestPattern = /(?<![A-Za-z])(GET|POST|PUT|PATCH|DELETE)`?\s+`?(\/[^\s`|,;)→]*)`?/g;
const verb =
  /(?:→|->|=>|\||\b(?:returns?|answers?(?: with)?|responds?(?: with)?|gives?|yields?|is answered(?: with)?)\b)/i;
/** Words after which an example holds in some state only. */
const conditions =
  /\b(?:when|if|after|afterwards|while|until|unless|without|given|once|then|again|twice|second|third|already|header|unknown|invalid|existing|same|every|each|random|today|now|other|another|before|following|subsequent)\b/i;

/** Words that may stand between a request and its answer without changing it; any other leaves open what is sent. */
const mannerWords = new Set(
  'with and the a an body json sending payload request call of is input to'.split(' '),
);

/** The examples that the spec's demands hold; a statement with two requests, or one that hangs on a state, is none. */
export function examplesIn(spec: SpecView): Example[] {
  const own = spec.study.document.sections
    .filter(({ role }) => role !== 'context' && role !== 'excluded')
    .flatMap(({ nodes }) => [
      ...clausesOf(nodes, spec.source).flatMap((clause) => exampleOf(clause) ?? []),
      ...shownExamples(nodes, spec.source),
    ]);
  const lacking = own.flatMap((example) => withoutOne(spec, example));
  return [...own, ...lacking.filter(({ line }, at) => lacking.findIndex((one) => one.line === line) === at)];
}

/** A heading with a request whose query has values, and the answer shown below it. */
function shownExamples(nodes: readonly RootContent[], source: string): Example[] {
  const found: Example[] = [];
  let open: Example | null = null;
  let isResponse = false;
  for (const node of nodes) {
    const text = source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
    const line = node.position?.start.line ?? 1;
    if (node.type === 'heading') {
      open = exampleOf({ text: `${text.replace(/^#+\s*/, '')} → 200`, line });
      if (open?.query.length === 0 || open?.method !== 'GET') open = null;
      isResponse = false;
    } else if (node.type === 'paragraph')
      isResponse = /^\W*(?:response|returns?|answers?)\b[^.]*\b(?:200)?\W*$/i.test(text);
    else if (node.type === 'code' && open !== null && isResponse) {
      const value = jsonIn(node.value);
      if (value)
        found.push({
          ...open,
          text: text === '' ? open.text : `${open.method} ${open.path}`,
          value: value.value,
        });
      open = null;
    }
  }
  return found;
}

/** "`GET /fee` without `minutes` returns 400", for an example of it that carries `minutes`. */
function withoutOne(spec: SpecView, example: Example): Example[] {
  return spec.study.statements.flatMap(({ clause: { text, line } }) => {
    const said =
      /^`?(GET|POST) (\/[^\s`?]*)[^`]*`? without (?:an? |the )?`?([A-Za-z_]\w*)`? (?:returns?|answers?|is (?:refused|answered) with) (4\d\d)\b/.exec(
        text,
      );
    const [, method, path, name = '', status] = said ?? [];
    if (method !== example.method || path !== example.path || example.status !== 200) return [];
    const isThere =
      example.query.some(([key]) => key === name) || (isRecord(example.body) && name in example.body);
    if (!isThere) return [];
    const body = isRecord(example.body)
      ? Object.fromEntries(Object.entries(example.body).filter(([key]) => key !== name))
      : example.body;
    const query = example.query.filter(([key]) => key !== name);
    return [{ ...example, line, text, query, body, status: Number(status), value: undefined }];
  });
}

/** The example of one statement; null where it is none. */
export function exampleOf({ text, line }: Clause): Example | null {
  const [found, second] = [...text.matchAll(requestPattern)];
  if (!found || second) return null;
  const target = (found[2] ?? '/').replace(/[.:]$/, '');
  if (/[:{}<>*…]|=(?:&|$)/.test(target)) return null;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  const at = verb.exec(after);
  const lead = verb.exec(before);
  let asked: string;
  let answered: string;
  if (at) {
    asked = after.slice(0, at.index);
    answered = after.slice(at.index + at[0].length);
  } else if (lead && /\b(?:for|to|on)\s*`?$/.test(before)) {
    asked = after;
    answered = before.slice(lead.index + lead[0].length).replace(/\b(?:for|to|on)\s*`?$/, '');
  } else return null;
  const body = jsonIn(asked);
  const said = jsonIn(answered);
  if (conditions.test(`${asked.replace(body?.text ?? '', '')} ${answered.replace(said?.text ?? '', '')}`))
    return null;
  const manner = (body ? asked.replace(body.text, ' ') : asked).replace(/[`,:.()]/g, ' ');
  if (
    !manner
      .split(/\s+/)
      .filter(Boolean)
      .every((word) => mannerWords.has(word.toLowerCase()))
  )
    return null;
  // "with a payload" leaves open which.
  if (found[1] !== 'GET' && !body && /\b(?:with|body|payload|json|input)\b/i.test(manner)) return null;
  const { status, value } = answerOf(answered, said);
  if (status === null && value === undefined) return null;
  const [path = '/', search = ''] = target.split('?');
  return {
    line,
    text,
    method: found[1] ?? 'GET',
    path,
    query: [...new URLSearchParams(search)],
    body: body?.value,
    status,
    value,
  };
}

function answerOf(
  answered: string,
  said: { text: string; value: unknown } | null,
): { status: number | null; value: unknown } {
  const plain = said ? answered.replace(said.text, ' ') : answered;
  const code = /(?<![\w.\-"'])([2-5]\d\d)(?![\w.]\d|[\w"'-])/.exec(plain);
  const status = code ? Number(code[1]) : null;
  if (said) return { status, value: said.value };
  const rest = code ? plain.replace(code[0], ' ') : plain;
  const quoted = /"([^"…]+)"|`"?([^`"…{}]+)"?`/.exec(rest);
  const text = quoted?.[1] ?? quoted?.[2];
  if (text !== undefined) {
    const named = /\b(?:with|and|the|an?) `[A-Za-z_]\w*`/.test(rest) && !/^-?\d/.test(text);
    return { status, value: named ? undefined : scalar(text) };
  }
  const bare = /^\W*(?:\w+ ){0,3}?(-?\d+(?:\.\d+)?)[\s.]*$/.exec(rest)?.[1];
  return { status, value: bare === undefined ? undefined : Number(bare) };
}

function scalar(text: string): unknown {
  return /^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(text) ? JSON.parse(text) : text;
}

/** The first JSON object or list in a text. */
function jsonIn(text: string): { text: string; value: unknown } | null {
  const start = text.search(/[{[]/);
  if (start < 0) return null;
  for (let end = text.length; end > start; end--) {
    if (!/[}\]]/.test(text[end - 1] ?? '')) continue;
    const part = text.slice(start, end);
    try {
      return { text: part, value: JSON.parse(part) };
    } catch {
      // A shorter piece may be whole.
    }
  }
  return null;
}
