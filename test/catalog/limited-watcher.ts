import { closeSync, openSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ChokidarCatalog } from '../../src/catalog/chokidar-catalog.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';

/**
 * A catalog in a process of its own, in a user namespace whose inotify limits it may set. Commands on stdin, one a line:
 * `limit watches 20`, `exhaust`, `free`, `start`, `sweep`. Says what it hears and sees.
 */
const root = process.argv[2] ?? '';
const say = (text: string) => process.stdout.write(`${text}\n`);
const catalog = new ChokidarCatalog({
  root,
  clock: realClock,
  onProblem: (text) => say(`problem ${text ?? 'none'}`),
  buildQuietMs: 20,
});
catalog.onHint((names) => say(`hint ${names === null ? '*' : names.join(' ')}`));

const files: number[] = [];
function exhaust(): void {
  try {
    for (;;) files.push(openSync('/dev/null', 'r'));
  } catch {
    // No descriptor is left.
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split(' ');
  if (command === 'limit') writeFileSync(`/proc/sys/user/max_inotify_${words[0]}`, `${words[1]}`);
  else if (command === 'exhaust') exhaust();
  else if (command === 'free') for (const file of files.splice(0)) closeSync(file);
  else if (command === 'start') await catalog.start();
  else if (command === 'sweep') {
    const { sightings, suspended } = await catalog.sweep();
    say(
      `seen ${sightings.map((one) => `${one.name}=${one.spec?.text.trim()}`).join(' ')} ${suspended ?? ''}`,
    );
  }
  say(`done ${line}`);
}
