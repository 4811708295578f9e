import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptedDriver, startWorker } from './worker-line.ts';

// A worker as a process of its own whose agent begins its work and never ends it: argv is url, worker key, directory,
// name, and the agent's session, where it has one that can be taken up again.
const [url = '', worker = '', directory = '', name = '', session = ''] = process.argv.slice(2);
const beginning = scriptedDriver(async ({ brief, workspace, events, signal }) => {
  mkdirSync(join(workspace, 'BUILD'), { recursive: true });
  writeFileSync(join(workspace, 'BUILD', 'begun.txt'), 'of the first run\n');
  if (session !== '') events.resumable(session);
  setTimeout(() => writeFileSync(`${directory}/working`, brief.id), 200);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return { type: 'failed', class: 'work', reason: 'stopped' };
});
await startWorker({ url, keys: { worker }, directory }, name, beginning).done;
