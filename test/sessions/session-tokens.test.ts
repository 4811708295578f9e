import { describe, expect, it } from 'vitest';
import { createSessionToken, matchesHash, sessionOf } from '../../src/sessions/session-tokens.ts';

describe('session tokens', () => {
  it('say whose they are and match only their own hash', () => {
    const first = createSessionToken('ada.1');
    const second = createSessionToken('ada.1');
    expect(sessionOf(first.token)).toBe('ada.1');
    expect(matchesHash(first.token, first.hash)).toBe(true);
    expect(matchesHash(first.token, second.hash)).toBe(false);
    expect(first.token).not.toContain(first.hash);
  });

  it('match no hash of another length', () => {
    expect(matchesHash('ada.x', '')).toBe(false);
    expect(sessionOf('no-dot')).toBeUndefined();
  });
});
