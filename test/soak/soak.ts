import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readKeyFile } from '../../src/cli/run-file.ts';
import type { TicketView } from '../../src/contracts/board.ts';
import { checkHome, type Told } from '../checker/home-history.ts';
import { Line } from '../e2e/support/line.ts';
import { createRandom } from '../simulation/random.ts';
import { SoakSession } from './soak-session.ts';

// Many sessions on many services, for long, on a real line: `npm run soak -- --sessions 100 --services 1000 --minutes 10`.
// What is looked for: an assignment that is wrong, double, or not explained.

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '100' },
    services: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    out: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const random = createRandom(seed);
const say = (text: string) => void process.stdout.write(`${text}\n`);

const capabilities = [['builder'], ['builder', 'tester'], ['tester', 'fixer'], ['builder', 'fixer']];
/** Of every ten sessions so many share an account. */
const accounts = 10;
/** Services that are released keep a process each: so many stay, the oldest others are retired. */
const servingAtMost = 120;

const line = new Line({ limits: { leaseBeatMs: 1_000, leaseExpiryMs: 8_000, probeEveryMs: 20_000 } });
const told: Told[] = [];
const findings: string[] = [];
const rejections = new Set<string>();
const seen = { tickets: 0, waiting: 0, cards: 0, unexplained: 0, withoutCard: 0, looks: 0 };
const began = performance.now();
const endsAt = began + Number(values.minutes) * 60_000;

say(`soak: seed ${seed}, commit ${commit()}`);
const andon = await line.up();
const url = `http://127.0.0.1:${line.env.ANDON_PORT}`;
const sessions = Array.from({ length: Number(values.sessions) }, (_, n) => {
  const name = `soak-${n}`;
  return new SoakSession({
    name,
    url,
    workerKey: readKeyFile(line.home, 'worker') ?? '',
    capabilities: capabilities[n % capabilities.length] ?? ['builder'],
    account: `account-${n % (Number(values.sessions) / accounts)}`,
    directory: join(line.directory, 'work', name),
    workMs: [5_000, 120_000],
    random: random.fork(name),
    tell: (observation) => void told.push({ at: Date.now(), observation }),
  });
});
try {
  for (const session of sessions) session.start();
  for (let n = 0; n < Number(values.services); n += 1) line.save(`svc-${n}`, 'SPEC.md', spec(n));
  let saidAt = 0;
  while (performance.now() < endsAt) {
    await wait(5_000);
    look(await line.tickets());
    await retireOldest();
    if (performance.now() - saidAt > 60_000) {
      saidAt = performance.now();
      say(await standing());
    }
  }
  say(await standing());
} finally {
  await Promise.all(sessions.map((session) => session.stop()));
}
const total: Record<string, number> = {};
for (const { counts } of sessions)
  for (const [what, n] of Object.entries(counts)) total[what] = (total[what] ?? 0) + n;
const troubles = [...new Set(sessions.flatMap((session) => session.troubles))].slice(0, 10);
await andon.stop();
const violations = await checkHome(line.home, told, { killed: false });
for (const { promise, seq, text } of violations.slice(0, 20)) say(`[${seq}] ${promise}: ${text}`);
for (const text of [...new Set(findings)].slice(0, 20)) say(text);
const minutes = (performance.now() - began) / 60_000;
const figures = {
  seed,
  minutes,
  ...seen,
  ...total,
  violations: violations.length,
  troubles,
  rejections: [...rejections].slice(0, 5),
};
say(JSON.stringify(figures, null, 2));
if (values.out) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);
await line.close();
process.exitCode = violations.length + findings.length > 0 ? 1 : 0;

/** Every waiting ticket says why, every held one why it is where it is. */
function look(tickets: readonly TicketView[]): void {
  seen.looks += 1;
  seen.tickets = Math.max(seen.tickets, tickets.length);
  for (const { id, state, why, card, session, kind, history } of tickets) {
    for (const { outcome, reason } of history)
      if (outcome === 'rejected') rejections.add(reason.slice(0, 300));
    if (state === 'open') {
      seen.waiting += 1;
      if (why.length === 0) {
        seen.unexplained += 1;
        findings.push(`${id} (${kind}) waits without a reason`);
      }
    }
    if (state === 'held') {
      seen.cards += 1;
      if (!card) {
        seen.withoutCard += 1;
        findings.push(`${id} (${kind}) is held by ${session} without a score card`);
      }
    }
  }
}

async function retireOldest(): Promise<void> {
  const shipped = (await line.list()).filter(({ state }) => state === 'shipped');
  const surplus = shipped
    .sort((a, b) => a.since - b.since)
    .slice(0, Math.max(0, shipped.length - servingAtMost));
  for (const { name } of surplus) {
    rmSync(join(line.services, name), { recursive: true, force: true });
    await line.ask(`/api/services/${name}/retire`, 'POST');
  }
}

async function standing(): Promise<string> {
  const states: Record<string, number> = {};
  for (const { state } of await line.list()) states[state] = (states[state] ?? 0) + 1;
  return `${Math.round((performance.now() - began) / 1_000)} s  ${JSON.stringify(states)}`;
}

function spec(n: number): string {
  return `# svc-${n}

## Purpose

Greets whoever asks.

## Requirements

- It greets with \`hello\`.

## API Specs

- \`GET /\` answers with the greeting.
- \`GET /health\` answers 200.

## Dependencies

- None.

## Success Criteria

- \`GET /\` returns 200.
- \`GET /health\` returns 200.
`;
}

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}
