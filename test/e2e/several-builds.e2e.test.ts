import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildResponse, buildsResponse } from '../../src/contracts/builds.ts';
import { Line } from './support/line.ts';

const builder = join(import.meta.dirname, 'fixtures', 'several-builder.mjs');

describe('a spec that is built by three sessions', { timeout: 180_000 }, () => {
  const line = new Line();
  beforeAll(async () => {
    await line.up();
    for (const quality of ['broken', 'thin', 'good']) {
      line.launch(
        ...['worker', '--name', quality, '--capabilities', 'builder', '--slots', '3'],
        ...['--work-dir', join(line.directory, 'work'), '--agent', 'command'],
        ...[
          '--writable',
          line.gates,
          '--readable',
          join(builder, '..'),
          '--',
          process.execPath,
          builder,
          line.gates,
          quality,
        ],
      );
    }
    await line.until('all three have registered', async () => {
      const sessions = z.object({ sessions: z.array(z.object({ name: z.string() })) });
      const names = sessions.parse(await line.ask('/api/sessions')).sessions.map(({ name }) => name);
      return ['broken', 'thin', 'good'].every((name) => names.includes(name));
    });
  });
  afterAll(async () => {
    expect(await line.close()).toEqual([]);
  });

  it('ships the best of them; the others can be read', async () => {
    mkdirSync(join(line.services, 'thrice'), { recursive: true });
    writeFileSync(join(line.services, 'thrice', 'andon.yaml'), 'redundancy: 3\n');
    line.saveSpec('thrice', { greeting: 'the best' });
    const view = await line.shipped('thrice');
    expect(await line.call('thrice')).toEqual({ status: 200, body: { greeting: 'the best' } });

    const found = buildsResponse.parse(await line.ask('/api/services/thrice/builds'));
    expect(found).toMatchObject({ change: 1, redundancy: 3, state: 'chosen', waitsUntil: null });
    const by = new Map(found.builds.map((build) => [build.session, build]));
    expect([...by.keys()].sort()).toEqual(['broken', 'good', 'thin']);
    expect(by.get('good')).toMatchObject({ state: 'passed', chosen: true, tests: { passed: 4, total: 4 } });
    expect(by.get('thin')).toMatchObject({ state: 'passed', chosen: false, tests: { passed: 3, total: 3 } });
    expect(by.get('broken')).toMatchObject({ state: 'failed', chosen: false, tests: null });
    expect(by.get('broken')?.reasons.join('\n')).toContain('package.json');
    expect(view.release?.commit).toBe(by.get('good')?.commit);
    expect(found.choice).toContain('of good goes before');
    expect(line.read('thrice', 'BUILD/made-by.txt')).toBe('good\n');

    const path = `/api/services/thrice/builds/${by.get('thin')?.n}`;
    const other = buildResponse.parse(await line.ask(path));
    expect(other.files).toContain('BUILD/made-by.txt');
    expect(other.against?.name).toContain('which was kept');
    expect(other.diff).toContain('+thin');
    expect(other.diff).toContain('-good');
  });
});
