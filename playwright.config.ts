import { defineConfig } from '@playwright/test'
import { systemChromium } from './scripts/lib/chromium.mjs'

// `npm test` has found or fetched one; a direct `playwright test` uses the system's, or else Playwright's own.
const executablePath = process.env.CHROMIUM_PATH ?? systemChromium()

export default defineConfig({
  testDir: 'e2e',
  // Of its own: Playwright empties it at the start, and the other suites' reports stand beside it.
  outputDir: 'test-results/stories',
  // Ends what hangs; how long a page takes is a matter of weight.spec.ts and the benchmarks, and machines differ.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: 0,
  workers: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/stories.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    ...(executablePath === undefined ? {} : { launchOptions: { executablePath } }),
  },
})
