import type { ServiceModel } from '../../../spec-model/model/service-model.ts';
import type { Criterion } from '../../../spec-model/read-spec.ts';
import type { DriverEvents, DriverOutcome } from '../../driver.port.ts';
import { type PresentBuild, writeBuild } from './build-directory.ts';
import { apiTestModule, criteriaTestModule } from './node/api-test-module.ts';
import { blackBoxSupportModule } from './node/black-box-support-module.ts';
import { nodeFiles } from './node/node-files.ts';
import { proofsOf } from './proof/proofs.ts';
import { pythonFiles } from './python/python-files.ts';

type Work = {
  readonly model: ServiceModel;
  readonly criteria: readonly Criterion[];
  readonly present: PresentBuild;
  readonly workspace: string;
  readonly events: DriverEvents;
  readonly signal: AbortSignal;
};

/**
 * Writes tests for a build. One of this driver gets its whole suite back; any other Node service with `src/main.js`
 * gets tests that start the process and speak HTTP, and only such tests as the outside can see.
 */
export async function writeBlackBoxTests(work: Work): Promise<DriverOutcome> {
  const { model, criteria, present, workspace, events, signal } = work;
  const files = present.isOwn ? ownTests(model, criteria) : strangersTests(model, criteria, present);
  if (typeof files === 'string') return { type: 'cannot', clauses: [files] };
  const done = await writeBuild(workspace, files, { files: present.files, isOwn: false }, events, signal);
  if (!done) return { type: 'failed', class: 'environment', reason: 'stopped before the tests were whole' };
  events.progress(100, 'tests written');
  return { type: 'submitted', summary: `${files.size} files of tests for ${model.title}` };
}

function ownTests(model: ServiceModel, criteria: readonly Criterion[]): Map<string, string> {
  const all = model.stack === 'python' ? pythonFiles(model, criteria) : nodeFiles(model, criteria);
  return new Map([...all].filter(([path]) => /^(?:tests?|testing)\//.test(path)));
}

function strangersTests(
  model: ServiceModel,
  criteria: readonly Criterion[],
  present: PresentBuild,
): Map<string, string> | string {
  if (model.stack !== 'node' || !present.files.has('src/main.js'))
    return 'tests for a build of others are written for Node services that start with src/main.js';
  const proofs = proofsOf(model).filter(
    (proof) => proof.steps.every((step) => step.do !== 'clock') && !proof.answers.includes('health'),
  );
  const files = new Map([
    ['testing/service.js', blackBoxSupportModule],
    ['test/api.test.js', apiTestModule(proofs)],
  ]);
  if (criteria.length > 0) files.set('test/criteria.test.js', criteriaTestModule(criteria, proofs));
  return files;
}
