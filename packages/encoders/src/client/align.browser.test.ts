import { type Content, createEncoderFactory, type ModelManifest } from '@locavore/encoders'
import { afterAll, describe, expect, test } from 'vitest'
import { cosine, encoderAt, MANIFEST, MANIFEST_HASH, paint, text, using, vectorOf } from '../../testing/helpers.js'
import { chirp } from '../../testing/sounds.js'

const encoder = encoderAt('assets')
afterAll(() => encoder.close())

const image = (picture: OffscreenCanvas | Blob): Content => ({ modality: 'image', image: picture })
const audio = (samples: Float32Array, sampleRate = 16_000): Content => ({
  modality: 'audio',
  audio: { samples, sampleRate },
})

describe('a picture', () => {
  test('gets a map of the model’s grid, for words and for the same words as a vector', async () => {
    const words = await encoder.align('a yellow moon', image(paint()))
    if (words.kind !== 'map') throw new Error('a picture has a map')
    const { rows = 0, columns = 0 } = MANIFEST.towers.image?.patches ?? {}
    expect([words.rows, words.columns, words.relevance.length]).toEqual([rows, columns, rows * columns])
    const place = words.relevance.indexOf(Math.max(...words.relevance))
    expect(words.peak.x).toBeCloseTo(((place % columns) + 0.5) / columns)
    expect(words.peak.y).toBeCloseTo((Math.floor(place / columns) + 0.5) / rows)
    const [vector] = (await encoder.encode([text('a yellow moon')])).map(vectorOf)
    const longer = Float32Array.from(vector ?? [], (value) => value * 7)
    const same = await encoder.align(longer, image(await paint().convertToBlob()))
    if (same.kind !== 'map') throw new Error('a picture has a map')
    expect(same.best).toBeCloseTo(words.best, 1)
    expect(cosine(same.relevance, words.relevance)).toBeGreaterThan(0.9)
  })

  test('may be a drawing', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle r="40" fill="red"/></svg>'
    expect((await encoder.align('a circle', image(new Blob([svg])))).kind).toBe('map')
  })
})

describe('a sound', () => {
  test('gets a time line of the model’s steps; where nothing is heard it is 0', async () => {
    const samples = new Float32Array(16_000 * 30)
    samples.set(chirp(6, 16_000), 16_000 * 20)
    const line = await encoder.align('a rising whistle', audio(samples))
    if (line.kind !== 'timeline') throw new Error('a sound has a time line')
    const { framesPerStep = 0 } = MANIFEST.towers.audio?.steps ?? {}
    const step = (framesPerStep * 320) / 16_000
    expect(line.seconds).toHaveLength(Math.round(30 / step))
    expect(line.seconds[10]).toBeCloseTo(10 * step)
    // The windows that hold it begin at most one window earlier, and end as much later.
    expect([...line.relevance.subarray(0, Math.floor(14 / step))].every((value) => value === 0)).toBe(true)
    expect(line.peak).toBeGreaterThan(14)
    expect('picture' in line || 'sound' in line).toBe(false)
  })

  test('of a model without steps gets one value for each window', async () => {
    const { steps: _, ...tower } = MANIFEST.towers.audio ?? ({} as never)
    const manifest = { ...MANIFEST, towers: { ...MANIFEST.towers, audio: tower } } as ModelManifest
    const assets = new URL('/assets/', location.href)
    const factory = createEncoderFactory({ manifest, manifestHash: MANIFEST_HASH })
    await using(factory.create({ assets, devices: ['wasm'] }), async (own) => {
      const line = await own.align('a rising whistle', audio(chirp(20, 16_000)))
      if (line.kind !== 'timeline') throw new Error('a sound has a time line')
      expect(line.seconds[1]).toBeCloseTo(2.88)
      expect(line.seconds).toHaveLength(7)
    })
  })
})

test('what cannot be aligned gives its code', async () => {
  const codeOf = (call: Promise<unknown>) => call.then(() => 'ok').catch((thrown) => thrown.code)
  expect(await codeOf(encoder.align('words', text('words')))).toBe('unsupported-media')
  expect(await codeOf(encoder.align('words', undefined as never))).toBe('unsupported-media')
  expect(await codeOf(encoder.align(' ', image(paint())))).toBe('invalid-argument')
  expect(await codeOf(encoder.align(new Float32Array(3), image(paint())))).toBe('invalid-vector')
  expect(await codeOf(encoder.align(new Float32Array(MANIFEST.space.dimensions), image(paint())))).toBe(
    'invalid-vector',
  )
  expect(await codeOf(encoder.align('words', image(new Blob(['no picture']))))).toBe('unsupported-media')
  expect(await codeOf(encoder.align('words', audio(new Float32Array(16_000))))).toBe('no-content')
  expect(await codeOf(encoder.align('words', image(paint()), { signal: AbortSignal.abort() }))).toBe('aborted')
})

test('a model without patches says so', async () => {
  const { patches: _, ...tower } = MANIFEST.towers.image ?? ({} as never)
  const manifest = { ...MANIFEST, towers: { ...MANIFEST.towers, image: tower } } as ModelManifest
  const assets = new URL('/assets/', location.href)
  const factory = createEncoderFactory({ manifest, manifestHash: MANIFEST_HASH })
  await using(factory.create({ assets, devices: ['wasm'] }), async (own) => {
    await expect(own.align('words', image(paint()))).rejects.toMatchObject({ code: 'unsupported-media' })
  })
})
