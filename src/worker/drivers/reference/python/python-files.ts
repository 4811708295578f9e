import type { ServiceModel } from '../../../../spec-model/model/service-model.ts';
import type { Criterion } from '../../../../spec-model/read-spec.ts';
import { envExample } from '../node/package-files.ts';
import { proofsOf } from '../proof/proofs.ts';
import { readmeFile } from '../readme-file.ts';
import { conftestModule } from './conftest-module.ts';
import { handlersModule, pythonKinds } from './handlers-module.ts';
import { mainModule } from './main-module.ts';
import { platformTestModule } from './platform-test-module.ts';
import { queryModule, recordsModule } from './records-module.ts';
import { apiTestModule, criteriaTestModule } from './render-proof.ts';
import { routesModule, schemaModule } from './schema-module.ts';
import { errorsModule, routerModule, serverModule } from './server-module.ts';
import { storeModule } from './store-module.ts';
import { validationModule } from './validation-module.ts';

const dockerfile = `FROM python:3.12-slim
WORKDIR /app
COPY src ./src
ENV PORT=8080 HOST=0.0.0.0 DATA_DIR=/data PYTHONUNBUFFERED=1
RUN useradd --create-home app && mkdir -p /data && chown app:app /data
USER app
VOLUME /data
EXPOSE 8080
CMD ["python", "src/main.py"]
`;

/** Every file of a service for Python, by its path under \`BUILD/\`. */
export function pythonFiles(model: ServiceModel, criteria: readonly Criterion[]): Map<string, string> {
  const proofs = proofsOf(model);
  const files = new Map([
    [
      'requirements.txt',
      '# generator: andon-reference\n# The standard library is enough; the tests need pytest and pytest-cov.\n',
    ],
    ['Dockerfile', dockerfile],
    ['.env.example', envExample],
    [
      'README.md',
      readmeFile(model, criteria, {
        start: 'python3 src/main.py',
        test: 'python3 -m pytest tests/ -v --cov=src',
      }),
    ],
    ['src/__init__.py', ''],
    ['src/main.py', mainModule],
    ['src/server.py', serverModule(model.limits.bodyBytes)],
    ['src/errors.py', errorsModule],
    ['src/router.py', routerModule],
    ['src/routes.py', routesModule(model)],
    ['src/handlers.py', handlersModule(model)],
    ['src/schema.py', schemaModule(model)],
    ['src/records.py', recordsModule],
    ['src/query.py', queryModule(model.limits.invalid)],
    ['src/validation.py', validationModule(model.limits.invalid)],
    ['src/store.py', storeModule],
    ['tests/conftest.py', conftestModule],
    ['tests/test_platform.py', platformTestModule],
    ['tests/test_api.py', apiTestModule(proofs)],
  ]);
  if (criteria.length > 0) files.set('tests/test_criteria.py', criteriaTestModule(criteria, proofs));
  return files;
}

/** Endpoints that this driver builds for Node alone. */
export function pythonProblems(model: ServiceModel): string[] {
  return model.endpoints
    .filter((one) => !pythonKinds.has(one.behaviour.kind))
    .map(
      (one) =>
        `SPEC.md:${one.line}: ${one.method} ${one.path} (this driver builds "${one.behaviour.kind}" for Node, not for Python)`,
    );
}
