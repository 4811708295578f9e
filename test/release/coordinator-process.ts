import type { Home } from './bench-yard.ts';
import { openYard, orderOf, portOf, ship } from './bench-yard.ts';

/** A coordinator in a process of its own, to be killed: ships one release (and leaves a candidate), then says so. */
const [root = '', kind] = process.argv.slice(2);
const home: Home = { root, events: [], remove: async () => undefined };
const { releases } = await openYard(home, kind === 'deaf' ? { report: dropSwitch() } : {});
if (kind === 'deaf') {
  await releases.deploy(orderOf('stateful', 'r1'));
  await until(() => home.events.some(({ event }) => event.type === 'ReleaseProved'));
  await releases.switchTo('svc-1', 'r1', null);
  await until(() => typeof releases.route('svc-1') === 'object');
} else {
  await ship(home, releases, orderOf('stateful', 'r1'));
  await releases.deploy(orderOf('healthy', 'r2'));
  await until(() =>
    home.events.some(({ event }) => event.type === 'ReleaseProved' && event.release === 'r2'),
  );
}
process.stdout.write(`${JSON.stringify({ port: portOf(releases) })}\n`);
setInterval(() => undefined, 60_000);

/** Accepts everything but the switch, as a coordinator that dies before its commit does. */
function dropSwitch() {
  return async (service: string, event: Home['events'][number]['event']) => {
    if (event.type === 'ReleaseSwitched') throw new Error('not committed');
    home.events.push({ service, event });
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
