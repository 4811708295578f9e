import type { SpecResponse } from '../contracts/specs.ts';
import { evidenceOf, type SpecRecord } from './evidence-of.ts';
import { readSpecFile, type SpecFilesDeps, writeSpecFile } from './spec-files.ts';
import type { Specs } from './specs.port.ts';
import type { StudiedSpec } from './studied-spec.ts';
import { specTemplates } from './templates/templates.ts';

type KnownRecord = {
  readonly record: SpecRecord & {
    readonly id: string;
    readonly gate: string;
    readonly specHash: string;
    readonly commit: string;
    readonly finishedAt: number;
    readonly result: { readonly verdict: string };
  };
};

export type SpecsDeps = SpecFilesDeps & {
  /** The services root as people write it. */
  readonly shownRoot: string;
  /** Away from the thread that coordinates: a long text takes its time. */
  readonly study: (text: string) => Promise<StudiedSpec>;
  /** Newest first. */
  readonly records: (service: string, page: { limit: number }) => Promise<readonly KnownRecord[]>;
};

/** So many records are looked through for one of this text. */
const lookedAt = 40;

/** The specs of one services root. */
export function createSpecs(deps: SpecsDeps): Specs {
  const shown = (path: string) => `${deps.shownRoot}/${path}`;

  const verifiedOf = async (id: string | null, hash: string | null) => {
    const records = id === null ? [] : await deps.records(id, { limit: lookedAt });
    const tested = records.map(({ record }) => record).filter(({ gate }) => gate === 'test');
    return { record: tested.find(({ specHash }) => specHash === hash), earlier: tested.length > 0 };
  };

  return {
    templates: specTemplates,
    lint: async (text) => (await deps.study(text)).lint,
    read: async (name, id) => {
      const file = await readSpecFile(deps, name);
      if (!file) return undefined;
      const { path, text, hash } = file;
      const nothing = { problems: [], requirements: [], verified: null, earlier: false };
      if (hash === null) return { path: shown(path), text, hash, ...nothing };
      const [{ lint, statements }, { record, earlier }] = await Promise.all([
        deps.study(text),
        verifiedOf(id, hash),
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
        earlier: earlier && !record,
      };
    },
    write: async (name, text, ifHash) => {
      const { path, hash } = await writeSpecFile(deps, name, text, ifHash);
      const { lint } = await deps.study(text);
      return { path: shown(path), hash, problems: lint.problems };
    },
  };
}

function verifiedBy({ id, commit, result, finishedAt }: KnownRecord['record']): SpecResponse['verified'] {
  return { record: id, commit, verdict: result.verdict, at: finishedAt };
}
