/**
 * A reporter for Node's own runner, run inside the sandbox: one line of JSON for each test with its groups, file, line and
 * what went wrong, and a last one with the runner's own count. The last line is missing when the process did not live to
 * the end of its tests.
 */
export const nodeReporter = `
const names = [];
const counts = {};
const cut = (text) => String(text ?? '').slice(0, 20000);
function errorOf(error) {
  if (!error) return {};
  const cause = error.cause && typeof error.cause === 'object' ? error.cause : error;
  return { why: error.failureType, message: cut(cause.message ?? error.cause ?? error.message), stack: cut(cause.stack ?? error.stack) };
}
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === 'test:start') names.length = data.nesting, names.push(data.name);
    else if (type === 'test:pass' || type === 'test:fail') {
      const { file, line, skip, todo, nesting, details = {} } = data;
      yield JSON.stringify({
        kind: type.slice(5), path: [...names.slice(0, nesting), data.name], file, line,
        group: details.type === 'suite', ms: details.duration_ms,
        skip: skip === undefined ? undefined : cut(skip), todo: todo === undefined ? undefined : cut(todo), ...errorOf(details.error),
      }) + '\\n';
    } else if (type === 'test:diagnostic' && data.nesting === 0) {
      const found = /^(tests|suites|pass|fail|cancelled|skipped|todo) (\\d+)$/.exec(data.message);
      if (found) counts[found[1]] = Number(found[2]);
    }
  }
  yield JSON.stringify({ kind: 'end', counts }) + '\\n';
}
`;
