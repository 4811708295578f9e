import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeFinds } from './axe.ts';
import { startChromium } from './chromium.ts';
import { type LogServer, printMany, service, startLogServer } from './log-server.ts';

const soon = { timeout: 15_000, interval: 25 };
const many = 100_000;

let directory: string;
let browser: Browser;
let server: LogServer;
let page: Page;
let complaints: string[];
/** The newest line there is. */
let last = many;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-log-web-'));
  const webRoot = join(directory, 'web');
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: webRoot } });
  server = await startLogServer(webRoot);
  await printMany(server, many);
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});

afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

const open = (rest = '') => page.goto(`${server.url}/services/${service}?tab=log${rest}`);
const box = () => page.getByRole('region', { name: `Log of ${service}` });
const row = (n: number) => page.locator(`[data-line="${n}"]`);
// biome-ignore lint/performance/useDomNodeTextContent: what people see, without what is hidden
const textOfRow = (n: number) => row(n).innerText();
const status = () => page.locator('search').getByRole('status').textContent();
const print = (text: string) => {
  server.print('ada', text);
  last += text.split('\n').length;
};

describe('the log of a service on the board', () => {
  it('shows the end of 100,000 lines, and goes on as they come', async () => {
    await open();
    await expect.poll(() => textOfRow(many), soon).toContain(`ERROR step ${many}`);
    expect(await page.locator('[data-line]').count()).toBeLessThan(200);
    expect(await row(many).getByText('error', { exact: true }).count()).toBe(1);
    print('one more\nand another');
    await expect.poll(() => textOfRow(last), soon).toContain('and another');
    await expect.poll(() => row(last).isVisible(), soon).toBe(true);
  });

  it('stops following where people scroll up, counts what is new, and follows again by key', async () => {
    await open();
    await expect.poll(() => page.getByText('● following').count(), soon).toBe(1);
    await box().hover();
    await page.mouse.wheel(0, -50_000);
    const follow = page.getByRole('button', { name: 'Follow' });
    await expect.poll(() => follow.count(), soon).toBe(1);
    const seen = await page.locator('[data-line]').nth(30).getAttribute('data-line');
    expect(Number(seen)).toBeLessThan(98_000);
    await expect.poll(() => textOfRow(Number(seen)), soon).toContain(`step ${seen}`);
    print('a\nb\nc');
    await expect.poll(() => follow.textContent(), soon).toContain('3 new');
    expect(await page.locator('[data-line]').nth(30).getAttribute('data-line')).toBe(seen);
    await box().focus();
    await page.keyboard.press('End');
    await expect.poll(() => row(last).count(), soon).toBe(1);
    await expect.poll(() => follow.count(), soon).toBe(0);
    await page.keyboard.press('Home');
    await expect.poll(() => textOfRow(1), soon).toContain('step 1 ');
  });

  it('searches all lines by keyboard alone, and goes from match to match', async () => {
    await open();
    await expect.poll(() => row(last).count(), soon).toBe(1);
    await page.keyboard.press('/');
    await page.keyboard.type('step 4200');
    await expect.poll(status, soon).toBe('11 matches');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(status, soon).toBe('2 of 11');
    await expect.poll(() => row(42_000).locator('mark').textContent(), soon).toBe('step 4200');
    expect(await row(42_000).getAttribute('data-current')).toBe('true');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => row(4_200).getAttribute('data-current'), soon).toBe('true');
    expect(page.url()).toContain('find=step');
    await page.keyboard.press('Escape');
    await page.keyboard.type(':77777');
    await page.keyboard.press('Enter');
    await expect.poll(() => textOfRow(77_777), soon).toContain('step 77777');
    expect(page.url()).toContain('line=77777');
  });

  it('opens at the line its address names, and gives each line an address', async () => {
    await open('&line=50000');
    await expect.poll(() => textOfRow(50_000), soon).toContain('ERROR step 50000');
    expect(await row(50_000).getAttribute('data-named')).toBe('true');
    expect(await page.getByText('● following').count()).toBe(0);
    await expect.poll(() => row(50_000).isVisible(), soon).toBe(true);
    await page.getByRole('link', { name: 'Line 50003' }).click();
    await expect.poll(() => page.url(), soon).toContain('line=50003');
    expect(await row(50_000).isVisible()).toBe(true);
    const text = await row(50_001).locator('span').last().getAttribute('class');
    expect(text).not.toBeNull();
  });

  it('shows only errors, or only what one of them printed', async () => {
    await open('&level=error');
    await expect.poll(() => row(many).count(), soon).toBe(1);
    await expect.poll(() => textOfRow(95_000), soon).toContain('ERROR step 95000');
    expect(await page.locator('[data-line]:not([data-level="error"])').count()).toBe(0);
    await page.getByLabel('How grave').selectOption('info');
    await page.getByLabel('From whom').selectOption('verify');
    await expect.poll(() => page.url(), soon).toContain('source=verify');
    await expect.poll(() => page.locator('[data-line]').last().textContent(), soon).toContain('verify');
    expect(await page.locator('[data-line]').filter({ hasText: 'ada ' }).count()).toBe(0);
  });

  it('shows hostile output as text', async () => {
    await open();
    print(
      `\u001b]0;x\u0007<img src=x onerror=alert(1)> \u202egnp\u0000 \u001b[8mhidden\u001b[0m ${'w'.repeat(9_000)}`,
    );
    await expect.poll(() => textOfRow(last), soon).toContain('<img src=x onerror=alert(1)> gnp hidden');
    expect(await page.locator('[data-line] img').count()).toBe(0);
    await page.getByRole('button', { name: 'Wrap' }).click();
    await expect.poll(() => row(last).isVisible(), soon).toBe(true);
    const { width } = (await row(last).boundingBox()) ?? { width: 0 };
    expect(width).toBeLessThan(1_440);
  });

  it('loses nothing while the connection is broken', async () => {
    await open();
    await expect.poll(() => page.getByText('● following').count(), soon).toBe(1);
    server.drop();
    print(Array.from({ length: 900 }, (_, i) => `while away ${i + 1}`).join('\n'));
    await expect.poll(() => row(last).count(), soon).toBe(1);
    expect(await textOfRow(last)).toContain('while away 900');
    await page.keyboard.press('/');
    await page.keyboard.type(`:${last - 899}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => textOfRow(last - 899), soon).toContain('while away 1');
    complaints = complaints.filter((complaint) => !complaint.includes('ERR_'));
  });

  it('gives the whole as a file, and the newest lines to the clipboard', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('&source=verify');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    const file = join(directory, 'whole.log');
    await (await download).saveAs(file);
    expect(readFileSync(file, 'utf8').split('\n')[41_999]).toMatch(/Z \w+: .* ?step 42000\b/);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => page.getByText('Copied the newest 2000 lines').count(), soon).toBe(1);
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied.split('\n').at(-1)).toContain('step ');
  });

  it.each(['light', 'dark'] as const)('is as axe wants it, and fits a phone, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open('&line=50000&find=step');
    await expect.poll(() => textOfRow(50_000), soon).toContain('ERROR step 50000');
    await expect.poll(status, soon).toContain('matches');
    expect(await axeFinds(page)).toEqual([]);
    await page.setViewportSize({ width: 375, height: 800 });
    await expect.poll(() => row(50_000).isVisible(), soon).toBe(true);
    expect(await page.evaluate('document.body.scrollWidth')).toBeLessThanOrEqual(375);
    expect(await axeFinds(page)).toEqual([]);
  });
});
