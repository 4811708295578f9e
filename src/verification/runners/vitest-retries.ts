/**
 * A reporter for Vitest, run inside the sandbox, that writes which tests were run again before they ended as they did: its
 * JSON report does not tell. Written for the reporter interfaces of its versions 1 to 4.
 */
export const vitestRetries = `
import { writeFileSync } from 'node:fs';
const path = process.env.ANDON_RETRIES;
const retried = [];
function ofTask(task, groups) {
  const here = [...groups, task.name];
  if (task.result?.retryCount > 0 && task.type !== 'suite') retried.push({ file: task.file?.filepath ?? '', path: here.slice(1), retries: task.result.retryCount });
  for (const one of task.tasks ?? []) ofTask(one, here);
}
function write() {
  if (path) writeFileSync(path, JSON.stringify(retried));
}
export default class Retries {
  onFinished(files = []) {
    for (const file of files) ofTask(file, []);
    write();
  }
  onTestRunEnd(modules = []) {
    for (const module of modules) ofTask(module.task, []);
    write();
  }
}
`;
