import { isRecord, listIn } from '../answers.ts';
import { Broken, LeftOpen, type Probe } from '../probe.ts';
import { type Ranking, rankingsIn } from '../rankings.ts';
import type { Quote, SpecView } from '../spec-view.ts';
import { cut, type Sent, shown, type World } from '../world.ts';

type Row = Readonly<Record<string, unknown>>;
type Seen = { readonly sent: Sent; readonly rows: readonly Row[]; readonly stored: readonly Stored[] };
type Stored = { readonly who: string; readonly figure: number };

/** How near to the greatest figure those lie that are stored, so that they stand at the top. */
const nearTop = 1_000;

/** Rankings over drawn names and figures: the order, each of them once, and equal ranks for equal figures. */
export function rankingProbes(spec: SpecView): Probe[] {
  return rankingsIn(spec).flatMap((ranking) => {
    const probe = (quote: Quote, check: (seen: Seen) => void): Probe => ({
      quote,
      again: true,
      run: async (world) => {
        check(await rank(world, ranking));
        return undefined;
      },
    });
    const { order, once, ranks } = ranking;
    return [
      probe(order, (seen) => checkOrder(ranking, seen)),
      ...(once ? [probe(once.quote, (seen) => checkOnce(ranking, once.of, seen))] : []),
      ...(ranks ? [probe(ranks.quote, (seen) => checkRanks(ranking, ranks, seen))] : []),
    ];
  });
}

/** Stores five figures of four drawn names, two of them equal, the best neither first nor last, and reads the list. */
async function rank(world: World, { entry, resource, by, who }: Ranking): Promise<Seen> {
  const field = resource.fields.find(({ name }) => name === by);
  const shownValue = typeof field?.example === 'number' ? field.example : 20;
  const top = Math.floor(field?.max ?? Math.max(shownValue * 10, (field?.min ?? 0) + 2_000));
  const low = Math.max(top - nearTop, Math.ceil(field?.min ?? field?.above ?? 0) + 1);
  if (top - low < 40) throw new LeftOpen('its range is too small to tell an order');
  const step = Math.floor((top - low) / 4);
  const at = (part: number) => low + part * step + world.random.between(0, step - 1);
  const [first, equal, last] = [at(3), at(2), at(0)];
  const names = Array.from({ length: 4 }, () => nameOf(world, resource, who));
  const [a = '', b = '', c = '', d = ''] = names;
  const stored: Stored[] = [
    { who: b, figure: equal },
    { who: a, figure: at(1) },
    { who: d, figure: last },
    { who: a, figure: first },
    { who: c, figure: equal },
    { who: b, figure: last },
  ];
  for (const one of stored) await world.create(resource, { [who]: one.who, [by]: one.figure });
  const sent = await world.expect('GET', entry.path, world.spec.successOf(entry));
  const rows = listIn(sent.answer.json)?.filter(isRecord);
  if (!rows || rows.some((row) => typeof row[by] !== 'number' || typeof row[who] !== 'string'))
    throw new Broken(`${shown(sent)}, which is no list of records with \`${who}\` and \`${by}\``);
  return { sent, rows, stored };
}

function nameOf(world: World, resource: Ranking['resource'], who: string): string {
  const value = world.body(resource)[who];
  if (typeof value !== 'string' || value.length < 4) throw new LeftOpen('names cannot be drawn');
  return value;
}

function checkOrder({ by, who }: Ranking, { sent, rows, stored }: Seen): void {
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (before && Number(before[by]) < Number(row[by]))
      throw new Broken(`${shown(sent)}: ${told(row)} stands after ${told(before)}`);
  }
  const least = Math.min(...rows.map((row) => Number(row[by])));
  for (const one of stored) {
    const best = Math.max(...stored.filter((other) => other.who === one.who).map(({ figure }) => figure));
    if (best > least && !rows.some((row) => row[who] === one.who))
      throw new Broken(`${shown(sent)} without \`${who}\` ${one.who}, of whom ${best} was stored`);
  }
}

function checkOnce({ by, who }: Ranking, of: 'greatest' | 'sum', { sent, rows, stored }: Seen): void {
  for (const [at, row] of rows.entries())
    if (rows.findIndex((other) => other[who] === row[who]) !== at)
      throw new Broken(`${shown(sent)}, where ${cut(String(row[who]))} stands twice`);
  for (const row of rows) {
    const own = stored.filter((one) => one.who === row[who]).map(({ figure }) => figure);
    if (own.length === 0) continue;
    const wanted = of === 'sum' ? own.reduce((total, figure) => total + figure, 0) : Math.max(...own);
    if (row[by] !== wanted)
      throw new Broken(
        `after ${own.join(' and ')} were stored of ${String(row[who])}, ${shown(sent)}: ${told(row)}`,
      );
  }
}

function checkRanks(
  { by }: Ranking,
  { name, next }: NonNullable<Ranking['ranks']>,
  { sent, rows }: Seen,
): void {
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (!before) continue;
    const isEqual = before[by] === row[by];
    const following = next === 'skipped' ? Number(rows[0]?.[name]) + at : Number(before[name]) + 1;
    const wanted = isEqual ? Number(before[name]) : following;
    if (Number(row[name]) !== wanted)
      throw new Broken(
        `${shown(sent)}: after ${told(before)} stands ${told(row)}, whose \`${name}\` is not ${wanted}`,
      );
  }
}

function told(row: Row): string {
  return cut(JSON.stringify(row));
}
