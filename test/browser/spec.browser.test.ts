import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBoardGateway } from '../../src/board/board-gateway.ts';
import { CoordinatorBoardFeed } from '../../src/board/coordinator-board-feed.ts';
import { contentHash } from '../../src/contracts/tree-hash.ts';
import { realClock } from '../../src/coordinator/real-clock.ts';
import { silentLog } from '../../src/log.ts';
import { specTemplates } from '../../src/specs/templates/templates.ts';
import { type ServedLine, servedLine } from '../http/served-line.ts';
import { someRecord } from '../verification/record/some-record.ts';
import { axeFinds } from './axe.ts';
import { startChromium } from './chromium.ts';

const template = specTemplates[0]?.text ?? '';

let directory: string;
let browser: Browser;
let line: ServedLine;
let closeGateway: () => Promise<void>;
let url: string;
let page: Page;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'andon-spec-web-'));
  const webRoot = join(directory, 'web');
  const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: webRoot } });
  line = await servedLine({ config: { webRoot } });
  const { views, coordinator, signals, app } = line;
  const feed = new CoordinatorBoardFeed({ views, coordinator, signals, clock: realClock, epoch: 'run-1' });
  const gateway = createBoardGateway({
    ...{ server: app.server, feed, log: silentLog, allowedHosts: [], allowedOrigins: [] },
  });
  closeGateway = async () => {
    await gateway.close();
    feed.close();
  };
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await closeGateway?.();
  await line?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await page.goto(`${url}/#token=${line.keys.operator}`);
  await page.getByRole('link', { name: 'New spec' }).waitFor();
});

afterEach(() => page.close());

const field = () => page.getByLabel('SPEC.md');
const fileOf = (name: string) => join(line.services, name, 'SPEC.md');
const textOf = () => field().inputValue();

async function append(text: string): Promise<void> {
  await field().focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

/** A service whose spec is this, on the line and on the disk. */
async function service(name: string, text = template): Promise<string> {
  mkdirSync(join(line.services, name), { recursive: true });
  writeFileSync(fileOf(name), text);
  await line.openBuild(name);
  return line.coordinator.serviceNamed(name)?.context.id ?? '';
}

describe('specs on the board', () => {
  it('are written from a template with the keyboard, and nothing written is lost on the way', async () => {
    await page.keyboard.press('c');
    await page.getByText('Complete: it passes the spec gate').waitFor();
    expect(await textOf()).toBe(template);
    await append('- TODO\n');
    await page.getByText('One thing is missing').waitFor();
    await field().press('Control+Home');
    await page.getByRole('button', { name: /line 65/ }).click();
    expect(await page.evaluate('getSelection().toString()')).toBe('- TODO');
    expect(await axeFinds(page)).toEqual([]);

    await page.reload();
    expect(await textOf()).toBe(`${template}- TODO\n`);
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByRole('button', { name: 'Go on writing' }).click();
    await append('more');
    // Without a name it is not saved, and the name is what is asked for.
    await page.keyboard.press('Control+s');
    expect(await page.evaluate('document.activeElement.placeholder')).toBe('notes');
    await page.keyboard.type('not a name');
    await page.keyboard.press('Enter');
    await page.getByText('Letters, digits, dot').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('written');
    await field().focus();
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('button', { name: 'Save, and put it on the line' })
      .and(page.locator('[data-loading]'))
      .waitFor();
    await line.openBuild('written');
    await page.waitForURL('**/services/written');
    expect(readFileSync(fileOf('written'), 'utf8')).toBe(`${template}- TODO\nmore`);
    expect(await page.evaluate('sessionStorage.getItem("andon.spec.new")')).toBeNull();
  });

  it('are never saved over somebody else’s change: both texts are kept until one is chosen', async () => {
    await service('shared');
    await page.goto(`${url}/specs/shared`);
    await append('- mine\n');
    writeFileSync(fileOf('shared'), `${template}- theirs\n`);
    await page.keyboard.press('Control+s');
    await page.getByRole('alert').getByText('It was changed on the disk meanwhile').waitFor();
    await page.getByText('On the disk', { exact: true }).click();
    await page.getByText('- theirs').waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await page.getByRole('button', { name: 'Go on with that on the disk' }).click();
    expect(await textOf()).toBe(`${template}- theirs\n`);
    await page.getByRole('button', { name: 'Put my text back' }).click();
    expect(await textOf()).toBe(`${template}- mine\n`);
    expect(readFileSync(fileOf('shared'), 'utf8')).toBe(`${template}- theirs\n`);
    await append('- still mine\n');
    await page.keyboard.press('Control+s');
    await page.waitForURL('**/services/shared');
    expect(readFileSync(fileOf('shared'), 'utf8')).toBe(`${template}- mine\n- still mine\n`);
  });

  it('are read with the evidence for each statement beside it, and run nothing', async () => {
    const hostile = `${template}\n<script>document.title = 'run'</script>\n\n- [away](javascript:alert(1)) ![seen](https://example.org/x.png)\n`;
    const id = await service('shown', hostile);
    const check = { name: 'acceptance', status: 'failed' as const, class: 'work' as const, advisory: false };
    const seen = 'SPEC.md:61 "The list shows the newest note first.": GET /notes answers the oldest first';
    const facts = { linesHeld: '9', linesBroken: '61', linesOpen: '' };
    await line.records.write(
      someRecord({
        ...{ id: 'rec-v-7', service: { id, name: 'shown' }, gate: 'test', specHash: contentHash(hostile) },
        checks: [{ ...check, reasons: [seen], facts, durationMs: 1 }],
      }),
    );
    await page.goto(`${url}/services/shown?tab=spec`);
    const panel = page.getByRole('tabpanel');
    const item = (text: RegExp) => panel.getByRole('listitem').filter({ hasText: text });
    await item(/^title is required/)
      .getByText('holds')
      .waitFor();
    await item(/^The list shows the newest note first/)
      .getByText('does not hold')
      .waitFor();
    await item(/^The list shows the newest note first/)
      .getByText('answers the oldest first')
      .waitFor();
    await item(/^createdAt is set/)
      .getByText('nothing checks this by itself')
      .waitFor();
    await panel.getByRole('link', { name: 'its record' }).waitFor();
    expect(await panel.getByText('away', { exact: true }).getAttribute('href')).toBeNull();
    expect(await panel.locator('img, script').count()).toBe(0);
    expect(await axeFinds(page)).toEqual([]);
  });
});
