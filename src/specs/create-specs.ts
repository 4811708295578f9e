import type { SpecResponse } from '../contracts/specs.ts';
import { evidenceOf } from './evidence-of.ts';
import { readSpecFile, type SpecFilesDeps, writeSpecFile } from './spec-files.ts';
import { type RecordSource, SpecRecords, type TestRecord } from './spec-records.ts';
import type { Specs } from './specs.port.ts';
import type { StudiedSpec } from './studied-spec.ts';
import { specTemplates } from './templates/templates.ts';

export type SpecsDeps = SpecFilesDeps & {
  /** The services root as people write it. */
  readonly shownRoot: string;
  /** Away from the thread that coordinates: a long text takes its time. */
  readonly study: (text: string) => Promise<StudiedSpec>;
  readonly records: RecordSource;
};

/** The specs of one services root. */
export function createSpecs(deps: SpecsDeps): Specs {
  const shown = (path: string) => `${deps.shownRoot}/${path}`;

  const verified = new SpecRecords(deps.records);

  return {
    templates: specTemplates,
    lint: async (text) => (await deps.study(text)).lint,
    read: async (name, id) => {
      const file = await readSpecFile(deps, name);
      if (!file) return undefined;
      const { path, text, hash } = file;
      const nothing = { problems: [], requirements: [], verified: null, earlier: false };
      if (hash === null) return { path: shown(path), text, hash, ...nothing };
      const [{ lint, statements }, { record, any }] = await Promise.all([
        deps.study(text),
        id === null ? nobodys : verified.of(id, hash),
      ]);
      const evidence = evidenceOf(statements, record);
      return {
        path: shown(path),
        text,
        hash,
        problems: lint.problems,
        requirements: statements.map(({ id: own, line, text: said, section }) => ({
          ...{ id: own, line, text: said, section },
          evidence: [...(evidence.get(line) ?? [])],
        })),
        verified: record ? verifiedBy(record) : null,
        earlier: any && !record,
      };
    },
    write: async (name, text, ifHash) => {
      const { path, hash } = await writeSpecFile(deps, name, text, ifHash);
      const { lint } = await deps.study(text);
      return { path: shown(path), hash, problems: lint.problems };
    },
  };
}

/** What the line does not know was never verified. */
const nobodys = { record: undefined, any: false };

function verifiedBy({ id, commit, result, finishedAt }: TestRecord): SpecResponse['verified'] {
  return { record: id, commit, verdict: result.verdict, at: finishedAt };
}
