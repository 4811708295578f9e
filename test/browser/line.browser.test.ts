import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Line } from '../e2e/support/line.ts';
import { startChromium } from './chromium.ts';

const examples = resolve(import.meta.dirname, '..', '..', 'services-example');
const soon = { timeout: 90_000, interval: 100 };

describe('a real line on a real board', () => {
  let line: Line;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    line = new Line({ wholeVerification: true });
    await line.up();
    line.launch(
      ...['worker', '--name', 'builder-1', '--capabilities', 'builder,tester,fixer', '--slots', '2'],
      ...['--agent', 'reference', '--work-dir', join(line.directory, 'work')],
    );
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(`http://127.0.0.1:${line.env.ANDON_PORT}`);
  });

  afterAll(async () => {
    await browser?.close();
    await line?.close();
  });

  const cardOf = (service: string) =>
    page
      .locator('[data-service]')
      .filter({ has: page.locator('h3', { hasText: new RegExp(`^${service}: details$`) }) });

  /** The column a service's card is in; empty while it has none. */
  const columnOf = (service: string) =>
    cardOf(service)
      .locator('xpath=ancestor::*[@data-column]')
      .evaluateAll((columns) => columns.map((column) => column.getAttribute('data-column')).join());

  it('shows a spec that was just saved travel to production, without a reload', async () => {
    cpSync(join(examples, 'todo'), join(line.services, 'todo'), { recursive: true });
    await expect.poll(() => columnOf('todo'), soon).toBe('BUILD');
    await expect.poll(() => columnOf('todo'), soon).toBe('PRODUCTION');
    await expect.poll(() => page.getByText('healthy').count(), soon).toBeGreaterThan(0);
    const link = await cardOf('todo').getByRole('link').getAttribute('href');
    const answer = await fetch(new URL('health', link ?? ''));
    expect(answer.status).toBe(200);
  });

  it('lists everything an unfinished spec lacks, and goes on once it is written', async () => {
    cpSync(join(examples, 'idea-box'), join(line.services, 'idea-box'), { recursive: true });
    await expect.poll(() => columnOf('idea-box'), soon).toBe('SPEC');
    await expect
      .poll(() => cardOf('idea-box').getByText('Success Criteria').count(), soon)
      .toBeGreaterThan(0);
    const finished = readFileSync(join(examples, 'quotes', 'SPEC.md'), 'utf8');
    writeFileSync(join(line.services, 'idea-box', 'SPEC.md'), finished);
    await expect.poll(() => columnOf('idea-box'), soon).toBe('PRODUCTION');
  });
});
