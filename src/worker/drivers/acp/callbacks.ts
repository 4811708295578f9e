import { type ClientApp, client, methods } from '@agentclientprotocol/sdk';
import type { DriverRun } from '../../driver.port.ts';
import type { AcpSettings } from './acp-driver.ts';
import { createQuestionDesk } from './question-desk.ts';
import { createWorkspaceFiles } from './workspace-files.ts';

export type CallbackOptions = {
  readonly settings: AcpSettings;
  readonly run: DriverRun;
  /** Its abort ends every waiting for a person. */
  readonly ending: AbortSignal;
};

/** Read with care where they are used: the library's own reading refuses what is newer or sloppier than it. */
const asTheyCome = (params: unknown): unknown => params;

/** What an agent may ask of this side. Anything else it asks is answered with "method not found" by the library. */
export function callbacks({ settings, run, ending }: CallbackOptions): ClientApp {
  const { requestPermission } = methods.client.session;
  const { readTextFile, writeTextFile } = methods.client.fs;
  const desk = createQuestionDesk({
    events: run.events,
    policy: settings.policy,
    ticket: run.brief.kind,
    askMs: settings.askMs,
    signal: ending,
  });
  const app = client({ name: 'andon' })
    .onRequest(requestPermission, asTheyCome, ({ params }) => desk.permission(params))
    .onRequest(methods.client.elicitation.create, asTheyCome, ({ params }) => desk.elicitation(params));
  if (settings.sandbox.elsewhere) return app;
  const files = createWorkspaceFiles(run.workspace);
  return app
    .onRequest(readTextFile, asTheyCome, ({ params }) => files.read(params))
    .onRequest(writeTextFile, asTheyCome, ({ params }) => files.write(params));
}
