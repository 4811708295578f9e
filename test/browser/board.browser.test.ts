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

describe('the board', () => {
  it('teaches how to begin while it is empty', async () => {
    await open();
    await expect.poll(() => text('main'), soon).toContain('SERVICES/<name>/SPEC.md');
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
    expect(await text('[data-service] [data-reason="attempts-used-up"]')).toContain('Three attempts failed');
    await expect.poll(() => page.title(), soon).toBe('(3) Andon');
    await expect.poll(() => seen(column('BUILD').locator('time').first()), soon).toMatch(/^\d+ (s|min|h|d)/);
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
    await page.locator('[data-service="id-quotes"] [data-open]').focus();
    line.commit(shipped('quotes'));
    await expect.poll(() => seen(column('PRODUCTION')), soon).toContain('quotes');
    expect(await page.locator('html').getAttribute('data-travels')).toBe(travels);
    expect(await page.locator('[data-service="id-quotes"] [data-open]:focus').count()).toBe(1);
  });

  it('says that it is stale while the server is away, and catches up when it is back', async () => {
    line.commit(atWork('quotes'));
    await open();
    await expect.poll(() => text('[data-connection]'), soon).toContain('live');
    const { port } = server;
    await server.close();
    await expect.poll(() => text('[data-connection]'), soon).toContain('stale');
    expect(await seen(column('BUILD'))).toContain('quotes');
    expect(await seen(column('BUILD'))).toContain('as it was');
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
  });

  it('opens the page of a service by keyboard, and begins to read it at its heading', async () => {
    line.commit(blocked('flags'));
    await open();
    await page.locator('[data-service="id-flags"] [data-open]').focus();
    await page.keyboard.press('Enter');
    await page.locator('#main h2:focus', { hasText: 'flags' }).waitFor();
    expect(page.url()).toContain('/services/flags');
    await expect.poll(() => page.title(), soon).toBe('(1) flags – Andon');
    await expect.poll(() => text('main'), soon).toContain('test 7 fails');
    await page.goBack();
    await page.locator('[data-service="id-flags"]').waitFor();
    await expect.poll(() => page.title(), soon).toBe('(1) Andon');
  });

  it('sends an operator’s wish only with the token of the link, which leaves the address', async () => {
    line.commit(blocked('flags'));
    await open('services/flags');
    const acts = page.getByRole('group', { name: 'Acts on flags' });
    const retry = acts.getByRole('button', { name: 'Retry', exact: true });
    await expect.poll(() => retry.getAttribute('aria-disabled'), soon).toBe('true');
    expect(await retry.getAttribute('aria-description')).toContain('Reading only');
    await retry.focus();
    await page.getByRole('tooltip', { name: 'Reading only' }).waitFor();
    await page.keyboard.press('Enter');
    await page.goto('about:blank');
    await open('services/flags#token=wrong');
    await retry.click();
    await page.getByRole('alert').filter({ hasText: 'The token is not known.' }).waitFor();
    await page.goto('about:blank');
    await open('services/flags#token=operator-token');
    await expect.poll(() => retry.getAttribute('aria-disabled'), soon).toBe('false');
    expect(page.url()).not.toContain('token');
    await retry.click();
    await expect.poll(() => server.posted, soon).toEqual(['/api/services/flags/retry']);
  });

  it('says why an act is not possible, in the menu and in the palette, in reach of the keyboard', async () => {
    line.commit(blocked('flags'));
    await open('services/flags#token=operator-token');
    await page.getByRole('button', { name: 'More acts' }).press('Enter');
    const approve = page.getByRole('menuitem', { name: 'Approve' });
    await approve.focus();
    await page.keyboard.press('Enter');
    expect(await seen(approve)).toContain('No verified change of it waits');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type('approve');
    await page.getByRole('option', { name: 'Approve', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'No verified change' }).waitFor();
    expect(server.posted).toEqual([]);
  });

  it('shows what it asks for at once, and takes it back by a key', async () => {
    line.commit(atWork('quotes'));
    await open('services/quotes#token=operator-token');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
    await page.getByText('quotes is paused').waitFor();
    await page.keyboard.press('z');
    await page.getByText('quotes goes on').waitFor();
    expect(server.posted).toEqual(['/api/services/quotes/pause', '/api/services/quotes/resume']);
  });

  it('is gone about by keys, which are letters where somebody types', async () => {
    fillLine(line);
    await open();
    await page.locator('[data-service]').first().waitFor();
    await page.keyboard.press('/');
    await page.locator('input[type="search"]:focus').waitFor();
    await page.keyboard.type('gsc');
    await expect.poll(() => page.url(), soon).toContain('q=gsc');
    await page.locator('#main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.locator('#main h2:focus').waitFor();
    await expect.poll(() => page.title(), soon).toBe('(3) Sessions – Andon');
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await expect.poll(() => seen(keys), soon).toContain('Go to the sessions');
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    expect(page.url()).toContain('/sessions');
    await page.keyboard.press('Control+k');
    await page.locator('[role="combobox"]:focus').waitFor();
    await page.keyboard.type('ftrflg');
    await page.getByRole('option', { name: 'feature-flags', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#main h2', { hasText: 'feature-flags' }).waitFor();
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    fillLine(line);
    await open();
    await page.locator('[data-service]').first().waitFor();
    expect(await page.evaluate('document.body.scrollWidth')).toBeLessThanOrEqual(375);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Sessions' }).click();
    await page.locator('#main h2', { hasText: 'Sessions' }).waitFor();
  });
});
