const folder = /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__)\//;
const javascript = /(?:^|\/)(?:test-[^/]*|test|[^/]*[._-](?:test|spec))\.[cm]?[jt]sx?$/;
const pythonOrGo = /(?:^|\/)(?:test_[^/]*\.py|[^/]*_tests?\.py|conftest\.py|[^/]*_test\.go)$/;

/** Whether a path reads as belonging to the tests: by its folder or by its name. */
export function isTestPath(path: string): boolean {
  return folder.test(path) || javascript.test(path) || pythonOrGo.test(path);
}
