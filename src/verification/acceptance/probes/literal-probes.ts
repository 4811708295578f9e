import type { ApiEntry } from '../../../spec-model/spec/api-reader.ts';
import { isRecord, leavesOf, recordIn } from '../answers.ts';
import { type Example, examplesIn } from '../examples.ts';
import { another, type Found, type Input, inputsOf, isEqual, made, ruleOf } from '../find-rule.ts';
import { Broken, type Probe } from '../probe.ts';
import type { SpecView } from '../spec-view.ts';
import { statedRange } from '../stated-range.ts';
import { isSuccess, type Sent, shown, type World } from '../world.ts';

/** Figures of an answer that are another each time. */
const moving =
  /^(?:id|uuid|.*(?:_at|At|time|Time|stamp|date|Date)|uptime|version|duration\w*|release|seed|nonce|token)$/;
const placeholder =
  /^(?:\.\.\.|…|<.*>|\{.*\}|string|number|text|uuid|date|timestamp)$|\d{4}-\d\d-\d\dT|…|\.\.\./i;
const drawnRequests = 3;

/**
 * Examples that the spec quotes, as they stand; where an evident rule leads from what is sent to what is answered,
 * once more with drawn values, which an answer written into the code does not know.
 */
export function literalProbes(spec: SpecView): Probe[] {
  const examples = examplesIn(spec).filter((example) => isJudged(spec, example));
  return [...examples.map((example) => asItStands(example)), ...byRule(spec, examples)];
}

/** Of what keeps records, only that a request is refused or taken is judged: its other answers hang on what is stored. */
function isJudged(spec: SpecView, example: Example): boolean {
  const { method, path, status, query } = example;
  const first = path.split('/')[1] ?? '';
  const isStored = spec.resources().some(({ name }) => path.split('/').includes(name));
  if (isStored) return example.value === undefined && status !== null && status >= 400 && method === 'POST';
  if (method !== 'GET' && method !== 'POST') return false;
  const changes = spec.study.api.entries.some(
    (entry) =>
      entry.method !== 'GET' &&
      entry.path.split('/')[1] === first &&
      !(entry.method === method && entry.path === path),
  );
  return !(changes && query.length === 0 && method === 'GET');
}

function pathOf({ path, query }: Pick<Example, 'path' | 'query'>): string {
  const search = new URLSearchParams(Object.fromEntries(query)).toString();
  return search === '' ? path : `${path}?${search}`;
}

async function ask(
  world: World,
  { method, path, query, body }: Pick<Example, 'method' | 'path' | 'query' | 'body'>,
): Promise<Sent> {
  return world.send(method, pathOf({ path, query }), body === undefined ? undefined : JSON.stringify(body));
}

function asItStands(example: Example): Probe {
  return {
    quote: { line: example.line, text: example.text },
    again: true,
    run: async (world) => {
      const sent = await ask(world, example);
      const { status } = sent.answer;
      const isFigure = example.value === undefined && example.status !== null && holds(sent, example.status);
      if (example.status !== null && status !== example.status && !isFigure)
        throw new Broken(`${shown(sent)}, not ${example.status}`);
      if (example.value === undefined) return undefined;
      if (example.status === null && !isSuccess(status)) throw new Broken(`${shown(sent)}, not 2xx`);
      if (!holds(sent, example.value))
        throw new Broken(`${shown(sent)}, not ${JSON.stringify(example.value)}`);
      return undefined;
    },
  };
}

/** Whether an answer holds what is expected: of an object every member that does not move, anything else anywhere. */
function holds({ answer }: Sent, expected: unknown): boolean {
  if (isRecord(expected)) {
    const record = recordIn(answer, Object.keys(expected));
    const isFixed = Object.keys(expected).some((name) => !moving.test(name));
    return !isFixed || (record !== null && covers(record, expected));
  }
  if (Array.isArray(expected))
    return (
      isEqual(expected, answer.json) ||
      (isRecord(answer.json) && Object.values(answer.json).some((one) => isEqual(expected, one)))
    );
  if (typeof expected === 'string')
    return answer.text.includes(JSON.stringify(expected).slice(1, -1)) || answer.text.includes(expected);
  if (answer.text.trim() === String(expected)) return true;
  return answer.json !== undefined && leavesOf(answer.json).some((leaf) => isEqual(expected, leaf));
}

/** Every member that is expected, but what moves and what only stands for a value. */
function covers(seen: unknown, expected: unknown): boolean {
  if (typeof expected === 'string' && placeholder.test(expected)) return true;
  if (!isRecord(expected)) return isEqual(expected, seen);
  return (
    isRecord(seen) &&
    Object.keys(expected).every((name) => moving.test(name) || covers(seen[name], expected[name]))
  );
}

type Group = { readonly key: string; readonly known: { example: Example; inputs: Input[] }[] };

function byRule(spec: SpecView, examples: readonly Example[]): Probe[] {
  const groups: Group[] = [];
  for (const example of examples) {
    if (example.value === undefined || (example.status !== null && !isSuccess(example.status))) continue;
    const entry = entryOf(spec, example);
    const inputs = inputsOf(example, entry?.path ?? null);
    if (inputs.length === 0) continue;
    const isFigures = inputs.filter(({ value }) => typeof value === 'number').length >= 2;
    const fixed = isFigures ? inputs.filter(({ value }) => typeof value !== 'number') : [];
    const key = JSON.stringify([
      example.method,
      entry?.path ?? example.path,
      inputs.map(({ name }) => name),
      fixed,
      isRecord(example.value),
    ]);
    const group = groups.find((one) => one.key === key);
    if (group) group.known.push({ example, inputs });
    else groups.push({ key, known: [{ example, inputs }] });
  }
  const lines = new Set(examples.map(({ line }) => line));
  return groups.flatMap(({ known }) => probesOf(spec, known, lines));
}

function entryOf(spec: SpecView, { method, path }: Example): ApiEntry | undefined {
  const parts = path.split('/');
  return spec.study.api.entries.find((entry) => {
    const own = entry.path.split('/');
    return (
      entry.method === method &&
      own.length === parts.length &&
      own.every((part, at) => part.startsWith(':') || part === parts[at])
    );
  });
}

function probesOf(spec: SpecView, known: Group['known'], lines: ReadonlySet<number>): Probe[] {
  const [first] = known;
  if (!first) return [];
  const places = isRecord(first.example.value) ? Object.keys(first.example.value) : [null];
  const entry = entryOf(spec, first.example);
  const words = [
    first.example.path,
    first.example.text,
    ...(entry?.notes ?? []).map(({ text }) => text),
  ].join(' ');
  return places.flatMap((place) => {
    const found = ruleOf(known, place, words);
    const names = [...(found?.inputs ?? []), ...(place === null ? [] : [place])];
    if (!found) return [];
    // Of what is known by its name no sentence can say more.
    if (found.rule.draw === undefined && names.some((name) => spec.isRuleDoubtful(name, lines))) return [];
    return [drawnProbe(first.example, first.inputs, found, entry?.path ?? null)];
  });
}

function drawnProbe(example: Example, inputs: readonly Input[], found: Found, pattern: string | null): Probe {
  return {
    quote: { line: example.line, text: example.text },
    again: true,
    run: async (world) => {
      for (let count = 0; count < drawnRequests; count++) {
        const drawn = drawInputs(world, inputs, found);
        if (drawn === null) continue;
        const sent = await ask(world, withInputs(example, drawn.inputs, pattern));
        if (!isSuccess(sent.answer.status))
          throw new Broken(`${shown(sent)}, not ${example.status ?? '2xx'}`);
        const expected = found.place === null ? drawn.value : { [found.place]: drawn.value };
        if (!holds(sent, expected))
          throw new Broken(
            `${shown(sent)}, not ${JSON.stringify(expected)} (${found.rule.name}, as in the spec's example)`,
          );
      }
      return undefined;
    },
  };
}

/** Drawn values whose result is a figure that needs no rounding. */
function drawInputs(
  world: World,
  inputs: readonly Input[],
  found: Found,
): { inputs: Input[]; value: unknown } | null {
  for (let tries = 0; tries < 200; tries++) {
    const drawn = inputs.map((input) =>
      found.inputs.includes(input.name) ? { name: input.name, value: drawOne(world, found, input) } : input,
    );
    const value = made(found, drawn);
    const isWhole = typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0);
    if (value === undefined || !isWhole) continue;
    const [before, after] = found.frame;
    return { inputs: drawn, value: typeof value === 'string' ? `${before}${value}${after}` : value };
  }
  return null;
}

/** What the rule is of, within the range that the spec states for the input. */
function drawOne(world: World, { rule }: Found, { name, value }: Input): unknown {
  const range = typeof value === 'number' ? statedRange(world.spec, name) : null;
  const drawn = rule.draw ? rule.draw(world.random, value) : another(value, world.random);
  if (range === null || typeof drawn !== 'number') return drawn;
  return rule.draw === undefined && drawn >= range.min && drawn <= range.max
    ? drawn
    : world.random.between(range.min, range.max);
}

function withInputs(example: Example, inputs: readonly Input[], pattern: string | null): Example {
  const of = (name: string) => inputs.find((one) => one.name === name)?.value;
  const parts = (pattern ?? example.path).split('/');
  const path = parts.map((part, at) => {
    const own = part.startsWith(':') ? of(part) : undefined;
    return own === undefined ? (example.path.split('/')[at] ?? '') : encodeURIComponent(String(own));
  });
  const body = isRecord(example.body)
    ? Object.fromEntries(Object.entries(example.body).map(([name, value]) => [name, of(name) ?? value]))
    : example.body;
  return {
    ...example,
    path: path.join('/'),
    query: example.query.map(([name, value]) => [name, String(of(name) ?? value)]),
    body,
  };
}
