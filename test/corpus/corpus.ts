import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import type { Check } from '../../src/verification/check.ts';
import { type CaseOutcome, openCorpusLine } from './corpus-line.ts';
import { type NamedCase, readCorpus } from './read-corpus.ts';

/** Runs the corpora, or part of them, through the gates; says of each what came of it and why. */

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    kind: { type: 'string' },
    side: { type: 'string', default: '2' },
    out: { type: 'string' },
    sample: { type: 'string' },
  },
});
const shownReasons = 3;
const say = (text: string) => void process.stdout.write(`${text}\n`);

const chosen = (await readCorpus()).filter(
  (each) =>
    (values.kind === undefined || each.kind === values.kind) &&
    (values.only === undefined || `${each.file} ${each.name}`.includes(values.only)),
);
const corpus =
  values.sample === undefined
    ? chosen
    : (['cheats', 'honest'] as const).flatMap((kind) =>
        spread(
          chosen.filter((each) => each.kind === kind),
          Number(values.sample),
        ),
      );
const line = await openCorpusLine();
say(line.sentence);
const began = performance.now();
const atOnce = pLimit(Number(values.side));
const outcomes: (CaseOutcome & { readonly case: NamedCase })[] = [];
await Promise.all(
  corpus.map((each) =>
    atOnce(async () => {
      const outcome = { ...(await line.run(each)), case: each };
      outcomes.push(outcome);
      say(told(outcome));
    }),
  ),
);
await line.close();

const of = (kind: string) => outcomes.filter((outcome) => outcome.case.kind === kind);
const passes = of('cheats').filter(({ verdict }) => verdict === 'passed');
const rejections = of('honest').filter(({ verdict }) => verdict !== 'passed');
const broken = of('cheats').filter(({ verdict }) => verdict === 'broken' || verdict === 'inconclusive');
if (values.out !== undefined) {
  const plain = outcomes.map(({ case: { kind, file }, ...outcome }) => ({ kind, file, ...outcome }));
  writeFileSync(values.out, `${JSON.stringify(plain, null, 2)}\n`);
}
for (const one of [...passes, ...rejections, ...broken]) {
  say(`LOOK AT ${told(one)}`);
  for (const check of one.checks) say(`    · ${seen(check)}`);
}
say(`${outcomes.length} cases in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
if (broken.length > 0) say(`${broken.length} cheats gave no answer`);
say(
  `false passes ${passes.length} of ${of('cheats').length}, false rejections ${rejections.length} of ${of('honest').length}`,
);
process.exitCode = passes.length + rejections.length + broken.length > 0 ? 1 : 0;

function seen({ name, status, advisory, facts, durationMs }: Check): string {
  const figures = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
  return [
    `${name} ${status}${advisory ? ' (advisory)' : ''}`,
    ...figures,
    `${Math.round(durationMs)} ms`,
  ].join(', ');
}

/** So many of them, evenly from the first to the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) =>
    Math.floor(index * step),
  ).flatMap((index) => items.slice(index, index + 1));
}

function told({
  case: { file },
  name,
  verdict,
  at,
  class: kind,
  reasons,
  tookMs,
}: (typeof outcomes)[number]): string {
  const where = at === 'end' ? '' : ` at ${at}`;
  const head = `${file} ${name}: ${verdict}${where}${kind === '' ? '' : ` (${kind})`}, ${(tookMs / 1_000).toFixed(1)} s`;
  const lines = reasons.slice(0, shownReasons).map((reason) => `    ${reason.replaceAll('\n', '\n      ')}`);
  const more = reasons.length > shownReasons ? [`    and ${reasons.length - shownReasons} more`] : [];
  return [head, ...lines, ...more].join('\n');
}
