import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readKeyFile } from '../../src/cli/run-file.ts';
import { sessionsResponse } from '../../src/contracts/api.ts';
import { Line } from '../e2e/support/line.ts';
import { axeFinds } from './axe.ts';
import { type Complaints, openBoard } from './board-page.ts';
import { startChromium } from './chromium.ts';

const soon = { timeout: 20_000, interval: 50 };

let line: Line;
let browser: Browser;
let page: Page;
let complaints: Complaints;
let url: string;

beforeAll(async () => {
  browser = await startChromium();
  line = new Line();
  await line.up();
  await line.worker('ada');
  line.saveSpec('todo');
  await line.shipped('todo');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await line?.close();
});

beforeEach(async () => {
  ({ page, complaints, url } = await openBoard(browser, line));
});

afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

const row = (name: string) => page.locator(`article[data-session="${name}"]`);
const stateOf = (name: string) => row(name).getAttribute('data-state');

describe('the Sessions page', () => {
  it('shows who works here, when it was heard of, and how it did', async () => {
    await page.goto(`${url}/sessions`);
    await row('ada')
      .getByText(/^heard \d+ s ago$/)
      .waitFor();
    await row('ada')
      .getByText(/build: 1 done/)
      .waitFor();
    expect(await stateOf('ada')).toBe('idle');
    await page.getByRole('searchbox', { name: 'Find a session' }).fill('nobody');
    await page.getByText('No session is found by “nobody”.').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('nobody');
  });

  it('drains a session with the keyboard, and takes that back', async () => {
    await page.goto(`${url}/sessions`);
    await row('ada').getByRole('button', { name: 'Drain ada' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => stateOf('ada'), soon).toBe('draining');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => stateOf('ada'), soon).toBe('idle');
  });

  it('tells what a session had in hands, at an address of its own', async () => {
    await page.goto(`${url}/sessions?session=ada`);
    const drawer = page.getByRole('dialog', { name: 'ada' });
    await drawer.getByText(/did build for todo/).waitFor();
    await drawer.getByRole('row', { name: /^build 1 0 / }).waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.has('session'), soon).toBe(false);
  });

  it('makes an invite, and shows the command to join with', async () => {
    await page.goto(`${url}/sessions`);
    await page.getByText('Join a worker').click();
    await page.getByRole('button', { name: 'Make an invite here' }).click();
    await page.getByText(new RegExp(`andon worker --join ${url}#\\S+ --name s2`)).waitFor();
  });

  it('kicks only with a reason, and lets back in', async () => {
    await register('eve');
    await page.goto(`${url}/sessions`);
    await row('eve').getByRole('button', { name: 'Kick eve …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Kick eve' });
    expect(await dialog.getByRole('button', { name: 'Kick', exact: true }).isDisabled()).toBe(true);
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.type('it loops');
    await dialog.getByRole('button', { name: 'Kick', exact: true }).click();
    await expect.poll(() => row('eve').count(), soon).toBe(0);
    await page.goto(`${url}/sessions?gone=true&session=eve`);
    await page.getByText('kicked by the operator: it loops').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Let eve register again' }).click();
    await page.getByText('eve may register again.').waitFor();
  });
});

describe('the Metrics page', () => {
  it('has the figures of what the line did, each with what it is', async () => {
    await page.goto(`${url}/figures`);
    const tile = page.locator('dl > div').filter({ hasText: 'First-pass yield' });
    await tile.getByText('100 %').waitFor();
    await tile.getByText('1 of 1 changes').waitFor();
    await tile.getByRole('button', { name: 'What is: First-pass yield?' }).click();
    await page.getByText(/those no try of which failed/).waitFor();
    await page
      .locator('dl > div')
      .filter({ hasText: 'Time to restore' })
      .getByText('not enough yet')
      .waitFor();
  });

  it('keeps the days in its address, and shows each chart as a table too', async () => {
    await page.goto(`${url}/figures`);
    await page.getByText('7 d', { exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('days'), soon).toBe('7');
    const chart = page.getByRole('region', { name: 'Cycle time of each change', exact: true });
    await chart.getByRole('button', { name: 'As a table' }).click();
    await chart.getByRole('row', { name: /^todo · 1 .* yes a spec$/ }).waitFor();
    expect(await axeFinds(page)).toEqual([]);
  });
});

/** A session of another machine that registers, and is not heard of again. */
async function register(name: string): Promise<void> {
  const answer = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${readKeyFile(line.home, 'worker')}`,
    },
    body: JSON.stringify({ name, capabilities: ['architect'], agent: 'claude', host: 'laptop' }),
  });
  z.object({ token: z.string() }).parse(await answer.json());
  const { sessions } = sessionsResponse.parse(await (await fetch(`${url}/api/sessions`)).json());
  expect(sessions.map((session) => session.name)).toContain(name);
}
