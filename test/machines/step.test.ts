import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MachineError } from '../../machines/machine-error.ts';
import { migrate } from '../../machines/migrate.ts';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { type MachineKind, replay, restore, start, stateOf, step, versionOf } from '../../machines/step.ts';
import { building, shipped, specSeen } from './given.ts';

const kinds: readonly MachineKind[] = ['service', 'ticket', 'session', 'line'];
const stamp = (n: number) => ({ at: n, ref: String(n) });
const input = { id: 's1', name: 'quotes', limits: defaultLimits };

function codeOf(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    if (error instanceof MachineError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

describe('a step', () => {
  it('leaves the snapshot it was given as it was', () => {
    const { snapshot } = building();
    const before = JSON.stringify(snapshot);
    step('service', snapshot, specSeen('B'), stamp(9));
    expect(JSON.stringify(snapshot)).toBe(before);
  });

  it('hands back the same snapshot for an event nobody has a use for', () => {
    const { snapshot } = building();
    const unasked: { type: string } = { type: 'RolledBack' };
    const after = step('service', snapshot, unasked, stamp(9));
    expect(after).toMatchObject({ ignored: true, effects: [] });
    expect(after.snapshot).toBe(snapshot);
  });

  it('answers the same for the same snapshot, event and stamp', () => {
    const { snapshot } = building();
    const once = step('service', snapshot, specSeen('B'), stamp(9));
    const again = step('service', structuredClone(snapshot), specSeen('B'), stamp(9));
    expect(again).toEqual(once);
  });

  it('refuses an event whose handling throws, and keeps the snapshot', () => {
    const { snapshot } = shipped();
    expect(codeOf(() => step('service', snapshot, { type: 'SpecSeen' }, stamp(9)))).toBe('threw');
    expect(step('service', snapshot, specSeen('B'), stamp(9)).ignored).toBe(false);
  });
});

describe('a stored snapshot', () => {
  it('is read back and goes on where it was', () => {
    const service = building();
    const back = restore('service', JSON.parse(JSON.stringify(service.snapshot)), versionOf('service'));
    const event = { type: 'TicketSubmitted', ticket: 't-2', token: 1, session: 'b1', commit: 'c1' };
    expect(step('service', back, event, stamp(9))).toEqual(
      step('service', service.snapshot, event, stamp(9)),
    );
  });

  it('of a newer version is refused', () => {
    const { snapshot } = building();
    expect(codeOf(() => restore('service', snapshot, versionOf('service') + 1))).toBe('newer');
  });

  it('in a state that does not exist is refused', () => {
    const { snapshot } = building();
    const renamed = { ...snapshot, value: { line: 'dreaming', live: 'none' } };
    expect(codeOf(() => restore('service', renamed, 1))).toBe('unknown-state');
    expect(codeOf(() => restore('service', 'nonsense', 1))).toBe('unknown-state');
  });

  it.each(kinds)('of every released version of the %s can be read', (kind) => {
    for (let version = 1; version <= versionOf(kind); version += 1) {
      const file = new URL(`fixtures/${kind}.v${version}.json`, import.meta.url);
      const { snapshot, state }: { snapshot: unknown; state: unknown } = JSON.parse(
        readFileSync(file, 'utf8'),
      );
      expect(stateOf(restore(kind, snapshot, version))).toEqual(state);
    }
  });

  it('is led through every version in turn', () => {
    const named = (name: string) => (stored: { context: Readonly<Record<string, unknown>> }) => ({
      value: 'a',
      status: 'active',
      context: { ...stored.context, path: `${stored.context.path}${name}` },
    });
    const stored = { value: 'a', status: 'active', context: { path: '' } };
    expect(migrate([named('2'), named('3'), named('4')], stored, 2).context).toEqual({ path: '34' });
    expect(migrate([], stored, 1)).toBe(stored);
  });
});

it('a journal folds into the snapshot it was written by', () => {
  const events = [specSeen('A'), { type: 'TicketHeld', ticket: 't-2', token: 1, session: 'b1' }];
  const journal = events.map((event, index) => ({ event, stamp: stamp(index + 2) }));
  const folded = replay('service', input, stamp(1), journal);
  const lived = journal.reduce(
    (snapshot, entry) => step('service', snapshot, entry.event, entry.stamp).snapshot,
    start<'service'>('service', input, stamp(1)).snapshot,
  );
  expect(folded).toEqual(lived);
  expect(stateOf(folded)).toEqual({ line: 'build.working', live: 'none' });
});
