import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { startChromium } from '../browser/chromium.ts';
import { NOTE_FRAMES, NOTE_PROBES } from './board-page-scripts.ts';
import { framesOfTrace, traceCategories } from './board-page-trace.ts';
import { Cleanup } from './cleanup.ts';
import { atMost, type Figure, percentile, rounded, spread } from './figure.ts';
import { machine } from './machine.ts';

/** `npm run bench:board [-- --only frames|pixels|memory --minutes 10 --services 10000 --rate 200 --boards 10]` */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    services: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '200' },
    boards: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '20' },
    web: { type: 'string', default: fileURLToPath(new URL('../../dist/web', import.meta.url)) },
  },
});
const told = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.number() }),
  z.object({ type: z.literal('probe'), n: z.number(), at: z.number() }),
]);
/** Longest wait for all boards to be current, milliseconds; a machine that cannot do it is measured as it is. */
const SETTLE_MS = 60_000;
const noted = z.object({ frames: z.array(z.number()), tasks: z.array(z.number()) });
const seenProbes = z.array(z.tuple([z.number(), z.number()]));

type Rig = { readonly browser: Browser; readonly url: string; readonly probes: Map<number, number> };

/** Starts the busy line in a process of its own and a browser for its boards. */
async function startRig(cleanup: Cleanup): Promise<Rig> {
  const child = fork(join(import.meta.dirname, 'board-page-process.ts'), [
    values.web,
    values.services,
    values.rate,
  ]);
  cleanup.add(() => child.kill('SIGKILL'));
  const probes = new Map<number, number>();
  const listening = new Promise<number>((resolve, reject) => {
    child.on('message', (message) => {
      const heard = told.parse(message);
      if (heard.type === 'listening') resolve(heard.port);
      else probes.set(heard.n, heard.at);
    });
    void once(child, 'exit').then(() => reject(new Error('the server of the bench ended')));
  });
  const port = await listening;
  const browser = await startChromium();
  cleanup.add(() => browser.close());
  return { browser, url: `http://127.0.0.1:${port}/?sort=name`, probes };
}

async function openBoard({ browser, url }: Rig, script = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  if (script !== '') await page.addInitScript({ content: script });
  await page.goto(url);
  await page.locator('[data-service]').first().waitFor({ timeout: 60_000 });
  return page;
}

/** Scrolling and typing on one board: time from frame to frame, as the page sees it and as a recorded trace tells. */
async function frames(rig: Rig): Promise<Figure[]> {
  const page = await openBoard(rig);
  await wait(2_000);
  await page.evaluate(NOTE_FRAMES);
  await rig.browser.startTracing(page, { categories: traceCategories });
  const until = performance.now() + Number(values.seconds) * 1_000;
  for (let turn = 0; performance.now() < until; turn += 1) {
    const lane = page.locator(`[data-column="${turn % 2 === 0 ? 'PRODUCTION' : 'BUILD'}"]`);
    await lane.hover();
    const down = turn % 4 < 2 ? 1 : -1;
    for (let step = 0; step < 40; step += 1) {
      await page.mouse.wheel(0, down * 240);
      await wait(16);
    }
    await page.locator('input[type="search"]').click();
    await page.keyboard.type('quotes-1', { delay: 60 });
    for (let letter = 0; letter < 8; letter += 1) await page.keyboard.press('Backspace', { delay: 40 });
  }
  const trace = await rig.browser.stopTracing();
  const { frames: seen, tasks } = noted.parse(await page.evaluate('window.noted'));
  await page.context().close();
  const ofTrace = framesOfTrace(trace.toString());
  const details = (samples: readonly number[]) => ({
    frames: samples.length,
    ...spread(samples),
    load: load(),
  });
  return [
    atMost('board-frame-in-trace', percentile(ofTrace, 0.95), 'ms p95', 50, details(ofTrace)),
    atMost('board-frame', percentile(seen, 0.95), 'ms p95', 50, {
      ...details(seen),
      longTasks: tasks.length,
      longestTask: rounded(Math.max(0, ...tasks)),
    }),
  ];
}

/** From an event on the line to its pixels, on each of ten boards. An event that a later one overtook is seen with it. */
async function pixels(rig: Rig): Promise<Figure[]> {
  const pages: Page[] = [];
  for (let n = 0; n < Number(values.boards); n += 1) pages.push(await openBoard(rig, NOTE_PROBES));
  await caughtUp(rig, pages);
  const from = Date.now();
  await wait(Number(values.seconds) * 1_000);
  const to = Date.now();
  await wait(3_000);
  const waits: number[] = [];
  let unseen = 0;
  for (const page of pages) {
    const seen = seenProbes.parse(await page.evaluate('window.probes'));
    for (const [n, at] of rig.probes) {
      if (at < from || at > to) continue;
      const shown = seen.find(([each]) => each >= n);
      if (shown) waits.push(shown[1] - at);
      else unseen += 1;
    }
    await page.context().close();
  }
  if (unseen > 0 || waits.length === 0) throw new Error(`${unseen} events were never seen`);
  const details = { boards: pages.length, samples: waits.length, ...spread(waits), load: load() };
  return [atMost('board-event-to-pixels', percentile(waits, 0.95), 'ms p95', 150, details)];
}

/** Opening ten boards costs the machine seconds of work: what is measured is the line going on, so that comes first. */
async function caughtUp({ probes }: Rig, pages: readonly Page[]): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  for (let last = Number.POSITIVE_INFINITY; performance.now() < deadline; ) {
    await wait(1_000);
    const shown = await Promise.all(pages.map((page) => page.evaluate('window.probes.at(-1)?.[0] ?? 0')));
    const behind = Math.max(...probes.keys()) - Math.min(...z.array(z.number()).parse(shown));
    // Twice in a row: a board may be between two pauses.
    if (behind <= 2 && last <= 2) return;
    last = behind;
  }
}

/** What the page holds after each minute, garbage taken away: the last third against the first. */
async function memory(rig: Rig): Promise<Figure[]> {
  const page = await openBoard(rig);
  const session = await page.context().newCDPSession(page);
  const held: number[] = [];
  for (let minute = 0; minute <= Number(values.minutes); minute += 1) {
    await page.locator('[data-column="PRODUCTION"]').hover();
    for (let step = 0; step < 20; step += 1) await page.mouse.wheel(0, minute % 2 === 0 ? 900 : -900);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    held.push(rounded(usedSize / 1_048_576));
    if (minute < Number(values.minutes)) await wait(60_000);
  }
  const { nodes } = await session.send('Memory.getDOMCounters');
  await page.context().close();
  // The first figure is of a page that has hardly begun.
  const steady = held.slice(1);
  const third = Math.max(1, Math.floor(steady.length / 3));
  const growth = percentile(steady.slice(-third), 0.5) / percentile(steady.slice(0, third), 0.5) - 1;
  return [atMost('board-memory-growth', growth * 100, '%', 5, { megabytes: held, nodes, load: load() })];
}

function load(): number {
  return rounded(loadavg()[0] ?? 0);
}

const benches = { frames, pixels, memory };
const wanted = Object.entries(benches).filter(([name]) => values.only === undefined || values.only === name);
if (wanted.length === 0 || !existsSync(join(values.web, 'index.html'))) {
  process.stderr.write(
    'nothing to measure: --only is frames, pixels or memory, and the board must be built\n',
  );
  process.exit(2);
}
process.stdout.write(`${JSON.stringify({ machine: await machine() })}\n`);
for (const [, run] of wanted) {
  const cleanup = new Cleanup();
  try {
    for (const figure of await run(await startRig(cleanup))) {
      process.stdout.write(
        `${JSON.stringify({ ...figure, services: Number(values.services), rate: Number(values.rate) })}\n`,
      );
    }
  } finally {
    await cleanup.close();
  }
}
process.exit(0);
