import { basename } from 'node:path';

const always = new Set(['true', ':', 'exit', 'echo', 'printf']);
const flags: readonly [RegExp, string][] = [
  [/^--pass-?[wW]ith-?[nN]o-?[tT]ests(?:=true)?$/, 'passes without a test'],
  [/^--(?:ci=false|no-ci)$/, 'lets snapshots be written'],
  [
    /^--(?:update-?[sS]napshots?|updateSnapshot|snapshot-update|update)(?:=\w+)?$/,
    'writes the snapshots anew',
  ],
  [/^--test-update-snapshots$/, 'writes the snapshots anew'],
  [/^--deselect(?:=|$)/, 'leaves tests out'],
  [/^--ignore(?:-glob)?(?:=|$)/, 'leaves tests out'],
  [
    /^--(?:no-fail|exit-zero|no-exit|suppress-tests-failed-exit-code|suppress-no-test-exit-code|allow-no-tests|continue-on-error)(?:=|$)/,
    'ends well whatever the tests say',
  ],
  [
    /^--(?:retry|retries|reruns|test-retries|retry-times)(?:=(?!0$)|$)/,
    'runs failing tests again until they pass',
  ],
  [/^--dangerouslyIgnoreUnhandledErrors(?:=true)?$/, 'keeps errors from being seen'],
  [
    /^--(?:testPathIgnorePatterns|exclude|skip-files|invert|collect-only|co|setup-only|list-?[tT]ests|dry-run)(?:=|$)/,
    'leaves tests out',
  ],
];
const testRunners =
  /^(?:vitest|jest|mocha|ava|tap|node|pytest|py\.test|unittest|react-scripts|c8|nyc|playwright)$/;

/** What in a command keeps a failing suite from failing it, one phrase each; a shell line inside it is looked at too. */
export function lintArgv(
  argv: readonly string[],
  lintShell: (line: string) => string[] = () => [],
): string[] {
  const words = argv.filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  const [program = '', ...rest] = words;
  const name = basename(program);
  if (name === '') return ['`` runs nothing'];
  if (always.has(name)) return [`\`${argv.join(' ')}\` runs no test`];
  const shell = /^(?:ba|da|z|k)?sh$/.test(name) ? rest.findIndex((word) => /^-[a-z]*c$/.test(word)) : -1;
  if (shell >= 0)
    return [
      ...(rest.slice(0, shell).includes('+e') ? ['`+e` goes on after a failure'] : []),
      ...lintShell(rest[shell + 1] ?? ''),
    ];
  const found: string[] = [];
  for (const [index, word] of rest.entries()) {
    for (const [pattern, what] of flags) if (pattern.test(word)) found.push(`\`${word}\` ${what}`);
    if (word === '-u' && isRunner(words)) found.push('`-u` writes the snapshots anew');
    const picked = word === '-k' ? (rest[index + 1] ?? '') : (word.match(/^-k(.+)$/)?.[1] ?? '');
    if (/\bnot\b/.test(picked)) found.push(`\`-k ${picked}\` leaves tests out`);
    if (word === '-m' && /^not\b/.test(rest[index + 1] ?? ''))
      found.push(`\`-m ${rest[index + 1]}\` leaves tests out`);
    if (name === 'node' && (word === '-e' || word === '--eval' || word === '-p'))
      found.push(`\`node ${word}\` runs no test file`);
  }
  const wrapped = rest.findIndex((word) => testRunners.test(basename(word)));
  return wrapped >= 0 && always.has(basename(rest[wrapped - 1] ?? ''))
    ? [...found, 'prints the command and runs nothing']
    : found;
}

const otherScripts = /^(?:lint|build|format|clean|compile|type-?check|prepare|ci|install|audit)(?::.*)?$/;

/** Whether a command runs tests, as far as its words say. */
export function runsTests(argv: readonly string[]): boolean {
  const words = argv.filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  const name = basename(words[0] ?? '');
  if (/^(?:npm|yarn|pnpm|bun)$/.test(name)) return !words.some((word) => otherScripts.test(word));
  if (/^(?:make|tox|nox|python3?)$/.test(name)) return true;
  return isRunner(words) || (name === 'go' && words[1] === 'test');
}

function isRunner(words: readonly string[]): boolean {
  return words.some((word) => testRunners.test(basename(word)));
}
