import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTicket, ScriptedLine, serviceState, ticketState } from '../board/scripted-line.ts';
import { type BoardServer, startBoardServer } from './board-server.ts';
import { startChromium } from './chromium.ts';
import { atWork, blocked, shipped } from './example-line.ts';

const soon = { timeout: 15_000, interval: 25 };
const FIRST_LOAD_KB = 300;

let directory: string;
let webRoot: string;
let browser: Browser;
let line: ScriptedLine;
let server: BoardServer;
let page: Page;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-line-'));
  webRoot = join(directory, 'web');
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  // What is measured is what is shipped: under a test runner the libraries would be built for development.
  vi.stubEnv('NODE_ENV', 'production');
  await build({ configFile, logLevel: 'error', build: { outDir: webRoot } });
  vi.unstubAllEnvs();
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  line = new ScriptedLine();
  server = await startBoardServer(line, webRoot, { epoch: 'run-1' });
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
});

afterEach(async () => {
  await page.close();
  await server.close();
});

const open = (rest = '') => page.goto(`http://127.0.0.1:${server.port}/${rest}#token=operator-token`);
const card = (name: string) => page.locator(`[data-name="${name}"]`);
const focused = () =>
  page.evaluate(`document.activeElement?.closest('[data-service]')?.getAttribute('data-name') ?? null`);

function waiting(name: string, minutes: number): void {
  const since = Date.now() - minutes * 60_000;
  line.commit(
    ticketState(`t-${name}`, name),
    serviceState(name, 'build.awaiting', { since, ticket: openTicket(`t-${name}`) }),
  );
}

describe('the line page', () => {
  it('loads no more script at first than it promises', async () => {
    const index = await readFile(join(webRoot, 'index.html'), 'utf8');
    const scripts = [...index.matchAll(/(?:src|href)="\/?(assets\/[^"]+\.js)"/g)].flatMap(
      ([, path]) => path ?? [],
    );
    expect(scripts.length).toBeGreaterThan(0);
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join(webRoot, path))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1_000).toBeLessThanOrEqual(FIRST_LOAD_KB);
  });

  it('holds only the cards that are seen, however many there are', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `s-${String(index).padStart(4, '0')}`);
    line.commit(...many.map((name) => shipped(name)));
    await open();
    await card('s-0000').waitFor();
    expect(await page.locator('[data-service]').count()).toBeLessThan(60);
    await page.evaluate(`{
      const lane = document.querySelector('[data-column="PRODUCTION"] ul').parentElement;
      lane.scrollTop = lane.scrollHeight;
    }`);
    await card('s-2999').waitFor();
    expect(await page.locator('[data-service]').count()).toBeLessThan(60);
  });

  it('leads from card to card by keys, shows what can be done, and opens the service', async () => {
    line.commit(atWork('build-a'), atWork('build-b'), shipped('live-a'));
    await open();
    await card('build-a').waitFor();
    await page.keyboard.press('j');
    expect(await focused()).toBe('build-a');
    await page.keyboard.press('j');
    expect(await focused()).toBe('build-b');
    await page.keyboard.press('l');
    expect(await focused()).toBe('live-a');
    await page.keyboard.press('h');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('build-a');
    await page.keyboard.press('.');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused, soon).toBe('build-a');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/services\/build-a/);
  });

  it('lets the focus travel with the card that has it', async () => {
    line.commit(atWork('quotes'), atWork('flags'));
    await open();
    await card('quotes').locator('[data-open]').focus();
    line.commit(shipped('quotes'));
    await page.locator('[data-column="PRODUCTION"] [data-name="quotes"]').waitFor();
    await expect.poll(focused, soon).toBe('quotes');
  });

  it('orders what waits by dragging, and says why nothing can be dragged to another column', async () => {
    waiting('first', 30);
    waiting('second', 20);
    line.commit(shipped('live'));
    await open();
    const drag = async (name: string, to: { x: number; y: number }) => {
      await card(name).hover();
      const grip = await card(name).locator('[data-order]').boundingBox();
      if (!grip) throw new Error('the card has no handle');
      await page.mouse.move(grip.x + 5, grip.y + 5);
      await page.mouse.down();
      await page.mouse.move(grip.x + 5, grip.y + 30, { steps: 3 });
      await page.mouse.move(to.x, to.y, { steps: 5 });
      await page.mouse.up();
    };
    const place = async (name: string) => {
      const box = await card(name).boundingBox();
      if (!box) throw new Error('the card is not there');
      return { x: box.x + 40, y: box.y + 6 };
    };
    await drag('second', await place('live'));
    await page.getByText('The machine decides when a service goes on').waitFor();
    expect(server.posted).toEqual([]);
    await drag('second', await place('first'));
    await expect.poll(() => server.posted, soon).toEqual(['/api/services/second/order']);
    await card('first').locator('[data-open]').focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => server.posted, soon).toContain('/api/services/first/order');
  });

  it('keeps a view under a name that its link shows again', async () => {
    line.commit(atWork('quotes'), blocked('flags'));
    await open();
    await page.locator('[data-filter="blocked"]').click();
    await expect.poll(() => card('quotes').count(), soon).toBe(0);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Save what is shown as').fill('stuck');
    await page.keyboard.press('Enter');
    await page.waitForURL(/view=stuck/);
    await open('?view=stuck');
    await page.waitForURL(/only=blocked/);
    await card('flags').waitFor();
    expect(await card('quotes').count()).toBe(0);
  });

  it('finds by name as one types, and keeps that in the address', async () => {
    line.commit(atWork('quotes'), atWork('flags'));
    await open();
    await page.getByRole('searchbox').fill('QUO');
    await expect.poll(() => card('flags').count(), soon).toBe(0);
    expect(await card('quotes').count()).toBe(1);
    await page.waitForURL(/q=QUO/);
  });

  it('says on every card how old it is while the line cannot be reached', async () => {
    line.commit(atWork('quotes'), shipped('live'));
    await open();
    await card('live').waitFor();
    await server.close();
    for (const name of ['quotes', 'live']) {
      await card(name)
        .getByText(/as it was \d+ s ago/)
        .waitFor();
    }
  });
});
