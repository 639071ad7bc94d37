import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite, serveSite } from '../../testing/built-site.mjs'
import type { Encoder, EncoderEnvironment } from './encoder.js'

declare global {
  var violations: string[]
  var drawing: string
  var sharedEncoder: Encoder
  function make(options: Partial<EncoderEnvironment>): Encoder
  function longSound(): Blob
  function recordFilm(): Promise<Blob>
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

  test('a short sound, a long one and a recorded film are encoded; what each needs is fetched only then', async () => {
    await visit(false, async (page, site) => {
      const scripts = () => site.requests.filter((path) => path.endsWith('.js')).map((path) => path.replace(/-.*/, ''))
      await page.evaluate(() => {
        globalThis.sharedEncoder = make({ devices: ['wasm'] })
      })
      const encode = (kind: 'words' | 'short' | 'long' | 'film') =>
        page.evaluate(async (wanted) => {
          const samples = Float32Array.from({ length: 32_000 }, (_, index) => Math.sin(index / 9) / 2)
          const contents = {
            words: async () => ({ modality: 'text', text: 'a lighthouse' }) as const,
            short: async () => ({ modality: 'audio', audio: { samples, sampleRate: 16_000 } }) as const,
            long: async () => ({ modality: 'audio', audio: longSound() }) as const,
            film: async () => ({ modality: 'clip', clip: await recordFilm() }) as const,
          }
          const [result] = await sharedEncoder.encode([await contents[wanted]()])
          return { ok: result?.ok === true ? true : result?.error.message, violations }
        }, kind)
      expect(await encode('words')).toEqual({ ok: true, violations: [] })
      const atFirst = scripts()
      expect(await encode('short')).toEqual({ ok: true, violations: [] })
      const withSounds = scripts()
      expect(await encode('long')).toEqual({ ok: true, violations: [] })
      const withFiles = scripts()
      expect(await encode('film')).toEqual({ ok: true, violations: [] })
      expect(atFirst.join()).not.toMatch(/media/)
      expect(withSounds.filter((path) => !atFirst.includes(path))).toEqual(['/assets/media'])
      expect(withFiles.filter((path) => !withSounds.includes(path))).toEqual(['/assets/open'])
      expect(scripts()).toEqual(withFiles)
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
