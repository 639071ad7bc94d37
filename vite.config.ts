import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { assetServer } from './packages/encoders/testing/asset-server.mjs'
import { modelServer } from './packages/models/testing/model-server.js'
import { vectorServer } from './packages/pack/testing/vector-server.js'

// The browser that is already there, else the one Playwright downloaded.
const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const executablePath = process.env['LOCAVORE_CHROMIUM'] ?? system

/** Both cores may be busy with other tests: what waits for something has long to come, and what fails still fails. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
  // The test command tries what fails once more and tells of it at its end (scripts/test.mjs).
  retry: Number(process.env['LOCAVORE_RETRIES'] ?? 0),
}

/** `*.test.ts` runs in Node, `*.browser.test.ts` in a real Chromium. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/quality/**/*.test.ts',
            'demo/src/**/*.test.ts',
            'bench/retrieval/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
          ...PATIENCE,
        },
      },
      {
        plugins: [assetServer(), modelServer(), vectorServer()],
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.ts'],
          ...PATIENCE,
          maxWorkers: 2, // pages of their own, with storage of their own
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: ['--no-sandbox', '--enable-unsafe-webgpu', '--disable-background-networking'],
                ...(executablePath === undefined ? {} : { executablePath }),
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
