import { filesUnder } from './build-files.ts';
import type { Stack } from './stack.ts';

/** Go: built once into `.bin/service`, tested with `go test`. */
export async function goStack(buildDir: string): Promise<Stack> {
  const tests = (await filesUnder(buildDir)).some((path) => path.endsWith('_test.go'));
  return {
    name: 'go',
    requiredFiles: ['go.mod', 'Dockerfile', '.env.example'],
    install: ['go', 'build', '-o', '.bin/service', '.'],
    start: ['.bin/service'],
    env: { GOCACHE: '/tmp/go-cache', GOPATH: '/tmp/go', GOFLAGS: '-mod=mod' },
    test: tests ? { runner: 'go', argv: ['go', 'test', '-json', './...'] } : null,
  };
}
