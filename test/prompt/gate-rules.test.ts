import { describe, expect, it } from 'vitest';
import { type GateFacts, gateRules } from '../../src/prompt/gate-rules.ts';
import { parseStackOverride } from '../../src/stack/andon-yaml.ts';
import { parseSettings } from '../../src/stack/verification-settings.ts';

const rules = (more: Partial<GateFacts> = {}, yaml?: string): string =>
  gateRules({
    ...{ kind: 'build', stack: null, coverage: 80 },
    override: parseStackOverride(yaml),
    settings: parseSettings(yaml),
    ...more,
  });

describe('the rules of the gate', () => {
  it('name every layout while none is known, and the one of the service when it is', () => {
    expect(rules()).toMatch(/package\.json[\s\S]*src\/main\.py[\s\S]*go\.mod/);
    expect(rules({ stack: 'python' })).toContain('src/main.py');
    expect(rules({ stack: 'python' })).not.toContain('package.json');
  });

  it('are those that the service sets', () => {
    const yaml = [
      'stack: { start: [deno, run, main.ts], required: [main.ts] }',
      'verification:',
      '  protected: [tests/acceptance.test.js]',
      '  skips: [slow one]',
      '  mutation: { score: 65 }',
      '  controls: { stubs: off }',
      '  levels: { udc: required, security: off }',
      'install: { network: [git.example.com] }',
    ].join('\n');
    const text = rules({ stack: 'custom', coverage: 91 }, yaml);
    for (const part of ['`deno run main.ts`', '`main.ts`', 'more than 91 %', 'at least 65 %', '`slow one`']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('`tests/acceptance.test.js`');
    expect(text).toContain('/capabilities');
    expect(text).toContain('git.example.com');
    expect(text).not.toContain('functions that throw');
    expect(text).not.toContain('npm audit');
  });

  it('of a spec are its sections, and of a stage none', () => {
    expect(rules({ kind: 'write-spec' })).toContain('Success Criteria');
    expect(rules({ kind: 'stage' })).toBe('');
  });

  it('never tell a builder of tests that are hidden from it', () => {
    for (const kind of ['build', 'fix', 'write-tests'] as const)
      expect(rules({ kind })).not.toMatch(/hidden|acceptance\//);
  });
});
