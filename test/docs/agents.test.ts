import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentDefinition } from '../../src/contracts/agents.ts';
import { type KnownAgent, knownAgents } from '../../src/worker/agents/catalogue.ts';
import { contractOf, filledArgv, type Places } from '../../src/worker/drivers/command/contract.ts';
import { exits } from '../../src/worker/drivers/command/outcome-of.ts';
import { ticketBrief } from '../worker/agents/ticket-brief.ts';
import { driverEvents } from '../worker/driver-events.ts';
import { codeIn, namesIn, rowsBelow, textOf } from './markdown.ts';

const text = textOf('docs/agents.md');
const agents = knownAgents();
const isMock = (name: string) => name.startsWith('mock');
const agent = (name: string | undefined): KnownAgent => {
  const found = agents.get(name ?? '');
  if (!found) throw new Error(`docs/agents.md names an agent that is not known: ${name}`);
  return found;
};

describe('docs/agents.md', () => {
  it('names every known agent, and says how each is started', () => {
    const rows = rowsBelow(text, '## The others');
    const told = rows.flatMap(([names]) => namesIn(names));
    const inProse = ['claude', 'claude-headless', 'codex', 'codex-headless', 'aider'];
    expect([...told, ...inProse].sort()).toEqual([...agents.keys()].sort());
    for (const name of inProse) expect(text).toContain(`\`${name}\``);
    for (const [names, started] of rows) {
      const [name = ''] = namesIn(names);
      if (isMock(name)) continue;
      const words = agent(name).argv.filter((word) => word !== '{permissions}');
      expect(namesIn(started)[0]).toBe(words.join(' '));
    }
  });

  it('says what each may do, in the words it is started with', () => {
    const rows = rowsBelow(text, '## What it may do').map(([names, free, held]) => ({
      ...{ name: namesIn(names)[0], free: namesIn(free)[0] ?? '', held: namesIn(held)[0] ?? '' },
    }));
    const real = [...agents.values()].flatMap(({ name, permissions }) =>
      permissions
        ? [{ name, free: permissions.free?.join(' ') ?? '', held: permissions.held?.join(' ') ?? '' }]
        : [],
    );
    const byName = (a: { name: string | undefined }, b: { name: string | undefined }) =>
      (a.name ?? '').localeCompare(b.name ?? '');
    expect(rows.sort(byName)).toEqual(real.sort(byName));
  });

  it('says all that each sees of this machine', () => {
    for (const [names, readable, writable, variables, keeps] of rowsBelow(
      text,
      '## What it sees of your machine',
    )) {
      const [first, ...more] = namesIn(names).map(agent);
      const seen = (of: KnownAgent | undefined) => ({
        ...{ readable: of?.readable ?? [], writable: of?.writable ?? [], keeps: of?.keeps ?? [] },
      });
      expect(seen(first)).toEqual({
        ...{ readable: namesIn(readable), writable: namesIn(writable), keeps: namesIn(keeps) },
      });
      for (const other of more) expect(seen(other)).toEqual(seen(first));
      const passes = new Set(
        [first, ...more].map((each) => each?.passes ?? []).reduce((a, b) => (a.length < b.length ? a : b)),
      );
      expect(namesIn(variables).sort()).toEqual([...passes].sort());
    }
    const told = rowsBelow(text, '## What it sees of your machine').flatMap(([names]) => namesIn(names));
    const checked = [...agents.values()].filter(({ source, name }) => source === 'checked' && !isMock(name));
    expect(told.sort()).toEqual(checked.map(({ name }) => name).sort());
  });

  it('names for each agent the way to log in that Andon names', () => {
    const words = [...agents.values()].flatMap(
      ({ logIn }) => logIn?.match(/[A-Z]+(?:_[A-Z]+)+|[a-z-]+ (?:auth )?login\b/g) ?? [],
    );
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    const installs = ['claude-headless', 'claude', 'codex', 'codex-headless'].map(
      (name) => agent(name).install ?? '?',
    );
    expect(installs.filter((command) => !text.includes(command))).toEqual([]);
    expect(text).toContain(agent('aider').install);
  });

  it('shows a definition that is taken as it stands', () => {
    const [, yaml = ''] = /```yaml\n(agents:[\s\S]*?)```/.exec(text) ?? [];
    const { agents: shown } = parse(yaml);
    expect(agentDefinition.parse(shown['my-agent']).map).toHaveLength(7);
  });

  it('has the contract of the command driver: variables, placeholders, exit codes', () => {
    const rows = rowsBelow(text, '### What a program finds, and how it answers');
    const names = rows.flatMap(([cell]) => namesIn(cell)).filter((name) => name.startsWith('ANDON_'));
    const at = (name: string) => `/beside/${name}`;
    const places: Places = {
      ...{ workspace: at('w'), side: at(''), spec: at('s'), feedback: at('f'), promptFile: at('p') },
      ...{ mcpConfig: at('m'), out: at('o') },
    };
    const mcp = { url: 'http://127.0.0.1/mcp', bearer: 'b' };
    const { signal } = new AbortController();
    const run = { brief: ticketBrief, workspace: at('w'), mcp, signal, events: driverEvents() };
    expect(names.sort()).toEqual(Object.keys(contractOf(run, places)).sort());
    const [, list = ''] = /In its words these are filled in: ([\s\S]*?)\n\n/.exec(text) ?? [];
    const placeholders = namesIn(list).filter((name) => /^\{\w+\}$/.test(name));
    const filled = filledArgv(placeholders, { brief: ticketBrief, resume: 'ses' }, places);
    expect(filled.filter((word) => word.includes('{'))).toEqual([]);
    expect(placeholders.length).toBe(Object.keys(places).length + 5);
    const codes = rows.map(([cell]) => Number(cell)).filter((code) => code > 0);
    expect(codes).toEqual(Object.values(exits));
  });

  it('names the versions it was checked against where the adapters are fetched', () => {
    const fetched = [...agents.values()].flatMap(({ instead = [] }) =>
      instead.map(({ argv }) => argv.at(-1) ?? ''),
    );
    const parts = fetched.map((name) => [
      name.slice(0, name.lastIndexOf('@')),
      name.slice(name.lastIndexOf('@') + 1),
    ]);
    const checked = text.slice(text.indexOf('## What was checked'));
    for (const [name = '?', version = '?'] of parts) {
      expect(codeIn(checked)).toContain(name);
      expect(checked).toContain(version);
    }
  });
});
