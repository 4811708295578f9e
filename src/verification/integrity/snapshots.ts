/** Entries of a snapshot file by name: Jest's and Vitest's `.snap`, Node's `.snapshot`, syrupy's `.ambr`. */
export function snapshotEntries(path: string, text: string): Map<string, string> {
  const found = new Map<string, string>();
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

export const snapshotFiles = /\.(?:snap|snapshot|ambr)$/;
