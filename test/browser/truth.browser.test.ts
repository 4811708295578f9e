import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventsView, pastBoard } from '../../src/contracts/history.ts';
import { FaultProxy } from '../chaos/fault-proxy.ts';
import { Line } from '../e2e/support/line.ts';
import type { Started } from '../e2e/support/processes.ts';
import { openBoard } from './board-page.ts';
import { startChromium } from './chromium.ts';

const soon = { timeout: 60_000, interval: 100 };
const cards = z.array(z.object({ name: z.string(), state: z.string(), column: z.string() }));
type Card = z.infer<typeof cards>[number];

const CARDS = `[...document.querySelectorAll('[data-service]')].map((card) => ({
  name: card.dataset.name,
  state: card.dataset.state,
  column: card.closest('[data-column]').dataset.column,
}))`;
const byName = (list: Card[]) => list.sort((a, b) => (a.name < b.name ? -1 : 1));

describe('after any disconnect', () => {
  let line: Line;
  let andon: Started;
  let proxy: FaultProxy;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    line = new Line();
    andon = await line.up();
    await line.worker('builder-1');
    for (const name of ['a', 'b', 'c']) line.saveSpec(name);
    proxy = await FaultProxy.open(() => ({ port: Number(line.env.ANDON_PORT) }));
    browser = await startChromium();
    ({ page } = await openBoard(browser, line, { theme: 'light', width: 1440, port: proxy.port }));
  });

  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await line?.close();
  });

  /** The cards as they stand in the page. */
  const shown = async () => byName(cards.parse(await page.evaluate(CARDS)));
  const told = async () =>
    byName((await line.list()).map(({ name, state, column }) => ({ name, state, column })));
  const connection = (state: string) =>
    page.locator(`[data-connection="${state}"]`).waitFor({ timeout: soon.timeout });

  /** The page shows what the API says: the same at one moment, while both may still move. */
  const agrees = () =>
    expect.poll(async () => JSON.stringify(await shown()) === JSON.stringify(await told()), soon).toBe(true);

  it('says so on every page and shows the line as it is once it is back', async () => {
    await connection('live');
    await agrees();
    proxy.refuse();
    proxy.cut();
    await connection('stale');
    await page.getByRole('alert').filter({ hasText: 'cannot be reached since' }).waitFor();
    line.saveSpec('d');
    await line.shipped('a');
    await line.reaches('d', 'is on the line', () => true);
    expect((await shown()).map(({ name }) => name)).not.toContain('d');
    proxy.pass();
    await connection('live');
    await agrees();
    expect(await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).count()).toBe(0);
  });

  it('notices a connection that has gone silent', async () => {
    proxy.halfOpen();
    // A new connection would be there within moments: it is kept out until the loss was seen.
    proxy.refuse();
    await connection('stale');
    line.saveSpec('e');
    proxy.pass();
    await connection('live');
    await line.shipped('e');
    await agrees();
  });

  it('shows the line as it was at a moment, in which nothing can be done', async () => {
    const { events } = eventsView.parse(await line.ask('/api/services/d/events'));
    const before = Math.min(...events.map(({ at }) => at)) - 1;
    await page.goto(`http://127.0.0.1:${proxy.port}/?at=${before}`);
    await page.getByRole('region', { name: 'Time travel' }).waitFor();
    await page.locator('[data-name="a"]').waitFor();
    const past = pastBoard.parse(await line.ask(`/api/board?at=${before}`));
    expect(await shown()).toEqual(
      byName(past.services.map(({ name, state, column }) => ({ name, state, column }))),
    );
    expect((await shown()).map(({ name }) => name)).not.toContain('d');
    const pause = page.getByRole('button', { name: 'Pause the line' });
    expect(await pause.getAttribute('aria-description')).toContain('This is the past');
    await page.getByRole('button', { name: /^Later event: / }).waitFor();
    await page.keyboard.press(']');
    await page.locator('[data-name="d"]').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('region', { name: 'Time travel' }).waitFor({ state: 'hidden' });
    await agrees();
  });

  it('holds through a kill of the coordinator, and an act then is refused with what to do', async () => {
    await andon.kill();
    await connection('stale');
    await page.getByRole('button', { name: 'Pause the line' }).click();
    await page.getByRole('alert').filter({ hasText: 'Try again when the mark' }).waitFor();
    await line.up();
    await connection('live');
    line.saveSpec('f');
    await line.shipped('f');
    await agrees();
  });
});
