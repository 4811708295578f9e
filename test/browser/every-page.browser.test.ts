import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Line } from '../e2e/support/line.ts';
import { axeFinds } from './axe.ts';
import { openBoard } from './board-page.ts';
import { startChromium } from './chromium.ts';
import { furnishedLine } from './furnished-line.ts';
import { type opened, pages } from './pages.ts';
import { smallPng } from './small-png.ts';

const NEXT_FRAME = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
const SETTLED =
  'document.getAnimations().every((each) => each.playState !== "running") && !document.querySelector("[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root")';
const soon = { timeout: 20_000, interval: 50 };
/** Where pictures are wanted; without it none are taken. */
const pictures = process.env.ANDON_PICTURES;

let line: Line;
let empty: Line;
let browser: Browser;

beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  browser = await startChromium();
  [line, empty] = await Promise.all([furnishedLine(), emptyLine()]);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all([line?.close(), empty?.close()]);
});

async function emptyLine(): Promise<Line> {
  const started = new Line();
  await started.up();
  return started;
}

/** Looks at a page in both themes: what axe finds; takes its picture where pictures are wanted. */
async function lookAt(page: Page, name: string, width: number): Promise<string[]> {
  const findings: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
    await page.evaluate(NEXT_FRAME);
    await expect.poll(() => page.evaluate(SETTLED), soon).toBe(true);
    // Colours do not depend on the width.
    if (theme === 'light' || width > 500) {
      findings.push(...(await axeFinds(page)).map((finding) => `${name}, ${theme}, ${width}: ${finding}`));
    }
    if (pictures) {
      const taken = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      writeFileSync(join(pictures, `${name}-${theme}-${width}.png`), smallPng(taken));
    }
  }
  return findings;
}

const tooWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');

describe.each([1440, 375])('%i pixels wide, in both themes', (width) => {
  it('nothing is wrong with any page, and it fits', { timeout: 240_000 }, async () => {
    const { page, complaints, url } = await openBoard(browser, line, { theme: 'light', width });
    const findings: string[] = [];
    for (const [name, { path, ready }] of Object.entries(pages)) {
      await page.goto(url + path);
      await page.locator(ready).first().waitFor();
      findings.push(...(await lookAt(page, name, width)));
      if (Number(await tooWide(page)) > 0) findings.push(`${name}, ${width}: it is wider than the screen`);
    }
    await page.close();
    expect(findings).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('nothing is wrong with what opens over a page, the past, and an empty line', async () => {
    const { page, complaints, url } = await openBoard(browser, line, { theme: 'light', width });
    const findings: string[] = [];
    const look = async (on: Page, name: (typeof opened)[number]) =>
      void findings.push(...(await lookAt(on, name, width)));
    await page.goto(`${url}/services/quotes`);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Retire…' }).waitFor();
    await look(page, 'acts');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Pause' }).waitFor();
    await look(page, 'palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await look(page, 'keys');
    await page.goto(`${url}/services/feature-flags`);
    await page
      .getByRole('group', { name: 'Acts on feature-flags' })
      .getByRole('button', { name: 'Retry' })
      .waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('input[role="combobox"]:focus').waitFor();
    await page.keyboard.type('send back');
    await page.getByRole('option', { name: 'Send back…' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Send feature-flags back' }).waitFor();
    await look(page, 'send-back');
    await page.goto(`${url}/?at=${Date.now() - 20_000}`);
    await page.getByRole('region', { name: 'Time travel' }).waitFor();
    await page.locator('[data-service]').first().waitFor();
    await look(page, 'past');
    await page.close();

    const first = await openBoard(browser, empty, { theme: 'light', width });
    await first.page.getByText('The line is ready and empty.').waitFor();
    await look(first.page, 'empty');
    await first.page.close();
    expect(findings).toEqual([]);
    expect([...complaints, ...first.complaints]).toEqual([]);
  });
});
