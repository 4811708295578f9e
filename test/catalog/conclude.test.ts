import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/catalog/catalog.port.ts';
import { conclude, type KnownService } from '../../src/catalog/conclude.ts';

const sighting = (name: string, more: Partial<Sighting> = {}): Sighting => ({
  name,
  directory: `/services/${name}`,
  inode: 1,
  spec: { path: `/services/${name}/SPEC.md`, hash: 'a', text: '# a' },
  evidence: { source: false, tests: false, production: false },
  buildHash: null,
  problem: null,
  ...more,
});
const known = (name: string, more: Partial<KnownService> = {}): KnownService => ({
  id: `id-${name}`,
  name,
  inode: 1,
  specHash: 'a',
  settingsHash: null,
  buildHash: null,
  adopted: true,
  present: true,
  ...more,
});
const spec = (hash: string) => ({ path: '/x/SPEC.md', hash, text: hash });
const all = (before: KnownService[], now: Sighting[]): string[] =>
  conclude(before, now, { complete: true, vanishShare: 0.2 }).map(
    (one) =>
      `${one.type} ${'id' in one ? one.id : 'sighting' in one ? one.sighting.name : 'name' in one ? one.name : ''}`,
  );

describe('what sightings mean', () => {
  it('says nothing about what is as it was', () => {
    expect(all([known('a')], [sighting('a')])).toEqual([]);
  });

  it('sees new services, changed and vanished specs, and edited trees', () => {
    expect(all([], [sighting('a')])).toEqual(['new a']);
    expect(all([known('a')], [sighting('a', { spec: spec('b') })])).toEqual(['spec-changed id-a']);
    expect(all([known('a')], [sighting('a', { spec: null })])).toEqual(['spec-vanished id-a']);
    expect(all([known('a')], [sighting('a', { buildHash: 'x' })])).toEqual(['tree-differs id-a']);
    expect(all([known('a', { buildHash: 'x' })], [sighting('a')])).toEqual(['tree-differs id-a']);
  });

  it('sees settings that came, changed and went, before the spec they hold for', () => {
    const settings = { hash: 's', text: 'redundancy: 2' };
    expect(all([known('a')], [sighting('a', { settings })])).toEqual(['settings-changed id-a']);
    expect(all([known('a', { settingsHash: 's' })], [sighting('a', { settings })])).toEqual([]);
    expect(all([known('a', { settingsHash: 's' })], [sighting('a', { spec: spec('b') })])).toEqual([
      'settings-changed id-a',
      'spec-changed id-a',
    ]);
  });

  it('weighs PRODUCTION only until a service is adopted', () => {
    const evidence = { source: false, tests: false, production: true };
    expect(all([known('a', { adopted: false })], [sighting('a', { evidence })])).toEqual([
      'tree-differs id-a',
    ]);
    expect(all([known('a')], [sighting('a', { evidence })])).toEqual([]);
  });

  it('takes a directory with the same inode and content for a renamed service', () => {
    expect(all([known('a')], [sighting('b')])).toEqual(['renamed id-a']);
  });

  it('takes one moved across file systems for a renamed service', () => {
    expect(all([known('a')], [sighting('b', { inode: 9 })])).toEqual(['renamed id-a']);
  });

  it('does not take a reused inode for a rename', () => {
    expect(
      all(
        [known('a'), known('c', { inode: 2 })],
        [sighting('b', { spec: spec('other') }), sighting('c', { inode: 2 })],
      ),
    ).toEqual(['new b', 'vanished id-a']);
  });

  it('takes a copy for a new service', () => {
    expect(all([known('a')], [sighting('a'), sighting('b')])).toEqual(['new b']);
  });

  it('sees a rename of a service that had vanished, and that it is back', () => {
    expect(all([known('a', { present: false })], [sighting('b')])).toEqual(['renamed id-a', 'returned id-a']);
  });

  it('sees that a directory is gone, and back', () => {
    expect(all([known('a')], [])).toEqual(['vanished id-a']);
    expect(all([known('a', { present: false })], [])).toEqual([]);
    expect(all([known('a', { present: false })], [sighting('a')])).toEqual(['returned id-a']);
  });

  it('concludes nothing from absence when the sightings are not all there is', () => {
    expect(conclude([known('a')], [], { complete: false, vanishShare: 0.2 })).toEqual([]);
  });

  it('suspends when too many are gone at once, and still hears about the others', () => {
    const services = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, inode) =>
      known(name, { inode, specHash: name }),
    );
    const left = services
      .slice(3)
      .map(({ name, inode }) =>
        sighting(name, { inode: inode ?? 0, spec: spec(name === 'f' ? 'new' : name) }),
      );
    expect(all(services, left)).toEqual(['spec-changed id-f', 'suspended ']);
    expect(all(services.slice(0, 2), [])).toEqual(['suspended ']);
  });

  it('believes that a few are gone, whatever share they are', () => {
    const services = ['a', 'b', 'c'].map((name, inode) => known(name, { inode, specHash: name }));
    const left = [sighting('c', { inode: 2, spec: spec('c') })];
    expect(all(services, left)).toEqual(['vanished id-a', 'vanished id-b']);
  });

  it('reports names that differ in case only and keeps the one it knows', () => {
    expect(all([known('shop')], [sighting('Shop', { inode: 7 }), sighting('shop')])).toEqual([
      'problem Shop',
    ]);
    expect(all([], [sighting('Shop'), sighting('shop', { inode: 7 })])).toEqual(['new Shop', 'problem shop']);
  });

  it('believes nothing of an unreadable directory and goes on with the others', () => {
    const broken = sighting('a', { problem: 'no access', unreadable: true, spec: null });
    expect(all([known('a')], [broken, sighting('b', { inode: 2 })])).toEqual(['problem a', 'new b']);
  });
});
