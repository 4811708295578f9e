import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { servicesResponse } from '../../src/contracts/api.ts';
import type { ServiceView } from '../../src/contracts/board.ts';
import { startChromium } from '../browser/chromium.ts';

/**
 * `npm run picture`: runs the line on the example services in a home of its own and takes the picture of the board that
 * the README shows, while some of them are in production and others still on their way. Writes `docs/board/line.png`.
 */
const root = resolve(import.meta.dirname, '..', '..');
const target = join(root, 'docs', 'board', 'line.png');
const giveUpMs = 180_000;

const place = await mkdtemp(join(tmpdir(), 'andon-picture-'));
const home = join(place, '.andon');
const services = join(place, 'SERVICES');
await cp(join(root, 'services-example'), services, { recursive: true });
await mkdir(join(root, 'docs', 'board'), { recursive: true });

const line = spawn(process.execPath, [join(root, 'dist', 'src', 'main.js'), 'up'], {
  cwd: place,
  env: {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '/',
    ANDON_HOME: home,
    ANDON_SERVICES: services,
    ANDON_PORT: '0',
    ANDON_GATEWAY_PORT: '0',
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const ended = new Promise<void>((done) => line.once('exit', () => done()));
const browser = await startChromium();
try {
  const url = await until('the line is up', async () => {
    const text = await readFile(join(home, 'run.json'), 'utf8').catch(() => '');
    return text === '' ? undefined : String(JSON.parse(text).url);
  });
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(url);
  await until('services are in production and on their way', async () => {
    const response = await fetch(`${url}/api/services`);
    return isTelling(servicesResponse.parse(await response.json()).services) ? true : undefined;
  });
  // The board hears of it a moment later, and its cards come to rest.
  await page.waitForFunction(
    'document.querySelectorAll(\'[data-column="PRODUCTION"] [data-service]\').length > 1',
  );
  await page.waitForFunction('document.getAnimations().every((each) => each.playState !== "running")');
  await page.screenshot({ path: target, fullPage: true, animations: 'disabled' });
  process.stdout.write(`wrote ${target}\n`);
} finally {
  await browser.close();
  line.kill('SIGTERM');
  await ended;
  await rm(place, { recursive: true, force: true });
}

/** Something is in production, something lacks a spec; on a machine like most, something is still on its way. */
function isTelling(views: readonly ServiceView[]): boolean {
  const inColumn = (column: ServiceView['column']) => views.filter((view) => view.column === column).length;
  const healthy = views.filter((view) => view.live.health === 'healthy').length;
  return healthy > 1 && inColumn('SPEC') > 0;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + giveUpMs; Date.now() < deadline; await wait(50)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`not within ${giveUpMs} ms: ${what}`);
}
