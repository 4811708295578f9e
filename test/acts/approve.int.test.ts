import { expect, it, onTestFinished } from 'vitest';
import { createActs } from '../../src/acts/create-acts.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { Desk } from '../coordinator/desk.ts';

it('lets through what was looked at, and nothing that was made anew since', async () => {
  const desk = await Desk.open(createMemoryStore());
  onTestFinished(() => desk.coordinator.close());
  await desk.session('b1', 1);
  const id = await desk.coordinator.addService('quotes');
  const settings = { redundancy: null, merge: false, budget: null, approval: true };
  await desk.send(`service/${id}`, { type: 'SettingsSeen', settings });
  await desk.specSeen(id, 'A');
  await desk.coordinator.quiet();
  await desk.submit(id, 'b1', 'c1');
  await desk.verdict(id, 'passed');
  await desk.verdict(id, 'passed');
  const acts = createActs({ coordinator: desk.coordinator, ageingMs: 1 });

  await expect(acts.approve(id, { change: 1, commit: 'c0' })).rejects.toThrow('made anew since you looked');
  await expect(acts.approve(id, { change: 2 })).rejects.toThrow('change 1 does');
  expect(desk.state(id).line).toBe('release.awaiting');
  await acts.approve(id, { change: 1, commit: 'c1' });
  expect(desk.state(id).line).toBe('release.deploying');
});
