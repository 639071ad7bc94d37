import { createEncoderFactory, type ModelManifest } from '@locavore/encoders'
import { describe, expect, test } from 'vitest'
import { encoderAt, MANIFEST, MANIFEST_HASH, text, using, vectorOf } from '../../testing/helpers.js'
import type { EncodeOptions, EncoderEnvironment } from './encoder.js'
import { createLadder, type Ladder } from './ladder.js'

const words = [text('a lighthouse')]

test('a tampered model file is refused by name, and is not kept', async () => {
  await using(encoderAt('tampered'), async (encoder) => {
    const error = await encoder.encode(words).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'integrity-mismatch', details: { file: 'onnx/text_model_quantized.onnx' } })
    expect(encoder.report().state).toBe('idle')
    const asked = encoder.report().requests.filter(({ url }) => url.endsWith('onnx/text_model_quantized.onnx'))
    expect(asked.length).toBeGreaterThan(0)
    for (const { from, bytes } of asked) expect([from, bytes > 0]).toEqual(['network', true])
  })
  const kept = await (await caches.open('locavore-models')).keys()
  expect(kept.filter(({ url }) => url.includes('/tampered/') && url.endsWith('.onnx'))).toEqual([])
})

test('a missing model file, and a page in its place, are told apart', async () => {
  for (const [root, words404] of [
    ['missing', /404/],
    ['html', /HTML page/],
  ] as const) {
    await using(encoderAt(root), async (encoder) => {
      const error = await encoder.warmUp(['text']).catch((thrown) => thrown)
      expect(error.code).toBe('fetch-failed')
      expect(error.message).toMatch(words404)
      const path = String(error.details.path)
      const asked = encoder.report().requests.filter(({ url }) => new URL(url).pathname === path)
      expect(asked).toMatchObject([{ from: 'network', bytes: 0 }])
    })
  }
})

test('another origin is never asked', async () => {
  await using(encoderAt('assets', { assets: new URL('https://elsewhere.example/assets/') }), async (encoder) => {
    await expect(encoder.encode(words)).rejects.toMatchObject({ code: 'invalid-argument' })
    expect(encoder.report().requests).toEqual([])
  })
})

test('a damaged cache entry is dropped and fetched again', async () => {
  const first = await using(encoderAt('again'), async (encoder) => vectorOf((await encoder.encode(words))[0]))
  const cache = await caches.open('locavore-models')
  const entry = (await cache.keys()).find(({ url }) => /again.*text_model_quantized.onnx$/.test(url)) as Request
  const bytes = new Uint8Array(await ((await cache.match(entry)) as Response).arrayBuffer())
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  await cache.put(entry, new Response(bytes))
  await using(encoderAt('again'), async (encoder) => {
    expect(vectorOf((await encoder.encode(words))[0])).toEqual(first)
    const network = encoder.report().requests.filter(({ from }) => from === 'network')
    expect(network.map(({ url }) => url)).toEqual([entry.url])
  })
})

test('a cancelled download ends at once, keeps nothing partial, and the next call succeeds', async () => {
  await using(encoderAt('slow'), async (encoder) => {
    const controller = new AbortController()
    let loaded = 0
    const running = encoder.warmUp(['text'], {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.phase !== 'download') return
        expect(progress.loadedBytes).toBeLessThanOrEqual(progress.totalBytes)
        loaded = progress.loadedBytes
        if (loaded > 200_000) controller.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' })
    expect(loaded).toBeGreaterThan(0)
    const arrived = encoder.report().requests.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(arrived).toBeGreaterThanOrEqual(loaded)
    const kept = await (await caches.open('locavore-models')).keys()
    expect(kept.filter(({ url }) => url.includes('/slow/') && url.endsWith('.onnx'))).toEqual([])
    expect((await encoder.encode(words))[0]?.ok).toBe(true)
  })
})

test('a cancelled call does not wait for the download of another, which goes on', async () => {
  await using(encoderAt('slower'), async (encoder) => {
    const first = encoder.encode(words)
    const controller = new AbortController()
    const second = encoder.encode(words, { signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(second).rejects.toMatchObject({ code: 'aborted' })
    expect(encoder.report().state).toBe('loading')
    expect((await first)[0]?.ok).toBe(true)
  })
})

test('closing in the middle of a download settles the call', async () => {
  const encoder = encoderAt('missing')
  const running = encoder.encode(words)
  await encoder.close()
  await expect(running).rejects.toMatchObject({ code: 'closed' })
  expect(encoder.report().state).toBe('closed')
})

test('a call that is already cancelled starts nothing', async () => {
  await using(encoderAt('assets'), async (encoder) => {
    await expect(encoder.encode(words, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    expect(encoder.report().requests).toEqual([])
  })
})

/** The manifest with the hash of the damaged file, as an attacker or a broken export would have it. */
async function manifestOfFlipped(): Promise<ModelManifest> {
  const path = 'onnx/text_model_quantized.onnx'
  const bytes = await (await fetch(`/flipped/models/any/${path}`)).arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { ...MANIFEST, files: MANIFEST.files.map((file) => (file.path === path ? { ...file, sha256 } : file)) }
}

test('weights that are wrong under a right hash are caught by the golden check, on every device', async () => {
  const factory = createEncoderFactory({ manifest: await manifestOfFlipped(), manifestHash: MANIFEST_HASH })
  const assets = new URL('/flipped/', location.href)
  await using(factory.create({ assets, devices: ['wasm-threads', 'wasm'] }), async (encoder) => {
    const error = await encoder.encode(words).catch((thrown) => thrown)
    expect(error.code).toBe('self-check-failed')
    const { state, ladder } = encoder.report()
    expect(state).toBe('failed')
    expect(ladder.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused'])
    expect(error.details.ladder).toMatch(/wasm: golden check/)
  })
})

/** The real worker, after a change to its globals. */
function changedWorker(change: string): () => Worker {
  const worker = new URL('/packages/encoders/dist/worker/encoder-worker.js', location.href).href
  const source = `${change}\nawait import(${JSON.stringify(worker)})`
  return () => new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { type: 'module' })
}

test('without WebGPU the ladder goes on, and says why', async () => {
  const worker = changedWorker(`Object.defineProperty(WorkerNavigator.prototype, 'gpu', { value: undefined })`)
  await using(encoderAt('assets', { devices: ['webgpu', 'wasm'], worker }), async (encoder) => {
    const { ladder } = await encoder.warmUp(['text'])
    expect(ladder[0]).toMatchObject({ device: 'webgpu', outcome: 'refused', reason: 'this browser has no WebGPU' })
    expect(ladder[2]).toMatchObject({ device: 'wasm', outcome: 'chosen' })
  })
})

/** Asks for adapters are answered by `gpu`; a limit of `from` ms ends after `to` ms. */
const hangingGpu = (answer: string, from: number, to: number) =>
  changedWorker(`
    let asked = 0
    Object.defineProperty(WorkerNavigator.prototype, 'gpu', { value: { requestAdapter: async () => ${answer} } })
    const later = self.setTimeout
    self.setTimeout = (task, ms, ...rest) => later(task, ms === ${from} ? ${to} : ms, ...rest)`)

test.each([
  ['its adapter', 'new Promise(() => {})', 10_000, /no adapter within 10 s/],
  ['its session', 'asked++ === 0 ? {} : new Promise(() => {})', 150_000, /no answer within 150 s/],
])('a WebGPU that hangs over %s is left for the next rung', async (_, answer, limit, reason) => {
  const worker = hangingGpu(answer, limit, 1500)
  await using(encoderAt('assets', { devices: ['webgpu', 'wasm'], worker }), async (encoder) => {
    const { ladder } = await encoder.warmUp(['text'])
    expect(ladder[0]).toMatchObject({ device: 'webgpu', outcome: 'refused' })
    expect(ladder[0]?.reason).toMatch(reason)
    expect(ladder[2]).toMatchObject({ device: 'wasm', outcome: 'chosen' })
  })
})

test.each([
  ['no cache at all', `Object.defineProperty(self, 'caches', { get() { throw new ReferenceError('caches') } })`],
  ['a forbidden cache', `CacheStorage.prototype.open = () => Promise.reject(new DOMException('', 'SecurityError'))`],
  ['a full disk', `Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))`],
])('with %s the model serves from memory', async (_, change) => {
  await using(encoderAt('again', { worker: changedWorker(change) }), async (encoder) => {
    expect((await encoder.encode(words))[0]?.ok).toBe(true)
  })
})

test('fifty calls at once all come out right', async () => {
  await using(encoderAt('assets'), async (encoder) => {
    const [expected] = await encoder.encode(words)
    const calls = Array.from({ length: 50 }, (_, index) =>
      index % 10 === 0 ? encoder.encode([{ modality: 'image', image: new ImageData(9, 9) }]) : encoder.encode(words),
    )
    const results = await Promise.all(calls)
    results.forEach(([result], index) => {
      if (index % 10 !== 0) expect(vectorOf(result)).toEqual(vectorOf(expected))
      else expect(result?.ok).toBe(true)
    })
  })
})

describe('a device that fails after it was chosen', () => {
  const failing = (how: string) => () =>
    new Worker(new URL('../../testing/failing-worker.ts', import.meta.url), { type: 'module', name: how })

  test.each(['zeros', 'crash'])('%s: the batch is encoded again one rung below', async (how) => {
    const devices = ['wasm-threads', 'wasm'] as const
    await using(encoderAt('assets', { devices, worker: failing(how) }), async (encoder) => {
      const results = await encoder.encode(words)
      expect(results[0]?.ok).toBe(true)
      const { ladder } = encoder.report()
      expect(ladder[1]).toMatchObject({ outcome: 'refused' })
      expect(ladder[1]?.reason).not.toBe('')
      expect(ladder[2]).toMatchObject({ outcome: 'chosen' })
    })
  })

  test('with no rung below, the caller is told, and may call again', async () => {
    await using(encoderAt('assets', { devices: ['wasm-threads'], worker: failing('crash') }), async (encoder) => {
      await expect(encoder.encode(words)).rejects.toMatchObject({ code: 'worker-failed' })
    })
  })
})

describe('a run that hangs on a chosen device', () => {
  const DEADLINE_MS = 300

  function hanging(devices: NonNullable<EncoderEnvironment['devices']>) {
    const made: Worker[] = []
    const worker = () => {
      const url = new URL('../../testing/failing-worker.ts', import.meta.url)
      made.push(new Worker(url, { type: 'module', name: 'hang' }))
      return made[made.length - 1] as Worker
    }
    const assets = new URL('/assets/', location.href)
    const setup = { manifest: MANIFEST, modelFolder: assets.href, runtimeFolder: assets.href }
    return { ladder: createLadder(setup, { assets, devices, worker }, DEADLINE_MS), made }
  }
  const run = (ladder: Ladder, words: string, options: Pick<EncodeOptions, 'signal'> = {}) =>
    ladder.use(['text'], options, (rung) => rung.call('encodeText', { texts: [words] }, options))

  test('is run again one rung below', async () => {
    const { ladder } = hanging(['wasm-threads', 'wasm'])
    const results = await Promise.all([run(ladder, 'stuck'), run(ladder, 'stuck')])
    expect(results.flat().map(({ kind }) => kind)).toEqual(['vector', 'vector'])
    expect(ladder.report().ladder.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'chosen'])
    await ladder.close()
  })

  test('with no rung below costs the worker, and the next call has a fresh one', async () => {
    const { ladder, made } = hanging(['wasm-threads'])
    await expect(run(ladder, 'stuck')).rejects.toMatchObject({ code: 'deadline-exceeded' })
    expect(await run(ladder, 'free')).toMatchObject([{ kind: 'vector' }])
    expect(made.length).toBe(2)
    await ladder.close()
  })

  test('that its caller gives up costs nothing', async () => {
    const { ladder, made } = hanging(['wasm-threads', 'wasm'])
    await run(ladder, 'free')
    const running = run(ladder, 'stuck', { signal: AbortSignal.timeout(50) })
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect(await run(ladder, 'free')).toMatchObject([{ kind: 'vector' }])
    expect([made.length, ladder.report().ladder[1]?.outcome]).toEqual([1, 'chosen'])
    await ladder.close()
  })
})
