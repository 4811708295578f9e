import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Line } from './support/line.ts';

describe('a running line', () => {
  const line = new Line();
  beforeAll(async () => {
    await line.up();
    await line.worker('bob', { slots: 4 });
    await line.worker('eve', { slots: 4 });
  });
  afterAll(async () => {
    expect(await line.close()).toEqual([]);
  });

  it('makes a healthy service that answers through the gateway out of a saved SPEC.md', async () => {
    line.saveSpec('first', { greeting: 'good morning' });
    const view = await line.shipped('first');
    expect(view).toMatchObject({ phase: 'PRODUCTION', column: 'PRODUCTION', tests: { passed: 4, total: 4 } });
    expect(await line.call('first')).toEqual({ status: 200, body: { greeting: 'good morning' } });

    const { release } = view;
    await line.until('the files of the tree say so', () => {
      expect(JSON.parse(line.read('first', 'PRODUCTION/release.json'))).toMatchObject({
        commit: release?.commit,
        version: release?.version,
      });
      expect(line.read('first', 'README.md')).toContain('**Phase:** PRODUCTION');
      const registry = readFileSync(join(line.services, 'SERVICE_REGISTRY.json'), 'utf8');
      expect(JSON.parse(registry)).toMatchObject({
        services: [{ name: 'first', status: 'production', deployed_commit: release?.commit }],
      });
      return existsSync(join(line.services, 'first', 'BUILD', 'src', 'main.js'));
    });
  });
});
