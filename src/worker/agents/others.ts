import type { AgentDefinition } from '../../contracts/agents.ts';
import { geminiMap, opencodeMap } from './maps.ts';

const gemini = {
  passes: [
    'GEMINI_API_KEY',
    'GOOGLE_API_KEY',
    'GOOGLE_GENAI_USE_VERTEXAI',
    'GOOGLE_GENAI_USE_GCA',
    'GOOGLE_CLOUD_PROJECT',
    'GOOGLE_CLOUD_LOCATION',
    'GEMINI_MODEL',
  ],
  readable: ['~/.gemini/settings.json', '~/.gemini/GEMINI.md', '~/.gemini/google_accounts.json'],
  writable: ['~/.gemini/oauth_creds.json', '~/.gemini/gemini-credentials.json'],
  keeps: ['~/.gemini'],
  account: {
    prefix: 'gemini',
    env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    file: '~/.gemini/google_accounts.json',
    at: 'active',
  },
  install: 'npm install -g @google/gemini-cli',
  logIn: 'start gemini once and choose how to log in, or set GEMINI_API_KEY',
} satisfies Partial<AgentDefinition>;

const geminiProbe = {
  version: ['gemini', '--version'],
  least: '0.60.0',
  env: ['GEMINI_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI', 'GOOGLE_GENAI_USE_GCA'],
  files: ['~/.gemini/oauth_creds.json', '~/.gemini/gemini-credentials.json'],
};

const copilot = {
  passes: ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN', 'GH_HOST', 'COPILOT_MODEL'],
  writable: ['~/.copilot/config.json'],
  keeps: ['~/.copilot'],
  env: { COPILOT_AUTO_UPDATE: 'false' },
  account: {
    prefix: 'copilot',
    env: ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN'],
  },
  probe: {
    version: ['copilot', '--version'],
    least: '1.0.0',
    // Where it keeps a login of its own differs; without a token it can only be tried.
    env: ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN'],
  },
  install: 'npm install -g @github/copilot',
  logIn: 'copilot login, or set COPILOT_GITHUB_TOKEN',
} satisfies Partial<AgentDefinition>;

const opencode = {
  passes: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'OPENROUTER_API_KEY', 'OPENCODE_API_KEY'],
  readable: [
    '~/.config/opencode/opencode.json',
    '~/.config/opencode/opencode.jsonc',
    '~/.config/opencode/AGENTS.md',
  ],
  writable: ['~/.local/share/opencode/auth.json'],
  // It writes into both.
  keeps: ['~/.local/share/opencode', '~/.config/opencode'],
  env: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  account: { prefix: 'opencode', env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY'] },
  probe: {
    version: ['opencode', '--version'],
    least: '1.0.0',
    env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'OPENROUTER_API_KEY', 'OPENCODE_API_KEY'],
    files: ['~/.local/share/opencode/auth.json'],
  },
  install: 'npm install -g opencode-ai',
  logIn: 'opencode auth login, or set the key of your provider',
} satisfies Partial<AgentDefinition>;

const aiderKeys = [
  ...['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'DEEPSEEK_API_KEY', 'OPENROUTER_API_KEY'],
];

/** Agents checked against what is published of them, beside Claude Code and Codex. */
export const others: Readonly<Record<string, AgentDefinition>> = {
  gemini: {
    ...gemini,
    title: 'Gemini CLI',
    driver: 'acp',
    argv: ['gemini', '--acp', '--skip-trust'],
    env: { NO_BROWSER: '1' },
    probe: geminiProbe,
  },
  'gemini-headless': {
    ...gemini,
    title: 'Gemini CLI, headless',
    driver: 'command',
    argv: ['gemini', '-o', 'stream-json', '--skip-trust', '{permissions}'],
    permissions: { free: ['--approval-mode', 'yolo'], held: ['--approval-mode', 'auto_edit'] },
    env: { NO_BROWSER: '1' },
    promptOnStdin: true,
    probe: geminiProbe,
    map: geminiMap,
    exits: { 41: 'provider', 42: 'environment', 44: 'environment', 52: 'environment', 53: 'work' },
  },
  copilot: { ...copilot, title: 'GitHub Copilot CLI', driver: 'acp', argv: ['copilot', '--acp', '--stdio'] },
  'copilot-headless': {
    ...copilot,
    title: 'GitHub Copilot CLI, headless',
    driver: 'command',
    argv: ['copilot', '-p', '{prompt}', '-s', '--no-ask-user', '--no-color', '--allow-all-tools'],
  },
  opencode: { ...opencode, title: 'OpenCode', driver: 'acp', argv: ['opencode', 'acp'] },
  'opencode-headless': {
    ...opencode,
    title: 'OpenCode, run',
    driver: 'command',
    argv: ['opencode', 'run', '--format', 'json', '{permissions}'],
    resumeArgv: ['opencode', 'run', '--format', 'json', '{permissions}', '--session', '{session}'],
    permissions: { free: ['--auto'], held: [] },
    promptOnStdin: true,
    map: opencodeMap,
  },
  aider: {
    title: 'Aider',
    driver: 'command',
    argv: [
      ...[
        'aider',
        '--message-file',
        '{promptFile}',
        '--yes-always',
        '--no-auto-commits',
        '--no-dirty-commits',
      ],
      // Its notes and its index would lie beside BUILD/, where nothing of a builder's may be.
      ...[
        '--chat-history-file',
        '{side}/chat.md',
        '--input-history-file',
        '{side}/input',
        '--map-tokens',
        '0',
      ],
      ...['--no-gitignore', '--no-check-update', '--no-show-release-notes', '--no-show-model-warnings'],
      ...[
        '--analytics-disable',
        '--no-pretty',
        '--no-stream',
        '--no-fancy-input',
        '--no-suggest-shell-commands',
      ],
    ],
    passes: [...aiderKeys, 'OPENAI_API_BASE', 'AIDER_MODEL', 'OLLAMA_API_BASE'],
    readable: ['~/.aider.conf.yml', '~/.aider.model.settings.yml', '~/.aider.model.metadata.json'],
    account: { prefix: 'aider', env: aiderKeys },
    probe: { version: ['aider', '--version'], least: '0.80.0', env: aiderKeys, files: ['~/.aider.conf.yml'] },
    install: 'python3 -m pip install aider-install && aider-install',
    logIn: 'set the key of your provider, as ANTHROPIC_API_KEY',
  },
};

/** Agents by their published way to start them, whose login has not been looked into. */
export const unchecked: Readonly<Record<string, AgentDefinition>> = {
  cursor: {
    title: 'Cursor CLI',
    driver: 'acp',
    argv: ['cursor-agent', 'acp'],
    passes: ['CURSOR_API_KEY'],
    writable: ['~/.cursor', '~/.config/cursor'],
    probe: { version: ['cursor-agent', '--version'] },
    logIn: 'cursor-agent login, or set CURSOR_API_KEY',
  },
  qwen: {
    title: 'Qwen Code',
    driver: 'acp',
    argv: ['qwen', '--acp'],
    passes: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'DASHSCOPE_API_KEY'],
    readable: ['~/.qwen/settings.json'],
    writable: ['~/.qwen/oauth_creds.json'],
    probe: { version: ['qwen', '--version'] },
    install: 'npm install -g @qwen-code/qwen-code',
    logIn: 'start qwen once and log in, or set OPENAI_API_KEY',
  },
  droid: {
    title: 'Factory Droid',
    driver: 'acp',
    argv: ['droid', 'exec', '--output-format', 'acp'],
    passes: ['FACTORY_API_KEY'],
    writable: ['~/.factory'],
    probe: { version: ['droid', '--version'] },
    logIn: 'start droid once and log in, or set FACTORY_API_KEY',
  },
  kiro: {
    title: 'Kiro CLI',
    driver: 'acp',
    argv: ['kiro-cli-chat', 'acp'],
    passes: ['KIRO_API_KEY'],
    writable: ['~/.kiro', '~/.local/share/kiro-cli'],
    probe: { version: ['kiro-cli-chat', '--version'] },
    logIn: 'kiro-cli login',
  },
  kimi: {
    title: 'Kimi CLI',
    driver: 'acp',
    argv: ['kimi', 'acp'],
    passes: ['KIMI_API_KEY'],
    writable: ['~/.kimi'],
    probe: { version: ['kimi', '--version'] },
    logIn: 'kimi login',
  },
  goose: {
    title: 'goose',
    driver: 'acp',
    argv: ['goose', 'acp'],
    passes: ['GOOSE_PROVIDER', 'GOOSE_MODEL', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY'],
    readable: ['~/.config/goose'],
    probe: { version: ['goose', '--version'] },
    logIn: 'goose configure',
  },
};
