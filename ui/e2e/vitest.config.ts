import { defineConfig } from 'vitest/config'

const patience = Number(process.env.E2E_PATIENCE ?? 1)

// One demonstration server for all files; each test makes its own records.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    globalSetup: process.env.NO_DEMO ? [] : 'demo.ts',
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    retry: process.env.CI ? 1 : 0, // a machine that tests other things meanwhile may miss a moment
    testTimeout: 60_000 * patience,
    hookTimeout: 90_000 * patience,
    env: { TZ: 'Asia/Almaty' },
  },
})
