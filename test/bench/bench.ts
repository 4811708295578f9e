import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { boardClients } from './board-clients.ts';
import type { Figure } from './figure.ts';
import { machine } from './machine.ts';
import { manyServices } from './many-services.ts';
import { matching } from './matching.ts';
import { saveToHands } from './save-to-hands.ts';
import { submissionToNext } from './submission-to-next.ts';
import { wholeLine } from './whole-line.ts';

const benches: Record<string, () => Promise<Figure[]>> = {
  save: saveToHands,
  submission: submissionToNext,
  line: wholeLine,
  many: manyServices,
  matching,
  board: boardClients,
};

/** `tsx test/bench/bench.ts [--only <name>]`: a line of JSON for each budget; docs/bench.md explains them. */
const { values } = parseArgs({ options: { only: { type: 'string' } } });
if (values.only === undefined) {
  process.stdout.write(`${JSON.stringify({ machine: await machine() })}\n`);
  // One process each: no bench inherits another one's heap, timers or warmed-up code.
  for (const name of Object.keys(benches)) {
    const args = [...process.execArgv, import.meta.filename, '--only', name];
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    if (code !== 0) process.exitCode = 1;
  }
} else {
  const run = benches[values.only];
  if (!run) {
    process.stderr.write(`no bench is called ${values.only}; there are ${Object.keys(benches).join(', ')}\n`);
    process.exit(2);
  }
  for (const figure of await run()) process.stdout.write(`${JSON.stringify(figure)}\n`);
  process.exit(0);
}
