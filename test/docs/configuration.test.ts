import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../machines/policy/limits.ts';
import { loadConfig } from '../../src/config.ts';
import { namesIn, rowsBelow, textOf } from './markdown.ts';

const text = textOf('docs/configuration.md');
const source = textOf('src/config.ts');
const environment = rowsBelow(text, '## Environment');
const keys = (heading: string) => rowsBelow(text, heading).flatMap(([cell]) => namesIn(cell));

describe('docs/configuration.md', () => {
  it('has every variable that is read, and no other', () => {
    const read = [...source.matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)].map((match) => match[1]);
    expect(environment.flatMap(([cell]) => namesIn(cell)).sort()).toEqual([...new Set(read)].sort());
  });

  it('has every variable that is passed on, and no other', () => {
    const lists = [...source.matchAll(/^const passed\w+ = \[([^\]]+)\]/gm)].map((match) => match[1] ?? '');
    const passed = lists.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map((match) => match[1]));
    const at = text.indexOf('Everything else that Andon starts sees an allow-list');
    const named = namesIn(text.slice(at, text.indexOf('\n## ', at))).filter((name) => /^\w+$/.test(name));
    expect(named.sort()).toEqual([...new Set(passed)].sort());
  });

  it('has every key of andon.yaml, and no other', () => {
    const [, schema = ''] = /const fileSchema = z\.strictObject\(\{([\s\S]*?)\n\}\);/.exec(source) ?? [];
    const real = [...schema.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]);
    const written = rowsBelow(text, '## `andon.yaml`').flatMap(([cell]) => namesIn(cell));
    expect(written.sort()).toEqual(real.sort());
  });

  it('has every limit with its default, and no other', () => {
    const written = rowsBelow(text, '## Limits').map(([key, value]) => [namesIn(key)[0], Number(value)]);
    expect(written).toEqual(Object.entries(defaultLimits));
  });

  it('has every key of a service’s own andon.yaml, and no other', () => {
    const [, schema = ''] =
      /const stackOverride = z\.strictObject\(\{([\s\S]*?)\n\}\);/.exec(textOf('src/stack/andon-yaml.ts')) ??
      [];
    const real = [...schema.matchAll(/^ {2}(\w+):/gm)].map((match) => `stack.${match[1]}`);
    expect(keys('## The `andon.yaml` of a service').sort()).toEqual(real.sort());
  });

  it('says the defaults that are used', () => {
    const config = loadConfig({}, '/');
    const said = Object.fromEntries(environment.map(([name, value]) => [namesIn(name)[0], value]));
    expect(said).toMatchObject({
      ANDON_PORT: String(config.port),
      ANDON_GATEWAY_PORT: String(config.gatewayPort),
      ANDON_HOST: config.host,
      ANDON_SERVICES: `\`.${config.services}\``,
      ANDON_HOME: `\`./${config.home.slice(1)}\``,
      ANDON_LOG_LEVEL: config.logLevel,
    });
  });

  it('agrees with the short table of the README', () => {
    const short = rowsBelow(textOf('README.md'), '## Settings');
    const long = new Map(environment.map(([name, value]) => [name, value]));
    expect(short.filter(([name, value]) => long.get(name ?? '') !== value)).toEqual([]);
    expect(short.length).toBeGreaterThan(0);
  });
});
