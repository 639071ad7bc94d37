import { createEncoderFactory, type EncodeResult, type Encoder } from '@locavore/encoders'
import { describe, expect, test } from 'vitest'
import type { Reference } from '../testing/reference.js'

type Device = 'wasm' | 'webgpu'

/** As far as one device may be from another, and from torch. */
const ALIKE = 0.999
/** Half precision and whole numbers round more. */
const ROUNDED = 0.99
/** The browser's own way of making a picture smaller is not PIL's. */
const RESIZED = 0.99

const CASES = [
  ['clip', 'fp32'],
  ['siglip', 'fp32'],
  ['siglip2', 'fp32'],
  ['chinese-clip', 'fp32'],
  ['jina-clip', 'fp32'],
  ['mobileclip', 'fp32'],
  ['clap', 'fp32'],
  ['minilm', 'fp32'],
  ['e5', 'fp32'],
] as const

async function withModel(
  name: string,
  variants: string,
  device: Device,
  use: (encoder: Encoder, reference: Reference, folder: string) => Promise<void>,
): Promise<void> {
  const folder = new URL(`/added/${name}/${variants}/`, location.href)
  const [model, reference] = await Promise.all(
    ['model.json', 'reference.json'].map(async (path) => (await fetch(new URL(path, folder))).json()),
  )
  const encoder = createEncoderFactory(model).create({ assets: folder, devices: [device] })
  try {
    await use(encoder, reference, folder.href)
  } finally {
    await encoder.close()
  }
}

function cosineOf(result: EncodeResult | undefined, wanted: readonly number[]): number {
  if (!result?.ok) throw result?.error ?? new Error('no result')
  const { vector } = result.embedding
  expect(vector).toHaveLength(wanted.length)
  const dot = wanted.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0)
  return dot / Math.hypot(...wanted)
}

function samplesOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length >> 1 }, (_, at) => view.getInt16(at * 2, true) / 32_768)
}

async function compare(encoder: Encoder, { text, image, audio }: Reference, folder: string, least: number) {
  if (text !== undefined) {
    const results = await encoder.encode(text.map(({ input }) => ({ modality: 'text', text: input })))
    for (const [at, { vector, input }] of text.entries()) {
      expect(cosineOf(results[at], vector), input.slice(0, 30)).toBeGreaterThan(least)
    }
  }
  if (image !== undefined) {
    const pictures = image.map((_, at) => ({ modality: 'image', image: `${folder}${at}.png` }) as const)
    const results = await encoder.encode(pictures)
    const cosines = image.map((vector, at) => cosineOf(results[at], vector))
    // The first two pictures have the size of the towers; the last is larger.
    expect(Math.min(...cosines.slice(0, 2))).toBeGreaterThan(encoder.space.id.includes('mobileclip') ? RESIZED : least)
    expect(cosines.at(-1)).toBeGreaterThan(RESIZED)
  }
  if (audio !== undefined) {
    const sounds = audio.map(({ samples, sampleRate }) => ({ samples: samplesOf(samples), sampleRate }))
    const results = await encoder.encode(sounds.map((sound) => ({ modality: 'audio', audio: sound })))
    for (const [at, { vector }] of audio.entries()) expect(cosineOf(results[at], vector)).toBeGreaterThan(least)
  }
}

describe.each(['wasm', 'webgpu'] as const)('on %s', (device) => {
  test.each(CASES)(
    '%s (%s): the vectors are those of transformers',
    async (name, variants) => {
      await withModel(name, variants, device, async (encoder, reference, folder) => {
        await compare(encoder, reference, folder, ALIKE)
        expect(encoder.report()).toMatchObject({ state: 'ready', variant: variants })
      })
    },
    240_000,
  )
})

test('by default WebAssembly gets whole numbers, and answers alike', async () => {
  for (const name of ['clip', 'minilm']) {
    await withModel(name, 'default', 'wasm', async (encoder, reference, folder) => {
      await compare(encoder, reference, folder, ROUNDED)
      expect(encoder.report().variant).toBe('q8')
    })
  }
}, 240_000)
