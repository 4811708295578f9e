import type { ApiEntry } from '../../../spec-model/spec/api-reader.ts';
import { isRecord, recordIn } from '../answers.ts';
import { type Example, examplesIn } from '../examples.ts';
import { Broken, type Probe } from '../probe.ts';
import type { Quote, SpecView } from '../spec-view.ts';
import { statedRange } from '../stated-range.ts';
import { agreedCost, type Point, readTariff } from '../tariff.ts';
import { isSuccess, shown } from '../world.ts';

const drawnRequests = 8;
const aboutCosts =
  /\b(?:costs?|prices?|fees?|free|charge\w*|discount\w*|surcharge\w*|cheaper|rates?|tariffs?|cents?|euros?|paid|pays?)\b/i;

/** Amounts drawn now cost what sentences of a plain form say, wherever all readings that fit the examples agree. */
export function tariffProbes(spec: SpecView): Probe[] {
  return spec.study.api.entries.flatMap((entry) => {
    if (entry.method !== 'GET' || entry.path.includes(':')) return [];
    return entry.query.flatMap((unit) => tariffProbe(spec, entry, unit));
  });
}

function tariffProbe(spec: SpecView, entry: ApiEntry, unit: string): Probe[] {
  const range = statedRange(spec, unit);
  const own = examplesIn(spec).filter((one) => isOf(one, entry, unit));
  const shownAnswer = own.find(({ value }) => isRecord(value))?.value;
  const place = isRecord(shownAnswer) ? resultOf(shownAnswer, unit) : null;
  if (range === null || place === null) return [];
  const points = own.flatMap((example) => pointOf(example, unit, place));
  const sentences = costSentences(spec, entry, unit);
  const readings = readTariff(
    sentences.map(({ text }) => text),
    unit,
    points,
  );
  const quote = sentences.find(({ text }) => /\b(?:each|every)\b/i.test(text)) ?? sentences[0];
  if (readings.length === 0 || quote === undefined) return [];
  const [{ step, cap }] = [readings[0] ?? { step: 1, cap: null }];
  return [
    {
      quote,
      again: true,
      run: async (world) => {
        const top = Math.min(range.max, range.min + Math.max(12 * step, 3 * (cap?.period ?? 0)));
        for (let count = 0; count < drawnRequests; count++) {
          const amount = world.random.between(range.min, count % 2 === 0 ? top : range.max);
          const cost = agreedCost(readings, amount);
          if (cost === null) continue;
          const sent = await world.send('GET', `${entry.path}?${unit}=${amount}`);
          const seen = recordIn(sent.answer, [place])?.[place];
          if (!isSuccess(sent.answer.status) || Number(seen) !== cost)
            throw new Broken(
              `${shown(sent)}, not ${cost}, as lines ${sentences.map(({ line }) => line).join(', ')} say together`,
            );
        }
        return undefined;
      },
    },
  ];
}

/** An example that sends nothing but this. */
function isOf({ method, path, query, status }: Example, entry: ApiEntry, unit: string): boolean {
  const isPlain = query.length === 1 && query[0]?.[0] === unit;
  return method === entry.method && path === entry.path && isPlain && (status === null || status === 200);
}

/** The one figure of an answer that is not what was sent. */
function resultOf(value: Readonly<Record<string, unknown>>, unit: string): string | null {
  const figures = Object.entries(value).filter(([name, one]) => name !== unit && typeof one === 'number');
  const [only] = figures;
  return figures.length === 1 && only ? only[0] : null;
}

function pointOf({ query, value, text }: Example, unit: string, place: string): Point[] {
  const amount = Number(query.find(([name]) => name === unit)?.[1]);
  const said = new RegExp(`(?<![\\w.])(\\d+) \`?${place}\\b`).exec(text)?.[1];
  const cost = isRecord(value) ? value[place] : (said ?? value);
  const figure = typeof cost === 'string' && /^\d+$/.test(cost) ? Number(cost) : cost;
  return Number.isSafeInteger(amount) && typeof figure === 'number' ? [{ amount, cost: figure }] : [];
}

/** Every sentence that says something of costs, but examples and what holds with another input only. */
function costSentences(spec: SpecView, entry: ApiEntry, unit: string): Quote[] {
  return spec.study.statements
    .filter(({ role, clause: { text } }) => {
      if (role === 'api' || role === 'success' || role === 'scenarios' || !aboutCosts.test(text))
        return false;
      if (/`(?:GET|POST) \//.test(text)) return false;
      return !entry.query.some((name) => name !== unit && text.includes(`\`${name}=`));
    })
    .map(({ clause: { text, line } }) => ({ text, line }));
}
