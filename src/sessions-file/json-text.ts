export type JsonRead =
  | { readonly ok: true; readonly value: unknown }
  /** `line` counts from 1. */
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Parses JSON that people and scripts wrote; what is broken is named with its line. A byte order mark is no mistake. */
export function readJson(text: string): JsonRead {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return { ok: true, value: JSON.parse(plain) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(problem)?.[1];
    const before = position === undefined ? plain.trimEnd() : plain.slice(0, Number(position));
    return {
      ok: false,
      line: before.split('\n').length,
      problem: problem.replace(/ in JSON.*$/s, '').slice(0, 200),
    };
  }
}
