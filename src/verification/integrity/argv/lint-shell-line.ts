import { type ParseEntry, parse } from 'shell-quote';
import { lintArgv, runsTests } from './lint-argv.ts';

type Command = { readonly argv: string[]; readonly before: string };

/** Programs that read TAP from a pipe and fail when it does. */
const tapReaders = /^(?:tap-\w[\w-]*|faucet|tap|colortape)$/;

/** What in a shell line keeps a failing suite from failing it, one phrase each. */
export function lintShellLine(line: string): string[] {
  let entries: ParseEntry[];
  try {
    entries = parse(line, (name) => `$${name}`);
  } catch {
    return ['it is not a shell line that can be read'];
  }
  const commands = commandsIn(entries);
  const found: string[] = [];
  const pipefail = /\bset\s+-[a-z]*o\s+pipefail|\bpipefail\b/.test(line);
  for (const [index, { argv, before }] of commands.entries()) {
    const [name = '', first] = argv;
    const last = index === commands.length - 1;
    const ran = commands.slice(0, index).some((one) => runsTests(one.argv));
    if (name === 'set' && (first === '+e' || argv.includes('+e')))
      found.push('`set +e` goes on after a failure');
    if (before === '||' && ran && swallows(argv))
      found.push(`\`|| ${argv.join(' ')}\` ends well whatever the tests say`);
    else if (before === '||' && ran && last && !fails(argv))
      found.push(`\`|| ${argv.join(' ')}\` hides that the tests failed`);
    else if ((before === ';' || before === '&') && swallows(argv))
      found.push(`\`${before} ${argv.join(' ')}\` ends well whatever the tests say`);
    else if (
      before === ';' &&
      last &&
      ran &&
      !runsTests(argv) &&
      !/^(?:exit|return)$/.test(name) &&
      !setsErrExit(commands)
    )
      found.push(`after \`;\` the status is that of \`${argv.join(' ')}\`, not of the tests`);
    if (before === '|' && !pipefail && !runsTests(argv) && !tapReaders.test(name) && ran)
      found.push(`\`| ${argv.join(' ')}\` without pipefail hides that the tests failed`);
    if (before === '&' && last && argv.length > 0 && name === 'wait')
      found.push('`&` lets the tests run on their own');
  }
  if (/(?:^|[^&])&\s*$/.test(line)) found.push('`&` at the end does not wait for the tests');
  for (const { argv, before } of commands) {
    if (fails(argv)) continue;
    const isOwn = before === '' || before === '&&' || before === ';';
    if (!isOwn || (commands.length > 1 && swallows(argv))) continue;
    const prints = /^(?:echo|printf|set|true|:|export|cd|mkdir|rm)$/.test(argv[0] ?? '');
    if (!(commands.length > 1 && prints)) found.push(...lintArgv(argv, lintShellLine));
  }
  return [...new Set(found)];
}

function commandsIn(entries: readonly ParseEntry[]): Command[] {
  const commands: Command[] = [];
  let argv: string[] = [];
  let before = '';
  let skip = false;
  const end = (operator: string) => {
    if (argv.length > 0) commands.push({ argv, before });
    // `|| (a && b)`: what is in the brackets is still after `||`.
    if (argv.length > 0 || operator !== '(') before = operator;
    argv = [];
  };
  for (const entry of entries) {
    if (typeof entry === 'string') {
      if (!skip) argv.push(entry);
      skip = false;
    } else if ('comment' in entry) break;
    else if (entry.op === 'glob') argv.push('pattern' in entry ? entry.pattern : '*');
    else if (/[<>]/.test(entry.op)) {
      // `2>/dev/null`: neither the descriptor nor the file is a word of the command.
      if (/^\d$/.test(argv.at(-1) ?? '')) argv.pop();
      skip = true;
    } else end(entry.op === '|&' ? '|' : entry.op);
  }
  end('');
  return commands;
}

function swallows([name = '', first]: readonly string[]): boolean {
  return (
    name === 'true' ||
    name === ':' ||
    (name === 'exit' && (first === undefined || first === '0')) ||
    name === 'echo' ||
    name === 'printf'
  );
}

function fails([name = '', first]: readonly string[]): boolean {
  return (
    name === 'false' ||
    ((name === 'exit' || name === 'return') && first !== undefined && first !== '0') ||
    name === 'kill'
  );
}

function setsErrExit(commands: readonly Command[]): boolean {
  return commands.some(({ argv }) => argv[0] === 'set' && argv.some((word) => /^-[a-z]*e/.test(word)));
}
