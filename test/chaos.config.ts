import { defineConfig } from 'vitest/config';

// Apart from the other tests: it wants the machine for itself, and libfaketime, which not every machine has.
export default defineConfig({
  test: {
    include: ['test/chaos/chaos.int.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
  },
});
