// Two projects: unit tests need nothing, integration tests a database that the run starts and stops.
import { defineConfig } from 'vitest/config'
import { testSeed } from './scripts/seed.ts'

// Made here, so that all workers have the same.
testSeed()

const skipped = [
  '**/node_modules/**',
  '.next*/**',
  'data/**',
  'dist/**',
  'examples/**',
  'e2e/**',
  'test-results/**',
]
const integration = '**/*.integration.test.{ts,tsx}'

export default defineConfig({
  test: {
    watch: false,
    restoreMocks: true,
    setupFiles: ['scripts/seed-setup.ts'],
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 15_000 } },
    teardownTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...skipped, integration],
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [integration],
          exclude: skipped,
          globalSetup: ['platform/postgres/test-server.ts'],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
