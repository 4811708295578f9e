import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exampleSpec } from '../worker/drivers/reference/specs.ts';
import { Line } from './support/line.ts';
import { installStubAgents } from './support/stub-agents.ts';

const sessions = z.object({
  sessions: z.array(z.object({ name: z.string(), agent: z.string(), state: z.string() })),
});

describe('agents that are installed as programs', { timeout: 300_000 }, () => {
  const line = new Line();
  const joins = async (name: string, ...agent: string[]) => {
    const worker = line.launch(
      ...['worker', '--name', name, '--capabilities', 'builder,tester,fixer'],
      ...['--work-dir', join(line.directory, 'work'), '--agent', ...agent],
    );
    await line.until(`${name} is registered`, async () => {
      if (worker.child.exitCode !== null) throw new Error(worker.said());
      const { sessions: all } = sessions.parse(await line.ask('/api/sessions'));
      return all.some((session) => session.name === name && session.state === 'idle');
    });
    return worker;
  };
  beforeAll(async () => {
    // A folder of its own: what lies beside `bin` belongs to the programs in it, and they may read it.
    const bin = join(line.directory, 'agents', 'bin');
    await installStubAgents(bin);
    line.env.PATH = `${bin}:${line.env.PATH}`;
    await line.up();
    await Promise.all([
      joins('speaks-acp', 'acp', '--', 'stub-acp-agent'),
      joins('speaks-plainly', 'command', '--', 'stub-plain-agent'),
      joins('built-in', 'reference'),
    ]);
  }, 120_000);
  afterAll(async () => {
    expect(await line.close()).toEqual([]);
  });

  it('carry the example specs to production, beside the driver that comes with Andon', async () => {
    const specs = ['quotes', 'todo', 'url-shortener', 'feature-flags', 'guestbook-py'];
    for (const name of specs) line.save(name, 'SPEC.md', exampleSpec(name));
    for (const name of specs) {
      const isUp = async () => {
        const view = await line.service(name);
        return view.state === 'shipped' && view.live.health === 'healthy' && view;
      };
      // Five whole lines at once, one of them in Python.
      const view = await line.until(`${name} is in production`, isUp, 240_000);
      expect(view, name).toMatchObject({ phase: 'PRODUCTION', live: { health: 'healthy' } });
      expect((await line.call(name, '/health')).status).toBe(200);
    }
    const journal = JSON.stringify(await Promise.all(specs.map((name) => line.events(name))));
    // More tickets at once than any of them has slots: everybody had to take one.
    for (const session of ['speaks-acp', 'speaks-plainly', 'built-in']) expect(journal).toContain(session);
  });
});
