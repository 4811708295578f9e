import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readKeyFile } from '../../src/cli/run-file.ts';
import { createCoordinatorApi } from '../../src/worker/coordinator-api.ts';
import { Line } from '../e2e/support/line.ts';
import { type Complaints, openBoard } from './board-page.ts';
import { startChromium } from './chromium.ts';

const examples = resolve(import.meta.dirname, '..', '..', 'services-example');
const soon = { timeout: 90_000, interval: 100 };

describe('a real line on a real board', () => {
  let line: Line;
  let browser: Browser;
  let page: Page;
  let complaints: Complaints;

  beforeAll(async () => {
    line = new Line();
    await line.up();
    line.launch(
      ...['worker', '--name', 'builder-1', '--capabilities', 'builder,tester,fixer', '--slots', '2'],
      ...['--agent', 'reference', '--work-dir', join(line.directory, 'work')],
    );
    browser = await startChromium();
    ({ page, complaints } = await openBoard(browser, line));
  });

  afterAll(async () => {
    await browser?.close();
    await line?.close();
  });

  // biome-ignore lint/performance/useDomNodeTextContent: what people see, without what is hidden
  const seen = (locator: Locator) => locator.innerText();
  const cardIn = (column: string, service: string) =>
    page.locator(`[data-column="${column}"] [data-name="${service}"]`);

  it('shows a spec that was just saved travel to production, without a reload', async () => {
    await page.getByText('The line is ready and empty.').waitFor();
    cpSync(join(examples, 'todo'), join(line.services, 'todo'), { recursive: true });
    await cardIn('BUILD', 'todo').waitFor();
    await cardIn('PRODUCTION', 'todo').waitFor(soon);
    await expect.poll(() => seen(cardIn('PRODUCTION', 'todo')), soon).toContain('healthy');
    const link = await cardIn('PRODUCTION', 'todo').locator('a[target="_blank"]').getAttribute('href');
    expect((await fetch(new URL('health', link ?? ''))).status).toBe(200);
  });

  it('takes a spec begun from a template in the browser to production', async () => {
    await page.getByRole('link', { name: 'New spec' }).click();
    await page
      .getByRole('radio', { name: /^Records/ })
      .first()
      .click();
    await page.getByLabel('Name of the service').fill('things');
    await page.getByRole('button', { name: 'Save, and put it on the line' }).click();
    await page.locator('#main h2', { hasText: 'things' }).waitFor();
    await expect.poll(() => seen(page.locator('#main')), soon).toContain('PRODUCTION');
    await expect.poll(() => seen(page.locator('#main')), soon).toContain('healthy');
  });

  it('lists everything an unfinished spec lacks, and goes on once it is written', async () => {
    cpSync(join(examples, 'idea-box'), join(line.services, 'idea-box'), { recursive: true });
    await page.getByRole('link', { name: 'Line', exact: true }).click();
    await cardIn('SPEC', 'idea-box').getByRole('link', { name: 'idea-box' }).click();
    await expect.poll(() => seen(page.locator('#main')), soon).toContain('Success Criteria');
    const finished = readFileSync(join(examples, 'quotes', 'SPEC.md'), 'utf8');
    writeFileSync(join(line.services, 'idea-box', 'SPEC.md'), finished);
    await expect.poll(() => seen(page.locator('#main')), soon).toContain('PRODUCTION');
  });

  it('holds a change until somebody approves what was looked at', async () => {
    const directory = join(line.services, 'asked-for');
    mkdirSync(directory);
    writeFileSync(join(directory, 'andon.yaml'), 'approval: true\n');
    cpSync(join(examples, 'quotes', 'SPEC.md'), join(directory, 'SPEC.md'));
    await page.getByRole('link', { name: 'Line', exact: true }).click();
    const call = page.locator('[data-call]', { hasText: 'asked-for' });
    await expect.poll(() => call.count(), soon).toBe(1);
    expect(await cardIn('TEST', 'asked-for').count()).toBe(1);
    await call.getByRole('button', { name: 'Approve' }).click();
    await cardIn('PRODUCTION', 'asked-for').waitFor(soon);
    await expect.poll(() => call.count(), soon).toBe(0);
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

    await page.getByRole('link', { name: 'Line', exact: true }).click();
    const strip = page.getByRole('region', { name: 'Needs you' });
    await expect.poll(() => seen(strip), soon).toContain('Which port?');
    await strip.getByRole('button', { name: 'asked' }).click();
    const main = page.locator('#main');
    await page.locator('#main h2', { hasText: 'asked' }).waitFor();
    await expect.poll(() => seen(main), soon).toContain('Which port?');
    expect(await seen(main)).toContain('$1.25 · 48k tokens');
    await page.getByRole('tab', { name: 'Tickets' }).click();
    await main.getByText('Why asker?').click();
    await expect.poll(() => seen(main), soon).toContain('builder-1 is draining');
    await page.getByRole('tab', { name: 'Overview' }).click();
    await main.getByRole('button', { name: '9090' }).click();
    await expect.poll(() => heard, soon).toMatchObject([{ ticket, text: '9090' }]);
    await expect.poll(() => seen(main), soon).not.toContain('Which port?');
    expect(complaints).toEqual([]);
  });
});
