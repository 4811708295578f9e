export type Requirement = {
  /**
   * Where it is from: an index; elsewhere, without being built; or somewhere whose code is run to build it, which is also
   * said of every line that is not understood.
   */
  readonly kind: 'registry' | 'elsewhere' | 'builds';
  /** Further files it names. */
  readonly files: readonly string[];
};

const plainRequirement = /^[A-Za-z0-9][\w.-]*\s*(?:\[[\w\s,.-]*\])?\s*(?:\(?[<>=!~][^;@/\\]*)?(?:;.*)?$/;
const archive = /\.(?:zip|whl|tgz|tbz|txz|tlz|tar|tar\.(?:gz|bz2|xz|lz|lzma))$/i;
const wheel = /\.whl(?:[#?;\s].*)?$/i;
/** Where Python ends a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Options with what they say of a requirement, and whether a value follows. pip takes abbreviations; they are not understood. */
const options: Readonly<Record<string, { kind: 'registry' | 'elsewhere' | 'file'; value: boolean }>> = {
  '--pre': { kind: 'registry', value: false },
  '--prefer-binary': { kind: 'registry', value: false },
  '--require-hashes': { kind: 'registry', value: false },
  '--only-binary': { kind: 'registry', value: true },
  '-i': { kind: 'elsewhere', value: true },
  '--index-url': { kind: 'elsewhere', value: true },
  '--extra-index-url': { kind: 'elsewhere', value: true },
  '-f': { kind: 'elsewhere', value: true },
  '--find-links': { kind: 'elsewhere', value: true },
  '--no-index': { kind: 'elsewhere', value: false },
  '--trusted-host': { kind: 'elsewhere', value: true },
  '-r': { kind: 'file', value: true },
  '--requirement': { kind: 'file', value: true },
  '-c': { kind: 'file', value: true },
  '--constraint': { kind: 'file', value: true },
};
const notUnderstood: Requirement = { kind: 'builds', files: [] };

/** What one line of a requirements file asks for. */
export function readRequirement(line: string): Requirement {
  return line.startsWith('-') ? readOptions(line.split(/\s+/)) : { kind: kindOf(line), files: [] };
}

function readOptions(words: readonly string[]): Requirement {
  let kind: Requirement['kind'] = 'registry';
  const files: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [, name = '', joined] = /^(--[\w-]+|-[a-z])(?:=?(.+))?$/i.exec(words[at] ?? '') ?? [];
    const option = options[name];
    if (!option || (joined !== undefined && !option.value)) return notUnderstood;
    if (option.value && joined === undefined) at += 1;
    const value = option.value ? (joined ?? words[at]) : '';
    if (value === undefined || /["'$]/.test(value)) return notUnderstood;
    if (option.kind === 'file') files.push(value);
    else if (option.kind === 'elsewhere') kind = 'elsewhere';
  }
  return { kind, files };
}

function kindOf(line: string): Requirement['kind'] {
  const [first = '', ...more] = line.split(/\s+(?=--)/);
  if (!more.every((option) => /^--hash[=\s]\S+$/.test(option))) return 'builds';
  const [asked = ''] = first.split(';');
  // A file of that name is taken before a package of that name.
  const isArchive = archive.test(asked.trim()) || archive.test(asked.replace(/\[[^\]]*\]\s*$/, '').trim());
  if (plainRequirement.test(first) && !isArchive) return 'registry';
  return wheel.test(asked.trim()) && !/^[a-z]+\+|@\s*[a-z]+\+/i.test(first) ? 'elsewhere' : 'builds';
}

/** Lines without comments, joined where they end in a backslash, with the number of the first. */
export function* requirementLines(text: string): Generator<{ line: string; number: number }> {
  let open = '';
  let start = 0;
  for (const [index, raw] of text.split(lineEnds).entries()) {
    if (open === '') start = index + 1;
    const plain = raw.replace(/(?:^|\s)#.*$/, '');
    if (plain.endsWith('\\')) {
      open += `${plain.slice(0, -1)} `;
      continue;
    }
    const line = (open + plain).trim();
    open = '';
    if (line !== '') yield { line, number: start };
  }
  if (open.trim() !== '') yield { line: open.trim(), number: start };
}

/** Python's ways to say how a text is written: marks at its beginning, and a comment in its first two lines. Null for another. */
export function decodeRequirements(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const text = new TextDecoder('utf-8').decode(bytes);
  for (const line of text.split('\n').slice(0, 2)) {
    const named = line.startsWith('#') ? /coding[:=]\s*([-\w.]+)/.exec(line)?.[1] : undefined;
    if (named && !/^(?:utf-?8|ascii|us-ascii|latin-?1)$/i.test(named)) return null;
  }
  return text;
}
