import { sampleProblem } from '../../../spec-model/model/samples.ts';
import type { ServiceModel } from '../../../spec-model/model/service-model.ts';
import { type Criterion, readSpec } from '../../../spec-model/read-spec.ts';
import type { Driver, DriverOutcome, DriverRun } from '../../driver.port.ts';
import { readBuild, writeBuild } from './build-directory.ts';
import { nodeFiles } from './node/node-files.ts';
import { pythonFiles, pythonProblems } from './python/python-files.ts';
import { writeBlackBoxTests } from './write-tests.ts';

/**
 * The driver without a model: the same spec gives the same bytes. It builds a service that has everything its spec
 * asks for, or hands the spec back as `cannot` with every line it could not build.
 */
export function createReferenceDriver(): Driver {
  return { name: 'reference', run };
}

const noOther = 'the build is already what this driver makes of the spec, and it has no other';

async function run({ brief, workspace, events, signal }: DriverRun): Promise<DriverOutcome> {
  // No model is asked: what it costs is known.
  events.usage({ usd: 0, tokens: 0, ms: 0 });
  if (brief.kind !== 'build' && brief.kind !== 'fix' && brief.kind !== 'write-tests')
    return {
      type: 'cannot',
      clauses: [`the reference driver builds, tests and fixes; it has no way to do "${brief.kind}"`],
    };
  events.progress(5, 'reading SPEC.md');
  const reading = readSpec(brief.spec);
  if (reading.type !== 'service') return reading;
  const { model, criteria } = reading;
  events.log(
    `SPEC.md: ${model.endpoints.length} endpoints, ${model.resources.length} resources, ${criteria.length} criteria, ${model.stack}`,
  );
  const problems = buildProblems(model);
  if (problems.length > 0) return { type: 'cannot', clauses: problems };
  const present = await readBuild(workspace);
  if (brief.kind === 'write-tests')
    return writeBlackBoxTests({ model, criteria, present, workspace, events, signal });
  if (brief.kind === 'fix' && present.files.size > 0 && !present.isOwn)
    return {
      type: 'cannot',
      clauses: ['BUILD/ was not written by the reference driver, and it does not repair the work of others'],
    };
  const files = filesOf(model, criteria);
  if (brief.kind === 'fix' && sameFiles(files, present.files))
    return {
      type: 'failed',
      class: 'work',
      reason: `${noOther}; what failed: ${othersWords(brief.feedback) || 'not said'}`,
    };
  const done = await writeBuild(workspace, files, present, events, signal);
  if (!done) return { type: 'failed', class: 'environment', reason: 'stopped before the build was whole' };
  events.progress(100, 'built');
  return {
    type: 'submitted',
    summary: `${model.title}: ${model.endpoints.length} endpoints in ${files.size} files, ${criteria.length} criteria tested`,
  };
}

function filesOf(model: ServiceModel, criteria: readonly Criterion[]): Map<string, string> {
  return model.stack === 'python' ? pythonFiles(model, criteria) : nodeFiles(model, criteria);
}

function buildProblems(model: ServiceModel): string[] {
  const fields = model.resources.flatMap((resource) =>
    resource.fields.flatMap((field) => {
      const problem = sampleProblem(field);
      return problem === null ? [] : [`SPEC.md:${field.line}: \`${field.name}\` (${problem})`];
    }),
  );
  return model.stack === 'python' ? [...fields, ...pythonProblems(model)] : fields;
}

function sameFiles(made: ReadonlyMap<string, string>, present: ReadonlyMap<string, string>): boolean {
  return made.size === present.size && [...made].every(([path, text]) => present.get(path) === text);
}

/** The feedback without this driver's own words, which come back with the next try. */
function othersWords(feedback: readonly string[]): string {
  return feedback.filter((text) => !text.includes(noOther)).join('; ');
}
