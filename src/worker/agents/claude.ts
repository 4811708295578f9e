import type { AgentDefinition } from '../../contracts/agents.ts';
import { claudeMap } from './maps.ts';

const shared = {
  passes: [
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'CLAUDE_CODE_OAUTH_TOKEN',
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_MODEL',
    'CLAUDE_CODE_USE_BEDROCK',
    'CLAUDE_CODE_USE_VERTEX',
    'AWS_REGION',
    'AWS_BEARER_TOKEN_BEDROCK',
  ],
  // The login alone may be written, since it is renewed; settings of the user hold hooks, which run outside the sandbox.
  readable: ['~/.claude/settings.json', '~/.claude/CLAUDE.md', '~/.claude/skills', '~/.claude/agents'],
  writable: ['~/.claude/.credentials.json'],
  keeps: ['~/.claude'],
  account: {
    prefix: 'claude',
    env: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'],
    file: '~/.claude.json',
    at: 'oauthAccount.emailAddress',
  },
  logIn: 'claude auth login, or set ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN',
} satisfies Partial<AgentDefinition>;

const login = {
  env: [
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'CLAUDE_CODE_OAUTH_TOKEN',
    'CLAUDE_CODE_USE_BEDROCK',
    'CLAUDE_CODE_USE_VERTEX',
  ],
  files: ['~/.claude/.credentials.json'],
  status: ['claude', 'auth', 'status'],
};

const quiet = { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' };

/** Claude Code: by its adapter for ACP, and by its own printing mode. */
export const claude: Readonly<Record<string, AgentDefinition>> = {
  claude: {
    ...shared,
    title: 'Claude Code',
    driver: 'acp',
    argv: ['claude-agent-acp'],
    instead: [
      { argv: ['npx', '-y', '@agentclientprotocol/claude-agent-acp@0.100.0'], leastNode: 22 },
      { argv: ['npx', '-y', '@agentclientprotocol/claude-agent-acp@0.49.0'] },
    ],
    env: { ...quiet, NO_BROWSER: '1' },
    freeEnv: { IS_SANDBOX: '1' },
    passes: [...shared.passes, 'MAX_THINKING_TOKENS'],
    probe: login,
    install: 'npm install -g @agentclientprotocol/claude-agent-acp',
  },
  'claude-headless': {
    ...shared,
    title: 'Claude Code, printing',
    driver: 'command',
    argv: [
      ...['claude', '-p', '--output-format', 'stream-json', '--verbose'],
      ...['--mcp-config', '{mcpConfig}', '--strict-mcp-config', '{permissions}'],
    ],
    resumeArgv: [
      ...['claude', '-p', '--output-format', 'stream-json', '--verbose', '--resume', '{session}'],
      ...['--mcp-config', '{mcpConfig}', '--strict-mcp-config', '{permissions}'],
    ],
    permissions: {
      free: ['--dangerously-skip-permissions'],
      held: ['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash'],
    },
    promptOnStdin: true,
    env: quiet,
    freeEnv: { IS_SANDBOX: '1' },
    probe: { ...login, version: ['claude', '--version'], least: '2.0.0' },
    map: claudeMap,
    install: 'npm install -g @anthropic-ai/claude-code',
  },
};
