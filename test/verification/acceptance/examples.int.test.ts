import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeWorkspaces, runDriver, workspace } from '../../worker/drivers/reference/run-driver.ts';
import { exampleSpec } from '../../worker/drivers/reference/specs.ts';
import { accept, removeRooms } from './service-room.ts';

afterAll(async () => {
  await removeRooms();
  await removeWorkspaces();
});

describe('what the reference driver builds of the example specs', () => {
  it.each(['url-shortener', 'todo', 'quotes', 'feature-flags', 'guestbook-py'])(
    '%s holds all its spec says',
    async (name) => {
      const spec = exampleSpec(name);
      const directory = await workspace();
      await runDriver(directory, spec);
      const [check] = await accept(spec, join(directory, 'BUILD'));
      expect(check).toMatchObject({ status: 'passed', reasons: [] });
      expect(check?.facts.probes).toBeGreaterThan(15);
    },
  );
});
