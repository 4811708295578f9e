/** A git bundle (version 2) taken apart: what it stands on, what it names, and the pack with the objects. */
export type Bundle = {
  readonly prerequisites: readonly string[];
  readonly heads: readonly string[];
  readonly pack: Buffer;
};

const signature = '# v2 git bundle\n';

/** Takes a bundle apart; undefined for anything that is not one. */
export function readBundle(bytes: Buffer): Bundle | undefined {
  const end = bytes.indexOf('\n\n');
  if (end === -1 || bytes.subarray(0, signature.length).toString('latin1') !== signature) return undefined;
  const lines = bytes.subarray(signature.length, end).toString('utf8').split('\n');
  const prerequisites: string[] = [];
  const heads: string[] = [];
  for (const line of lines) {
    const [, minus, name] = line.match(/^(-?)([0-9a-f]{40})(?: |$)/) ?? [];
    if (name === undefined) return undefined;
    (minus ? prerequisites : heads).push(name);
  }
  return { prerequisites, heads, pack: bytes.subarray(end + 2) };
}
