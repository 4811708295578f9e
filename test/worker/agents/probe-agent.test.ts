import { describe, expect, it } from 'vitest';
import type { AgentDefinition } from '../../../src/contracts/agents.ts';
import { type KnownAgent, knownAgents } from '../../../src/worker/agents/catalogue.ts';
import type { Machine } from '../../../src/worker/agents/machine.ts';
import { isOlder, probeAgent } from '../../../src/worker/agents/probe-agent.ts';

type There = {
  programs?: Record<string, string>;
  files?: Record<string, string>;
  env?: Record<string, string>;
  node?: number;
};

function machine({ programs = {}, files = {}, env = {}, node = 22 }: There): Machine {
  return {
    name: 'build-2',
    env,
    hasProgram: async (name) => name in programs,
    run: async (argv) => ({ exit: argv.includes('status') ? 1 : 0, output: programs[argv[0] ?? ''] ?? '' }),
    hasFile: async (path) => path in files,
    text: async (path) => files[path],
    node: async () => node,
  };
}

const agent = (name: string): KnownAgent => {
  const found = knownAgents().get(name);
  if (!found) throw new Error(name);
  return found;
};
const own = (definition: AgentDefinition): KnownAgent => ({ ...definition, name: 'own', source: 'yours' });

describe('an agent on a machine', () => {
  it('that is not installed is told of with how to install it', async () => {
    const { argv, problem } = await probeAgent(agent('gemini'), machine({}));
    expect(argv).toBeNull();
    expect(problem).toBe(
      'Gemini CLI is not installed on build-2: there is no program "gemini". Install it: npm install -g @google/gemini-cli.',
    );
  });

  it('to which nobody is logged in is told of with how to log in', async () => {
    const { loggedIn, problem } = await probeAgent(
      agent('codex-headless'),
      machine({ programs: { codex: 'codex-cli 0.169.0' } }),
    );
    expect(loggedIn).toBe(false);
    expect(problem).toBe(
      'Nobody is logged in to Codex, exec on build-2. Log in: codex login, or set CODEX_API_KEY.',
    );
  });

  it('that is there and logged in by a file works under the account the file names', async () => {
    const files = { '~/.codex/auth.json': '{"tokens":{"account_id":"a-1","access_token":"secret"}}' };
    const found = await probeAgent(
      agent('codex-headless'),
      machine({ programs: { codex: 'codex-cli 0.169.0' }, files }),
    );
    expect(found).toMatchObject({ version: '0.169.0', loggedIn: true, account: 'codex:a-1', problem: null });
  });

  it('with a key shares the account of those with the same key, and tells nobody the key', async () => {
    const with_ = (key: string) =>
      probeAgent(agent('claude'), machine({ programs: { npx: '' }, env: { ANTHROPIC_API_KEY: key } }));
    const [one, same, other] = await Promise.all([with_('sk-one'), with_('sk-one'), with_('sk-two')]);
    expect(one.account).toMatch(/^claude:key-[0-9a-f]{8}$/);
    expect(same.account).toBe(one.account);
    expect(other.account).not.toBe(one.account);
  });

  it('that is too old is told of with the version it takes', async () => {
    const env = { GEMINI_API_KEY: 'x' };
    const { problem } = await probeAgent(agent('gemini'), machine({ programs: { gemini: '0.9.1' }, env }));
    expect(problem).toBe(
      'Gemini CLI 0.9.1 is too old: it takes 0.60.0 or newer. Install it: npm install -g @google/gemini-cli.',
    );
  });

  it('is started by its own program where that is there, else by the newest way this Node can run', async () => {
    const wayOf = async (there: There) => (await probeAgent(agent('claude'), machine(there))).argv?.at(-1);
    const npx = { npx: '' };
    expect(await wayOf({ programs: { ...npx, 'claude-agent-acp': '' } })).toBe('claude-agent-acp');
    expect(await wayOf({ programs: npx, node: 22 })).toBe('@agentclientprotocol/claude-agent-acp@0.100.0');
    expect(await wayOf({ programs: npx, node: 20 })).toBe('@agentclientprotocol/claude-agent-acp@0.49.0');
  });

  it('of whose login nothing is known is not said to lack one', async () => {
    const found = await probeAgent(agent('copilot'), machine({ programs: { copilot: '1.0.102' } }));
    expect(found).toMatchObject({ loggedIn: null, problem: null });
  });

  it('on a machine that is out of reach cannot work, with the reason', async () => {
    const gone = {
      ...machine({}),
      hasProgram: () => Promise.reject(new Error('build-2 cannot be reached over SSH')),
    };
    expect((await probeAgent(agent('claude'), gone)).problem).toBe('build-2 cannot be reached over SSH');
  });

  it('names no account from a file of the wrong shape, or with what is no name', async () => {
    const definition = own({
      driver: 'acp',
      argv: ['own'],
      account: { prefix: 'own', file: '~/a', at: 'x.y' },
    });
    for (const text of [
      'not json',
      '[]',
      '{"x":null}',
      '{"x":{"y":"two\\nlines"}}',
      `{"x":{"y":"${'z'.repeat(200)}"}}`,
    ]) {
      const found = await probeAgent(definition, machine({ programs: { own: '' }, files: { '~/a': text } }));
      expect(found.account).toBeNull();
    }
  });
});

it('versions are compared by their figures', () => {
  expect(isOlder('0.9.10', '0.10.0')).toBe(true);
  expect(isOlder('2.0', '2.0.0')).toBe(false);
  expect(isOlder('10.0.0', '9.9.9')).toBe(false);
});

describe('the catalogue', () => {
  it('has an agent of the user’s own in place of a known one of the same name', () => {
    const agents = knownAgents({ claude: { driver: 'command', argv: ['my-claude'] } });
    expect(agents.get('claude')).toMatchObject({ argv: ['my-claude'], source: 'yours' });
  });

  it('shows an agent nothing in the user’s home that holds more than its own', () => {
    const shown = [...knownAgents().values()].flatMap(({ readable = [], writable = [] }) => [
      ...readable,
      ...writable,
    ]);
    expect(
      shown.filter((path) => ['~/', '~/.config', '~/.ssh', '~/.npmrc', '~/.local/share'].includes(path)),
    ).toEqual([]);
  });
});
