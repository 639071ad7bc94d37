import { describe, expect, test } from 'vitest'
import { cosine, encoderAt, factory, MANIFEST, paint, text, using, vectorOf } from '../../testing/helpers.js'

interface GoldenFile {
  readonly text: readonly { readonly input: string }[]
  readonly image: readonly { readonly width: number; readonly height: number; readonly rgb: string }[]
  readonly outputs: Readonly<Record<string, { readonly text: number[][]; readonly image: number[][] }>>
}

async function golden(): Promise<GoldenFile> {
  return (await fetch('/assets/models/any/golden.json')).json()
}

function pixels({ width, height, rgb }: GoldenFile['image'][number]): ImageData {
  const bytes = Uint8Array.from(atob(rgb), (character) => character.charCodeAt(0))
  const data = new ImageData(width, height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.data.set([...bytes.subarray(pixel * 3, pixel * 3 + 3), 255], pixel * 4)
  }
  return data
}

test('words and pictures come out as the reference says, as unit vectors of the space', async () => {
  const reference = await golden()
  await using(encoderAt('assets'), async (encoder) => {
    const inputs = [
      ...reference.text.map(({ input }) => text(input)),
      ...reference.image.map((image) => ({ modality: 'image', image: pixels(image) }) as const),
    ]
    const expected = [...(reference.outputs['q8']?.text ?? []), ...(reference.outputs['q8']?.image ?? [])]
    const results = await encoder.encode(inputs)
    expect(results).toHaveLength(expected.length)
    for (const [index, result] of results.entries()) {
      const vector = vectorOf(result)
      expect(vector).toHaveLength(MANIFEST.space.dimensions)
      expect(vector.buffer.byteLength).toBe(vector.byteLength)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      expect(cosine(vector, expected[index] ?? [])).toBeGreaterThan(0.995)
      expect(result.ok && result.embedding.spaceId).toBe(MANIFEST.space.id)
    }
  })
})

test('a batch answers like its parts one by one, and keeps their order', async () => {
  const words = ['rain over the harbour', 'a', '雪夜里的小木屋，很安静', 'a very long walk '.repeat(60), 'sunny dunes']
  await using(encoderAt('assets'), async (encoder) => {
    const together = await encoder.encode(words.map(text))
    for (const [index, word] of words.entries()) {
      const [alone] = await encoder.encode([text(word)])
      expect(cosine(vectorOf(together[index]), vectorOf(alone)), word.slice(0, 20)).toBeGreaterThan(0.99)
    }
  })
})

test('more pictures than fit one run keep their order', async () => {
  await using(encoderAt('assets'), async (encoder) => {
    const sources = Array.from({ length: 11 }, (_, index) => paint(60 + index * 30, 200))
    const done: number[] = []
    const together = await encoder.encode(
      sources.map((image) => ({ modality: 'image', image })),
      { onProgress: (progress) => progress.phase === 'encode' && done.push(progress.done) },
    )
    const [last] = await encoder.encode([{ modality: 'image', image: paint(360, 200) }])
    expect(cosine(vectorOf(together[10]), vectorOf(last))).toBeGreaterThan(0.999)
    expect(done).toEqual(sources.map((_, index) => index + 1))
  })
})

test('one bad input fails alone', async () => {
  await using(encoderAt('assets'), async (encoder) => {
    const results = await encoder.encode([
      text('a lighthouse'),
      text(' \u0000\n '),
      { modality: 'image', image: new Blob(['no picture']) },
      { modality: 'audio' } as never,
      text('a lighthouse'),
    ])
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'ok',
      'invalid-argument',
      'unsupported-media',
      'unsupported-media',
      'ok',
    ])
    expect(vectorOf(results[0])).toEqual(vectorOf(results[4]))
  })
})

test('words alone load no picture tower, and nothing at all loads before the first call', async () => {
  await using(encoderAt('assets'), async (encoder) => {
    expect(encoder.report()).toMatchObject({ state: 'idle', requests: [] })
    await encoder.encode([text('a lighthouse')])
    const files = encoder.report().requests.map(({ url }) => url.split('/').at(-1))
    expect(files).not.toContain('vision_model_quantized.onnx')
    expect(files.filter((file) => file?.endsWith('.wasm'))).toEqual(['ort-wasm-simd-threaded.wasm'])
    expect(encoder.report()).toMatchObject({ state: 'ready', variant: 'q8' })
  })
})

test('a warm-up of both towers is one download with one total', async () => {
  await using(encoderAt('assets'), async (encoder) => {
    const totals = new Set<number>()
    let loaded = 0
    await encoder.warmUp(['text', 'image'], {
      onProgress: (progress) => {
        if (progress.phase !== 'download') return
        totals.add(progress.totalBytes)
        expect(progress.loadedBytes).toBeGreaterThan(loaded)
        loaded = progress.loadedBytes
      },
    })
    const { requests } = encoder.report()
    expect([...totals]).toEqual([loaded])
    expect(requests.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(loaded)
  })
})

test('after idling the worker ends, and the next call reloads from the cache alone', async () => {
  await using(encoderAt('assets', { idleAfterMs: 50 }), async (encoder) => {
    const [before] = await encoder.encode([text('a lighthouse')])
    await expect.poll(() => encoder.report().state, { timeout: 5000 }).toBe('idle')
    const seen = encoder.report().requests.length
    const [after] = await encoder.encode([text('a lighthouse')])
    expect(vectorOf(after)).toEqual(vectorOf(before))
    const later = encoder.report().requests.slice(seen)
    expect(later.length).toBeGreaterThan(0)
    expect(later.map(({ from }) => from)).toEqual(later.map(() => 'cache'))
  })
})

test('a closed encoder answers with its code', async () => {
  const encoder = encoderAt('assets')
  await encoder.close()
  await expect(encoder.encode([text('a lighthouse')])).rejects.toMatchObject({ code: 'closed' })
})

test('unknown options and devices are named', () => {
  const assets = new URL('/assets/', location.href)
  expect(() => factory.create({ assets, device: 'wasm' } as never)).toThrow(/"device"/)
  expect(() => factory.create({ assets, devices: ['tpu'] as never })).toThrow(/"tpu"/)
  expect(() => factory.create({ assets: new URL('/assets', location.href) })).toThrow(/must end in/)
})

describe('the device ladder', () => {
  test('a software adapter is not used unsolicited; threads serve in an isolated page', async () => {
    expect(crossOriginIsolated).toBe(true)
    await using(encoderAt('assets', { devices: undefined as never }), async (encoder) => {
      const { ladder } = await encoder.warmUp(['text'])
      expect(ladder[0]).toMatchObject({ device: 'webgpu', outcome: 'refused' })
      expect(ladder[0]?.reason).toMatch(/WebGPU/)
      expect(ladder[1]).toMatchObject({ device: 'wasm-threads', outcome: 'chosen' })
      expect(ladder[2]).toMatchObject({ device: 'wasm', outcome: 'not-tried' })
    })
  })

  test('every device gives alike vectors', async () => {
    const vectors: Float32Array[] = []
    for (const device of ['wasm', 'wasm-threads', 'webgpu'] as const) {
      await using(encoderAt('assets', { devices: [device] }), async (encoder) => {
        const [result] = await encoder.encode([text('a quiet harbour at dusk')])
        vectors.push(vectorOf(result))
        expect(encoder.report().goldenCosine).toBeGreaterThan(0.99)
      })
    }
    const [wasm, threads, webgpu] = vectors as [Float32Array, Float32Array, Float32Array]
    expect(cosine(wasm, threads)).toBeGreaterThan(0.999)
    expect(cosine(wasm, webgpu)).toBeGreaterThan(0.98)
  }, 180_000)
})
