import type { AgentDefinition } from '../../contracts/agents.ts';
import { mockAgentArgv, mockAgentFiles } from '../drivers/mock/mock-agent-argv.ts';

/** The scripted agent that comes with Andon: no model and no key, to see how all of it goes together. */
export function mock(): Readonly<Record<string, AgentDefinition>> {
  const shared = { env: {}, readable: mockAgentFiles() };
  return {
    mock: { ...shared, title: 'Scripted agent', driver: 'acp', argv: mockAgentArgv() },
    'mock-plain': {
      ...shared,
      title: 'Scripted agent, plain',
      driver: 'command',
      argv: mockAgentArgv('--plain'),
    },
  };
}
