import { posix } from 'node:path';
import type { LockReading } from './npm-lock.ts';
import { decodeRequirements, readRequirement, requirementLines } from './requirement-lines.ts';

export type RequirementFiles = {
  /** A file in `BUILD/`; undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
};

export type RequirementsReading = LockReading & {
  /** Every file that was read, in order, with its text. */
  readonly files: ReadonlyMap<string, string>;
};

const deepest = 10;

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
    const bytes = await files.read(path);
    if (bytes === undefined) {
      selfContained = false;
      return;
    }
    const text = decodeRequirements(bytes);
    if (text === null) {
      problems.push(`BUILD/${path} is not written in UTF-8`);
      return;
    }
    read.set(path, text);
    for (const { line, number } of requirementLines(text)) {
      const place = `BUILD/${path}:${number}`;
      const { kind, files: named } = readRequirement(line);
      if (kind !== 'registry') selfContained = false;
      if (kind === 'builds' && !options.scripts) problems.push(builds(place, line));
      for (const other of named) {
        if (/^[a-z][a-z+]*:\/\//i.test(other)) selfContained = false;
        else await visit(posix.join(posix.dirname(path), other), place, depth + 1);
      }
    }
  };
  await visit('requirements.txt', 'BUILD/requirements.txt', 0);
  return { problems, selfContained, files: read };
}

function builds(place: string, line: string): string {
  return `${place} ("${line.slice(0, 120)}") is built by running its own code: name a version that has a wheel, or let the service's andon.yaml say install.scripts: true`;
}
