import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/stack/verification-settings.ts';

describe('how strictly a service is verified', () => {
  it('is the defaults where nobody says anything', () => {
    const { verification, install } = parseSettings(undefined);
    expect(verification.controls).toEqual({
      canary: 'required',
      stubs: 'required',
      parent: 'required',
      mutation: 'required',
    });
    expect(verification.levels.quality).toBe('advisory');
    expect(install).toEqual({ scripts: false, network: [] });
    expect(parseSettings('')).toEqual(parseSettings('stack: { start: [node, a.js] }'));
  });

  it('is what the service says over what the home says, key by key', () => {
    const ofHome = { coverage: 90, controls: { mutation: 'off', stubs: 'advisory' } };
    const own = 'verification: { controls: { mutation: required }, mutation: { seconds: 60 } }';
    expect(parseSettings(own, ofHome).verification).toMatchObject({
      coverage: 90,
      controls: { canary: 'required', stubs: 'advisory', mutation: 'required' },
      mutation: { seconds: 60, mutants: 12 },
    });
  });

  it.each([
    ['verification: { controls: { canary: perhaps } }', /verification\.controls\.canary/],
    ['verification: { canary: off }', /canary/],
    ['verification: [strict]', /verification/],
    ['verification: { protected: [../SPEC.md] }', /a path inside BUILD/],
    ['install: { scripts: yes please }', /install\.scripts/],
    ['verification: {', /not YAML/],
  ])('is refused with its path: %s', (text, why) => {
    expect(() => parseSettings(text)).toThrow(why);
    expect(() => parseSettings(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
