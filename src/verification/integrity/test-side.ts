const inTestFolder = /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|testing|test-utils|__snapshots__)\//;
const namedAsTest =
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|[^/]*[.-](?:test|spec)|conftest)\.(?:[cm]?[jt]sx?|py|go)$/;
const runnerConfig =
  /(?:^|\/)(?:(?:vitest|vite|jest|mocha|ava|nyc|c8|babel|playwright|karma)[.-](?:config|setup|workspace|preset|globals?)[^/]*|\.mocharc|\.nycrc|\.c8rc|\.babelrc|\.taprc|setup-?tests?|test-?setup)(?:\.[cm]?[jt]sx?|\.json|\.ya?ml)?$/i;

/** Whether a file below `BUILD/` belongs to the tests rather than to what is tested. */
export function isTestSide(path: string): boolean {
  return inTestFolder.test(path) || namedAsTest.test(path) || runnerConfig.test(path);
}

/** Whether a file says how a runner of JavaScript tests runs them. */
export function isRunnerConfig(path: string): boolean {
  return runnerConfig.test(path);
}
