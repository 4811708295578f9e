import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Line } from '../e2e/support/line.ts';
import { specText } from '../e2e/support/spec-text.ts';
import { type Complaints, openBoard } from './board-page.ts';
import { startChromium } from './chromium.ts';

const soon = { timeout: 60_000, interval: 100 };

describe('with the keyboard alone', () => {
  let line: Line;
  let browser: Browser;
  let page: Page;
  let complaints: Complaints;

  beforeAll(async () => {
    line = new Line();
    await line.up();
    await line.worker('builder-1');
    line.saveSpec('stuck', { builder: ['never passes its tests'] });
    browser = await startChromium();
    ({ page, complaints } = await openBoard(browser, line));
  });

  afterAll(async () => {
    await browser?.close();
    await line?.close();
  });

  // biome-ignore lint/performance/useDomNodeTextContent: what people see, without what is hidden
  const seen = () => page.locator('#main').innerText();
  const heading = (name: string) => page.locator('#main h2', { hasText: name }).first().waitFor();

  /** Goes to it with Tab, as somebody without a mouse must. */
  async function tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let pressed = 0; pressed < 120; pressed += 1) {
      if ((await target.and(page.locator(':focus')).count()) > 0) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  /** Finds something with the palette and takes it. */
  async function find(words: string, option: string): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.locator('input[role="combobox"]:focus').waitFor();
    await page.keyboard.type(words);
    await page.getByRole('option', { name: option, selected: true, disabled: false }).waitFor();
    await page.keyboard.press('Enter');
  }

  async function writeSpec(text: string): Promise<void> {
    await tabTo(page.getByLabel('SPEC.md', { exact: true }));
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
    await page.keyboard.press('Control+Enter');
  }

  const greeting = async () => (await line.call('greeter')).body;

  it('a spec is written and goes to production on screen', async () => {
    await page.keyboard.press('c');
    await heading('New spec');
    await tabTo(page.getByLabel('Name of the service'));
    await page.keyboard.type('greeter');
    await writeSpec(specText('greeter', { greeting: 'hello' }));
    await heading('greeter');
    await expect.poll(seen, soon).toContain('PRODUCTION');
    await expect.poll(seen, soon).toContain('healthy');
    expect(await greeting()).toEqual({ greeting: 'hello' });
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.locator('[data-column="PRODUCTION"] [data-name="greeter"]').waitFor();
  });

  it('a second release is rolled back, and that is undone', async () => {
    await find('greeter', 'greeter');
    await heading('greeter');
    await find('edit', 'Edit spec');
    await heading('Spec of greeter');
    await writeSpec(specText('greeter', { greeting: 'good evening' }));
    await line.shipped('greeter', 2);
    await expect.poll(greeting, soon).toEqual({ greeting: 'good evening' });
    await heading('greeter');
    await find('roll', 'Roll back…');
    await page.getByRole('dialog', { name: 'Roll greeter back' }).waitFor();
    await tabTo(page.getByLabel('Why'));
    await page.keyboard.type('it greets too late');
    await page.keyboard.press('Enter');
    await page.getByText('greeter goes back to release').waitFor();
    await expect.poll(greeting, soon).toEqual({ greeting: 'hello' });
    await expect.poll(seen, soon).toContain('it greets too late');
    await line.reaches('greeter', 'is healthy', ({ live }) => live.health === 'healthy');
    await page.keyboard.press('z');
    await expect.poll(greeting, soon).toEqual({ greeting: 'good evening' });
  });

  it('a blocked service is found among what needs one, and unblocked', async () => {
    await line.reaches('stuck', 'is blocked', ({ state }) => state === 'blocked');
    await expect.poll(() => page.title(), soon).toContain('(1)');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    const strip = page.getByRole('region', { name: 'Needs you' });
    await tabTo(strip.getByRole('link', { name: 'stuck' }).or(strip.getByRole('button', { name: 'stuck' })));
    await page.keyboard.press('Enter');
    await heading('stuck');
    const acts = page.getByRole('group', { name: 'Acts on stuck' });
    await tabTo(acts.getByRole('button', { name: 'Edit spec' }));
    await page.keyboard.press('Enter');
    await heading('Spec of stuck');
    await writeSpec(specText('stuck', { greeting: 'here I am' }));
    await line.shipped('stuck', 2);
    await expect.poll(seen, soon).toContain('PRODUCTION');
    await expect.poll(() => page.title(), soon).not.toContain('(1)');
    expect(complaints).toEqual([]);
  });
});
