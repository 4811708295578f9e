import { join } from 'node:path';
import type { ServiceView } from '../../src/contracts/board.ts';
import { Line } from '../e2e/support/line.ts';

/** A line with something of everything, for pictures and for whoever looks at every page. */
export async function furnishedLine(): Promise<Line> {
  const line = new Line();
  await line.up();
  await furnish(line).catch(async (error: unknown) => {
    // Nobody else knows of it yet.
    await line.close();
    throw error;
  });
  return line;
}

async function furnish(line: Line): Promise<void> {
  await line.worker('builder-1', { slots: 2 });
  line.launch(
    ...['worker', '--name', 'laptop-of-anna', '--capabilities', 'tester,reviewer'],
    ...['--agent', 'reference', '--work-dir', join(line.directory, 'work')],
  );
  line.saveSpec('quotes', { greeting: 'good day' });
  line.saveSpec('todo');
  line.saveSpec('feature-flags', { builder: ['never passes its tests'] });
  line.saveSpec('idea-box', { without: ['Success Criteria', 'API Specs'] });
  line.saveSpec('payments', { secret: 'PAYMENT_KEY' });
  await standing(line, 'quotes', ({ state }) => state === 'shipped');
  line.saveSpec('quotes', { greeting: 'good evening', builder: ['leaves a note'] });
  await standing(line, 'quotes', ({ state, change }) => state === 'shipped' && change === 2);
  await standing(line, 'todo', ({ state }) => state === 'shipped');
  await standing(line, 'feature-flags', ({ state }) => state === 'blocked');
  line.hold('url-shortener');
  line.saveSpec('url-shortener');
  await line.reaches('url-shortener', 'is at work', ({ progress = 0 }) => progress > 20);
}

/** Six services at once keep a small machine busy for a while. */
const PATIENCE_MS = 240_000;

function standing(line: Line, name: string, holds: (view: ServiceView) => boolean): Promise<true> {
  return line.until(`${name} stands as it is to`, async () => holds(await line.service(name)), PATIENCE_MS);
}
