import { existsSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const postgres = './server/testing/global-setup.ts'
const hidden = ['**/node_modules/**', '**/.next/**', '**/dist/**', 'bench/**', 'e2e/**']
const alias = { '@': root }

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...hidden, '**/*.system.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['**/*.system.test.ts'],
          exclude: hidden,
          // A real Postgres and real processes: a cold start on a busy machine is the longest single wait.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: ['./server/testing/bundle.ts', postgres].filter((file) => existsSync(path.join(root, file))),
        },
      },
    ],
  },
})
