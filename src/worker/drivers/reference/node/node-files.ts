import type { ServiceModel } from '../../../../spec-model/model/service-model.ts';
import type { Criterion } from '../../../../spec-model/read-spec.ts';
import { proofsOf } from '../proof/proofs.ts';
import { readmeFile } from '../readme-file.ts';
import { apiTestModule, criteriaTestModule } from './api-test-module.ts';
import { dailyModule } from './daily-module.ts';
import { handlersModule } from './handlers-module.ts';
import { httpModule } from './http-module.ts';
import { httpTestModule } from './http-test-module.ts';
import { mainModule } from './main-module.ts';
import { mainTestModule } from './main-test-module.ts';
import { dockerfile, envExample, packageJson } from './package-files.ts';
import { queryModule } from './query-module.ts';
import { recordsModule } from './records-module.ts';
import { recordsTestModule } from './records-test-module.ts';
import { rolloutModule } from './rollout-module.ts';
import { routerModule } from './router-module.ts';
import { routesModule } from './routes-module.ts';
import { schemaModule } from './schema-module.ts';
import { serverModule } from './server-module.ts';
import { storeModule } from './store-module.ts';
import { storeTestModule } from './store-test-module.ts';
import { testSupportModule } from './test-support-module.ts';
import { validationModule } from './validation-module.ts';
import { validationTestModule } from './validation-test-module.ts';

/** Every file of a service for Node, by its path under `BUILD/`. */
export function nodeFiles(model: ServiceModel, criteria: readonly Criterion[]): Map<string, string> {
  const proofs = proofsOf(model);
  const uses = (kind: string): boolean => model.endpoints.some((one) => one.behaviour.kind === kind);
  const files = new Map([
    ['package.json', packageJson(model)],
    ['Dockerfile', dockerfile],
    ['.env.example', envExample],
    ['README.md', readmeFile(model, criteria, { start: 'npm start', test: 'npm test' })],
    ['src/main.js', mainModule],
    ['src/server.js', serverModule],
    ['src/router.js', routerModule],
    ['src/routes.js', routesModule(model)],
    ['src/handlers.js', handlersModule(model)],
    ['src/schema.js', schemaModule(model)],
    ['src/records.js', recordsModule],
    ['src/validation.js', validationModule(model.limits.invalid)],
    ['src/query.js', queryModule(model.limits.invalid)],
    ['src/store.js', storeModule],
    ['src/http.js', httpModule(model.limits.bodyBytes)],
    ['testing/service.js', testSupportModule],
    ['test/api.test.js', apiTestModule(proofs)],
    ['test/http.test.js', httpTestModule],
    ['test/main.test.js', mainTestModule],
    ['test/records.test.js', recordsTestModule],
    ['test/store.test.js', storeTestModule],
    ['test/validation.test.js', validationTestModule(model.limits.invalid)],
  ]);
  if (uses('evaluate')) files.set('src/rollout.js', rolloutModule);
  if (uses('daily')) files.set('src/daily.js', dailyModule);
  if (criteria.length > 0) files.set('test/criteria.test.js', criteriaTestModule(criteria, proofs));
  return files;
}
