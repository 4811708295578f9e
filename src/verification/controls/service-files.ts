import { filesUnder } from '../../stack/build-files.ts';
import type { TestPlan } from '../../stack/stack.ts';
import { isTestPath } from '../../stack/test-paths.ts';

const code = /\.(?:[cm]?[jt]sx?|py|go)$/;
const declarations = /\.d\.[cm]?ts$/;
const configuration =
  /(?:^|\/)(?:[^/]*\.(?:config|conf|setup)\.[cm]?[jt]s|\.[^/]*rc\.[cm]?js|setup\.py|noxfile\.py)$/;
const served = /(?:^|\/)(?:public|static|assets|fixtures|migrations|examples?|docs)\//;

export type ServiceFiles = { readonly tests: readonly string[]; readonly sources: readonly string[] };

/**
 * The test files and the source files of `BUILD/`: what is no test, no configuration and not handed out as it is. Sources
 * that the suite ran come first.
 */
export async function serviceFiles(
  build: string,
  plan: TestPlan,
  ran: { has(path: string): boolean },
): Promise<ServiceFiles> {
  const files = await filesUnder(build);
  const tests = new Set(plan.files);
  const sources = files.filter((path) => {
    if (!code.test(path) || declarations.test(path) || tests.has(path) || isTestPath(path)) return false;
    return ran.has(path) || !(configuration.test(path) || served.test(path));
  });
  const rank = (path: string) => (ran.has(path) ? 0 : 1);
  return {
    tests: [...tests].sort(),
    sources: sources.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)),
  };
}
