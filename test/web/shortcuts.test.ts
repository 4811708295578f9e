import { describe, expect, it } from 'vitest';
import { hear, keyText, type Pressed, shortcuts } from '../../web/src/shell/shortcuts.ts';

const key = (name: string, more: Partial<Pressed> = {}): Pressed => ({
  key: name,
  mod: false,
  alt: false,
  typing: false,
  ...more,
});

describe('the keys of the board', () => {
  it('are heard one by one and one after the other', () => {
    expect(hear([], key('c')).id).toBe('new-spec');
    const begun = hear([], key('g'));
    expect(begun).toEqual({ id: null, pending: ['g'] });
    expect(hear(begun.pending, key('s'))).toEqual({ id: 'go-sessions', pending: [] });
  });

  it('begin anew where a sequence breaks off', () => {
    expect(hear(['g'], key('c')).id).toBe('new-spec');
    expect(hear(['g'], key('g')).pending).toEqual(['g']);
    expect(hear(['g'], key('y'))).toEqual({ id: null, pending: [] });
  });

  it('are letters while somebody types, but for those with ⌘ or Ctrl', () => {
    expect(hear([], key('c', { typing: true })).id).toBeNull();
    expect(hear(['g'], key('l', { typing: true }))).toEqual({ id: null, pending: [] });
    expect(hear([], key('K', { typing: true, mod: true })).id).toBe('palette');
  });

  it('are not what the browser has of its own', () => {
    expect(hear([], key('c', { mod: true })).id).toBeNull();
    expect(hear([], key('c', { alt: true })).id).toBeNull();
  });

  it('are each one’s own on every page', () => {
    const { Everywhere: everywhere = [], ...pages } = shortcuts;
    for (const page of Object.values(pages)) {
      const all = [...everywhere, ...page].map(({ keys }) => keys.join(' '));
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('are written as they stand on the keyboard', () => {
    expect(keyText('mod+k', true)).toBe('⌘K');
    expect(keyText('mod+k', false)).toBe('Ctrl+K');
    expect(keyText('?', false)).toBe('?');
  });
});
