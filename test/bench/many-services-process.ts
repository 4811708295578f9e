import { rounded, spread } from './figure.ts';
import { openHome } from './home-of.ts';
import { specSeen } from './scripted-line.ts';

const warmUp = 300;
const commits = 2_000;

/** Opens the home named on the command line, works on it one event at a time, and tells its parent what it took. */
const started = performance.now();
const home = openHome(process.argv[2] ?? '');
const { coordinator } = home;
await coordinator.open();
const openMs = performance.now() - started;
await coordinator.quiet();
const rssMb = Math.round(process.memoryUsage().rss / 1e6);
const services = [...coordinator.services()].length;

const samples: number[] = [];
for (let trip = 0; samples.length < warmUp + commits; trip += 1) await oneTrip(trip);
process.send?.(
  { services, openMs, rssMb, commits, ...spread(samples.slice(warmUp).map(rounded)) },
  async () => {
    await home.close();
    process.exit(0);
  },
);

/** One service from the ticket somebody holds to PRODUCTION, and its next spec: the line stays as full as it was. */
async function oneTrip(trip: number): Promise<void> {
  const [ticket] = [...coordinator.tickets()].filter(({ state }) => state === 'held');
  const { id = '', token = 0, holder: session = '', service = { id: '' } } = ticket?.context ?? {};
  const stream = `service/${service.id}` as const;
  const verdict = () => {
    const verification = coordinator.service(service.id)?.context.verification?.id ?? '';
    const passed = { type: 'VerificationFinished', verification, verdict: 'passed', reasons: [] };
    return coordinator.receive(stream, { ...passed, hasTests: true, record: verification });
  };
  const released = (type: string) => {
    const release = coordinator.service(service.id)?.context.change?.release ?? '';
    return coordinator.receive(stream, { type, release, version: '1' });
  };
  await commit(() => coordinator.receive(`ticket/${id}`, { type: 'WorkStarted', token, session }));
  await commit(() =>
    coordinator.receive(`ticket/${id}`, { type: 'SubmissionReceived', token, session, commit: `c${trip}` }),
  );
  await commit(verdict);
  await commit(verdict);
  await commit(() => released('ReleaseStarted'));
  await commit(() => released('ReleaseProved'));
  await commit(() => released('ReleaseSwitched'));
  if (coordinator.service(service.id)?.line !== 'shipped')
    throw new Error('the trip did not end in PRODUCTION');
  await commit(() => coordinator.receive(stream, specSeen(`next-${started}-${trip}`)));
}

async function commit(receive: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await receive();
  samples.push(performance.now() - from);
}
