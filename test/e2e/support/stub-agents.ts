import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleMockAgent } from '../../worker/drivers/conformance/mock-program.ts';

/** Installs two agents as programs in a folder: `stub-acp-agent` speaks the protocol, `stub-plain-agent` the environment. */
export async function installStubAgents(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await bundleMockAgent(join(folder, 'stub-acp-agent'));
  await bundleMockAgent(join(folder, 'stub-plain-agent'), '--plain');
}
