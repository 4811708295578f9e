/** The text of a spec that hashes are made of: no byte order mark, line feeds only. */
export function normaliseSpec(text: string): string {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return bare.includes('\r') ? bare.replace(/\r\n?/g, '\n') : bare;
}
