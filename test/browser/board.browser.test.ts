import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedLine, sessionState } from '../board/scripted-line.ts';
import { type BoardServer, startBoardServer } from './board-server.ts';
import { startChromium } from './chromium.ts';
import { atWork, blocked, building, fillLine, shipped } from './example-line.ts';

const NOTE_TRAVELS = `
  const { animate } = Element.prototype;
  Element.prototype.animate = function (...how) {
    document.documentElement.dataset.travels = this.dataset.service;
    return animate.apply(this, how);
  };
`;
const soon = { timeout: 15_000, interval: 25 };

let directory: string;
let webRoot: string;
let browser: Browser;
let line: ScriptedLine;
let server: BoardServer;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-board-'));
  webRoot = join(directory, 'web');
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: webRoot } });
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
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security'))
      complaints.push(message.text());
  });
});

afterEach(async () => {
  await page.close();
  await server.close();
  expect(complaints).toEqual([]);
});

const open = (rest = '') => page.goto(`http://127.0.0.1:${server.port}/${rest}`);
const column = (name: string) => page.locator(`[data-column="${name}"]`);
// biome-ignore lint/performance/useDomNodeTextContent: what people see, without what is hidden
const seen = (locator: Locator) => locator.innerText();
const text = (selector: string) => seen(page.locator(selector));

async function picture(name: string): Promise<void> {
  const target = join(process.env.ANDON_PICTURES ?? directory, `${name}.png`);
  await page.screenshot({ path: target, fullPage: true, animations: 'disabled' });
}

describe('the board', () => {
  it('teaches how to begin while it is empty', async () => {
    await open();
    await expect.poll(() => text('main'), soon).toContain('SERVICES/<name>/SPEC.md');
    await picture('empty');
  });

  it('shows each service in its column with who works on it, how far, how healthy and why it stands', async () => {
    fillLine(line);
    await open();
    await expect.poll(() => seen(column('BUILD')), soon).toContain('builder-1');
    expect(await seen(column('BUILD'))).toContain('writing the routes');
    expect(await seen(column('TEST'))).toContain('12/15 passing');
    const production = await seen(column('PRODUCTION'));
    expect(production).toContain('healthy');
    expect(production).toContain('99.9 % up');
    expect(await seen(column('SPEC'))).toContain('SPEC.md:12 has no Success Criteria');
    expect(await text('[data-reason="attempts-used-up"]')).toContain('Three attempts failed');
    expect(await page.title()).toBe('(3) Andon');
    await expect.poll(() => seen(column('BUILD').locator('time').first()), soon).toMatch(/^\d+ (s|min|h|d)/);
    await picture('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('dark');
  });

  it('moves a card when its service moves', async () => {
    line.commit(atWork('link-shortener'));
    await open();
    await expect.poll(() => seen(column('BUILD')), soon).toContain('link-shortener');
    line.commit(shipped('link-shortener'));
    await expect.poll(() => seen(column('PRODUCTION')), soon).toContain('link-shortener');
    expect(await seen(column('BUILD'))).not.toContain('link-shortener');
  });

  it.each([
    ['no-preference', 'id-quotes'],
    ['reduce', null],
  ] as const)('with reduced motion %s, the card that travels is %s', async (reducedMotion, travels) => {
    await page.emulateMedia({ reducedMotion });
    await page.addInitScript({ content: NOTE_TRAVELS });
    line.commit(atWork('quotes'), atWork('flags'));
    await open();
    await page.locator('[data-service="id-quotes"] button').focus();
    line.commit(shipped('quotes'));
    await expect.poll(() => seen(column('PRODUCTION')), soon).toContain('quotes');
    expect(await page.locator('html').getAttribute('data-travels')).toBe(travels);
    expect(await page.locator('[data-service="id-quotes"] button:focus').count()).toBe(1);
  });

  it('says that it is stale while the server is away, and catches up when it is back', async () => {
    line.commit(atWork('quotes'));
    await open();
    await expect.poll(() => text('[data-connection]'), soon).toContain('live');
    const { port } = server;
    await server.close();
    await expect.poll(() => text('[data-connection]'), soon).toContain('stale since');
    expect(await seen(column('BUILD'))).toContain('quotes');
    line.commit(shipped('quotes'));
    server = await startBoardServer(line, webRoot, { port, epoch: 'run-2' });
    await expect.poll(() => text('[data-connection]'), soon).toContain('live');
    await expect.poll(() => seen(column('PRODUCTION')), soon).toContain('quotes');
  });

  it('shows what concerns the whole line', async () => {
    line.commit(building('a'), sessionState('s11'));
    line.paused = true;
    const until = Date.now() + 600_000;
    const { settings, spend } = line.lineContext;
    line.lineContext = {
      ...line.lineContext,
      breaker: { until, reason: 'Three sessions died within 30 s (s11, s12, s13)', deaths: [] },
      accounts: { 'claude:team': { until, reason: 'usage limit reached', session: 's11' } },
      settings: { ...settings, budgets: { ...settings.budgets, day: { usd: 10, tokens: null, ms: null } } },
      spend: { ...spend, today: { ...spend.today, usd: 9, holdings: 3 } },
    };
    line.facts = {
      ...line.facts,
      redis: 'down',
      redisProblem: 'Redis cannot be used (it is a read-only replica)',
      unsandboxed: true,
      sandbox: 'Commands run without a sandbox, with process limits alone. Install bubblewrap.',
    };
    await open();
    await expect.poll(() => text('main'), soon).toContain('The line is paused');
    expect(await text('main')).toContain('Redis cannot be used (it is a read-only replica): nothing is lost');
    expect(await text('main')).toContain('without a sandbox');
    expect(await text('main')).toContain('Three sessions died within 30 s');
    expect(await text('main')).toContain('claude:team rests until');
    expect(await text('main')).toContain('Today has cost $9.00');
    await picture('line');
  });

  it('opens the details of a service by keyboard, shows agents’ output as text, and closes by Escape', async () => {
    line.commit(blocked('flags'));
    await open();
    await page.locator('[data-service="id-flags"] button').first().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => text('dialog'), soon).toContain('<img src=x onerror=alert(1)>');
    await expect.poll(() => text('dialog'), soon).toContain('ServicePaused');
    expect(await text('dialog')).toContain('test 7 fails');
    expect(page.url()).toContain('?service=flags');
    const verification = await text('[aria-label="Verification"]');
    expect(verification).toContain('test gate of cccccccccc · 1/1 tests · 91 % covered · sandbox bubblewrap');
    expect(verification).toContain('rec-v-7 · signature valid');
    expect(verification).toMatch(
      /✗ integrity tampering\s+failed\s+skips 1\s+BUILD\/test\/a.test.js:3 skips a test/,
    );
    await picture('details');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog').count(), soon).toBe(0);
    expect(page.url()).not.toContain('service=');
  });

  it('sends an operator’s wish only with the token of the link, which leaves the address', async () => {
    line.commit(blocked('flags'));
    await open('?service=flags');
    const retry = page.getByRole('button', { name: 'Retry', exact: true });
    await expect.poll(() => retry.getAttribute('aria-disabled'), soon).toBe('true');
    expect(await text('dialog')).toContain('Reading only');
    await page.goto('about:blank');
    await open('?service=flags#token=wrong');
    await retry.click();
    await expect.poll(() => text('dialog [role="alert"]'), soon).toBe('The token is not known.');
    await page.goto('about:blank');
    await open('?service=flags#token=operator-token');
    await expect.poll(() => retry.getAttribute('aria-disabled'), soon).toBe('false');
    expect(page.url()).not.toContain('token');
    await retry.click();
    await expect.poll(() => server.posted, soon).toEqual(['/api/services/flags/retry']);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    fillLine(line);
    await open();
    await expect.poll(() => seen(column('BUILD')), soon).toContain('builder-1');
    const width = await page.locator('body').evaluate((body) => body.scrollWidth);
    expect(width).toBeLessThanOrEqual(375);
    await picture('phone');
    await page.locator('[data-service="id-feature-flags"] button').first().click();
    await expect.poll(() => page.locator('dialog').count(), soon).toBe(1);
    await picture('phone-details');
  });
});
