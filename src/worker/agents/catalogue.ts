import type { AgentDefinition } from '../../contracts/agents.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { mock } from './mock.ts';
import { others, unchecked } from './others.ts';

export type KnownAgent = AgentDefinition & {
  readonly name: string;
  /** Who says so: Andon, of what it was checked against or only read about, or the user in `andon.yaml`. */
  readonly source: 'checked' | 'read' | 'yours';
};

/** The agents that can be named with `--agent`, those of the user before those of the same name that Andon knows. */
export function knownAgents(own: Readonly<Record<string, AgentDefinition>> = {}): Map<string, KnownAgent> {
  const of = (table: Readonly<Record<string, AgentDefinition>>, source: KnownAgent['source']) =>
    Object.entries(table).map(([name, agent]): [string, KnownAgent] => [name, { ...agent, name, source }]);
  return new Map([
    ...of({ ...claude, ...codex, ...others, ...mock() }, 'checked'),
    ...of(unchecked, 'read'),
    ...of(own, 'yours'),
  ]);
}
