import { parseJavaScript } from '../../syntax/parse-javascript.ts';
import { walk } from '../../syntax/walk.ts';
import { nameOf } from '../javascript/chain.ts';
import { literalsIn } from '../javascript/literals.ts';
import { thresholdsIn } from '../thresholds.ts';
import { configTricks } from '../tricks/config-tricks.ts';

/** Keys that pick what is run: losing a value of theirs leaves tests out. */
const picking =
  /^(?:include|testMatch|testRegex|spec|files|testpaths|python_files|python_classes|python_functions|roots|projects|includeSource|testDir)$/;
/** Keys that leave things out: a value more leaves more out. */
const leaving =
  /^(?:exclude|testPathIgnorePatterns|modulePathIgnorePatterns|watchPathIgnorePatterns|ignore|testIgnore|norecursedirs|testNamePattern|grep|fgrep|invert|passWithNoTests|allowOnly|dangerouslyIgnoreUnhandledErrors|retry|retries|bail|setupFiles|setupFilesAfterEnv|globalSetup|globalTeardown|reporters|reporter|runner|testRunner|resolver|snapshotResolver|require|import|omit|exclude_lines|exclude_also|collect_ignore)$/;
const loading =
  /^(?:setupFiles|setupFilesAfterEnv|globalSetup|globalTeardown|reporters?|resolver|snapshotResolver|require|import)$/;

type Values = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * How a runner's configuration says less than it did, one phrase each; none where it was only extended. What it loads
 * beside itself may grow: those files are looked at themselves.
 */
export function configWeaker(path: string, before: string, after: string): string[] {
  const found: string[] = [];
  const [was, is] = [valuesOf(path, before), valuesOf(path, after)];
  for (const [key, values] of was) {
    const now = is.get(key);
    if (picking.test(key) && now && [...values].some((value) => !now.has(value)))
      found.push(`\`${key}\` picks less`);
    if (loading.test(key) && !now) found.push(`\`${key}\` is gone`);
  }
  for (const [key, values] of is) {
    const then = was.get(key);
    if (picking.test(key) && !then && !/^(?:roots|projects|testDir)$/.test(key))
      found.push(`\`${key}\` is new`);
    if (!leaving.test(key) || loading.test(key)) continue;
    const more = [...values].filter((value) => !then?.has(value) && value !== 'false' && value !== '0');
    if (more.length > 0) found.push(`\`${key}\` leaves out ${more[0]}`);
  }
  const thresholds = new Map(thresholdsIn(path, after).map((one) => [one.name, one.value]));
  for (const { name, value } of thresholdsIn(path, before)) {
    if ((thresholds.get(name) ?? -1) < value) found.push(`the threshold ${name} is lower`);
  }
  const known = new Set(configTricks(path, before).map((one) => one.what));
  for (const { what } of configTricks(path, after)) if (!known.has(what)) found.push(what);
  return found;
}

/** Values by key, wherever in the file the key is. */
function valuesOf(path: string, text: string): Values {
  const found = new Map<string, Set<string>>();
  const add = (key: string, values: readonly string[]) =>
    found.set(key, new Set([...(found.get(key) ?? []), ...values]));
  const parsed = /\.[cm]?[jt]s$/.test(path) ? parseJavaScript(path, text) : null;
  if (parsed) {
    walk(parsed.program, (node) => {
      if (node.type === 'ObjectProperty') add(nameOf(node.key), literalsIn([node.value]));
      return undefined;
    });
    return found;
  }
  try {
    const visit = (value: unknown, key: string) => {
      if (Array.isArray(value)) for (const one of value) visit(one, key);
      else if (typeof value === 'object' && value !== null) {
        add(key, []);
        for (const [name, below] of Object.entries(value)) visit(below, name);
      } else if (value !== null && value !== undefined) add(key, [String(value)]);
    };
    visit(JSON.parse(text), '');
    return found;
  } catch {
    // INI, TOML or YAML: a key, and the words on its line and the indented ones after it.
    for (const [, key = '', rest = ''] of text.matchAll(
      /^\s*-?\s*["']?([A-Za-z_][\w-]*)["']?\s*[=:]\s*((?:.*(?:\n[ \t]+(?![\w-]+\s*[:=]).*)*))/gm,
    )) {
      add(key, rest.match(/[^\s,"'[\]]+/g) ?? []);
    }
    return found;
  }
}
