import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ticketKind } from '../../../../machines/ticket/ticket.events.ts';
import { Ending, type Job, type Voice } from './voice.ts';

const parts = ['read SPEC.md', 'write the files', 'look it over'];
/** Made up, and the same for the same files: four letters a token, three dollars a million. */
const lettersPerToken = 4;
const usdPerToken = 3e-6;

/** Does the ticket by what the reference driver makes of a spec, and talks of it as agents do. */
export async function doWork(voice: Voice, job: Job): Promise<void> {
  // Only here: an agent that does nothing of the kind is there at once.
  const { createReferenceDriver } = await import('../reference/reference-driver.ts');
  await voice.plan(parts, 0);
  await voice.say(`I read SPEC.md of ${job.service} (${job.spec.length} letters).`);
  await voice.tool('Read SPEC.md', 'read', 'completed');
  await voice.plan(parts, 1);
  const written: string[] = [];
  const outcome = await createReferenceDriver().run({
    brief: {
      id: 'mock',
      token: 0,
      kind: ticketKind.catch('build').parse(job.kind),
      service: job.service,
      change: 1,
      attempt: 1,
      spec: job.spec,
      feedback: job.feedback,
      base: '',
      dueAt: 0,
      prompt: '',
    },
    workspace: job.workspace,
    signal: job.signal,
    events: {
      progress: () => undefined,
      log: (line) => void written.push(...(/^wrote (\S+)/.exec(line)?.slice(1, 2) ?? [])),
      act: () => undefined,
      usage: () => undefined,
      resumable: () => undefined,
      ask: async () => undefined,
    },
  });
  let letters = job.spec.length;
  for (const path of written) {
    const text = await readFile(join(job.workspace, path), 'utf8');
    letters += text.length;
    await voice.edit(path, text);
  }
  const tokens = Math.round(letters / lettersPerToken);
  await voice.usage(Math.round(tokens * usdPerToken * 1e6) / 1e6, tokens);
  if (outcome.type === 'cannot' || outcome.type === 'contradiction') throw new Ending(outcome);
  if (outcome.type === 'failed') throw new Ending({ type: 'failed', message: outcome.reason });
  await voice.plan(parts, parts.length);
  await voice.say(`${outcome.summary}\n\nNothing else was touched.`);
}
