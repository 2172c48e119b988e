import { defineConfig } from 'vitest/config'

// One project per kind of promise: `unit` is part of `npm run ok` and stays under a minute; `system` starts real processes and simulations.
const shared = { environment: 'node', pool: 'forks', testTimeout: 30_000, hookTimeout: 30_000 } as const

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'conformance/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/*.system.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'system',
          include: [
            'packages/**/*.system.test.ts',
            'packages/*/test/**/*.test.ts',
            'test/**/*.system.test.ts',
            'conformance/**/*.system.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
