import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TicketBrief } from '../../src/worker/driver.port.ts';
import { commitWorkspace, createWorkspace } from '../../src/workspace/clone-workspace.ts';
import type { SmallLine } from './small-line.ts';

const path = '/usr/local/bin:/usr/bin:/bin';

/** Does a claimed ticket's work by hand: these files in a workspace, committed and bundled. */
export async function handMadeWork(
  line: SmallLine,
  session: string,
  brief: TicketBrief,
  files: Readonly<Record<string, string>> = { 'BUILD/src/main.mjs': 'export {};\n' },
): Promise<{ commit: string; bundle: string }> {
  const place = mkdtempSync(join(line.directory, 'work-'));
  const bundle = join(place, 'base.bundle');
  await line.sessions.bundle(session, brief.id, brief.token, bundle);
  const directory = join(place, 'workspace');
  await createWorkspace(bundle, brief.base, directory, { path });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return commitWorkspace(directory, 'by hand', { path, at: 1_700_000_000_000 });
}
