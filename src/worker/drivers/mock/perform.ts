import { spawn } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Step } from './script.ts';
import { Ending, type Job, type Voice } from './voice.ts';
import { doWork } from './work.ts';

/** Does the steps of a script one after the other. Rejects with `Ending` when one of them is the end. */
export async function perform(steps: readonly Step[], voice: Voice, job: Job): Promise<void> {
  for (const step of steps) {
    if (job.signal.aborted) throw new Ending({ type: 'cancelled' });
    await take(step, voice, job);
  }
}

async function take(step: Step, voice: Voice, job: Job): Promise<void> {
  switch (step.do) {
    case 'work':
      return doWork(voice, job);
    case 'say':
      return voice.say(step.text);
    case 'think':
      return voice.think(step.text);
    case 'plan':
      return voice.plan(step.entries, step.done);
    case 'tool':
      return voice.tool(step.title, step.kind, step.ends);
    case 'usage':
      return voice.usage(step.usd, step.tokens);
    case 'write': {
      const file = join(job.workspace, step.path);
      await mkdir(dirname(file), { recursive: true });
      return writeFile(file, step.text);
    }
    case 'link':
      return symlink(step.to, join(job.workspace, step.path));
    case 'clientWrite':
      return voice.clientWrite(step.path, step.text);
    case 'clientRead':
      return voice.clientRead(step.path);
    case 'askLeave':
      return voice.askLeave(step.title, step.kind, step.options);
    case 'askForm':
      return voice.askForm(step.message, step.options);
    case 'tellUnknown':
      return voice.tellUnknown();
    case 'tellSession':
      return voice.tellSession();
    case 'garbage':
      for (let line = 0; line < step.lines; line += 1)
        await voice.raw(Buffer.from([0xff, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x7b, 0x22, 0x80, line + 14, 0x0a]));
      return;
    case 'longLine':
      return voice.say('x'.repeat(step.bytes));
    case 'flood':
      for (let line = 0; line < step.lines; line += 1) await voice.say(`line ${line} of many\n`);
      return;
    case 'child':
      return leaveChild(step.word);
    case 'silence':
      return silence(step.deaf, job.signal);
    case 'cannot':
    case 'contradiction':
      throw new Ending({ type: step.do, clauses: step.clauses });
    case 'fail':
      throw new Ending({ type: 'failed', message: step.message, code: step.code });
    case 'stop':
      throw new Ending({ type: 'stopped', reason: step.reason });
    case 'exit':
      if (step.stderr) process.stderr.write(`${step.stderr}\n`);
      // What was said goes out first.
      setTimeout(() => process.exit(step.code), 50);
      return silence(true, job.signal);
  }
}

async function leaveChild(word: string): Promise<void> {
  const script = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); // ${word}`;
  const child = spawn(process.execPath, ['-e', script, word], { detached: true, stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  child.unref();
}

async function silence(isDeaf: boolean, signal: AbortSignal): Promise<void> {
  const alive = setInterval(() => undefined, 60_000);
  if (isDeaf) {
    process.on('SIGTERM', () => undefined);
    await new Promise(() => undefined);
  }
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(alive);
  throw new Ending({ type: 'cancelled' });
}
