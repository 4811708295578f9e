import { writeFileSync } from 'node:fs';
import { scriptedDriver, startWorker } from './worker-line.ts';

// A worker as a process of its own that never finishes its ticket: argv is url, worker key, directory, name.
const [url = '', worker = '', directory = '', name = ''] = process.argv.slice(2);
const endless = scriptedDriver(async ({ brief, signal }) => {
  writeFileSync(`${directory}/working`, brief.id);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return { type: 'failed', class: 'work', reason: 'stopped' };
});
await startWorker({ url, keys: { worker }, directory }, name, endless).done;
