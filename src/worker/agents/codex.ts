import type { AgentDefinition } from '../../contracts/agents.ts';
import { codexMap } from './maps.ts';

const shared = {
  passes: ['CODEX_API_KEY', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  readable: ['~/.codex/config.toml', '~/.codex/AGENTS.md', '~/.codex/skills'],
  writable: ['~/.codex/auth.json'],
  keeps: ['~/.codex'],
  account: {
    prefix: 'codex',
    env: ['CODEX_API_KEY', 'OPENAI_API_KEY'],
    file: '~/.codex/auth.json',
    at: 'tokens.account_id',
  },
  logIn: 'codex login, or set CODEX_API_KEY',
} satisfies Partial<AgentDefinition>;

const login = {
  env: ['CODEX_API_KEY', 'OPENAI_API_KEY'],
  files: ['~/.codex/auth.json'],
  status: ['codex', 'login', 'status'],
};

/** Its own sandbox needs namespaces, which Andon's does not give away: inside, that one is left out. */
const run = ['codex', 'exec', '--json', '--skip-git-repo-check'];

/** OpenAI Codex: by its adapter for ACP, and by `codex exec`. */
export const codex: Readonly<Record<string, AgentDefinition>> = {
  codex: {
    ...shared,
    title: 'Codex',
    driver: 'acp',
    argv: ['codex-acp'],
    instead: [{ argv: ['npx', '-y', '@agentclientprotocol/codex-acp@2.6.0'] }],
    env: { NO_BROWSER: '1', INITIAL_AGENT_MODE: 'agent' },
    freeEnv: { INITIAL_AGENT_MODE: 'agent-full-access' },
    passes: [...shared.passes, 'CODEX_CONFIG', 'MODEL_PROVIDER'],
    probe: login,
    install: 'npm install -g @agentclientprotocol/codex-acp',
  },
  'codex-headless': {
    ...shared,
    title: 'Codex, exec',
    driver: 'command',
    argv: [...run, '{permissions}', '-'],
    resumeArgv: [
      'codex',
      'exec',
      '{permissions}',
      'resume',
      '--json',
      '--skip-git-repo-check',
      '{session}',
      '-',
    ],
    permissions: {
      free: ['--dangerously-bypass-approvals-and-sandbox'],
      held: ['--sandbox', 'workspace-write', '-c', 'approval_policy="never"'],
    },
    promptOnStdin: true,
    probe: { ...login, version: ['codex', '--version'], least: '0.100.0' },
    map: codexMap,
    install: 'npm install -g @openai/codex',
  },
};
