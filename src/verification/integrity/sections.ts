/** A part of an INI or TOML file: its heading (empty for what comes before the first) and its lines, heading included. */
export type Section = { readonly heading: string; readonly lines: readonly string[]; readonly line: number };

/** The sections of an INI or TOML file in order; together they are its text. */
export function sectionsOf(text: string): Section[] {
  const found: { heading: string; lines: string[]; line: number }[] = [{ heading: '', lines: [], line: 1 }];
  for (const [index, line] of text.split('\n').entries()) {
    const [, heading] = line.match(/^\[+([^\]]+)\]+\s*(?:[#;].*)?$/) ?? [];
    if (heading !== undefined)
      found.push({ heading: heading.trim().replace(/["']/g, ''), lines: [line], line: index + 1 });
    else found.at(-1)?.lines.push(line);
  }
  return found;
}

/** Keys of a section with their values; lines that are indented or inside brackets belong to the key before them. */
export function valuesOf(section: Section): Map<string, { text: string; line: number }> {
  const found = new Map<string, { text: string; line: number }>();
  let key = '';
  let open = 0;
  for (const [index, line] of section.lines.entries()) {
    const [, name, rest] = open > 0 ? [] : (line.match(/^([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/) ?? []);
    if (name !== undefined && rest !== undefined) {
      key = name;
      found.set(key, { text: rest, line: section.line + index });
      open = 0;
    } else if (key !== '' && (open > 0 || /^\s+\S/.test(line))) {
      const known = found.get(key);
      if (known && !/^\s*[#;]/.test(line))
        found.set(key, { ...known, text: `${known.text}\n${line.trim()}` });
    }
    open += (line.match(/[[{]/g)?.length ?? 0) - (line.match(/[\]}]/g)?.length ?? 0);
    if (index === 0 && section.heading !== '') open = 0;
  }
  return found;
}

/** Whether a section is about pytest or coverage. */
export function isTestSection(path: string, heading: string): boolean {
  if (/(?:^|\/)\.coveragerc$/.test(path)) return true;
  return /^(?:tool:pytest|pytest|tool\.pytest\.ini_options|tool\.pytest|coverage:.*|tool\.coverage(?:\..*)?)$/.test(
    heading,
  );
}

export const iniFiles =
  /(?:^|\/)(?:pytest\.ini|\.pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|\.coveragerc)$/;
