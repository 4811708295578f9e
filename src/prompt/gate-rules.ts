import type { TicketKind } from '../../machines/ticket/ticket.events.ts';
import type { StackOverride } from '../stack/andon-yaml.ts';
import type { VerificationSettings } from '../stack/verification-settings.ts';

/** The stack a service is of, as far as its files or its `andon.yaml` tell. */
export type KnownStack = 'node' | 'python' | 'go' | 'custom';

export type GateFacts = {
  readonly kind: TicketKind;
  /** Null where nothing tells yet. */
  readonly stack: KnownStack | null;
  readonly override: StackOverride | undefined;
  readonly settings: VerificationSettings;
  /** Percent of the source lines, to be exceeded. */
  readonly coverage: number;
};

const layouts: Readonly<Record<Exclude<KnownStack, 'custom'>, string>> = {
  node: 'Node: `package.json` with a `start` script that is plain `node <file>`, `Dockerfile`, `.env.example`; `package-lock.json` where it has dependencies (`npm ci --ignore-scripts` installs it). Tests `*.test.js` or in `test/`, by Node’s own runner, or by Vitest, Jest or Mocha where `package.json` depends on it.',
  python:
    'Python: `src/main.py`, `requirements.txt` (wheels alone are installed), `Dockerfile`, `.env.example`. Tests in `tests/`, run by pytest.',
  go: 'Go: `go.mod`, `Dockerfile`, `.env.example`. Tests by `go test ./...`.',
};

/** What the gates will look at, for this kind of ticket and this service: `docs/verification.md`, in a few lines. */
export function gateRules(facts: GateFacts): string {
  switch (facts.kind) {
    case 'write-spec':
      return section('What the spec has to have', specRules);
    case 'deploy':
    case 'stage':
      return '';
    default:
      return [
        section('What Andon checks of the service', [...layoutRules(facts), ...serviceRules(facts)]),
        section('What Andon checks of its tests', testRules(facts)),
      ].join('\n\n');
  }
}

const specRules: readonly string[] = [
  'Five sections, each a heading with text under it: Purpose, Requirements, API Specs, Dependencies, Success Criteria.',
  'No placeholders such as TODO or TBD, no secrets.',
  'Each endpoint as a line with method, path and what it answers: `POST /links` → 201. Refusals with their status. An example where a rule has numbers in it.',
];

function layoutRules({ stack, override }: GateFacts): string[] {
  if (stack === 'custom' || override?.start) {
    return [
      `The layout is the user’s: started with \`${words(override?.start)}\`${override?.install ? `, installed with \`${words(override.install)}\`` : ''}${override?.test ? `, tested with \`${words(override.test.argv)}\`` : ''}, in BUILD/.`,
      ...(override?.required ? [`These files have to be there: ${list(override.required)}.`] : []),
    ];
  }
  if (stack !== null) return [layouts[stack]];
  return [
    'One of these layouts in BUILD/, whichever the spec asks for; Node where it leaves the choice:',
    ...Object.values(layouts),
  ];
}

function serviceRules({ settings: { verification, install } }: GateFacts): string[] {
  const { levels } = verification;
  return [
    'It listens on the port in `PORT`, keeps all it keeps under `DATA_DIR`, and answers `GET /health` with 200.',
    `It is installed with package registries alone${install.network.length > 0 ? ` and ${list(install.network)}` : ''}, ${install.scripts ? 'install scripts run' : 'without install scripts'}.`,
    'No secret stands in a file.',
    ...(levels.production === 'required'
      ? [
          '`GET /health` stays under 500 ms with four at a time; SIGTERM ends it within 10 s; it starts again on the same data.',
        ]
      : []),
    ...(levels.security === 'required'
      ? ['`npm audit` (high and above) and bandit (medium and above) find nothing.']
      : []),
    ...(levels.quality === 'required' ? ['ruff, or the project’s own eslint or biome, find nothing.'] : []),
    ...(levels.udc === 'required'
      ? [
          '`/health`, `/capabilities`, `/state` and `/dependencies` answer 200, `/message` and `/send` take a message.',
        ]
      : []),
    ...(verification.acceptance === 'off'
      ? []
      : [
          'Andon asks the running service what the spec literally says, with values of its own, also after a restart: special cases for known inputs do not pass.',
        ]),
  ];
}

function testRules({ kind, coverage, settings: { verification } }: GateFacts): string[] {
  const { controls, mutation, skips } = verification;
  return [
    ...(kind === 'build' ? ['Without any test, another session writes them.'] : []),
    `They reach more than ${coverage} % of the lines of all source files; files that no test loads count as zero.`,
    `All pass, and none is skipped${skips.length > 0 ? ` but ${list(skips)}` : ''}. None that was there is removed or loosened.`,
    'They run without a network, BUILD/ read-only, in any time zone, within ten minutes. They end no process, patch neither runner nor assertions, and print no results themselves.',
    ...(controls.stubs === 'required'
      ? ['They fail when the implementation is replaced by functions that throw or answer nothing.']
      : []),
    ...(controls.mutation === 'required'
      ? [`They notice at least ${mutation.score} % of small faults put into the code.`]
      : []),
    ...(controls.parent === 'required' && kind === 'fix'
      ? ['Where an incident is mended, a new test fails on the code before.']
      : []),
    ...(verification.protected.length > 0
      ? [`These files come from what serves; changing them changes nothing: ${list(verification.protected)}.`]
      : []),
  ];
}

function section(title: string, rules: readonly string[]): string {
  return [`# ${title}`, '', ...rules.map((rule) => `- ${rule}`)].join('\n');
}

function words(argv: readonly string[] | undefined): string {
  return argv?.join(' ') ?? '';
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
