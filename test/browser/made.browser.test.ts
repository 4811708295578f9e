import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeFinds } from './axe.ts';
import { startChromium } from './chromium.ts';
import { type MadeLine, startMadeLine } from './made-line.ts';

const soon = { timeout: 15_000, interval: 25 };

let directory: string;
let browser: Browser;
let line: MadeLine;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-made-web-'));
  const webRoot = join(directory, 'web');
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: webRoot } });
  line = await startMadeLine(webRoot);
  await line.fails();
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await line?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(line.link);
});

afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

const open = (tab: string) => page.goto(`${line.url}services/shortener?tab=${tab}`);
const panel = () => page.getByRole('tabpanel');

describe('what was made, on the board', () => {
  it('is compared line by line, commented with the keyboard alone, and sent back', async () => {
    await open('diff');
    await panel().getByText('2 files · +3 −0 lines').waitFor();
    // A file's text is text, whatever it looks like.
    await panel().getByText('<img src=x onerror=alert(1)>').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const focused = () => page.evaluate('document.activeElement.closest("[data-file]")?.dataset.file');
    expect(await focused()).toBe('BUILD/src/main.mjs');
    await page.keyboard.press('n');
    await page.keyboard.type('2');
    await page.keyboard.press('Home');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await page.getByLabel('Comment on line 2 of BUILD/src/main.mjs').waitFor();
    await page.keyboard.type('two is 2');
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await panel().getByText('1 comment, kept in this tab').waitFor();
    await page.reload();
    const send = page.getByRole('button', { name: 'Send back with it' });
    await expect.poll(() => send.getAttribute('aria-description'), soon).toBeNull();
    await send.press('Enter');
    const note = page.getByLabel('What is to be changed');
    await expect
      .poll(() => note.inputValue(), soon)
      .toBe('BUILD/src/main.mjs:2\n> export const two = 3;\ntwo is 2');
    await page.getByRole('dialog').getByRole('button', { name: 'Send back' }).press('Enter');
    await expect
      .poll(() => line.events().find(({ type }) => type === 'WorkSentBack'), soon)
      .toMatchObject({ note: expect.stringContaining('two is 2') });
    await expect.poll(() => panel().getByText('1 comment, kept').count(), soon).toBe(0);
  });

  it('shows failing tests first, what was covered, and the record they are from', async () => {
    await open('tests');
    await panel().getByText('1 passed, 1 failed, 0 skipped of 2').waitFor();
    const tests = panel().locator('[data-test]');
    expect(await tests.allTextContents()).toEqual([
      expect.stringContaining('<b>3</b> != 2'),
      expect.stringContaining('keeps'),
    ]);
    await panel().getByText('never ran: 2').waitFor();
    await page.getByLabel('Find a test').fill('keeps');
    await expect.poll(() => tests.count(), soon).toBe(1);
    expect(await axeFinds(page)).toEqual([]);
    await open('record');
    await page.locator('[data-record="rec-v-9"]').waitFor();
    expect(await page.locator('[data-check="suite"]').textContent()).toContain('tests before 0');
    await panel().getByText('✓ valid').waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await open('record&record=rec-v-5');
    await page.locator('[data-record="rec-v-5"]').waitFor();
    expect(await panel().getByRole('heading', { name: 'in the build gate' }).textContent()).toContain(
      'passed',
    );
  });

  it('says that nothing is released yet', async () => {
    await open('releases');
    await panel().getByText('Nothing of shortener is released yet.').waitFor();
  });
});
