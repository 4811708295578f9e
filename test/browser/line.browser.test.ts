import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readKeyFile } from '../../src/cli/run-file.ts';
import { createCoordinatorApi } from '../../src/worker/coordinator-api.ts';
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

  // biome-ignore lint/performance/useDomNodeTextContent: what people see, without what is hidden
  const seen = (locator: Locator) => locator.innerText();

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

  it('says why a session was chosen, what it costs and what it asks, and takes the answer', async () => {
    await line.ask('/api/sessions/builder-1/drain', 'POST');
    const api = createCoordinatorApi(`http://127.0.0.1:${line.env.ANDON_PORT}`);
    const named = { name: 'asker', capabilities: ['builder'], slots: 1, agent: 'test', host: 'here' };
    const { token: bearer } = await api.register(readKeyFile(line.home, 'worker') ?? '', named);
    cpSync(join(examples, 'quotes'), join(line.services, 'asked'), { recursive: true });
    const { signal } = new AbortController();
    const { assigned } = await api.next(bearer, 'asker', 15_000, signal);
    const { ticket, token } = assigned ?? { ticket: '', token: 0 };
    await api.claim(bearer, ticket, token);
    let heard: object[] = [];
    const beating = setInterval(async () => {
      const beat = await api
        .heartbeat(bearer, 'asker', { leases: [{ ticket, token }] })
        .catch(() => undefined);
      heard = beat?.answers ?? heard;
    }, 500);
    onTestFinished(() => clearInterval(beating));
    await api.say(bearer, ticket, 'usage', { token, usage: { usd: 1.25, tokens: 48_000, ms: 1_000 } });
    await api.say(bearer, ticket, 'questions', { token, text: 'Which port?', options: ['8080', '9090'] });

    await page.goto(`http://127.0.0.1:${line.env.ANDON_PORT}/#token=${readKeyFile(line.home, 'operator')}`);
    await page.reload();
    const strip = page.getByRole('region', { name: 'Needs you' });
    await expect.poll(() => seen(strip), soon).toContain('asker asks: Which port?');
    await strip.getByRole('button', { name: 'asked' }).click();
    const panel = page.getByRole('dialog');
    await expect.poll(() => seen(panel), soon).toContain('Chosen with');
    expect(await seen(panel)).toContain('builder-1 is draining');
    expect(await seen(panel)).toContain('$1.25 · 48k tokens');
    await page.screenshot({ path: join(process.env.ANDON_PICTURES ?? line.directory, 'asks.png') });
    await panel.getByRole('button', { name: '9090' }).click();
    await expect.poll(() => heard, soon).toMatchObject([{ ticket, text: '9090' }]);
    await expect.poll(() => seen(panel), soon).not.toContain('Which port?');
    await page.screenshot({ path: join(process.env.ANDON_PICTURES ?? line.directory, 'asked.png') });
  });
});
