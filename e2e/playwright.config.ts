import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const executablePath = process.env['LOCAVORE_CHROMIUM'] || system
const port = Number(process.env['LOCAVORE_PORT'] ?? 4179)

const launchOptions = (args: readonly string[]) => ({
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...args],
  ...(executablePath === undefined ? {} : { executablePath }),
})

/**
 * What a device can change runs on WebAssembly and on WebGPU (the software adapter): the journeys that encode, working offline
 * and the faults of input. Lists, tastes, worker faults and the proofs of privacy do not touch the device and run once.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/e2e',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 2, // each has a browser of its own; they share the server alone
  fullyParallel: false,
  retries: Number(process.env['LOCAVORE_RETRIES'] ?? 0), // told of at the end of the test command
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: { baseURL: `http://127.0.0.1:${port}/`, serviceWorkers: 'allow' },
  webServer: {
    command: `node ../demo/serve.mjs ${port}`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
  projects: [
    { name: 'wasm', use: { ...devices['Desktop Chrome'], launchOptions: launchOptions([]) } },
    {
      name: 'webgpu',
      workers: 1, // a graphics device done in software takes all cores by itself
      testMatch: [
        'journey/{device,first-visit,media,own-photos,search}.spec.ts',
        'privacy/offline.spec.ts',
        'faults/bad-input.spec.ts',
      ],
      use: { ...devices['Desktop Chrome'], launchOptions: launchOptions(['--enable-unsafe-webgpu']) },
    },
    {
      name: 'phone',
      testMatch: ['a11y/**/*.spec.ts'],
      use: { ...devices['Pixel 7'], launchOptions: launchOptions([]) },
    },
  ],
})
