import type { Browser, Page } from 'playwright-core';
import { readKeyFile } from '../../src/cli/run-file.ts';
import type { Line } from '../e2e/support/line.ts';

export type Look = {
  readonly theme: 'light' | 'dark';
  readonly width: number;
  /** Where the line is reached, when not by its own port. */
  readonly port?: number;
};

/** What a page said that it should not have. */
export type Complaints = readonly string[];

/** A page of the board of a line, with the operator's token, that notes errors and broken policy. */
export async function openBoard(
  browser: Browser,
  line: Line,
  { theme, width, port = Number(line.env.ANDON_PORT) }: Look = { theme: 'light', width: 1440 },
): Promise<{ page: Page; complaints: Complaints; url: string }> {
  const page = await browser.newPage({
    viewport: { width, height: width < 500 ? 800 : 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    // The pictures are made and the ages read in one zone everywhere.
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security|script-src/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  const url = `http://127.0.0.1:${port}`;
  const token = readKeyFile(line.home, 'operator');
  await page.goto(`${url}/#token=${token}`);
  await page.locator('[data-connection="live"]').waitFor();
  return { page, complaints, url };
}
