import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite, serveSite } from '../../testing/built-site.mjs'
import type { Encoder, EncoderEnvironment } from './encoder.js'

declare global {
  var violations: string[]
  var drawing: string
  function make(options: Partial<EncoderEnvironment>): Encoder
}

const executablePath = [
  process.env['LOCAVORE_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

let files: Map<string, string | Uint8Array>
let browser: Browser
beforeAll(async () => {
  files = await buildSite()
  const args = ['--no-sandbox', '--enable-unsafe-webgpu', '--disable-background-networking']
  browser = await chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) })
}, 120_000)
afterAll(() => browser.close())

async function visit<T>(
  isolated: boolean,
  work: (page: Page, site: Awaited<ReturnType<typeof serveSite>>) => Promise<T>,
): Promise<T> {
  const site = await serveSite(files, { isolated })
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(site.address)
    await page.waitForFunction(() => typeof make === 'function')
    return await work(page, site)
  } finally {
    await context.close()
    await site.stop()
  }
}

test('a default build emits one worker and no WebAssembly', () => {
  const names = [...files.keys()]
  expect(names.filter((name) => name.endsWith('.wasm') || name.endsWith('.mjs'))).toEqual([])
  expect(names.filter((name) => name.includes('encoder-worker'))).toHaveLength(1)
  const page = names
    .filter((name) => name.endsWith('.js') && !name.includes('worker'))
    .map((name) => String(files.get(name)))
  expect(page.join('')).not.toMatch(/OrtCreateSession|InferenceSession/)
})

describe('under a strict policy with Trusted Types', () => {
  test('words and drawings are encoded without a violation; threads are refused with the reason', async () => {
    await visit(false, async (page, site) => {
      const seen = await page.evaluate(async () => {
        const encoder = make({})
        const results = await encoder.encode([
          { modality: 'text', text: 'a lighthouse' },
          { modality: 'image', image: new Blob([drawing], { type: 'image/svg+xml' }) },
        ])
        return { ok: results.map(({ ok }) => ok), report: encoder.report(), violations }
      })
      expect(seen.violations).toEqual([])
      expect(seen.ok).toEqual([true, true])
      expect(seen.report.ladder[1]?.reason).toMatch(/not cross-origin isolated/)
      expect(seen.report.ladder[2]).toMatchObject({ device: 'wasm', outcome: 'chosen' })
      expect(site.requests.filter((path) => /\.(wasm|mjs)$/.test(path))).toHaveLength(1)
    })
  }, 180_000)

  test('in an isolated page threads serve', async () => {
    await visit(true, async (page) => {
      const seen = await page.evaluate(async () => {
        const encoder = make({ devices: ['wasm-threads', 'wasm'] })
        await encoder.encode([{ modality: 'text', text: 'a lighthouse' }])
        return { report: encoder.report(), violations }
      })
      expect(seen.violations).toEqual([])
      expect(seen.report.ladder[1]).toMatchObject({ device: 'wasm-threads', outcome: 'chosen' })
    })
  }, 180_000)

  test('WebGPU serves', async () => {
    await visit(false, async (page, site) => {
      const seen = await page.evaluate(async () => {
        const encoder = make({ devices: ['webgpu'] })
        await encoder.encode([{ modality: 'text', text: 'a lighthouse' }])
        return { report: encoder.report(), violations }
      })
      expect(seen.violations).toEqual([])
      expect(seen.report.ladder[0]).toMatchObject({ device: 'webgpu', outcome: 'chosen' })
      expect(site.requests.filter((path) => path.endsWith('.wasm'))).toHaveLength(1)
    })
  }, 180_000)
})

test('with the server gone a fresh worker still encodes', async () => {
  await visit(false, async (page, site) => {
    const encode = () =>
      page.evaluate(async () => {
        const encoder = make({ devices: ['wasm'] })
        const [result] = await encoder.encode([{ modality: 'text', text: 'a lighthouse' }])
        const requests = encoder.report().requests.map(({ from }) => from)
        await encoder.close()
        return { ok: result?.ok, requests }
      })
    expect((await encode()).ok).toBe(true)
    await site.stop()
    const offline = await encode()
    expect(offline.ok).toBe(true)
    expect(new Set(offline.requests)).toEqual(new Set(['cache']))
  })
}, 180_000)
