import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const found = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
});

/** What axe finds wrong with the page as it stands, each as one line; by its default rules. */
export async function axeFinds(page: Page): Promise<string[]> {
  const there = await page.evaluate('typeof axe !== "undefined"');
  if (!there) await page.evaluate(axe.source);
  const { violations } = found.parse(
    await page.evaluate('axe.run(document, { resultTypes: ["violations"] })'),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) =>
        `${id}: ${help}: ${html.slice(0, 200)} (${failureSummary.split('\n').slice(1, 2).join('').trim()})`,
    ),
  );
}
