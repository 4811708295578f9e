import { filesUnder } from './build-files.ts';
import { npmInstall, npmLink } from './installs.ts';
import { distrustOf, javascriptRunner } from './javascript-runner.ts';
import { allForNode, javascriptTests } from './javascript-tests.ts';
import { nodeEntry } from './node-entry.ts';
import { type NodeManifest, readManifest, workspacePackages } from './node-manifest.ts';
import type { Stack, StackMissing, TestPlan } from './stack.ts';

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json'];

/**
 * Node: started by its `start` script when that is plain `node <file>`, else by its entry file; tested with Vitest, Jest or
 * Mocha where it depends on one, else with Node's own runner. A monorepo has its packages in `workspaces`.
 */
export async function nodeStack(buildDir: string): Promise<Stack | StackMissing> {
  const read = await readManifest(buildDir);
  if ('unreadable' in read) {
    return { missing: [`BUILD/package.json cannot be read as a package: ${read.unreadable}`] };
  }
  const { manifest } = read;
  const files = await filesUnder(buildDir);
  const packages = await workspacePackages(buildDir, manifest, files);
  const entry = nodeEntry(manifest, packages, files);
  if (!entry) {
    return {
      missing: ['BUILD/ has no entry: name it in package.json as "main", or call it src/main.js'],
    };
  }
  const manifests = [manifest, ...packages.map((one) => one.manifest)];
  const requiredFiles = ['package.json', 'Dockerfile', '.env.example', entry.file.replace(/^\.\//, '')];
  const wanted = wantsFrom(manifests);
  const hasLock = lockFiles.some((path) => files.includes(path));
  if (wanted.registry && !hasLock) requiredFiles.push('package-lock.json');
  return {
    name: 'node',
    requiredFiles,
    install: installOf(wanted, hasLock, packages.length > 0),
    start: entry.start,
    env: {},
    test: await testPlan(buildDir, files, manifests),
  };
}

/** Packages that only link each other need the links, and no registry or lock file for them. */
function installOf(
  wanted: { any: boolean; registry: boolean },
  hasLock: boolean,
  linked: boolean,
): readonly string[] | null {
  if (!wanted.any && !linked) return null;
  return hasLock || wanted.registry ? npmInstall : npmLink;
}

function wantsFrom(manifests: readonly NodeManifest[]): { any: boolean; registry: boolean } {
  const own = new Set(manifests.flatMap((one) => one.name ?? []));
  const names = manifests.flatMap((one) => Object.keys({ ...one.dependencies, ...one.devDependencies }));
  return { any: names.length > 0, registry: names.some((name) => !own.has(name)) };
}

async function testPlan(
  build: string,
  files: readonly string[],
  manifests: readonly NodeManifest[],
): Promise<TestPlan | null> {
  const wanted = javascriptRunner(manifests);
  if (wanted !== 'node') {
    const tests = await javascriptTests(build, files, wanted);
    // A package may be there for something else: where every test is written for Node's runner, that one runs.
    if (tests.length > 0 && !(await allForNode(build, tests))) {
      return { runner: wanted, files: tests, distrust: await distrustOf(build, wanted, manifests) };
    }
  }
  const tests = await javascriptTests(build, files, 'node');
  return tests.length > 0 ? { runner: 'node', files: tests } : null;
}
