import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { viewsOf } from '../history/lived-line.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { HandClock } from '../sessions/hand-clock.ts';
import { axeFinds } from './axe.ts';
import { startChromium } from './chromium.ts';

const soon = { timeout: 20_000, interval: 50 };

describe('what was, on the page of a service', () => {
  const web = mkdtempSync(join(tmpdir(), 'andon-web-'));
  const clock = new HandClock();
  let line: ServedLine;
  let gateway: ReturnType<typeof createBoardGateway>;
  let feed: CoordinatorBoardFeed;
  let browser: Browser;
  let page: Page;
  let url: string;
  const ends: number[] = [];

  /** A build that the gate refuses, and one that it lets pass: some minutes each. */
  async function lived(): Promise<void> {
    line.coordinator.setFreshSessions(() => true);
    await line.coordinator.receive('session/ada', {
      ...{ type: 'SessionRegistered', capabilities: ['builder'], slots: 1 },
      ...{ agent: 'by hand', host: 'here', builtIn: false, tokenHash: '' },
    });
    const ticket = await line.openBuild('quotes');
    for (const [verdict, reasons] of [
      ['failed', ['no main file']],
      ['passed', []],
    ] as const) {
      clock.turn(180_000);
      const { token = 0 } = line.coordinator.ticket(ticket)?.context ?? {};
      const commit = `commit-${token}`;
      await line.coordinator.receive(`ticket/${ticket}`, {
        ...{ type: 'SubmissionReceived', token, session: 'ada', commit },
      });
      await line.settled();
      clock.turn(60_000);
      const verification = line.coordinator.service('s1')?.context.verification?.id;
      const more = verdict === 'passed' ? { record: 'rec-1', hasTests: true } : {};
      await line.coordinator.receive('service/s1', {
        ...{ type: 'VerificationFinished', verification, verdict, reasons: [...reasons] },
        ...more,
      });
      await line.settled();
      ends.push(clock.now());
    }
    clock.turn(60_000);
  }

  beforeAll(async () => {
    const root = resolve(import.meta.dirname, '..', '..', 'web');
    const outDir = join(web, 'dist');
    await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir } });
    clock.wall = Date.now() - 540_000;
    line = await servedLine({ clock, config: { webRoot: outDir } });
    await lived();
    const { coordinator, signals } = line;
    feed = new CoordinatorBoardFeed({
      views: viewsOf(coordinator),
      coordinator,
      signals,
      clock: realClock,
      epoch: 'e',
    });
    gateway = createBoardGateway({
      ...{ server: line.app.server, feed, log: silentLog, allowedHosts: [], allowedOrigins: [] },
    });
    url = await line.app.listen({ host: '127.0.0.1', port: 0 });
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    feed?.close();
    await line?.close();
    rmSync(web, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, reducedMotion: 'reduce' });
  });

  const open = async (tab: string, more = '') => {
    await page.goto(`${url}/services/quotes?tab=${tab}${more}#token=${line.keys.operator}`);
    await page.getByRole('tab', { name: tab, exact: false, selected: true }).waitFor();
  };

  it('is the machine with the state it is in lit and the path numbered, in a picture and a list', async () => {
    await open('overview');
    const canvas = page.getByLabel('The machine: arrow keys', { exact: false });
    await canvas.locator('[data-lit]').first().waitFor();
    const lit = await canvas.locator('[data-lit]').allInnerTexts();
    expect(lit.map((text) => /[a-z]+/.exec(text)?.[0])).toEqual(['verifying', 'none']);
    const steps = page
      .getByRole('region', { name: 'The line, since this change began' })
      .getByRole('listitem');
    await expect.poll(() => steps.count(), soon).toBe(7);
    expect(await steps.first().textContent()).toContain('test · verifying');
    expect(await axeFinds(page)).toEqual([]);
  });

  it('is moved and enlarged with the keyboard', async () => {
    await open('overview');
    const canvas = page.getByLabel('The machine: arrow keys', { exact: false });
    await canvas.locator('[data-lit]').first().waitFor();
    const place = () => canvas.locator('.react-flow__viewport').getAttribute('style');
    const before = await place();
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(place, soon).not.toBe(before);
    const moved = await place();
    await page.keyboard.press('+');
    await expect.poll(place, soon).not.toBe(moved);
  });

  it('is a waterfall whose every bar says what it is, and the events behind it', async () => {
    await open('timeline');
    const bars = page.getByRole('list', { name: 'BUILD: what was going on' }).getByRole('button');
    await expect.poll(() => bars.count(), soon).toBe(4);
    const said = await Promise.all((await bars.all()).map((bar) => bar.getAttribute('aria-label')));
    expect(said.map((text) => text?.split(',')[0])).toEqual([
      'working by ada: building',
      'verifying: the build is checked',
      'working by ada: building',
      'verifying: the build is checked',
    ]);
    expect(said[0]).toContain('3 min');
    await bars.first().focus();
    await page.getByRole('tooltip').getByText('working by ada').waitFor();
    await page.locator('[data-event="VerificationFinished"]').first().press('Enter');
    await page.getByText('"verdict": "passed"').waitFor();
    await page.getByLabel('Only these kinds of events').first().click();
    await page.getByRole('option', { name: 'Ticket submitted' }).click();
    await expect.poll(() => page.locator('[data-event]').count(), soon).toBe(2);
    expect(await axeFinds(page)).toEqual([]);
  });

  it('is every try at a ticket, with why that session was chosen', async () => {
    await open('tickets');
    const build = page.getByRole('article', { name: 'Build' });
    const tries = build.locator('[data-attempt]');
    await expect.poll(() => tries.count(), soon).toBe(2);
    expect(await tries.first().textContent()).toMatch(/ada.*not accepted.*worked 3 min.*judged in 1 min/);
    expect(await tries.first().textContent()).toContain('no main file');
    expect(await tries.last().textContent()).toContain('accepted');
    await tries.first().getByRole('button', { name: 'Why ada?' }).press('Enter');
    await build.locator('[data-score-card]').getByText('how often its work is accepted').waitFor();
    expect(await axeFinds(page)).toEqual([]);
  });

  it('is shown of a moment of the past as it was then', async () => {
    const [refused = 0] = ends;
    await open('tickets', `&at=${refused - 30_000}`);
    const tries = page.locator('[data-attempt]');
    await expect.poll(() => tries.count(), soon).toBe(1);
    expect(await tries.first().textContent()).toContain('being judged');
    await open('timeline', `&at=${refused - 30_000}`);
    const bars = page.getByRole('list', { name: 'BUILD: what was going on' }).getByRole('button');
    await expect.poll(() => bars.count(), soon).toBe(2);
    expect(await page.getByText('as it is now, not as it was then').count()).toBe(0);
  });

  it('says in the past what is as it is now', async () => {
    const [refused = 0] = ends;
    await open('releases', `&at=${refused - 30_000}`);
    await page.getByText('as it is now, not as it was then').waitFor();
    await open('releases');
    await page.getByRole('tab', { name: 'Releases' }).waitFor();
    expect(await page.getByText('as it is now, not as it was then').count()).toBe(0);
  });
});
