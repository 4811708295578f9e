import { parseJavaScript } from '../../syntax/parse-javascript.ts';
import { lineOf, walk } from '../../syntax/walk.ts';
import { lintArgv } from '../argv/lint-argv.ts';
import { nameOf } from '../javascript/chain.ts';
import { literalsIn, numberOf } from '../javascript/literals.ts';
import { iniFiles, isTestSection, sectionsOf, valuesOf } from '../sections.ts';
import type { Finding } from '../suite-facts.ts';

const judges =
  /^\^?(?:node:)?(?:assert|test|vitest|jest|mocha|chai|ava|tap|expect|@jest\/globals|@vitest\/\w+|c8|nyc)(?:\/\w+)?\$?$/;
const preloads =
  /(?:^|[\s"'=])(?:--require|--import|--loader|--experimental-loader|-r|--test-[a-z-]+|--eval|-e|--experimental-test-[a-z-]+)(?:[\s=]|$)/;

/** Lines of a configuration that bend the checks. */
export function configTricks(path: string, text: string): Finding[] {
  const name = path.split('/').at(-1) ?? path;
  if (name === '.npmrc' || name.startsWith('.yarnrc')) return npmrc(text);
  if (name.startsWith('.env')) return environment(text);
  if (name === 'package.json') return packageJson(text);
  if (iniFiles.test(path)) return ini(path, text);
  return /\.[cm]?[jt]s$/.test(name) ? runnerConfig(path, text) : [];
}

function npmrc(text: string): Finding[] {
  return found(
    text,
    /^\s*(?:node-options|script-shell|scripts-prepend-node-path|nodeOptions)\s*[=:]/,
    (line) => ({
      class: 'tampering',
      what: `\`${line.slice(0, 80)}\` changes how every command runs`,
      instead: 'remove the line',
    }),
  );
}

function environment(text: string): Finding[] {
  const dangerous =
    /^\s*(?:export\s+)?(?:NODE_OPTIONS|LD_PRELOAD|PYTEST_ADDOPTS|PYTEST_PLUGINS|PYTHONSTARTUP|PYTHONHOME|NODE_PATH|DYLD_INSERT_LIBRARIES|BASH_ENV|VITEST_\w+|JEST_\w+)\s*=\s*\S/;
  return found(text, dangerous, (line) => {
    if (/NODE_OPTIONS/.test(line) && !preloads.test(line)) return null;
    return {
      class: 'tampering',
      what: `\`${line.slice(0, 80)}\` changes how every command runs`,
      instead: 'remove the line',
    };
  });
}

function found(
  text: string,
  pattern: RegExp,
  say: (line: string) => Omit<Finding, 'line'> | null,
): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const said = pattern.test(line) ? say(line.trim()) : null;
    return said ? [{ line: index + 1, ...said }] : [];
  });
}

function packageJson(text: string): Finding[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  const findings: Finding[] = [];
  const lines = text.split('\n');
  const visit = (value: unknown, keys: readonly string[]) => {
    if (typeof value !== 'object' || value === null || keys.length > 8) return;
    for (const [key, below] of Object.entries(value)) {
      const line =
        Math.max(
          0,
          lines.findIndex((one) => one.includes(`"${key}"`)),
        ) + 1;
      const [section = ''] = keys;
      if (
        /^(?:dependencies|devDependencies|overrides|resolutions)$/.test(section) &&
        judges.test(key) &&
        typeof below === 'string'
      ) {
        if (/^(?:file|link|portal|git|https?|github):|^\.|npm:/.test(below)) {
          findings.push({
            line,
            class: 'tampering',
            what: `${key} is taken from \`${below}\``,
            instead: 'take it from the registry by its version',
          });
        }
      }
      if (/^(?:jest|vitest|mocha|ava|tap|nyc|c8)$/.test(section))
        findings.push(...keyTricks(key, below, line));
      visit(below, [...keys, key]);
    }
  };
  visit(document, []);
  return findings;
}

/** One key of a runner's configuration. */
function keyTricks(key: string, value: unknown, line: number): Finding[] {
  const say = (kind: Finding['class'], what: string, instead: string): Finding[] => [
    { line, class: kind, what, instead },
  ];
  if (/^(?:retry|retries)$/.test(key) && typeof value === 'number' && value > 0) {
    return say(
      'work',
      `\`${key}: ${value}\` runs failing tests again until they pass`,
      'make the tests say the same every time',
    );
  }
  if (key === 'dangerouslyIgnoreUnhandledErrors' && value === true)
    return say('work', `\`${key}\` keeps errors from being seen`, 'remove it');
  if (/^(?:testRunner|runner)$/.test(key) && typeof value === 'string' && /^(?:\.|<rootDir>)/.test(value)) {
    return say(
      'tampering',
      `\`${key}\` is a runner of the submission's own (${value})`,
      'use the runner as it comes',
    );
  }
  if (/^(?:testNamePattern|grep|fgrep|invert)$/.test(key) && value !== '' && value !== false) {
    return say('work', `\`${key}\` picks the tests that are run`, 'remove it; every test is run');
  }
  if (judges.test(key) && typeof value === 'string' && /^(?:\.|<rootDir>|\/)/.test(value)) {
    return say(
      'tampering',
      `${key} is replaced by \`${value}\``,
      'leave the assertion library and the runner as they are',
    );
  }
  return [];
}

function runnerConfig(path: string, text: string): Finding[] {
  const parsed = parseJavaScript(path, text);
  if (!parsed) return [];
  const findings: Finding[] = [];
  walk(parsed.program, (node) => {
    if (node.type !== 'ObjectProperty') return undefined;
    const { value } = node;
    const plain = value.type === 'BooleanLiteral' ? value.value : (numberOf(value) ?? literalsIn([value])[0]);
    if (plain !== undefined) findings.push(...keyTricks(nameOf(node.key), plain, lineOf(node)));
    return undefined;
  });
  return findings;
}

/** Patterns of what is collected that leave the usual names out. */
function collectsLess(key: string, value: { text: string; line: number } | undefined): Finding[] {
  if (!value) return [];
  const patterns = optionWords(value.text);
  const usual = patterns.some((one) =>
    /^(?:\*|[Tt]est\*?|test_\*?(?:\.py)?|\*_test\.py|test\*\.py|\*\.py)$/.test(one),
  );
  if (usual || patterns.length === 0) return [];
  const what = `${key} collects only ${patterns.slice(0, 4).join(' ')}`;
  return [{ line: value.line, class: 'work', what, instead: 'let every test be collected' }];
}

function ini(path: string, text: string): Finding[] {
  return sectionsOf(text)
    .filter(({ heading }) => isTestSection(path, heading))
    .flatMap((section) => {
      const values = valuesOf(section);
      const collected = ['python_functions', 'python_files', 'python_classes'].flatMap((key) =>
        collectsLess(key, values.get(key)),
      );
      const options = values.get('addopts');
      if (!options) return collected;
      const argv = optionWords(options.text);
      const told = lintArgv(['pytest', ...argv]).map(
        (what): Finding => ({
          line: options.line,
          class: /--ignore|--retr|--reruns/.test(what) ? 'work' : 'tampering',
          what: `addopts: ${what}`,
          instead: 'remove the option',
        }),
      );
      return [...collected, ...told];
    });
}

/** The words of `addopts`: a list, a string, or plain text. */
function optionWords(text: string): string[] {
  const plain = text.trim();
  const quoted = plain.match(/^"(.*)"$|^'(.*)'$/s);
  const inside = plain.startsWith('[')
    ? plain.replace(/^\[|\]$/g, '').replace(/,/g, ' ')
    : (quoted?.[1] ?? quoted?.[2] ?? plain);
  const words = inside.match(/"[^"]*"|'[^']*'|[^\s]+/g) ?? [];
  return words
    .map((word) => word.replace(/^["']|["']$/g, ''))
    .flatMap((word) => (/^-k\s/.test(word) ? ['-k', word.slice(2).trim()] : [word]));
}
