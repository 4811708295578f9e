import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exampleSpec } from '../worker/drivers/reference/specs.ts';
import { type SshServer, startSshServer } from '../worker/drivers/ssh/ssh-server.ts';
import { Line } from './support/line.ts';

const sessions = z.object({
  sessions: z.array(
    z.object({
      name: z.string(),
      account: z.string().nullish(),
      unavailable: z.array(z.object({ reason: z.string() })).optional(),
    }),
  ),
});

describe('agents by their name', { timeout: 180_000 }, () => {
  const line = new Line();
  let server: SshServer;
  const joins = async (name: string, ...agent: string[]) => {
    const worker = line.launch(
      ...['worker', '--name', name, '--capabilities', 'builder,tester,fixer'],
      ...['--work-dir', join(line.directory, 'work'), '--agent', ...agent],
    );
    return line.until(`${name} is registered`, async () => {
      if (worker.child.exitCode !== null) throw new Error(worker.said());
      const { sessions: all } = sessions.parse(await line.ask('/api/sessions'));
      return all.find((session) => session.name === name);
    });
  };
  beforeAll(async () => {
    server = await startSshServer();
    await line.up();
  }, 120_000);
  afterAll(async () => {
    expect(await line.close()).toEqual([]);
    await server.stop();
  });

  it('that lack their program are seen with the reason, and get no work', async () => {
    const session = await joins('no-gemini', 'gemini', '--account', 'gemini:team');
    expect(session?.account).toBe('gemini:team');
    expect(session?.unavailable?.[0]?.reason).toMatch(/^Gemini CLI is not installed on this machine/);
  });

  it('carry a spec to production from another machine, which keeps nothing of it', async () => {
    await joins('far', 'mock', '--ssh', server.host, '--ssh-config', server.configFile, '--unattended');
    line.save('quotes', 'SPEC.md', exampleSpec('quotes'));
    expect(await line.shipped('quotes')).toMatchObject({ phase: 'PRODUCTION', live: { health: 'healthy' } });
    const journal = JSON.stringify(await line.events('quotes'));
    expect(journal).toContain('far');
    expect(journal).not.toContain('no-gemini');
    expect(server.runs()).toEqual([]);
  });
});
