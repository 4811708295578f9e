import { filesUnder } from './build-files.ts';
import type { Stack } from './stack.ts';

/** Go: built once into `.bin/service`, tested with `go test`. */
export async function goStack(buildDir: string): Promise<Stack> {
  const files = (await filesUnder(buildDir)).filter((path) => path.endsWith('_test.go'));
  return {
    name: 'go',
    requiredFiles: ['go.mod', 'Dockerfile', '.env.example'],
    install: ['go', 'build', '-trimpath', '-o', '.bin/service', '.'],
    start: ['.bin/service'],
    env: { GOCACHE: '/tmp/go-cache', GOPATH: '/tmp/go', GOFLAGS: '-mod=mod' },
    test: files.length > 0 ? { runner: 'go', files, argv: ['go', 'test', '-json', './...'] } : null,
  };
}
