import { posix } from 'node:path';
import type { LockReading } from './npm-lock.ts';

export type RequirementFiles = {
  /** Text of a file in `BUILD/`; undefined where there is none. */
  read(path: string): Promise<string | undefined>;
};

export type RequirementsReading = LockReading & {
  /** Every file that was read, in order, with its text. */
  readonly files: ReadonlyMap<string, string>;
};

const deepest = 10;
const plainRequirement = /^[A-Za-z0-9][\w.-]*\s*(?:\[[\w\s,.-]*\])?\s*(?:\(?[<>=!~][^;@/\\]*)?(?:;.*)?$/;
const localArchive = /\.(?:zip|whl|tgz|tbz|txz|tlz|tar|tar\.(?:gz|bz2|xz|lz|lzma))$/i;
/** Options that choose among what the indexes offer. */
const harmless = /^--(?:hash|require-hashes|only-binary|prefer-binary|pre|use-feature)\b/;
const otherIndex = /^(?:-i|-f|--index-url|--extra-index-url|--find-links|--no-index|--trusted-host)\b/;
const nested = /^(?:-r|-c|--requirement|--constraint)[\s=]*(.+)$/;

/**
 * What `requirements.txt` and the files it names ask for. Without scripts nothing may be built: pip builds by running
 * the package's own code.
 */
export async function readRequirements(
  files: RequirementFiles,
  options: { scripts: boolean },
): Promise<RequirementsReading> {
  const read = new Map<string, string>();
  const problems: string[] = [];
  let selfContained = true;

  const visit = async (path: string, from: string, depth: number): Promise<void> => {
    if (read.has(path)) return;
    if (path.startsWith('../') || path.startsWith('/') || depth > deepest) {
      problems.push(`${from} asks for ${path}, which is outside BUILD/`);
      return;
    }
    const text = await files.read(path);
    if (text === undefined) {
      selfContained = false;
      return;
    }
    read.set(path, text);
    for (const { line, number } of logicalLines(text)) {
      const place = `BUILD/${path}:${number}`;
      const other = nested.exec(line)?.[1]?.trim();
      if (other !== undefined) {
        if (/^[a-z][a-z+]*:\/\//i.test(other)) selfContained = false;
        else await visit(posix.join(posix.dirname(path), other), place, depth + 1);
        continue;
      }
      const kind = kindOf(line);
      if (kind !== 'registry') selfContained = false;
      if (kind === 'builds' && !options.scripts) problems.push(builds(place, line));
    }
  };
  await visit('requirements.txt', 'BUILD/requirements.txt', 0);
  return { problems, selfContained, files: read };
}

function kindOf(line: string): 'registry' | 'elsewhere' | 'builds' {
  const words = line.split(/\s+(?=--)/);
  const [first = '', ...options] = words;
  if (harmless.test(first)) return 'registry';
  if (otherIndex.test(first)) return 'elsewhere';
  if (first.startsWith('-')) return 'builds';
  if (plainRequirement.test(first) && !localArchive.test(first.trim())) {
    return options.every((option) => harmless.test(option)) ? 'registry' : 'builds';
  }
  return /\.whl(?:[#?;\s].*)?$/i.test(first) && !/^[a-z]+\+/i.test(first) ? 'elsewhere' : 'builds';
}

function builds(place: string, line: string): string {
  return `${place} ("${line.slice(0, 120)}") is built by running its own code: name a version that has a wheel, or let the service's andon.yaml say install.scripts: true`;
}

/** Lines without comments, joined where they end in a backslash, with the number of the first. */
function* logicalLines(text: string): Generator<{ line: string; number: number }> {
  let open = '';
  let start = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
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
