import { runSeed } from './run-seed.ts';

// Runs every `step`th seed from `from`, and says each result as one line of JSON, until `count` are done, `seconds` are
// over, or (with `first`) a promise is broken.
const [from = 1, step = 1, count = 1, seconds = 60, first = 0] = process.argv.slice(2).map(Number);
const until = performance.now() + seconds * 1_000;
for (let n = 0; n < count && performance.now() < until; n += 1) {
  const result = await runSeed(from + n * step);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (first && result.violations.length > 0) break;
}
