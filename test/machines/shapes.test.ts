import { expect, it } from 'vitest';
import { type MachineKind, versionOf } from '../../machines/step.ts';
import { shapesNow, shapesStored } from './shapes.ts';

// Where this fails, something that is stored looks different now. Add a step to `<kind>.migrations.ts` and a fixture of
// the new version, unless the version is one nobody has yet; then run `npx tsx test/machines/write-shapes.ts`.
it('what is stored of a machine changes its shape only with its version', () => {
  const { shapes } = shapesStored();
  expect(shapesNow()).toEqual(Object.fromEntries(Object.keys(shapesNow()).map((key) => [key, shapes[key]])));
});

it.each<MachineKind>(['service', 'ticket', 'session', 'line'])(
  'every version of the %s has its shape noted',
  (kind) => {
    const { released, shapes } = shapesStored();
    for (let version = 1; version <= versionOf(kind); version += 1) {
      expect(Object.keys(shapes)).toContain(`${kind} ${version}`);
      if (version < versionOf(kind)) expect(released).toContain(`${kind} ${version}`);
    }
  },
);
