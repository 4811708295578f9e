/** What the change of a spec allows a suite to lose. */
export type SpecSays = {
  /** Whether something these words are about was in the spec and is no more. Answers which. */
  dropped(words: readonly string[]): string | null;
  /** Whether the spec holds this value. */
  holds(value: string): boolean;
  /** Whether the spec asks for being off by this much. */
  allowsTolerance(value: number): boolean;
  /** The line that says, about these words, a value that a test does not expect any more; null where none does. */
  example(value: string, words: readonly string[], title: string): string | null;
  /** Whether a clause that is new, changed or gone has a word of these. */
  touches(words: readonly string[]): boolean;
  /** Whether what a test expects of its endpoint is another status than the spec says. Answers what it says. */
  contradicts(words: readonly string[], expected: readonly string[]): string | null;
};

const everyday = new Set(
  `the and for with that this from into when then than not are was has have its all any one two get set put post patch delete test tests it should returns return response request status body json http https res req app api await async function const let var true false null undefined equal assert expect ok is to be of in on at by as an or if no new value values result results error errors data item items name id list user users server client url path port host type key number string object array length code message content application`.split(
    ' ',
  ),
);

/** Compares the words of two specs; without an earlier one nothing was dropped. */
export function specSays(base: string | null, spec: string): SpecSays {
  const now = stemsOf(spec);
  const before = base === null ? new Set<string>() : stemsOf(base);
  const routesNow = routesOf(spec);
  const routesBefore = base === null ? [] : routesOf(base);
  const removed = linesOf(base ?? '').filter((line) => !linesOf(spec).includes(line));
  const added = linesOf(spec).filter((line) => !linesOf(base ?? '').includes(line));
  const addedText = added.join('\n');
  return {
    dropped(words) {
      const text = words.join(' ');
      const route = routesBefore.find(
        (one) =>
          touches(one, words) &&
          !routesNow.some((other) => other.method === one.method && other.path === one.path),
      );
      if (route) return `${route.method} ${route.path}`.trim();
      const stems = stemsOf(text);
      for (const stem of stems) if (before.has(stem) && !now.has(stem)) return stem;
      for (const line of removed) {
        const shared = [...stemsOf(line)].filter((stem) => stems.has(stem));
        const values = line.match(/\b\d+(?:\.\d+)?\b/g) ?? [];
        const gone = values.find(
          (value) => words.includes(value) && !new RegExp(`\\b${escaped(value)}\\b`).test(addedText),
        );
        if (shared.length >= 2 && gone !== undefined) return line;
      }
      return null;
    },
    holds: (value) =>
      value.trim() !== '' && new RegExp(`(?<![\\w.])${escaped(value)}(?![\\w]|\\.\\d)`).test(spec),
    allowsTolerance(value) {
      const pattern = new RegExp(`(?<![\\w.])${escaped(String(value))}(?![\\w]|\\.\\d)`);
      return linesOf(spec).some(
        (line) =>
          pattern.test(line) &&
          (added.includes(line) || /toleran|within|±|round|precis|accura|approx|margin|off by/i.test(line)),
      );
    },
    example(value, words, title) {
      if (value.length < 2 || /^(?:true|false|null|undefined)$/.test(value)) return null;
      const pattern = new RegExp(`(?<![\\w.])${escaped(value)}(?![\\w]|\\.\\d)`);
      const about = stemsOf(title);
      const values = words.filter((word) => /^\d{2,}$/.test(word) && word !== value);
      return (
        linesOf(spec).find((line) => {
          if (!pattern.test(line)) return false;
          const shared = [...stemsOf(line)].filter((stem) => about.has(stem)).length;
          return shared >= 2 || (shared >= 1 && values.some((one) => new RegExp(`\\b${one}\\b`).test(line)));
        }) ?? null
      );
    },
    touches(words) {
      const stems = stemsOf(words.join(' '));
      return base !== null && [...stemsOf([...added, ...removed].join(' '))].some((stem) => stems.has(stem));
    },
    contradicts(words, expected) {
      const asked = expected.filter((value) => /^[1-5]\d\d$/.test(value));
      if (asked.length === 0) return null;
      const own = routesNow.filter((route) => touches(route, words));
      const said = own.flatMap((route) => route.statuses);
      return said.length > 0 && asked.every((status) => !said.includes(status))
        ? `${own.map((route) => `${route.method} ${route.path}`.trim())[0]} answers ${[...new Set(said)].join(' or ')}`
        : null;
    },
  };
}

type Route = { readonly method: string; readonly path: string; readonly statuses: string[] };

/** The routes a spec names, each with the statuses that stand with it, up to the next route. */
function routesOf(spec: string): Route[] {
  const routes: Route[] = [];
  for (const line of spec.split('\n')) {
    const [, method = '', path = ''] =
      line.match(/\b(GET|POST|PUT|PATCH|DELETE|HEAD)?\b[\s`*|]*(\/[\w{}:<>./-]*)/) ?? [];
    if (path !== '') routes.push({ method, path: plainPath(path), statuses: [] });
    if (/^#/.test(line) && path === '') routes.push({ method: '#', path: '#', statuses: [] });
    routes.at(-1)?.statuses.push(...(line.match(/\b[1-5]\d\d\b/g) ?? []));
  }
  return routes.filter((route) => route.path !== '#');
}

function plainPath(path: string): string {
  return path.replace(/\{[^}]*\}|:\w+|<[^>]*>/g, '*').replace(/[./]+$/, '') || '/';
}

function touches(route: Route, words: readonly string[]): boolean {
  const pattern = new RegExp(`(?:^|[a-z}0-9])${escaped(route.path).replace(/\\\*/g, '[^/]+')}(?:[?]|$)`);
  const method = route.method.toLowerCase();
  const has = words.some((word) => /\//.test(word) && pattern.test(word));
  if (!has) return false;
  const methods = new Set(
    words
      .map((word) => word.toLowerCase())
      .filter((word) => /^(?:get|post|put|patch|delete|head)$/.test(word)),
  );
  return method === '' || methods.has(method) || (methods.size === 0 && method === 'get');
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^[\s*#>|-]+/, '').trim())
    .filter((line) => line !== '');
}

/** The words that say what a text is about, without their endings. */
export function stemsOf(text: string): Set<string> {
  const words =
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}]{3,}/gu) ?? [];
  return new Set(
    words
      .filter((word) => !everyday.has(word))
      .map(stem)
      .filter((word) => word.length > 2),
  );
}

function stem(word: string): string {
  return word.replace(/(?:ations?|ing|ies|ied|ed|es|s|e|y)$/, (ending) =>
    word.length - ending.length < 3 ? ending : '',
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
