/** Entries of a snapshot file by name: Jest's and Vitest's `.snap`, Node's `.snapshot`, syrupy's `.ambr`; a JSON file is one entry. */
export function snapshotEntries(path: string, text: string): Map<string, string> {
  const found = new Map<string, string>();
  if (path.endsWith('.json')) return found.set(path, text);
  if (path.endsWith('.ambr')) {
    for (const part of text.split(/^# ---\s*$/m)) {
      const [, name, value = ''] = part.match(/^# name: (.*)\n([\s\S]*)$/m) ?? [];
      if (name !== undefined) found.set(name.trim(), value);
    }
    return found;
  }
  for (const [, name = '', value = ''] of text.matchAll(
    /^exports\[`((?:[^`\\]|\\.)*)`\] = `((?:[^`\\]|\\.)*)`;?/gm,
  )) {
    found.set(name, value);
  }
  return found;
}

/** Also whole files of expected values, in a folder that is called so. */
export const snapshotFiles =
  /\.(?:snap|snapshot|ambr)$|(?:^|\/)(?:__snapshots__|snapshots|goldens?|approved)\/[^/]+\.json$/;
